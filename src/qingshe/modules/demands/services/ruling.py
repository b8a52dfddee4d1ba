"""The office rules on refusals: upheld voids the demand for all, rejected hands it back."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from qingshe.foundation import records
from qingshe.foundation.calendar import services as calendar
from qingshe.kernel.actor import Actor
from qingshe.modules.demands import policy, rules
from qingshe.modules.demands.models import Demand, OffPlatform, Rebound, Refusal, Violation
from qingshe.modules.demands.queries import limits, refusals
from qingshe.modules.demands.rules import DemandState
from qingshe.modules.demands.services import issuing

UPHELD = "refusal"
OFF_PLATFORM = "off_platform"
REBOUND = "rebound"


@transaction.atomic
def uphold(
    actor: Actor, pk: int, *, now: datetime, text: str = "", version: int | None = None
) -> Refusal:
    """The community was right: the demand is void for all, and the department has it booked.

    Errors: Denied, Conflict when it has been ruled on, or a share moved in the same moment.
    """
    refusal = refusals.get(actor, pk)
    may = policy.may_rule(actor, refusal)
    today = timezone.localdate(now)
    words = text.strip() or f"拒收成立（{refusal.ground_label}）。"
    records.advance(
        actor, refusal, rules.UPHOLD, may, version=version, ruled_on=today, ruling=words
    )
    demand = refusal.assignment.demand
    if demand.state != DemandState.VOID:
        annul(actor, demand, f"拒收成立：{refusal.ground_label}")
        book(actor, violation_of(demand, refusal), now=now)
    return refusal


@transaction.atomic
def reject(
    actor: Actor, pk: int, *, text: str, now: datetime, version: int | None = None
) -> Refusal:
    """The demand stands; the community has as long for it as if it came today.

    Errors: as above, Invalid without a reason.
    """
    refusal = refusals.get(actor, pk)
    may = policy.may_rule(actor, refusal)
    today = timezone.localdate(now)
    records.advance(
        actor, refusal, rules.REJECT, may, version=version, ruled_on=today, ruling=text.strip()
    )
    share = refusal.assignment
    notice = limits.limits_at(refusal.place, today).min_notice_wd
    earliest = calendar.workdays().after(today, notice).end
    may = policy.may_take_up(actor, share)
    records.advance(actor, share, rules.TAKE_UP, may, due_on=max(share.due_on, earliest))
    return refusal


def book(actor: Actor, violation: Violation, *, now: datetime) -> Violation:
    """Write down that a department went round the rules."""
    violation.found_on = timezone.localdate(now)
    return records.create(actor, violation, rules.BOOK, policy.may_book(actor, violation))


def violation_of(demand: Demand, refusal: Refusal) -> Violation:
    """A demand that was refused with good reason; the community stays unnamed."""
    return Violation(
        about=demand.subject,
        department=demand.issuer,
        department_name=demand.issuer_name,
        place=demand.place,
        kind=UPHELD,
        title=f"{refusal.ground_label}：{demand.title}"[:200],
        basis=refusal.citation,
    )


def violation_off_platform(report: OffPlatform) -> Violation:
    """A demand that came round the gate."""
    return Violation(
        about=report.subject,
        department=report.department,
        department_name=report.by_whom,
        place=report.place,
        kind=OFF_PLATFORM,
        title=f"体外下达：{report.text}"[:200],
        basis=report.citation,
    )


def violation_of_rebound(rebound: Rebound) -> Violation:
    """Something refused or cancelled that was asked again in another form."""
    return Violation(
        about=rebound.subject,
        department=rebound.again_department,
        department_name=rebound.again_department_name,
        place=rebound.place,
        kind=REBOUND,
        title=f"反弹（{rebound.disguise}）：{rebound.again_title}"[:200],
        basis=f"{rebound.before_what}“{rebound.before_title}”：{rebound.before_fate}"[:500],
    )


def annul(actor: Actor, demand: Demand, reason: str) -> None:
    """Let a demand be void for every community, with the reason that its department reads."""
    may = policy.may_annul(actor, demand)
    records.advance(actor, demand, rules.ANNUL, may, ended_reason=reason)
    issuing.void_shares(actor, demand)
