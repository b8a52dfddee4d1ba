from functools import partial
from typing import Annotated

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from ninja import File, Form, Query, Router
from ninja.files import UploadedFile

from qingshe.api.files import answers
from qingshe.api.once import Key, once
from qingshe.foundation import uploads
from qingshe.web.downloads import EXCEL, sheet_response
from qingshe.web.http import ActorRequest
from qingshe.web.paging import keyset

from . import facade
from .models import Baseline, BurdenChange
from .queries import baselines, changes, desk
from .queries import budgets as budget_queries
from .schemas import (
    BaselineOut,
    BaselinePage,
    BaselineRowPage,
    BudgetIn,
    BudgetOut,
    BudgetPage,
    BudgetRuleIn,
    BudgetRuleOut,
    BurdenChangeIn,
    BurdenChangeOut,
    ChangePage,
    LedgerOut,
    SureIn,
    TakeBackChangeIn,
)
from .services import baselines as keeping
from .services import budgets
from .services import changes as booking

SHEET = answers(EXCEL)
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


@router.get("/budgets/rule", response=BudgetRuleOut, summary="超出负担预算时")
def show_budget_rule(request: ActorRequest) -> BudgetRuleOut:
    desk.insist_on_budgets(request.actor)
    place = desk.home(request.actor)
    mode = budget_queries.mode_at(place, timezone.localdate())
    number = budget_queries.last_rule_number(place)
    return BudgetRuleOut(mode=mode, label=mode.label, number=number)


@router.put("/budgets/rule", response=BudgetRuleOut, summary="设定超预算规则")
def set_budget_rule(request: ActorRequest, body: BudgetRuleIn) -> BudgetRuleOut:
    """By the leading group; what is urgent may be issued in any case."""
    made = budgets.set_rule(request.actor, today=timezone.localdate(), **body.dict())
    return BudgetRuleOut(mode=body.mode, label=made.mode_label, number=made.number)


@router.get("/changes", response=ChangePage, summary="负担变动")
def list_changes(request: ActorRequest, after: str = "", size: Size = 100) -> dict[str, object]:
    desk.insist_on_access(request.actor)
    found = changes.visible_to(request.actor)
    page = keyset(found, order=("-booked_on", "-pk"), after=after, size=size)
    return {"changes": page.rows, "next_after": page.next_after}


@router.post("/changes", response=list[BurdenChangeOut], summary="登记负担变动")
def book_change(
    request: ActorRequest, body: BurdenChangeIn, key: Key = ""
) -> QuerySet[BurdenChange]:
    """By the office with its evidence, one row a cause; the same Idempotency-Key books once."""
    first = once(
        request, key, body, lambda: _book(request, body), partial(changes.get, request.actor)
    )
    return changes.booked_with(request.actor, first)


@router.post("/changes/{pk}/take_back", response=BurdenChangeOut, summary="冲销")
def take_back_change(request: ActorRequest, pk: int, body: TakeBackChangeIn) -> BurdenChange:
    """It counts no more and stays visible; what the system booked cannot be taken back."""
    return booking.take_back(request.actor, pk, **body.dict())


@router.get("/baselines", response=BaselinePage, summary="底数")
def list_baselines(request: ActorRequest, after: str = "", size: Size = 100) -> dict[str, object]:
    desk.insist_on_access(request.actor)
    found = baselines.visible_to(request.actor)
    page = keyset(found, order=("-year", "place", "-number"), after=after, size=size)
    return {"baselines": page.rows, "next_after": page.next_after}


@router.post("/baselines", response=BaselineOut, summary="上传底数")
def upload_baseline(
    request: ActorRequest,
    file: File[UploadedFile],
    place: Annotated[str, Form(max_length=100)],
    year: Annotated[int, Form(ge=2000, le=2200)],
    title: Annotated[str, Form(max_length=200)] = "",
    reason: Annotated[str, Form(max_length=500)] = "",
) -> Baseline:
    """An .xlsx made from the template, for the own place or one directly below it.

    It counts for nothing until it is adopted. With one bad row nothing is kept.
    """
    desk.insist_on_baseline_place(request.actor, place)
    return keeping.upload(
        request.actor,
        place,
        year=year,
        title=title,
        reason=reason,
        filename=file.name or "",
        content=uploads.content_of(file, [uploads.EXCEL]),
        today=timezone.localdate(),
    )


@router.get("/baselines/template", openapi_extra=SHEET, summary="底数模板")
def download_template(request: ActorRequest) -> HttpResponse:
    desk.insist_on_access(request.actor)
    return sheet_response("底数模板", keeping.template())


@router.get("/baselines/{pk}", response=BaselineOut, summary="一份底数")
def show_baseline(request: ActorRequest, pk: int) -> Baseline:
    return baselines.get(request.actor, pk)


@router.get("/baselines/{pk}/rows", response=BaselineRowPage, summary="一份底数的各行")
def list_baseline_rows(
    request: ActorRequest, pk: int, after: str = "", size: Size = 100
) -> dict[str, object]:
    found = baselines.rows_of(baselines.get(request.actor, pk))
    page = keyset(found, order=("line", "pk"), after=after, size=size)
    return {"rows": page.rows, "next_after": page.next_after}


@router.post("/baselines/{pk}/adopt", response=BaselineOut, summary="启用底数")
def adopt_baseline(request: ActorRequest, pk: int, body: SureIn) -> Baseline:
    """The one of the same year before it stays to be seen as corrected."""
    return keeping.adopt(request.actor, pk, version=body.version)


@router.post("/baselines/{pk}/drop", response=BaselineOut, summary="放弃上传的底数")
def drop_baseline(request: ActorRequest, pk: int, body: SureIn) -> Baseline:
    return keeping.drop(request.actor, pk, version=body.version)


def _book(request: ActorRequest, body: BurdenChangeIn) -> BurdenChange:
    today = timezone.localdate()
    booked = booking.book(
        request.actor,
        changes.thing(request.actor, body.under, body.kind, today),
        cause=body.cause,
        before=body.before.yearly() if body.before else None,
        after=body.after.yearly(),
        evidence=body.evidence,
        today=today,
    )
    return booked[0]


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
