"""Applications: written, handed in, examined, put in force."""

from functools import partial
from typing import Annotated

from django.utils import timezone
from ninja import Query, Router

from qingshe.api.once import Key, once
from qingshe.modules.admission.models import Application, FlowEdition
from qingshe.modules.admission.queries import applications, flow, opinions, screens
from qingshe.modules.admission.rules import Request, State
from qingshe.modules.admission.schemas.applications import (
    AcceptIn,
    ActionOut,
    AgainIn,
    ApplicationOut,
    ApplicationPage,
    CaseOut,
    ChangeIn,
    FlowEditionOut,
    FlowPage,
    NoteIn,
    ParameterOut,
    ParametersIn,
    ScopeIn,
    SeenIn,
    TallyOut,
    UrgentIn,
    WrittenIn,
)
from qingshe.modules.admission.services import deciding, drafting, examining, urgent
from qingshe.modules.admission.services import flow as services
from qingshe.web.http import ActorRequest
from qingshe.web.paging import keyset

router = Router(tags=["准入"])
LARGEST_PAGE = 500
Size = Annotated[int, Query(ge=1, le=LARGEST_PAGE)]


@router.get("/applications", response=ApplicationPage, summary="准入申请")
def list_applications(
    request: ActorRequest, state: State | None = None, after: str = "", size: Size = 100
) -> dict[str, object]:
    """Applications in the caller's scope, the newest first."""
    found = applications.visible_to(request.actor)
    found = found.filter(state=state) if state else found
    page = keyset(found, order=("-pk",), after=after, size=size)
    return {"applications": page.rows, "next_after": page.next_after}


@router.post("/applications", response=ApplicationOut, summary="起草申请")
def begin(request: ActorRequest, body: WrittenIn, key: Key = "") -> Application:
    """The same Idempotency-Key begins one draft, however often it is sent."""
    today = timezone.localdate()
    return once(
        request,
        key,
        body,
        lambda: drafting.begin(request.actor, today=today, **body.written()),
        partial(applications.get, request.actor),
    )


@router.post("/applications/renew", response=ApplicationOut, summary="申请续期")
def renew(request: ActorRequest, body: AgainIn, key: Key = "") -> Application:
    """A draft that copies the permit and begins the day after it ends."""
    return _again(request, body, key, Request.RENEWAL)


@router.post("/applications/amend", response=ApplicationOut, summary="申请变更")
def amend(request: ActorRequest, body: AgainIn, key: Key = "") -> Application:
    """A draft that copies the permit and takes its place once admitted."""
    return _again(request, body, key, Request.AMENDMENT)


@router.get("/applications/{pk}", response=CaseOut, summary="一件申请")
def show_case(request: ActorRequest, pk: int) -> CaseOut:
    """With its burden, what is still missing, the opinions in counts and what can be done."""
    application = applications.get(request.actor, pk)
    today = timezone.localdate()
    is_open = application.state in (State.DRAFT, State.CORRECTING)
    sheet = applications.burden_sheet(application, today)
    return CaseOut(
        application=ApplicationOut.from_orm(application),
        minutes_a_year=sheet.burden.minutes_a_year,
        hours=sheet.hours,
        share=sheet.share,
        assumption=sheet.assumption,
        scope=applications.scope_of(application),
        missing=[str(one) for one in applications.problems(application, today)] if is_open else [],
        opinions=[
            TallyOut(
                part=one.part,
                asked=one.asked,
                support=one.support,
                object=one.object,
                no_opinion=one.no_opinion,
                silent=one.silent,
            )
            for one in opinions.tallies(application)
        ],
        actions=[
            ActionOut(
                name=one.name,
                label=one.label,
                allowed=bool(one.answer),
                reason=one.answer.reason,
            )
            for one in screens.case_actions(request.actor, application, timezone.localdate())
        ],
    )


@router.patch("/applications/{pk}", response=ApplicationOut, summary="填写")
def write(request: ActorRequest, pk: int, body: ChangeIn) -> Application:
    return drafting.write(request.actor, pk, version=body.version, **body.written())


@router.put("/applications/{pk}/scope", response=ApplicationOut, summary="选择社区")
def choose_scope(request: ActorRequest, pk: int, body: ScopeIn) -> Application:
    return drafting.choose_scope(request.actor, pk, paths=body.paths, version=body.version)


