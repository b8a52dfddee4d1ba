"""Running demands rest, go on and end with their permit, by themselves; as often as one likes."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from qingshe.foundation import records
from qingshe.foundation.calendar import services as calendar
from qingshe.kernel.errors import Conflict
from qingshe.modules.catalog import facade as catalog
from qingshe.modules.demands import policy, rules
from qingshe.modules.demands.models import Demand
from qingshe.modules.demands.queries import bases, demands, limits
from qingshe.modules.demands.rules import AssignmentState, DemandState, Fate
from qingshe.modules.demands.services import issuing


def follow(number: str, *, now: datetime) -> int:
    """Bring every running demand under a permit in line with what it is worth now; how many moved.

    A permit that was amended is followed by the one in its place. Each demand moves with all its
    shares or not at all; one that somebody moves in the same moment is left as it is.
    """
    permit = bases.permit_now(number)
    if permit is None:
        return 0
    return sum(_follow(demand, permit, now) for demand in demands.running_under(number))


def _follow(demand: Demand, permit: catalog.PermitSummary, now: datetime) -> bool:
    standing = permit.standing(timezone.localdate(now))
    fate = rules.fate(standing)
    try:
        if fate is Fate.END:
            _cut_off(demand, rules.why_ended(demand.under, standing.label, permit.reason))
        elif fate is Fate.REST and demand.state == DemandState.ISSUED:
            _hold(demand, rules.why_resting(demand.under, permit.reason))
        elif fate is Fate.RUN and demand.state == DemandState.HELD:
            _go_on(demand, now)
        else:
            return False
    except Conflict:  # the department ended it just now, or another worker was first
        return False
    return True


def _hold(demand: Demand, reason: str) -> None:
    actor = policy.for_the_office(demand.place)
    may = policy.may_follow(actor, demand)
    records.advance(actor, demand, rules.HOLD, may, held_reason=reason)


def _go_on(demand: Demand, now: datetime) -> None:
    if demand.starts_at and demand.starts_at < now:
        _cut_off(demand, rules.why_missed(demand.under))
    else:
        _lift(demand, timezone.localdate(now))


@transaction.atomic
def _lift(demand: Demand, today: date) -> None:
    """As if it came today: everybody has the least notice again."""
    actor = policy.for_the_office(demand.place)
    notice = limits.limits_at(demand.place, today).min_notice_wd
    earliest = demand.due_on
    if not demand.starts_at:
        earliest = max(demand.due_on, calendar.workdays().after(today, notice).end)
    may = policy.may_follow(actor, demand)
    records.advance(actor, demand, rules.LIFT, may, held_reason="", due_on=earliest)
    late = [
        share
        for share in demands.open_shares(demand, AssignmentState.OPEN, AssignmentState.ACCEPTED)
        if share.due_on < earliest
    ]
    if late:
        may = policy.may_put_off(actor, late[0])
        changes = {share.pk: {"due_on": earliest} for share in late}
        records.advance_many(actor, late, rules.PUT_OFF, may, changes)


@transaction.atomic
def _cut_off(demand: Demand, reason: str) -> None:
    actor = policy.for_the_office(demand.place)
    may = policy.may_follow(actor, demand)
    records.advance(actor, demand, rules.CUT_OFF, may, held_reason="", ended_reason=reason)
    issuing.settle_shares(actor, demand)
