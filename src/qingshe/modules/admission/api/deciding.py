"""Opinions, assessment, sessions, decisions, public notices and objections."""

from functools import partial
from typing import Annotated

from django.utils import timezone
from ninja import Query, Router

from qingshe.api.once import Key, once
from qingshe.modules.admission.models import Assessment, Decision, Meeting, Objection, Opinion
from qingshe.modules.admission.queries import applications, screens
from qingshe.modules.admission.queries import deciding as found
from qingshe.modules.admission.queries.screens.walks import AgendaLine
from qingshe.modules.admission.schemas.applications import SeenIn
from qingshe.modules.admission.schemas.deciding import (
    AgendaLineOut,
    DecisionIn,
    DecisionOut,
    MeetingIn,
    MeetingOut,
    MeetingPage,
    MinutesIn,
    NoticeOut,
    NoticePage,
    ObjectionIn,
    ObjectionOut,
    OpinionIn,
    OpinionOut,
    OpinionPage,
    RaisedOut,
    ReadyOut,
    RearrangeIn,
    ReplyIn,
    SheetIn,
    SheetOut,
    ShiftIn,
)
from qingshe.modules.admission.services import deciding, examining, meetings
from qingshe.web.http import ActorRequest
from qingshe.web.paging import keyset

router = Router(tags=["准入"])
Size = Annotated[int, Query(ge=1, le=500)]


@router.get("/applications/{pk}/opinions", response=OpinionPage, summary="征求到的意见")
def list_opinions(
    request: ActorRequest, pk: int, stance: str = "", after: str = "", size: Size = 100
) -> OpinionPage:
    application = applications.get(request.actor, pk)
    given = screens.of_opinions(request.actor, application, stance)
    page = keyset(given, order=("unit", "pk"), after=after, size=size)
    return OpinionPage.told(list(page.rows), page.next_after)


@router.get("/opinions", response=OpinionPage, summary="等本单位回复的意见")
def list_due(request: ActorRequest, after: str = "", size: Size = 100) -> OpinionPage:
    due = screens.opinions_due(request.actor)
    page = keyset(due, order=("application__due_on", "pk"), after=after, size=size)
    return OpinionPage.told(list(page.rows), page.next_after)


@router.post("/opinions/{pk}", response=OpinionOut, summary="回复意见")
def give_opinion(request: ActorRequest, pk: int, body: OpinionIn) -> Opinion:
    return examining.give_opinion(request.actor, pk, today=timezone.localdate(), **body.dict())


@router.get("/applications/{pk}/assessment", response=SheetOut, summary="评估表")
def show_sheet(request: ActorRequest, pk: int) -> Assessment:
    return screens.assessment(applications.get(request.actor, pk))


@router.put("/applications/{pk}/assessment", response=SheetOut, summary="填写评估表")
def assess(request: ActorRequest, pk: int, body: SheetIn) -> Assessment:
    return examining.assess(request.actor, pk, version=body.version, **body.sheet())


@router.post("/applications/{pk}/decide", response=DecisionOut, summary="作出决定")
def decide(request: ActorRequest, pk: int, body: DecisionIn) -> Decision:
    return deciding.decide(
        request.actor,
        pk,
        outcome=body.outcome,
        reason=body.reason,
        conditions=body.conditions,
        limits=body.limits(),
        meeting=body.meeting,
        version=body.version,
        today=timezone.localdate(),
    )


@router.get("/applications/{pk}/decisions", response=list[DecisionOut], summary="作出的决定")
def list_decisions(request: ActorRequest, pk: int) -> list[Decision]:
    """The one that counts, and those it replaced, the newest first."""
    return list(found.decisions_of(applications.get(request.actor, pk)))


@router.get("/meetings", response=MeetingPage, summary="会议")
def list_meetings(request: ActorRequest, after: str = "", size: Size = 100) -> dict[str, object]:
    seen = screens.sessions(request.actor)
    page = keyset(seen, order=("-held_on", "-pk"), after=after, size=size)
    return {"meetings": page.rows, "next_after": page.next_after}


