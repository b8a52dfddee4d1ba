"""From draft to publication: an edition is drafted, consulted, published, superseded."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse

from qingshe.foundation import records
from qingshe.foundation.notices import box
from qingshe.foundation.notices.rules import Kind
from qingshe.foundation.search import index
from qingshe.kernel.actor import Actor
from qingshe.kernel.answer import Answer
from qingshe.kernel.divisions import territory
from qingshe.kernel.errors import Conflict, Invalid
from qingshe.kernel.roles import Role
from qingshe.modules.catalog import policy, rules
from qingshe.modules.catalog.models import (
    Edition,
    ItemList,
    LegalBasis,
    ListItem,
    Opinion,
    Review,
)
from qingshe.modules.catalog.queries import concerns, editions, items, reviews
from qingshe.modules.catalog.rules import (
    AppliesTo,
    BindingLevel,
    Concern,
    ListKind,
    ReviewState,
)
from qingshe.modules.catalog.services import marker
from qingshe.modules.catalog.services.items import checked_bases
from qingshe.modules.catalog.services.reviews import raise_for
from qingshe.modules.orgs import facade as orgs

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands at the head of an edition: the paper that carries it."""

    document: str
    doc_no: str = ""
    issuers: str = ""
    issued_on: str = ""
    section: str = ""
    note: str = ""


def establish(
    actor: Actor,
    *,
    kind: ListKind,
    title: str,
    place_name: str,
    level: BindingLevel,
    applies_to: AppliesTo = AppliesTo.ALL,
) -> ItemList:
    """Set up a list of the actor's own territory; its first edition is started apart."""
    place = territory(actor.unit)
    ever = editions.count_lists_at(place)
    item_list = ItemList(
        code=f"{kind}-{ever + 1}",
        kind=kind,
        place=place,
        place_name=place_name,
        level=level,
        title=title,
        applies_to=applies_to,
    )
    return records.create(actor, item_list, rules.ESTABLISH, policy.may_keep(actor, item_list))


def correct(
    actor: Actor, list_pk: int, *, version: int, title: str, applies_to: AppliesTo
) -> ItemList:
    """Put the name of a list right, or say which communities it is for."""
    item_list = editions.get_list(actor, list_pk)
    answer = policy.may_keep(actor, item_list)
    return records.advance(
        actor,
        item_list,
        rules.CORRECT_LIST,
        answer,
        version=version,
        title=title,
        applies_to=applies_to,
    )


@transaction.atomic
def start(actor: Actor, list_pk: int, *, heading: Heading, today: date) -> Edition:
    """Begin the next edition as a copy of the one in force: same keys, decided reviews applied."""
    item_list = editions.get_list(actor, list_pk)
    edition = Edition(
        item_list=item_list,
        number=editions.last_number(item_list) + 1,
        year=today.year,
        **asdict(heading),
    )
    answer = policy.may_keep(actor, edition)
    records.create(actor, edition, rules.START, answer)
    before = editions.latest_of(item_list)
    if before:
        _copy(actor, before, edition, answer, today)
    return edition


def revise(actor: Actor, pk: int, *, version: int, heading: Heading) -> Edition:
    """Change the head of a draft."""
    edition = editions.get(actor, pk)
    answer = policy.may_edit(actor, edition)
    return records.advance(actor, edition, rules.REVISE, answer, version=version, **asdict(heading))


@transaction.atomic
def consult(actor: Actor, pk: int, *, version: int) -> Edition:
    """Show the draft to those it will bind, and tell them; it cannot be changed meanwhile."""
    edition = editions.get(actor, pk)
    answer = policy.may_keep(actor, edition)
    _insist_on_items(edition)
    records.advance(actor, edition, rules.CONSULT, answer, version=version)
    asked = [orgs.holders_below(role, edition.place) for role in (Role.STREET, Role.HEAD)]
    box.send(
        [person for units in asked for people in units.values() for person in people],
        f"清单“{edition.item_list}”{edition.edition_label}正在征求意见。",
        link=reverse("catalog:edition", args=[edition.pk]),
        kind=Kind.DECIDE,
    )
    return edition


@transaction.atomic
def give_opinion(actor: Actor, pk: int, *, text: str, today: date) -> Opinion:
    """Say something of a draft out for consultation; those who keep the list are told."""
    edition = editions.get(actor, pk)
    opinion = Opinion(edition=edition, unit=actor.unit, text=text, given_on=today)
    answer = policy.may_give_opinion(actor, edition)
    records.create(actor, opinion, rules.GIVE_OPINION, answer)
    keepers = orgs.holders_below(Role.GATEKEEPER, edition.place).get(edition.place, [])
    box.send(
        keepers,
        f"对清单“{edition.item_list}”{edition.edition_label}有一条新意见。",
        link=reverse("catalog:draft", args=[edition.pk]),
    )
    return opinion


def resume(actor: Actor, pk: int, *, version: int) -> Edition:
    """Take the draft back to the desk."""
    edition = editions.get(actor, pk)
    answer = policy.may_keep(actor, edition)
    return records.advance(actor, edition, rules.RESUME, answer, version=version)


