"""The plans of a year: the office puts items in, the leading group approves them."""

from datetime import date

from django.db import transaction

from qingshe.foundation import records
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Denied, Invalid
from qingshe.modules.catalog import facade as catalog
from qingshe.modules.demands import policy, rules
from qingshe.modules.demands.models import Plan, PlanItem
from qingshe.modules.demands.queries import bases, plans
from qingshe.modules.demands.rules import PLANNED, Planned
from qingshe.modules.orgs import facade as orgs


@transaction.atomic
def propose(actor: Actor, planned: Planned, *, kind: str, year: int, today: date) -> PlanItem:
    """Put an item into the plan of a year at the own place, for the leading group to approve.

    Errors: Denied, Invalid with everything that is wrong with it.
    """
    if kind not in PLANNED:
        raise Invalid("没有这种计划。")
    draft = Plan(place=policy.home(actor), kind=kind, year=year)
    may = policy.may_draw_up(actor, draft)
    if not may:
        raise Denied(may.reason)
    problems = [
        *rules.wrong_with_year(year, today),
        *rules.wrong_with_item(planned, kind, year),
        *rules.wrong_with_last(planned.last_on, today),
        *_wrong_with_place(actor, planned, kind),
    ]
    if problems:
        raise Invalid("没有列入计划。", problems)
    plan = plans.plan_of(draft.place, kind, year) or records.create(
        actor, draft, rules.DRAW_UP, may
    )
    item = PlanItem(
        plan=plan,
        title=planned.title.strip(),
        department=planned.department,
        department_name=orgs.unit(planned.department).name,
        partners=planned.partners.strip(),
        first_on=planned.first_on,
        last_on=planned.last_on,
        times=planned.times,
        minutes=planned.minutes,
        basis=planned.basis.strip(),
        permit=planned.permit.strip(),
    )
    return records.create(actor, item, rules.PROPOSE, policy.may_propose(actor, item))


@transaction.atomic
def approve(actor: Actor, pk: int, *, version: int | None = None) -> PlanItem:
    """Let it be issued. Errors: Denied, Conflict, Invalid when the plan is full."""
    item = plans.get(actor, pk)
    may = policy.may_approve(actor, item)
    most = rules.most_items(item.plan.kind)
    if may and plans.approved(item.plan) >= most:
        raise Invalid(f"{item.plan}最多 {most} 项，已经满了；请先合并或取消一项。")
    return records.advance(actor, item, rules.APPROVE, may, version=version)


def drop(actor: Actor, pk: int, *, reason: str, version: int | None = None) -> PlanItem:
    """Take it out of the plan; what was issued from it goes on."""
    item = plans.get(actor, pk)
    may = policy.may_drop(actor, item)
    return records.advance(actor, item, rules.DROP, may, version=version, reason=reason.strip())


def _wrong_with_place(actor: Actor, planned: Planned, kind: str) -> list[str]:
    problems = []
    if planned.department and planned.department not in dict(plans.leads(actor)):
        problems.append("请从列出的部门中选牵头部门。")
    number = planned.permit.strip()
    permit = bases.permit_now(number) if number else None
    if number and (permit is None or permit.kind != catalog.PermitKind(kind)):
        problems.append(f"许可 {number} 不存在，或不是这种类型。")
    return problems
