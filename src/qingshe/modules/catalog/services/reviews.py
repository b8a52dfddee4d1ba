"""The re-check of bases: raised by what happens to documents, decided by the gatekeeper."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from qingshe.foundation import records
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Conflict, Invalid
from qingshe.kernel.workflow import Transition
from qingshe.modules.catalog import policy, rules
from qingshe.modules.catalog.models import Edition, Review
from qingshe.modules.catalog.queries import items, reviews
from qingshe.modules.catalog.rules import Cited, ReviewState
from qingshe.modules.catalog.services import marker


def confirm(
    actor: Actor, pk: int, *, version: int, new_basis: str, reason: str, today: date
) -> Review:
    """The duty stands, on another article: the next edition cites it.

    Errors: Invalid when `new_basis`, one basis a line, names no document.
    """
    problems = rules.read_cites(new_basis)[1]
    if problems:
        raise Invalid("现行依据没有看懂，结论没有保存。", problems)
    return _decide(
        actor, pk, rules.CONFIRM, version, today=today, reason=reason, new_basis=new_basis
    )


def suspend(actor: Actor, pk: int, *, version: int, reason: str, today: date) -> Review:
    """Nobody may rest a demand on the item until it is settled."""
    return _decide(actor, pk, rules.SUSPEND, version, today=today, reason=reason)


def leave_out(actor: Actor, pk: int, *, version: int, reason: str, today: date) -> Review:
    """The next edition starts without the item."""
    return _decide(actor, pk, rules.LEAVE_OUT, version, today=today, reason=reason)


def keep(actor: Actor, pk: int, *, version: int, reason: str, today: date) -> Review:
    """The item stays as it is, with a reason that everybody can read."""
    return _decide(actor, pk, rules.KEEP, version, today=today, reason=reason)


def reopen(actor: Actor, pk: int, *, version: int) -> Review:
    """Take a decision back; what was decided, and why, stays in the trail alone."""
    return _decide(actor, pk, rules.REOPEN, version, today=None, reason="", new_basis="")


@transaction.atomic
def decide_together(
    actor: Actor,
    move: Transition,
    *,
    document: str,
    seen: str,
    reason: str,
    new_basis: str = "",
    gravity: str = "",
    item_list: int | None = None,
    today: date,
) -> int:
    """One decision for all open reviews about a document, each with its own record; how many.

    `seen` is the fingerprint of what the person was shown. To confirm without `new_basis` lets each
    item rest on the article that its own bases name as the one in force now. Errors: Conflict when
    one of them was decided or changed meanwhile, Invalid with the items whose article nobody has
    named; then nothing is decided.
    """
    if move not in TOGETHER:
        raise Invalid("请选择一种结论。")
    found = reviews.together(actor, document=document, gravity=gravity, item_list=item_list)
    if not found or rules.fingerprint((each.pk, each.version) for each in found) != seen:
        raise Conflict("刚才有人办理了其中的事项，或又有事项列入，没有作出任何结论。请重新核对。")
    if not reason.strip():
        raise Invalid("请写明理由。")
    changes: dict[str, object] = {"reason": reason.strip(), "decided_on": today}
    bases = _bases_for(found, new_basis.strip()) if move is rules.CONFIRM else {}
    records.advance_many(
        actor,
        found,
        move,
        policy.MAY[move](actor, found[0]),
        {each.pk: changes | ({"new_basis": bases[each.pk]} if bases else {}) for each in found},
    )
    marker.advance()
    return len(found)


TOGETHER = (rules.SUSPEND, rules.LEAVE_OUT, rules.KEEP, rules.CONFIRM)


def _bases_for(found: Sequence[Review], new_basis: str) -> dict[int, str]:
    """On what each review is confirmed: the same for all, or what its own bases say."""
    if new_basis:
        problems = rules.read_cites(new_basis)[1]
        if problems:
            raise Invalid("现行依据没有看懂，没有作出任何结论。", problems)
        return {each.pk: new_basis for each in found}
    known = reviews.bases_now(found)
    unknown = [each.item_key for each in found if not known[each.pk]]
    if unknown:
        raise Invalid(
            "这些事项没有登记现行条文，请写明现行依据，或先逐件确认。没有作出任何结论。",
            unknown,
        )
    return known


def raise_for(actor: Actor, edition: Edition) -> int:
    """Bring the reviews of a list into line with its published edition; how many are new.

    An item is raised once for each thing that happened to its bases: who decided is not asked
    again until something else changes. What the edition has put right is resolved.
    """
    item_list = edition.item_list
    doubts = _doubts_in(edition)
    latest = reviews.latest_by_key(item_list)
    new = [
        Review(
            item_list=item_list,
            item_key=key,
            gravity=rules.gravity(found),
            rank=rules.rank_of(rules.gravity(found)),
            concern=rules.sentence_of(found),
        )
        for key, found in doubts.items()
        if key not in latest or _is_news(latest[key], found)
    ]
    if new:
        records.create_many(actor, new, rules.RAISE, policy.may_raise(actor, new[0]))
    for review in latest.values():
        if review.state == ReviewState.OPEN:
            _bring_up_to_date(actor, review, doubts.get(review.item_key, ()))
    return len(new)


def _doubts_in(edition: Edition) -> dict[str, tuple[Cited, ...]]:
    found = {
        item.key: rules.doubts_in(map(items.cited, item.bases.all()))
        for item in items.each_of(edition)
    }
    return {key: doubts for key, doubts in found.items() if doubts}


def _is_news(latest: Review, doubts: tuple[Cited, ...]) -> bool:
    is_decided = latest.state != ReviewState.OPEN
    return is_decided and latest.concern != rules.sentence_of(doubts)


def _bring_up_to_date(actor: Actor, review: Review, doubts: tuple[Cited, ...]) -> None:
    answer = policy.may_raise(actor, review)
    if not doubts:
        records.advance(actor, review, rules.RESOLVE, answer)
    elif review.concern != rules.sentence_of(doubts):
        records.advance(
            actor,
            review,
            rules.RECONSIDER,
            answer,
            concern=rules.sentence_of(doubts),
            gravity=rules.gravity(doubts),
            rank=rules.rank_of(rules.gravity(doubts)),
        )


@transaction.atomic
def _decide(
    actor: Actor,
    pk: int,
    move: Transition,
    version: int,
    *,
    today: date | None,
    **changes: object,
) -> Review:
    review = reviews.get(actor, pk)
    answer = policy.MAY[move](actor, review)
    records.advance(actor, review, move, answer, version=version, decided_on=today, **changes)
    marker.advance()
    return review