def withdraw(actor: Actor, pk: int, *, version: int) -> Edition:
    """Give a draft up; it stays on record."""
    edition = editions.get(actor, pk)
    answer = policy.may_keep(actor, edition)
    return records.advance(actor, edition, rules.WITHDRAW, answer, version=version)


@transaction.atomic
def publish(
    actor: Actor,
    pk: int,
    *,
    version: int | None,
    effective_from: date,
    today: date,
    reason: str = "",
) -> Edition:
    """Put an edition in force; the one before ends the day before it begins.

    With concerns open a written `reason` is needed. Errors: Invalid with every concern, or when
    there is no item or the day is impossible; Conflict when the draft changed since it was seen.
    """
    edition = editions.get(actor, pk)
    answer = policy.may_publish(actor, edition)
    before = insist_on_publishable(
        edition, version=version, effective_from=effective_from, today=today, reason=reason
    )
    if before:
        until = effective_from - DAY
        records.advance(actor, before, rules.SUPERSEDE, answer, effective_until=until)
    records.advance(
        actor,
        edition,
        rules.PUBLISH,
        answer,
        version=version,
        effective_from=effective_from,
        published_on=today,
        item_count=items.of_edition(edition).count(),
        categories=items.categories_of(edition),
        reason=reason,
    )
    _make_findable(edition)
    raise_for(actor, edition)
    marker.advance()
    return edition


def insist_on_publishable(
    edition: Edition, *, version: int | None, effective_from: date, today: date, reason: str
) -> Edition | None:
    """Whether an edition can be put in force like this; the edition that it follows.

    Errors: as `publish`.
    """
    if not rules.PUBLISH.starts_from(edition.state):
        raise Conflict(f"当前为“{edition.state_label}”，不能再公布。")
    if version not in (None, edition.version):
        raise Conflict(records.STALE)
    before = editions.latest_of(edition.item_list)
    _insist_on_items(edition)
    _insist_on_start(effective_from, today, before)
    _insist_on_reason(concerns.before_publication(edition), reason)
    return before


def _insist_on_items(edition: Edition) -> None:
    if not items.of_edition(edition).exists():
        raise Invalid("这个版次还没有事项。")


def _insist_on_start(start: date, today: date, before: Edition | None) -> None:
    wrong = rules.wrong_with_start(start, today, before.effective_from if before else None)
    if wrong:
        raise Invalid(wrong)


def _insist_on_reason(found: Sequence[Concern], reason: str) -> None:
    if found and not reason.strip():
        problems = [f"{concern.kind.label}：{concern.text}" for concern in found]
        raise Invalid("公布前检查发现问题。仍要公布的，请写明理由。", problems)


def _make_findable(edition: Edition) -> None:
    """Search finds an item by its number, words, department and bases."""
    every = items.each_of(edition)
    texts = {
        item.pk: " ".join(
            [item.key, item.title, item.detail, item.category, item.department]
            + [str(basis) for basis in item.bases.all()]
        )
        for item in every
    }
    index.put(items.SEARCHED_AS, texts)


def _copy(actor: Actor, before: Edition, after: Edition, answer: Answer, today: date) -> None:
    leaving = reviews.decided_for(before.item_list, ReviewState.LEAVING)
    confirmed = reviews.decided_for(before.item_list, ReviewState.CONFIRMED)
    old = [item for item in items.each_of(before) if item.key not in leaving]
    new = records.create_many(
        actor, [_copied_item(item, after) for item in old], rules.ADD_ITEM, answer
    )
    bases = [
        basis
        for was, item in zip(old, new, strict=True)
        for basis in _bases_of_copy(actor, was, item, confirmed, today)
    ]
    records.create_many(actor, bases, rules.CITE, answer)


_ITEM_COLUMNS = tuple(
    field.attname
    for field in ListItem._meta.concrete_fields
    if field.attname not in {"id", "state", "version", "edition_id"}
)
_BASIS_COLUMNS = tuple(
    field.attname
    for field in LegalBasis._meta.concrete_fields
    if field.attname not in {"id", "state", "version", "item_id"}
)


def _copied_item(item: ListItem, edition: Edition) -> ListItem:
    return ListItem(edition=edition, **{name: getattr(item, name) for name in _ITEM_COLUMNS})


def _bases_of_copy(
    actor: Actor, was: ListItem, item: ListItem, confirmed: Mapping[str, Review], today: date
) -> list[LegalBasis]:
    """The bases of the item before; where the gatekeeper named a new one, doubtful ones go."""
    review = confirmed.get(was.key)
    copies = [
        LegalBasis(item=item, **{name: getattr(basis, name) for name in _BASIS_COLUMNS})
        for basis in was.bases.all()
        if review is None or items.cited(basis).holds
    ]
    if review is None:
        return copies
    after = len(copies)
    return copies + checked_bases(actor, item, review.new_basis, after=after, today=today)
