"""What comes again and again: planned by departments, issued by itself."""

from functools import partial
from typing import Literal

from django.utils import timezone
from ninja import Router

from qingshe.api.once import once
from qingshe.modules.demands import policy
from qingshe.modules.demands.models import Round, Series
from qingshe.modules.demands.queries import burden as counted
from qingshe.modules.demands.queries import series as queries
from qingshe.modules.demands.rules import RoundState
from qingshe.modules.demands.schemas.series import (
    CancelSeriesIn,
    DropRoundIn,
    MoveRoundIn,
    OutlookOut,
    RoundOut,
    SeriesIn,
    SeriesOut,
    SeriesPage,
    SeriesWithRounds,
    SeriesWordsIn,
)
from qingshe.modules.demands.services import series as services
from qingshe.web.http import ActorRequest
from qingshe.web.paging import keyset

from .demands import Key, Size

router = Router(tags=["按期下达"])


@router.get("", response=SeriesPage, summary="按期下达的事")
def list_series(
    request: ActorRequest, view: Literal["", "over"] = "", after: str = "", size: Size = 100
) -> dict[str, object]:
    """A department's own; for communities and streets what will come; view is empty or over."""
    policy.insist(request.actor, policy.CALENDAR)
    page = keyset(queries.seen(request.actor, view), order=("-pk",), after=after, size=size)
    return {"series": queries.rows(page.rows), "next_after": page.next_after}


@router.post("", response=SeriesOut, summary="安排按期下达")
def plan(request: ActorRequest, body: SeriesIn, key: Key) -> Series:
    """Plan every round or none; each is issued on its day, if it still may be then.

    The same Idempotency-Key plans once.
    """
    return once(
        request,
        key,
        body,
        lambda: services.plan(request.actor, body.terms(), body.cadence(), now=timezone.now()),
        partial(queries.get, request.actor),
    )


@router.post("/examine", response=OutlookOut, summary="安排前看各次的日期")
def examine(request: ActorRequest, body: SeriesIn) -> dict[str, object]:
    """The days of all rounds and everything against them; writes nothing."""
    now = timezone.now()
    outlook = queries.examine(request.actor, body.terms(), body.cadence(), now=now)
    first, slots = outlook.examined, outlook.slots
    year = slots[0].issue_on.year if slots else timezone.localdate(now).year
    budget = counted.of_rounds(first, request.actor.unit, year, slots)
    return {
        "may_plan": not outlook.problems,
        "problems": outlook.problems,
        "rounds": slots,
        "caution": queries.caution(slot.due_on for slot in slots),
        "communities": len(first.communities),
        "scope_text": first.scope_text,
        "minutes": first.minutes,
        "total_minutes": first.total_minutes,
        "budget": budget.words,
        "budget_warning": budget.warning,
        "outcome": first.verdict.outcome,
        "citation": first.verdict.citation,
        "explanation": first.verdict.explanation,
    }


@router.get("/{pk}", response=SeriesWithRounds, summary="一件按期下达的事和各次")
def show_series(request: ActorRequest, pk: int) -> dict[str, object]:
    found = queries.get(request.actor, pk)
    line = queries.rows([found])[0]
    rounds = queries.rounds(found)
    reads_demands = queries.reads_demands(request.actor)
    planned = (one.due_on for one in rounds if one.state == RoundState.PLANNED)
    return {
        "series": found,
        "next_on": line.next_on,
        "counts": line.counts,
        "words": line.words,
        "rounds": [RoundOut.of(one, reads_demands=reads_demands) for one in rounds],
        "caution": queries.caution(planned),
    }


@router.patch("/{pk}", response=SeriesOut, summary="改以后各次的内容")
def edit(request: ActorRequest, pk: int, body: SeriesWordsIn) -> Series:
    """The rounds still to come pass the gate anew; what was issued stays."""
    return services.edit(request.actor, pk, body.words(), now=timezone.now(), version=body.version)


@router.post("/{pk}/cancel", response=SeriesOut, summary="取消以后各次")
def cancel(request: ActorRequest, pk: int, body: CancelSeriesIn) -> Series:
    """What was issued goes on."""
    return services.cancel(request.actor, pk, **body.dict())


@router.post("/{pk}/rounds/{serial}/move", response=RoundOut, summary="改一次的日期")
def move_round(request: ActorRequest, pk: int, serial: int, body: MoveRoundIn) -> Round:
    """Also one that could not be issued."""
    return services.move_round(request.actor, pk, serial, now=timezone.now(), **body.dict())


@router.post("/{pk}/rounds/{serial}/drop", response=RoundOut, summary="这一次不下达")
def drop_round(request: ActorRequest, pk: int, serial: int, body: DropRoundIn) -> Round:
    return services.drop_round(request.actor, pk, serial, **body.dict())
