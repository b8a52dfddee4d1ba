"""The plans of a year: inspections, and the one evaluation."""

from typing import Annotated

from django.utils import timezone
from ninja import Query, Router

from qingshe.api.once import Key, once
from qingshe.modules.demands import policy, rules
from qingshe.modules.demands.models import PlanItem
from qingshe.modules.demands.queries import plans
from qingshe.modules.demands.schemas.demands import VersionIn
from qingshe.modules.demands.schemas.plans import (
    DropIn,
    PlanItemIn,
    PlanItemOut,
    PlannedKind,
    PlanOut,
)
from qingshe.modules.demands.services import planning
from qingshe.web.http import ActorRequest

router = Router(tags=["年度计划"])
Year = Annotated[int, Query(ge=2000, le=2100)]


@router.get("", response=PlanOut, summary="一年的督查检查计划或综合考评计划")
def show_plan(request: ActorRequest, kind: PlannedKind, year: Year) -> dict[str, object]:
    """The items of the own place, of those above that bind it and of those below."""
    policy.insist(request.actor, policy.READ_PLANS)
    return {
        "name": rules.name_of(kind, year),
        "most": rules.most_items(kind),
        "reason": rules.REASONS[kind],
        "items": plans.of_year(request.actor, kind, year),
    }


@router.post("", response=PlanItemOut, summary="列入计划")
def propose(request: ActorRequest, body: PlanItemIn, key: Key = "") -> PlanItem:
    """By the office, for the leading group to approve; the same Idempotency-Key enters once."""
    return once(
        request,
        key,
        body,
        lambda: planning.propose(
            request.actor,
            body.planned(),
            kind=body.kind,
            year=body.year,
            today=timezone.localdate(),
        ),
        lambda pk: plans.get(request.actor, pk),
    )


@router.get("/{pk}", response=PlanItemOut, summary="一个计划事项")
def show_item(request: ActorRequest, pk: int) -> PlanItem:
    return plans.get(request.actor, pk)


@router.post("/{pk}/approve", response=PlanItemOut, summary="批准计划事项")
def approve(request: ActorRequest, pk: int, body: VersionIn) -> PlanItem:
    """By the leading group; the department may issue it from then on."""
    return planning.approve(request.actor, pk, version=body.version)


@router.post("/{pk}/drop", response=PlanItemOut, summary="从计划里取消")
def drop(request: ActorRequest, pk: int, body: DropIn) -> PlanItem:
    """What was issued from it goes on."""
    return planning.drop(request.actor, pk, **body.dict())
