"""What a community does with its share: take it in hand, hand it in, send it back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from qingshe.foundation import records
from qingshe.foundation.calendar import services as calendar
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Conflict, Denied, Invalid
from qingshe.modules.demands import policy, rules
from qingshe.modules.demands.models import Assignment, Refusal
from qingshe.modules.demands.queries import inbox, limits, refusals

MOST_AT_ONCE = 100  # shares of one sitting: a page of the inbox


@dataclass(frozen=True, slots=True)
class Picked:
    """One of several shares: its key, the version that was seen, how long it took if it is said."""

    pk: int
    version: int
    minutes: int | None = None


def accept(actor: Actor, pk: int, *, version: int | None = None) -> Assignment:
    """Note that somebody is at it; nobody has to."""
    share = inbox.get(actor, pk)
    return records.advance(
        actor, share, rules.ACCEPT, policy.may_work(actor, share), version=version
    )


def put_down(actor: Actor, pk: int, *, version: int | None = None) -> Assignment:
    """Nobody is at it after all."""
    share = inbox.get(actor, pk)
    return records.advance(
        actor, share, rules.PUT_DOWN, policy.may_work(actor, share), version=version
    )


def reopen(actor: Actor, pk: int, *, version: int | None = None) -> Assignment:
    """Take back what was handed in by mistake; what was written stays to be corrected.

    Errors: Denied when the department has ended the demand, Conflict when it is no longer so.
    """
    share = inbox.get(actor, pk)
    return records.advance(
        actor,
        share,
        rules.REOPEN,
        policy.may_work(actor, share),
        version=version,
        handed_in_on=None,
        minutes_observed=None,
    )


def note_minutes(actor: Actor, pk: int, *, minutes: int, version: int | None = None) -> Assignment:
    """Say afterwards how long it took: one tap, whoever wants to."""
    share = inbox.get(actor, pk)
    may = policy.may_note_minutes(actor, share)
    return records.advance(
        actor, share, rules.NOTE_MINUTES, may, version=version, minutes_observed=minutes
    )


def hand_in(
    actor: Actor,
    pk: int,
    *,
    now: datetime,
    result: str = "",
    minutes: int | None = None,
    version: int | None = None,
) -> Assignment:
    """Hand in a result in a line; `minutes` it took, if the community wants to say.

    Errors: Denied before the day of what one attends.
    """
    share, today = inbox.get(actor, pk), timezone.localdate(now)
    return records.advance(
        actor,
        share,
        rules.HAND_IN,
        policy.may_hand_in(actor, share, today),
        version=version,
        result=result.strip(),
        minutes_observed=minutes,
        handed_in_on=today,
    )


def accept_many(actor: Actor, picked: Sequence[Picked]) -> list[Assignment]:
    """Note of several shares that somebody is at them; all or none. Errors: as below."""
    return _each(picked, lambda one: accept(actor, one.pk, version=one.version))


def hand_in_many(
    actor: Actor, picked: Sequence[Picked], *, now: datetime, result: str = ""
) -> list[Assignment]:
    """Hand in several shares with the same words; all or none.

    Errors: NotFound, Invalid with every share that cannot be handed in and why.
    """

    def hand_in_one(one: Picked) -> Assignment:
        return hand_in(
            actor, one.pk, now=now, result=result, minutes=one.minutes, version=one.version
        )

    return _each(picked, hand_in_one)


@transaction.atomic
def refuse(
    actor: Actor,
    pk: int,
    *,
    ground: str,
    now: datetime,
    text: str = "",
    version: int | None = None,
) -> Refusal:
    """Send a share back for the office to rule on; the clock of the ruling starts.

    Errors: Denied, Conflict when it is done or sent back already, Invalid for an unknown ground.
    """
    share = inbox.get(actor, pk)
    return refuse_share(actor, share, ground=ground, now=now, text=text, version=version)


@transaction.atomic
def refuse_share(
    actor: Actor,
    share: Assignment,
    *,
    ground: str,
    now: datetime,
    text: str = "",
    version: int | None = None,
    by_street: bool = False,
) -> Refusal:
    """The same for a share at hand, whoever may refuse it."""
    may = policy.may_refuse(actor, share)
    today, demand = timezone.localdate(now), share.demand
    allowed = limits.limits_at(demand.place, today)
    if ground not in allowed.grounds:
        raise Invalid("请选择拒收理由；本市的准入规定没有列的，不能作为理由。")
    verdict = refusals.verdict_of(actor, share, now=now)
    records.advance(actor, share, rules.REFUSE, may, version=version)
    count = rules.ruling_due(today, allowed, calendar.workdays())
    refusal = Refusal(
        assignment=share,
        community=share.community,
        place=demand.place,
        ground=ground,
        text=text.strip(),
        by_street=by_street,
        verdict=verdict.outcome,
        citation=verdict.citation[:500],
        lodged_on=today,
        due_on=count.end,
        clock=rules.clock_words(today, count),
    )
    return records.create(actor, refusal, rules.LODGE, policy.may_lodge(actor, refusal))


@transaction.atomic
def _each(picked: Sequence[Picked], change: Callable[[Picked], Assignment]) -> list[Assignment]:
    if not 0 < len(picked) <= MOST_AT_ONCE:
        raise Invalid(f"请先勾选事项，一次最多 {MOST_AT_ONCE} 件。")
    changed, problems = [], []
    for one in picked:
        try:
            changed.append(change(one))
        except (Conflict, Denied, Invalid) as error:
            problems.append(f"{inbox.title_of(one.pk)}：{error}")
    if problems:
        raise Invalid("一件也没有办，请去掉下面的再试。", problems)
    return changed


@transaction.atomic
def retract(actor: Actor, pk: int, *, version: int | None = None) -> Assignment:
    """Take a refusal back that nobody has ruled on; the share is to be done as before.

    `pk` is that of the share. Errors: Conflict when it does not wait for a ruling any more.
    """
    share = inbox.get(actor, pk)
    refusal = refusals.waiting_of(share)
    if refusal is None:
        raise Conflict("这件事没有等着裁定的拒收。")
    records.advance(actor, share, rules.KEEP, policy.MAY[rules.KEEP](actor, share), version=version)
    records.advance(actor, refusal, rules.RETRACT, policy.may_retract(actor, refusal))
    return share
