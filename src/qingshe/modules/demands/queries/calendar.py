"""The shared calendar (会议日历): what is appointed where, and how full a community's week is."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, QuerySet
from django.utils import timezone

from qingshe.foundation.access import below
from qingshe.foundation.calendar import services as calendar
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import NotFound
from qingshe.modules.demands import policy, rules
from qingshe.modules.demands.models import Assignment, Demand, Round
from qingshe.modules.demands.rules import Appointment, AssignmentState, Burdened, DemandState, Kind
from qingshe.modules.orgs import facade as orgs

WEEK, MOST_SHOWN, MOST_LOADED = 7, 300, 20
LONGEST = 45  # days of one view


@dataclass(frozen=True, slots=True)
class Entry:
    """One appointment as the calendar shows it: when, what, who calls, who must come, where."""

    demand: Demand
    starts_at: datetime
    ends_at: datetime
    communities: int

    @property
    def hours(self) -> str:
        return f"{self.starts_at:%H:%M}–{self.ends_at:%H:%M}"

    @property
    def kind_label(self) -> str:
        return Kind(self.demand.kind).label


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the calendar."""

    day: date
    is_workday: bool
    is_today: bool
    is_outside: bool
    entries: Sequence[Entry]
    planned: Sequence[Round]

    @property
    def words(self) -> str:
        return f"{self.day.month}月{self.day.day}日 周{'一二三四五六日'[self.day.weekday()]}"


@dataclass(frozen=True, slots=True)
class LoadRow:
    """A community's week, with its name."""

    name: str
    load: Burdened


def next_workday(today: date) -> date:
    """The day itself when people work on it, else the next one: at the weekend the week to come."""
    workdays = calendar.workdays()
    return today if workdays.is_workday(today) else workdays.after(today, 1).end


def place_of(actor: Actor, asked: str) -> orgs.UnitSummary:
    """The place whose calendar is shown: the own one, or one below it. Errors: NotFound."""
    own = policy.home(actor)
    path = asked or own
    if not path.startswith(own):
        raise NotFound("没有这个地方，或不在您的范围内。")
    return orgs.unit(path)


def parts_of(actor: Actor, path: str) -> list[orgs.UnitSummary]:
    """Places directly below one, to look closer at; those the actor may know of."""
    return [
        each for each in orgs.children(actor, path) if each.kind == "division" and each.is_active
    ]


def entries(actor: Actor, place: str, first: date, days: int) -> list[Entry]:
    """What is appointed at or below a place, the earliest first; two queries."""
    counts = dict(
        _shares(actor, place, first, days)
        .order_by()
        .values("demand")
        .annotate(count=Count("pk"))
        .values_list("demand", "count")
    )
    found = Demand.objects.filter(pk__in=counts).order_by("starts_at", "pk")[:MOST_SHOWN]
    return [_entry(demand, counts[demand.pk]) for demand in found]


def fullest(actor: Actor, place: str, first: date) -> list[LoadRow]:
    """The fullest weeks among the communities of a place; two queries."""
    rows = _shares(actor, place, first, WEEK).values_list(
        "community", "demand__title", "demand__starts_at", "demand__length_minutes"
    )
    known = (
        Appointment(community, title, timezone.localtime(at), length or 0)
        for community, title, at, length in rows.iterator(chunk_size=5000)
    )
    return named(rules.week_load(known)[:MOST_LOADED])


def named(loads: Sequence[Burdened]) -> list[LoadRow]:
    names = orgs.names(load.community for load in loads)
    return [LoadRow(names.get(load.community, load.community), load) for load in loads]


def clashing(found: Iterable[Entry]) -> set[int]:
    """Keys of the entries that overlap another one; of one community's calendar."""
    mine = {
        Appointment("", str(one.demand.pk), one.starts_at, one.demand.length_minutes or 0): one
        for one in found
    }
    return {mine[one].demand.pk for one in rules.clashes(mine)}


def by_day(
    found: Sequence[Entry],
    planned: Sequence[Round],
    days: Sequence[date],
    *,
    today: date,
    month: int | None,
) -> list[Day]:
    """The days of a view with what is on them; in a month view those of other months are marked."""
    workdays = calendar.workdays()
    on: defaultdict[date, list[Entry]] = defaultdict(list)
    for one in found:
        on[one.starts_at.date()].append(one)
    due: defaultdict[date, list[Round]] = defaultdict(list)
    for each in planned:
        due[each.due_on].append(each)
    return [
        Day(
            day,
            workdays.is_workday(day),
            day == today,
            month is not None and day.month != month,
            on[day],
            due[day],
        )
        for day in days
    ]


def _shares(actor: Actor, place: str, first: date, days: int) -> QuerySet[Assignment]:
    start = timezone.make_aware(datetime.combine(first, time()))
    end = start + timedelta(days=min(days, LONGEST))
    return Assignment.objects.filter(
        policy.scope_of_calendar(actor),
        below("community", place),
        demand__starts_at__gte=start,
        demand__starts_at__lt=end,
        demand__state=DemandState.ISSUED,
    ).exclude(state__in=(AssignmentState.REFUSED, AssignmentState.VOID))


def _entry(demand: Demand, communities: int) -> Entry:
    starts = timezone.localtime(demand.starts_at)
    return Entry(
        demand, starts, starts + timedelta(minutes=demand.length_minutes or 0), communities
    )
