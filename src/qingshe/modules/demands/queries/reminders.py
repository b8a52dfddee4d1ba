"""Who is to be reminded of what: shares that run out or ran out, of which nobody told them yet."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from qingshe.modules.demands import rules
from qingshe.modules.demands.models import Assignment, Demand, Reminder
from qingshe.modules.demands.queries.inbox import TO_DO
from qingshe.modules.demands.rules import DemandState, Phase

Due = tuple[int, date]  # a demand, and a day on which shares of it are due


@dataclass(frozen=True, slots=True)
class Untold:
    """What to note as told, and the titles for each community, soonest due first."""

    due: frozenset[Due]
    titles: Mapping[str, Mapping[Phase, list[str]]]


def places() -> list[str]:
    """Where demands run."""
    running = Demand.objects.filter(state=DemandState.ISSUED)
    return list(running.order_by("place").values_list("place", flat=True).distinct())


def untold(place: str, first: date, last: date, today: date) -> Untold:
    """What is due from `first` to `last` and has not been brought up; three queries."""
    pending = Assignment.objects.filter(
        demand__place=place,
        demand__state=DemandState.ISSUED,
        state__in=TO_DO,
        due_on__range=(first, last),
    )
    due = set(pending.order_by().values_list("demand", "due_on").distinct())
    due -= {
        (demand, day)
        for demand, day, phase in Reminder.objects.filter(
            demand__in={demand for demand, _ in due}, due_on__range=(first, last)
        ).values_list("demand", "due_on", "phase")
        if phase == rules.phase(day, today)
    }
    titles: defaultdict[str, defaultdict[Phase, list[str]]] = defaultdict(lambda: defaultdict(list))
    for community, title, day in _shares_of(due):
        titles[community][rules.phase(day, today)].append(title)
    return Untold(frozenset(due), titles)


def _shares_of(due: set[Due]) -> Iterable[tuple[str, str, date]]:
    if not due:
        return ()
    days = defaultdict(set)
    for demand, day in due:
        days[day].add(demand)
    wanted = Q()
    for day, demands in days.items():
        wanted |= Q(due_on=day, demand__in=demands)
    found = Assignment.objects.filter(wanted, state__in=TO_DO).order_by("due_on", "pk")
    return found.values_list("community", "demand__title", "due_on").iterator(chunk_size=5000)
