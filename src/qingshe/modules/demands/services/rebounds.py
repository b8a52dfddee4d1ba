"""What was refused or cancelled and comes back: found by its text, decided by the office (反弹)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from qingshe.foundation import records
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Invalid
from qingshe.modules.demands import policy, rules
from qingshe.modules.demands.models import Rebound
from qingshe.modules.demands.queries import rebounds
from qingshe.modules.demands.rules import Thing
from qingshe.modules.demands.services import ruling


def look_at(again: Thing, place: str, *, now: datetime) -> Rebound | None:
    """Compare what came with what is gone at a place; None when nothing is near.

    Looked at twice, it is found once.
    """
    known = rebounds.of_subject(again.subject)
    today = timezone.localdate(now)
    found = rules.nearest(again, rebounds.gone(place, today)) if known is None else None
    if found is None:
        return known
    likeness, before = found
    rebound = Rebound(
        place=place,
        likeness=round(likeness * 100),
        found_on=today,
        again=again.subject,
        again_what=again.what,
        again_title=again.title,
        again_text=again.text,
        again_department=again.department,
        again_department_name=again.department_name,
        again_kind=again.kind,
        again_on=again.on,
        again_url=again.url,
        before=before.subject,
        before_what=before.what,
        before_title=before.title,
        before_text=before.text,
        before_department_name=before.department_name,
        before_kind=before.kind,
        before_on=before.on,
        before_url=before.url,
        before_fate=before.fate[:500],
    )
    watcher = policy.for_the_office(place)
    may = policy.may_suspect(watcher, rebound)
    return records.create(watcher, rebound, rules.SUSPECT, may)


@transaction.atomic
def confirm(
    actor: Actor,
    pk: int,
    *,
    now: datetime,
    finding: str = "",
    annul: bool = False,
    version: int | None = None,
) -> Rebound:
    """It has come back: the department has it booked; `annul` lets the demand be void for all.

    An application is the right way to ask again: of that only the finding is kept. Errors: Denied,
    Conflict.
    """
    rebound = rebounds.get(actor, pk)
    may = policy.may_decide(actor, rebound)
    today = timezone.localdate(now)
    records.advance(
        actor,
        rebound,
        rules.CONFIRM_REBOUND,
        may,
        version=version,
        finding=finding.strip(),
        decided_on=today,
    )
    if rebound.again_what != rebounds.APPLICATION:
        ruling.book(actor, ruling.violation_of_rebound(rebound), now=now)
    demand = rebounds.demand_of(rebound) if annul else None
    if demand is not None:
        ruling.annul(actor, demand, f"反弹：与“{rebound.before_title}”是同一件事")
    return rebound


def dismiss(
    actor: Actor, pk: int, *, now: datetime, finding: str, version: int | None = None
) -> Rebound:
    """It is something else, and why. Errors: Denied, Conflict, Invalid without a reason."""
    rebound = rebounds.get(actor, pk)
    if not finding.strip():
        raise Invalid("请写明为什么不是反弹。")
    return records.advance(
        actor,
        rebound,
        rules.DISMISS_REBOUND,
        policy.may_decide(actor, rebound),
        version=version,
        finding=finding.strip(),
        decided_on=timezone.localdate(now),
    )


def reopen(actor: Actor, pk: int, *, version: int | None = None) -> Rebound:
    """Look at it again, as if nobody had said no. Errors: Denied, Conflict."""
    rebound = rebounds.get(actor, pk)
    may = policy.may_decide(actor, rebound)
    return records.advance(
        actor, rebound, rules.REOPEN_REBOUND, may, version=version, finding="", decided_on=None
    )