@router.post("/meetings", response=MeetingOut, summary="安排会议")
def convene(request: ActorRequest, body: MeetingIn, key: Key = "") -> Meeting:
    """The same Idempotency-Key convenes one session."""
    return once(
        request,
        key,
        body,
        lambda: meetings.convene(request.actor, **body.dict()),
        partial(found.get_meeting, request.actor),
    )


@router.get("/meetings/ready", response=list[ReadyOut], summary="可以上会的申请")
def list_ready(request: ActorRequest) -> list[dict[str, object]]:
    """Proposed and being assessed, the first to run out first."""
    ready = screens.ready_for_session(request.actor)
    return [{"application": key, "name": name} for key, name in ready]


@router.get("/meetings/{pk}", response=MeetingOut, summary="一次会议")
def show_meeting(request: ActorRequest, pk: int) -> Meeting:
    return found.get_meeting(request.actor, pk)


@router.put("/meetings/{pk}", response=MeetingOut, summary="调整议程")
def rearrange(request: ActorRequest, pk: int, body: RearrangeIn) -> Meeting:
    return meetings.rearrange(request.actor, pk, **body.dict())


@router.get("/meetings/{pk}/agenda", response=list[AgendaLineOut], summary="会议议程")
def show_agenda(request: ActorRequest, pk: int) -> list[AgendaLine]:
    """The cases in their order, with what is recommended and what was decided."""
    return screens.agenda_lines(request.actor, found.get_meeting(request.actor, pk))


@router.post("/meetings/{pk}/shift", response=MeetingOut, summary="议程上移下移")
def shift(request: ActorRequest, pk: int, body: ShiftIn) -> Meeting:
    """The first stays first, the last last."""
    return meetings.shift(request.actor, pk, **body.dict())


@router.post("/meetings/{pk}/minutes", response=MeetingOut, summary="记录纪要")
def record_minutes(request: ActorRequest, pk: int, body: MinutesIn) -> Meeting:
    return meetings.record_minutes(request.actor, pk, today=timezone.localdate(), **body.dict())


@router.post("/meetings/{pk}/call_off", response=MeetingOut, summary="取消会议")
def call_off(request: ActorRequest, pk: int, body: SeenIn) -> Meeting:
    return meetings.call_off(request.actor, pk, version=body.version)


@router.get("/notices", response=NoticePage, summary="准入公示")
def list_notices(request: ActorRequest, after: str = "", size: Size = 100) -> dict[str, object]:
    """What is on public notice, for anybody."""
    public = applications.on_public_notice()
    page = keyset(public, order=("-published_on", "-pk"), after=after, size=size)
    return {"notices": page.rows, "next_after": page.next_after}


@router.get("/notices/{pk}", response=NoticeOut, summary="一件公示")
def show_notice(request: ActorRequest, pk: int) -> object:
    return applications.public(pk)


@router.post("/notices/{pk}/objections", response=RaisedOut, summary="提出异议")
def object_to(request: ActorRequest, pk: int, body: ObjectionIn, key: Key = "") -> Objection:
    """Anybody may, while it is public; the same Idempotency-Key raises one objection."""
    today = timezone.localdate()
    return once(
        request,
        key,
        body,
        lambda: deciding.object_to(request.actor, pk, today=today, **body.dict()),
        found.with_key,
    )


@router.get(
    "/applications/{pk}/objections", response=list[ObjectionOut], summary="对一件申请的异议"
)
def list_objections(request: ActorRequest, pk: int) -> list[Objection]:
    return screens.objections_told(request.actor, applications.get(request.actor, pk))


@router.post("/objections/{pk}/uphold", response=ObjectionOut, summary="异议成立")
def uphold(request: ActorRequest, pk: int, body: ReplyIn) -> Objection:
    """The case goes back to the leading group."""
    today = timezone.localdate()
    return deciding.uphold_objection(request.actor, pk, today=today, **body.dict())


@router.post("/objections/{pk}/dismiss", response=ObjectionOut, summary="异议不成立")
def dismiss(request: ActorRequest, pk: int, body: ReplyIn) -> Objection:
    today = timezone.localdate()
    return deciding.dismiss_objection(request.actor, pk, today=today, **body.dict())
