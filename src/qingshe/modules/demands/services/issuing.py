"""Issuing a demand to its communities, and ending it."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from qingshe.foundation import numbers, records
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Conflict, Denied, Invalid
from qingshe.modules.burden import facade as burden
from qingshe.modules.demands import policy, rules
from qingshe.modules.demands.models import Assignment, Demand
from qingshe.modules.demands.queries import burden as counted
from qingshe.modules.demands.queries import demands, drafts, refusals
from qingshe.modules.demands.queries.drafts import Examined
from qingshe.modules.demands.rules import AssignmentState, Terms, Under
from qingshe.modules.demands.services import register


def issue(actor: Actor, terms: Terms, *, key: str, now: datetime) -> Demand:
    """Issue a demand to all its communities, or to none.

    `key` is the sender's own name for this issue: sent again it returns what was issued then, in
    the same moment as well.
    Errors: Denied, NotFound for an unknown permit or item, Invalid with everything that is
    against it or when a hard burden budget does not suffice, Conflict when the key stands for
    something else.
    """
    known = demands.of_key(actor.unit, key)
    if known is not None:
        return _same(known, terms)
    try:
        return _issue(actor, terms, key, now)
    except (Conflict, Invalid):
        known = demands.of_key(actor.unit, key)
        if known is None:
            raise
        return _same(known, terms)  # the first of two sendings has just won


@transaction.atomic
def _issue(actor: Actor, terms: Terms, key: str, now: datetime) -> Demand:
    examined = drafts.examine(actor, terms, now=now)
    if examined.problems:
        raise Invalid("不能下达。", examined.problems)
    demand = _demand(actor, examined, key, now)
    records.create(actor, demand, rules.ISSUE, policy.may_issue(actor, demand))
    shares = [
        Assignment(demand=demand, community=path, due_on=demand.due_on, minutes=demand.minutes)
        for path in examined.communities
    ]
    made = records.create_many(actor, shares, rules.ASSIGN, policy.may_assign(actor, shares[0]))
    register.enter(actor, demand)
    burden.claim(counted.posting(demand), counted.shares(made), urgent=demand.urgent)
    return demand


@transaction.atomic
def withdraw(actor: Actor, pk: int, *, reason: str, version: int | None = None) -> Demand:
    """Take a demand back: nobody has to do it any more, whatever they had begun."""
    demand = demands.get(actor, pk)
    if not reason.strip():
        raise Invalid("请写明撤回的原因。")
    may = policy.may_end(actor, demand)
    records.advance(actor, demand, rules.WITHDRAW, may, version=version, ended_reason=reason)
    void_shares(actor, demand)
    return demand


@transaction.atomic
def close(actor: Actor, pk: int, *, version: int | None = None) -> Demand:
    """End a demand: what was handed in is done, what was not need not be done any more."""
    demand = demands.get(actor, pk)
    may = policy.may_end(actor, demand)
    records.advance(actor, demand, rules.CLOSE, may, version=version)
    settle_shares(actor, demand)
    return demand


def settle_shares(actor: Actor, demand: Demand) -> None:
    """What was handed in is done, what was not need not be done; nothing is left to rule on."""
    handed_in = demands.open_shares(demand, AssignmentState.HANDED_IN)
    if handed_in:
        may = policy.may_finish(actor, handed_in[0])
        records.advance_many(actor, handed_in, rules.FINISH, may, {})
    rest = demands.open_shares(
        demand, AssignmentState.OPEN, AssignmentState.ACCEPTED, AssignmentState.REFUSED
    )
    _void(actor, rest)
    _lapse_refusals(actor, demand)


def void_shares(actor: Actor, demand: Demand) -> None:
    """Let every share of a demand be void, and refusals of it need no ruling."""
    _void(actor, demands.live_shares(demand))
    _lapse_refusals(actor, demand)


def _void(actor: Actor, shares: Sequence[Assignment]) -> None:
    if shares:
        may = policy.may_void(actor, shares[0])
        records.advance_many(actor, shares, rules.VOID, may, {})


def _lapse_refusals(actor: Actor, demand: Demand) -> None:
    waiting = refusals.waiting_for(demand)
    if waiting:
        may = policy.may_lapse(actor, waiting[0])
        records.advance_many(actor, waiting, rules.LAPSE, may, {})


def _same(known: Demand, terms: Terms) -> Demand:
    if (known.under, known.title, known.text) == (terms.under, terms.title, terms.text):
        return known
    raise Conflict("这个幂等键已经用于另一次下达，请换一个。")


def _demand(actor: Actor, examined: Examined, key: str, now: datetime) -> Demand:
    terms, basis = examined.terms, examined.basis
    today, last = timezone.localdate(now), terms.last_day
    if last is None:
        raise Invalid("请写明办理期限。")
    demand = Demand(
        key=key,
        issuer=actor.unit,
        issuer_name=examined.issuer_name,
        place=policy.home(actor),
        under_kind=basis.kind,
        under=basis.key,
        under_title=basis.title,
        under_url=basis.url,
        under_until=basis.allowance.until,
        kind=examined.kind,
        title=terms.title.strip(),
        text=terms.text,
        due_on=last,
        starts_at=terms.starts_at,
        length_minutes=terms.length_minutes,
        venue=terms.venue,
        attendees=terms.attendees,
        owner=terms.owner,
        ends_on=terms.ends_on,
        minutes=examined.minutes,
        urgent=terms.is_urgent,
        urgent_reason=terms.urgent_reason,
        scope_text=examined.scope_text,
        communities=len(examined.communities),
        issued_at=now,
        issued_on=today,
        off_hours=examined.is_off_hours,
        verdict=examined.verdict.outcome,
        citation=examined.verdict.citation[:500],
        explanation=examined.verdict.explanation,
        echo_of=examined.echo_of,
    )
    may = policy.may_issue(actor, demand)
    if not may:
        raise Denied(may.reason)
    demand.number = _number(demand, today)
    return demand


def _number(demand: Demand, today: date) -> str:
    """The serial inside the permit; for a list item inside item, place and year."""
    if demand.under_kind == Under.PERMIT:
        return f"{demand.under}-{numbers.take(f'demand {demand.under}', 0):02}"
    serial = numbers.take(f"demand {demand.place} {demand.under}", today.year)
    where = demand.place.strip("/").replace("/", "")
    return f"{demand.under}-{where}-{today.year}-{serial:03}"
