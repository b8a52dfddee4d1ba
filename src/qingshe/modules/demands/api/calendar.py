"""The shared calendar: what is appointed where, before somebody calls another meeting."""

from datetime import date, timedelta
from typing import Annotated

from django.utils import timezone
from ninja import Query, Router

from qingshe.modules.demands import policy, rules
from qingshe.modules.demands.queries import calendar as queries
from qingshe.modules.demands.schemas.places import AppointmentOut, CalendarOut, LoadOut
from qingshe.web.http import ActorRequest

router = Router(tags=["会议日历"])
FIRST, LAST = date(2000, 1, 1), date(2100, 12, 31)


@router.get("", response=CalendarOut, summary="会议日历")
def show_calendar(
    request: ActorRequest,
    on: Annotated[date | None, Query(ge=FIRST, le=LAST)] = None,
    days: Annotated[int, Query(ge=1, le=queries.LONGEST)] = queries.WEEK,
    place: Annotated[str, Query(max_length=200)] = "",
) -> CalendarOut:
    """The days from `on` (else this Monday), at most 300 appointments; the own place without one.

    Whether appointments clash is told of a single community.
    """
    policy.insist(request.actor, policy.CALENDAR)
    first = on or rules.monday(queries.next_workday(timezone.localdate()))
    seen = queries.place_of(request.actor, place)
    found = queries.entries(request.actor, seen.path, first, days)
    clashing = queries.clashing(found) if seen.level == "community" else set()
    return CalendarOut(
        place=seen.path,
        place_name=seen.name,
        first=first,
        last=first + timedelta(days=days - 1),
        appointments=[AppointmentOut.of(one, clashing) for one in found],
        fullest=[
            LoadOut.of(one)
            for one in queries.fullest(request.actor, seen.path, rules.monday(first))
        ],
    )
