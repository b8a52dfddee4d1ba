"""Issuing, working and ruling."""

from typing import Annotated

from django.utils import timezone
from ninja import Header, Query, Router

from qingshe.modules.demands import policy, rules
from qingshe.modules.demands.models import Assignment, Demand, Refusal
from qingshe.modules.demands.queries import burden as counted
from qingshe.modules.demands.queries import demands, drafts, inbox, refusals
from qingshe.modules.demands.rules import RefusalState
from qingshe.modules.demands.schemas.demands import (
    AssignmentOut,
    AssignmentPage,
    DemandOut,
    DemandPage,
    DemandWithProgress,
    ExaminedOut,
    HandInIn,
    IssueIn,
    RefusalOut,
    RefusalPage,
    RefuseIn,
    RulingIn,
    SharePage,
    TimeSpentIn,
    VersionIn,
    ViolationPage,
    WithdrawIn,
)
from qingshe.modules.demands.services import issuing, ruling, working
from qingshe.web.http import ActorRequest
from qingshe.web.paging import keyset

router = Router(tags=["下达与办理"])
Key = Annotated[str, Header(alias="Idempotency-Key", min_length=1, max_length=64)]
Size = Annotated[int, Query(ge=1, le=500)]


@router.get("", response=DemandPage, summary="下达事项")
def list_demands(
    request: ActorRequest, state: str = "", kind: str = "", after: str = "", size: Size = 100
) -> dict[str, object]:
    """A department's own demands; for those who watch, all at or below their place."""
    demands.insist_on_access(request.actor)
    found = demands.narrowed(request.actor, state=state, kind=kind)
    page = keyset(found, order=("-issued_at", "-pk"), after=after, size=size)
    return {"demands": page.rows, "next_after": page.next_after}


@router.post("", response=DemandOut, summary="下达一件事")
def issue_demand(request: ActorRequest, body: IssueIn, key: Key) -> Demand:
    """Issue to all communities or to none; the same Idempotency-Key issues once."""
    return issuing.issue(request.actor, body.terms(), key=key, now=timezone.now())


@router.post("/examine", response=ExaminedOut, summary="下达前过闸门")
def examine_demand(request: ActorRequest, body: IssueIn) -> dict[str, object]:
    """The verdict, the communities, the minutes and everything against it; writes nothing."""
    now = timezone.now()
    found, budget = counted.against_budget(
        drafts.examine(request.actor, body.terms(), now=now),
        request.actor.unit,
        timezone.localdate(now),
    )
    return {
        "may_issue": found.may_issue,
        "problems": found.problems,
        "budget": budget.words,
        "budget_warning": budget.warning,
        "communities": len(found.communities),
        "scope_text": found.scope_text,
        "minutes": found.minutes,
        "total_minutes": found.total_minutes,
        "outcome": found.verdict.outcome,
        "citation": found.verdict.citation,
        "explanation": found.verdict.explanation,
        "diary": found.diary.words if found.diary else "",
        "echo_of": found.echo_of,
    }


@router.get("/today", response=AssignmentPage, summary="社区今日")
def list_assignments(
    request: ActorRequest, view: str = "", after: str = "", size: Size = 100
) -> dict[str, object]:
    """The community's own shares: view is empty (due), later, waiting or done."""
    policy.insist(request.actor, policy.WORK)
    today = timezone.localdate()
    found, order = inbox.seen(request.actor, view, today)
    page = keyset(found, order=order, after=after, size=size)
    lead = rules.sentence(inbox.load(request.actor, today))
    return AssignmentPage.of(lead, list(page.rows), page.next_after)


@router.post("/today/{pk}/accept", response=AssignmentOut, summary="开始办理")
def accept(request: ActorRequest, pk: int, body: VersionIn) -> Assignment:
    return working.accept(request.actor, pk, version=body.version)


@router.post("/today/{pk}/hand-in", response=AssignmentOut, summary="报送结果")
def hand_in(request: ActorRequest, pk: int, body: HandInIn) -> Assignment:
    return working.hand_in(request.actor, pk, now=timezone.now(), **body.dict())