@router.post("/applications/{pk}/submit", response=ApplicationOut, summary="提交")
def submit(request: ActorRequest, pk: int, body: SeenIn) -> Application:
    return drafting.submit(request.actor, pk, today=timezone.localdate(), version=body.version)


@router.post("/applications/{pk}/resubmit", response=ApplicationOut, summary="补正后提交")
def resubmit(request: ActorRequest, pk: int, body: SeenIn) -> Application:
    return drafting.resubmit(request.actor, pk, today=timezone.localdate(), version=body.version)


@router.post("/applications/{pk}/withdraw", response=ApplicationOut, summary="撤回申请")
def withdraw(request: ActorRequest, pk: int, body: SeenIn) -> Application:
    return drafting.withdraw(request.actor, pk, today=timezone.localdate(), version=body.version)


@router.post("/applications/{pk}/urgent", response=ApplicationOut, summary="应急先行")
def go_ahead(request: ActorRequest, pk: int, body: UrgentIn) -> Application:
    """An urgent permit at once; lapses unless it is registered and admitted in time."""
    return urgent.go_ahead(request.actor, pk, today=timezone.localdate(), **body.dict())


@router.post("/applications/{pk}/return", response=ApplicationOut, summary="退回补正")
def send_back_for_correction(request: ActorRequest, pk: int, body: NoteIn) -> Application:
    today = timezone.localdate()
    return examining.send_back_for_correction(
        request.actor, pk, note=body.note, today=today, version=body.version
    )


@router.post("/applications/{pk}/accept", response=ApplicationOut, summary="受理")
def accept(request: ActorRequest, pk: int, body: AcceptIn) -> Application:
    """Asks streets and communities; a light renewal goes straight to assessment."""
    return examining.accept(request.actor, pk, today=timezone.localdate(), **body.dict())


@router.post(
    "/applications/{pk}/close_consultation", response=ApplicationOut, summary="结束征求意见"
)
def close_consultation(request: ActorRequest, pk: int, body: SeenIn) -> Application:
    today = timezone.localdate()
    return examining.close_consultation(request.actor, pk, today=today, version=body.version)


@router.post("/applications/{pk}/propose", response=ApplicationOut, summary="提请决定")
def propose(request: ActorRequest, pk: int, body: SeenIn) -> Application:
    return examining.propose(request.actor, pk, today=timezone.localdate(), version=body.version)


@router.post("/applications/{pk}/send_back", response=ApplicationOut, summary="退回再评估")
def send_back(request: ActorRequest, pk: int, body: NoteIn) -> Application:
    return examining.send_back(request.actor, pk, today=timezone.localdate(), **body.dict())


@router.post("/applications/{pk}/put_in_force", response=ApplicationOut, summary="公示期满生效")
def put_in_force(request: ActorRequest, pk: int, body: SeenIn) -> Application:
    today = timezone.localdate()
    return deciding.put_in_force(request.actor, pk, today=today, version=body.version)


@router.get("/parameters", response=list[ParameterOut], summary="准入流程参数")
def list_parameters(request: ActorRequest) -> list[ParameterOut]:
    """What counts at the caller's place today, each with its evidence."""
    place = screens.home_of_flow(request.actor)
    return [
        ParameterOut(key=one.key, label=one.label, value=value, words=words, evidence=one.evidence)
        for one, value, words in flow.sheet(place, timezone.localdate())
    ]


@router.put("/parameters", response=FlowEditionOut, summary="公布准入流程参数")
def set_parameters(request: ActorRequest, body: ParametersIn) -> FlowEdition:
    """A new edition as a whole; what was handed in before keeps the parameters of its day."""
    return services.set_parameters(request.actor, today=timezone.localdate(), **body.dict())


@router.get("/parameters/editions", response=FlowPage, summary="准入流程参数各版")
def list_editions(request: ActorRequest, after: str = "", size: Size = 100) -> dict[str, object]:
    """Those of the own place and of those above it."""
    screens.home_of_flow(request.actor)
    found = flow.visible_to(request.actor)
    page = keyset(found, order=("-place", "-number"), after=after, size=size)
    return {"editions": page.rows, "next_after": page.next_after}


def _again(request: ActorRequest, body: AgainIn, key: str, wanted: Request) -> Application:
    today = timezone.localdate()
    return once(
        request,
        key,
        body,
        lambda: drafting.begin_again(
            request.actor, permit=body.permit, request=wanted, today=today
        ),
        partial(applications.get, request.actor),
    )
