from typing import Annotated

from django.utils import timezone
from ninja import Query, Router

from qingshe.web.http import ActorRequest
from qingshe.web.paging import keyset

from . import facade
from .queries import changes, desk
from .schemas import BudgetIn, BudgetOut, BudgetPage, ChangePage, LedgerOut
from .services import budgets

router = Router(tags=["减负账"])
Size = Annotated[int, Query(ge=1, le=500)]
Year = Annotated[int, Query(ge=2000, le=2200)]


@router.get("", response=LedgerOut, summary="一个地方一年的减负账")
def show_ledger(request: ActorRequest, year: Year, place: str = "") -> dict[str, object]:
    """Without a place the own one; a department gets its own minutes only."""
    reach = facade.reach(request.actor, place)
    return {
        "place": reach.place,
        "place_name": reach.place_name,
        "department": reach.department,
        "year": year,
        "updated_at": facade.updated_at(reach),
        "months": facade.by_month(reach, year),
        "departments": facade.by_department(reach, year),
        "kinds": facade.by_kind(reach, year),
        "places": facade.by_place(reach, year),
        "items": facade.top_items(reach, year),
        "changes": facade.changes(reach, year),
        "before_after": facade.before_after(reach, year),
    }


@router.get("/budgets", response=BudgetPage, summary="负担预算")
def list_budgets(request: ActorRequest, year: Year) -> dict[str, object]:
    """The departments of the own place; a department sees its own."""
    desk.insist_on_budgets(request.actor)
    return {"budgets": _budgets(request, year)}


@router.post("/budgets", response=BudgetOut, summary="核定负担预算")
def set_budget(request: ActorRequest, body: BudgetIn) -> BudgetOut:
    """By the leading group; the budget before stays as history."""
    budgets.set_budget(
        request.actor,
        body.department,
        year=body.year,
        minutes=body.minutes,
        reason=body.reason,
        number=body.number,
        today=timezone.localdate(),
    )
    found = _budgets(request, body.year)
    return next(one for one in found if one.department == body.department)


@router.get("/changes", response=ChangePage, summary="负担变动")
def list_changes(request: ActorRequest, after: str = "", size: Size = 100) -> dict[str, object]:
    desk.insist_on_access(request.actor)
    found = changes.visible_to(request.actor)
    page = keyset(found, order=("-booked_on", "-pk"), after=after, size=size)
    return {"changes": page.rows, "next_after": page.next_after}


def _budgets(request: ActorRequest, year: int) -> list[BudgetOut]:
    lines = desk.lines(request.actor, year, timezone.localdate())
    return [
        BudgetOut(
            department=line.path,
            name=line.name,
            year=year,
            minutes=line.budget.minutes,
            used=line.budget.used,
            left=line.budget.left,
            mode=line.budget.mode,
            state=line.state_label,
        )
        for line in lines
    ]
