"""Plans of a year: what stands in them, and what a department may issue from them."""

import re
from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet

from qingshe.foundation.records import Action
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import NotFound
from qingshe.modules.demands import policy, rules
from qingshe.modules.demands.models import Plan, PlanItem
from qingshe.modules.demands.rules import PlanItemState
from qingshe.modules.orgs import facade as orgs

MOVES = (rules.APPROVE, rules.DROP)
MOST_SHOWN = 500  # items of a year on one page: more than all places of a city have
_KEY = re.compile(r"\d{4}年计划-(\d{1,18})")


def visible_to(actor: Actor) -> QuerySet[PlanItem]:
    """Items of the plans this actor may read, in the order of the year."""
    seen = Plan.objects.filter(policy.scope_of_plans(actor))
    return PlanItem.objects.filter(plan__in=seen).select_related("plan").order_by("first_on", "pk")


def get(actor: Actor, pk: int) -> PlanItem:
    item = visible_to(actor).filter(pk=pk).first()
    if item is None:
        raise NotFound("没有这个计划事项，或不在您的范围内。")
    return item


def of_year(actor: Actor, kind: str, year: int) -> Sequence[PlanItem]:
    return list(visible_to(actor).filter(plan__kind=kind, plan__year=year)[:MOST_SHOWN])


def plan_of(place: str, kind: str, year: int) -> Plan | None:
    return Plan.objects.filter(place=place, kind=kind, year=year).first()


def approved(plan: Plan) -> int:
    """How many items of a plan are approved."""
    return plan.items.filter(state=PlanItemState.APPROVED).count()


def actions(actor: Actor, item: PlanItem) -> list[Action]:
    """What the state allows, for those who keep and approve plans; others see no buttons."""
    if not (actor.has(policy.PLAN) or actor.has(policy.APPROVE_PLAN)):
        return []
    moves = (move for move in MOVES if move.starts_from(item.state))
    return [Action(move.name, move.label, policy.MAY[move](actor, item)) for move in moves]


def with_key(key: str) -> PlanItem | None:
    """The item that a demand rests on, whoever asks; None for what names no item."""
    found = _KEY.fullmatch(key)
    if found is None:
        return None
    item = PlanItem.objects.select_related("plan").filter(pk=int(found.group(1))).first()
    return item if item and item.key == key else None


def ready(department: str, today: date) -> list[PlanItem]:
    """What a department leads, is approved and not over."""
    mine = PlanItem.objects.filter(
        department=department, state=PlanItemState.APPROVED, last_on__gte=today
    )
    return list(mine.select_related("plan").order_by("first_on", "pk"))


def leads(actor: Actor) -> list[tuple[str, str]]:
    """Path and name of the departments that can lead an item of the own plan."""
    return [(each.path, each.name) for each in orgs.departments(policy.home(actor))]
