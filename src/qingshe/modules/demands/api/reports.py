"""What came round the gate: written down by communities, verified, answered."""

from functools import partial

from django.utils import timezone
from ninja import Router

from qingshe.api.once import Key, once
from qingshe.modules.demands.models import OffPlatform
from qingshe.modules.demands.queries import reports
from qingshe.modules.demands.schemas.reports import (
    AnswerIn,
    AskDepartmentIn,
    CounterIn,
    DismissIn,
    FindingIn,
    ReportIn,
    ReportOut,
    ReportPage,
)
from qingshe.modules.demands.services import reporting
from qingshe.web.http import ActorRequest
from qingshe.web.paging import keyset

from .demands import Size

router = Router(tags=["体外下达"])


@router.get("", response=ReportPage, summary="体外下达")
def list_reports(request: ActorRequest, after: str = "", size: Size = 100) -> dict[str, object]:
    reports.insist_on_access(request.actor)
    page = keyset(reports.visible_to(request.actor), order=("-pk",), after=after, size=size)
    return {"reports": page.rows, "next_after": page.next_after}


@router.post("", response=ReportOut, summary="登记体外下达")
def report(request: ActorRequest, body: ReportIn, key: Key = "") -> OffPlatform:
    """Written down by a community, judged at once; the same Idempotency-Key writes once."""
    return once(
        request,
        key,
        body,
        lambda: reporting.report(request.actor, body.told(), now=timezone.now()),
        partial(reports.get, request.actor),
    )


@router.get("/{pk}", response=ReportOut, summary="一件体外下达")
def show_report(request: ActorRequest, pk: int) -> OffPlatform:
    return reports.get(request.actor, pk)


@router.post("/{pk}/ask", response=ReportOut, summary="属实，请部门答复")
def ask_department(request: ActorRequest, pk: int, body: AskDepartmentIn) -> OffPlatform:
    """The department does not learn which community wrote it down."""
    return reporting.ask(request.actor, pk, **body.dict())


@router.post("/{pk}/confirm", response=ReportOut, summary="认定违规")
def confirm(request: ActorRequest, pk: int, body: FindingIn) -> OffPlatform:
    """Booked as a violation of the department."""
    return reporting.confirm(request.actor, pk, now=timezone.now(), **body.dict())


@router.post("/{pk}/dismiss", response=ReportOut, summary="不予认定")
def dismiss(request: ActorRequest, pk: int, body: DismissIn) -> OffPlatform:
    """The reason is told to the community."""
    return reporting.dismiss(request.actor, pk, **body.dict())


@router.post("/{pk}/take_back", response=ReportOut, summary="部门撤回这件事")
def take_back(request: ActorRequest, pk: int, body: AnswerIn) -> OffPlatform:
    """By the department that was asked; nobody has to do it any more."""
    return reporting.take_back(request.actor, pk, **body.dict())


@router.post("/{pk}/object", response=ReportOut, summary="部门提出异议")
def object_to(request: ActorRequest, pk: int, body: CounterIn) -> OffPlatform:
    """By the department that was asked; the office decides."""
    return reporting.object_to(request.actor, pk, **body.dict())