@router.post("/today/{pk}/refuse", response=RefusalOut, summary="拒收")
def refuse(request: ActorRequest, pk: int, body: RefuseIn) -> Refusal:
    """Goes to the office for a ruling, never to the department."""
    return working.refuse(request.actor, pk, now=timezone.now(), **body.dict())


@router.post("/today/{pk}/put-down", response=AssignmentOut, summary="取消开始")
def put_down(request: ActorRequest, pk: int, body: VersionIn) -> Assignment:
    return working.put_down(request.actor, pk, version=body.version)


@router.post("/today/{pk}/reopen", response=AssignmentOut, summary="取回已报送的")
def reopen(request: ActorRequest, pk: int, body: VersionIn) -> Assignment:
    """As long as the department has not ended the demand."""
    return working.reopen(request.actor, pk, version=body.version)


@router.post("/today/{pk}/minutes", response=AssignmentOut, summary="记下用时")
def note_minutes(request: ActorRequest, pk: int, body: TimeSpentIn) -> Assignment:
    return working.note_minutes(request.actor, pk, **body.dict())


@router.post("/today/{pk}/keep", response=AssignmentOut, summary="收回拒收")
def keep(request: ActorRequest, pk: int, body: VersionIn) -> Assignment:
    """As long as nobody has ruled on the refusal."""
    return working.retract(request.actor, pk, version=body.version)


@router.get("/rulings", response=RefusalPage, summary="拒收裁定队列")
def list_refusals(
    request: ActorRequest,
    state: RefusalState = RefusalState.WAITING,
    after: str = "",
    size: Size = 100,
) -> dict[str, object]:
    """Refusals for the office of the place, the first to run out first."""
    policy.insist(request.actor, policy.RULE)
    found = refusals.queue(request.actor, state)
    page = keyset(found, order=("due_on", "pk"), after=after, size=size)
    return {"refusals": page.rows, "next_after": page.next_after}


@router.post("/rulings/{pk}/uphold", response=RefusalOut, summary="拒收成立")
def uphold(request: ActorRequest, pk: int, body: RulingIn) -> Refusal:
    """The demand is void for all communities, and booked as a violation."""
    return ruling.uphold(request.actor, pk, now=timezone.now(), **body.dict())


@router.post("/rulings/{pk}/reject", response=RefusalOut, summary="拒收不成立")
def reject(request: ActorRequest, pk: int, body: RulingIn) -> Refusal:
    return ruling.reject(request.actor, pk, now=timezone.now(), **body.dict())


@router.get("/violations", response=ViolationPage, summary="违规记录")
def list_violations(request: ActorRequest, after: str = "", size: Size = 100) -> dict[str, object]:
    demands.insist_on_access(request.actor)
    found = demands.violations(request.actor)
    page = keyset(found, order=("-found_on", "-pk"), after=after, size=size)
    return {"violations": page.rows, "next_after": page.next_after}


@router.get("/{pk}", response=DemandWithProgress, summary="一件下达事项和进度")
def show_demand(request: ActorRequest, pk: int) -> dict[str, object]:
    demand = demands.get(request.actor, pk)
    return {"demand": demand, "progress": demands.progress(demand)}


@router.get("/{pk}/shares", response=SharePage, summary="各社区进度")
def list_shares(
    request: ActorRequest, pk: int, view: str = "", after: str = "", size: Size = 100
) -> dict[str, object]:
    """By community, in three words; a share sent back looks like one not handed in."""
    found = demands.shares(demands.get(request.actor, pk), view=view)
    page = keyset(found, order=("community", "pk"), after=after, size=size)
    return {"shares": demands.share_rows(page.rows), "next_after": page.next_after}


@router.post("/{pk}/withdraw", response=DemandOut, summary="撤回")
def withdraw(request: ActorRequest, pk: int, body: WithdrawIn) -> Demand:
    return issuing.withdraw(request.actor, pk, **body.dict())


@router.post("/{pk}/close", response=DemandOut, summary="办结")
def close(request: ActorRequest, pk: int, body: VersionIn) -> Demand:
    return issuing.close(request.actor, pk, version=body.version)
