"""The figures of the ledger: every one a sum of entries, every read under a `Reach`.

A place reads its stored sums, a community its entries; neither grows with what lies below. Minutes
are whole, and nothing here is a percentage.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, TypeAlias

from django.db.models import Count, Max, Min, Q, QuerySet, Sum
from django.utils import timezone

from qingshe.kernel.divisions import LEVELS, Level
from qingshe.modules.burden import rules
from qingshe.modules.burden.models import Baseline, BurdenChange, BurdenEntry, BurdenTotal
from qingshe.modules.burden.queries import budgets
from qingshe.modules.burden.queries.reach import Reach
from qingshe.modules.burden.rules import (
    SAVINGS,
    SEVEN,
    BaselineState,
    Cause,
    ChangeState,
    Kind,
    Measure,
    Seven,
)
from qingshe.modules.orgs import facade as orgs

DECEMBER = 12


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One month: `estimated` of all `shares`; `observed` of `observed_shares` of them only."""

    month: date
    shares: int
    estimated: int
    observed_shares: int
    observed: int
    estimated_of_observed: int


@dataclass(frozen=True, slots=True)
class DepartmentLine:
    """One department in a year; `budget` is None where none was set."""

    path: str
    name: str
    shares: int
    estimated: int
    observed_shares: int
    observed: int
    estimated_of_observed: int
    estimated_before: int
    budget: int | None
    budget_is_hard: bool


@dataclass(frozen=True, slots=True)
class KindLine:
    """One kind of thing in a year."""

    kind: Kind
    label: str
    shares: int
    estimated: int
    observed_shares: int
    observed: int
    estimated_of_observed: int


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One place directly below; `communities` are those in force there, for a fair average."""

    path: str
    name: str
    shares: int
    estimated: int
    observed_shares: int
    observed: int
    estimated_of_observed: int
    estimated_before: int
    communities: int


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One permit or list item of one department and what it took."""

    under: str
    title: str
    department: str
    department_name: str
    kind_label: str
    shares: int
    estimated: int


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """What yearly burdens changed by one cause, minutes a year, less than zero is less.

    `is_saving` says whether less by this cause counts as a saving; re-estimating never does.
    """

    cause: Cause
    label: str
    minutes: int
    count: int
    is_saving: bool


@dataclass(frozen=True, slots=True)
class EndedLine:
    """A demand that was taken away from communities; `minutes` is what they were spared."""

    number: str
    title: str
    department_name: str
    cause_label: str
    minutes: int
    communities: int
    on: date
    url: str


Row: TypeAlias = Mapping[str, Any]
Rows: TypeAlias = QuerySet[BurdenTotal] | QuerySet[BurdenEntry]
_SUMS = {
    "_shares": Sum("shares"),
    "_estimated": Sum("estimated"),
    "_told": Sum("told"),
    "_observed": Sum("observed"),
    "_compared": Sum("compared"),
}


def years(reach: Reach) -> tuple[int, ...]:
    """The years with entries or a baseline, the newest first."""
    span = _rows(reach).aggregate(first=Min("month"), last=Max("month"))
    found = set(range(span["first"].year, span["last"].year + 1)) if span["first"] else set()
    based = Baseline.objects.filter(place=reach.place, state=BaselineState.IN_FORCE)
    found |= set(based.values_list("year", flat=True))
    return tuple(sorted(found, reverse=True))


def begins(reach: Reach) -> date | None:
    """The first month of the ledger, before which nothing is known; None while it is empty."""
    first: date | None = _rows(reach).aggregate(first=Min("month"))["first"]
    return first


def by_month(reach: Reach, year: int, today: date) -> tuple[MonthLine, ...]:
    """January to December, of the running year up to the current month; empty months are zero."""
    first, last = months_of(year, today)
    found = {row["month"]: row for row in _summed(reach, first, last, "month")}
    count = last.month if last >= first else 0
    months = [rules.shifted(first, number) for number in range(count)]
    return tuple(MonthLine(month, *_amounts(found.get(month, {}))) for month in months)


def by_department(reach: Reach, year: int, today: date) -> tuple[DepartmentLine, ...]:
    """Departments by what they took, the most first, beside the same months of the year before."""
    rows = _with_year_before(reach, year, today, "source__department")
    paths = [row["source__department"] for row in rows]
    names = orgs.names(paths)
    set_for = budgets.in_force(paths, year, today)
    return tuple(
        DepartmentLine(
            path,
            names.get(path, path),
            *_amounts(row),
            row["_before"] or 0,
            set_for[path].minutes if path in set_for else None,
            set_for[path].is_hard if path in set_for else False,
        )
        for row, path in zip(rows, paths, strict=True)
    )


def by_kind(reach: Reach, year: int, today: date) -> tuple[KindLine, ...]:
    """Kinds by what they took, the most first."""
    rows = _summed(reach, *months_of(year, today), "source__kind")
    lines = [
        KindLine(Kind(row["source__kind"]), Kind(row["source__kind"]).label, *_amounts(row))
        for row in rows
    ]
    return tuple(sorted(lines, key=lambda line: -line.estimated))


def by_place(reach: Reach, year: int, today: date) -> tuple[PlaceLine, ...]:
    """The places directly below in the order of the tree, those with nothing too."""
    below = _next_level(reach)
    if below is None:
        return ()
    units = orgs.units_below(reach.place, below)
    paths = [unit.path for unit in units]
    field = "community" if below is Level.COMMUNITY else "place"
    rows = _with_year_before(reach, year, today, field, paths)
    found = {row[field]: row for row in rows}
    counted = _communities_in(reach.place, paths)
    return tuple(
        PlaceLine(
            unit.path,
            unit.name,
            *_amounts(found.get(unit.path, {})),
            found.get(unit.path, {}).get("_before") or 0,
            counted[unit.path],
        )
        for unit in units
    )


def top_items(reach: Reach, year: int, today: date, most: int) -> tuple[ItemLine, ...]:
    """The permits and list items that took the most."""
    by = ("source__under", "source__department", "source__kind", "source__under_title")
    rows = _grouped(reach, *months_of(year, today), *by).filter(_estimated__gt=0)
    heaviest = list(rows.order_by("-_estimated", *by)[:most])
    names: Mapping[str, str] = orgs.names(row["source__department"] for row in heaviest)
    return tuple(
        ItemLine(
            row["source__under"],
            row["source__under_title"],
            row["source__department"],
            names.get(row["source__department"], row["source__department"]),
            Kind(row["source__kind"]).label,
            row["_shares"],
            row["_estimated"],
        )
        for row in heaviest
    )


def changes(reach: Reach, year: int) -> tuple[ChangeLine, ...]:
    """Yearly burdens that changed in a year by cause; every cause is there, even with nothing."""
    booked = changes_of(reach, year).filter(state=ChangeState.BOOKED)
    rows = booked.values("cause").annotate(total=Sum("minutes"), count=Count("pk")).order_by()
    found = {row["cause"]: row for row in rows}
    told = [cause for cause in Cause if cause not in (Cause.OBSERVED, Cause.RELEASED)]
    return tuple(
        ChangeLine(
            cause,
            cause.label,
            found[cause]["total"] if cause in found else 0,
            found[cause]["count"] if cause in found else 0,
            cause in SAVINGS,
        )
        for cause in told
    )


def changes_of(reach: Reach, year: int) -> QuerySet[BurdenChange]:
    """The changes decided at a place and below it in a year, the newest first."""
    found = BurdenChange.objects.filter(place__under=reach.place, booked_on__year=year)
    if reach.department:
        found = found.filter(department=reach.department)
    return found.order_by("-booked_on", "-pk")


def asked_under(under: str, place: str, today: date) -> int:
    """Minutes asked under a permit or item at a place in the last twelve full months."""
    first, last = rules.twelve_months(today.year, today)
    rows = BurdenTotal.objects.filter(
        place=place, source__under=under, month__gte=first, month__lte=last
    )
    return rows.aggregate(total=Sum("estimated"))["total"] or 0


def cancelled(reach: Reach, year: int, most: int) -> tuple[EndedLine, ...]:
    """Demands of a year that were withdrawn or void, what they would have taken the most first."""
    of_year = _rows(reach).filter(
        month__gte=date(year, 1, 1), month__lte=date(year, DECEMBER, 1), cause=Cause.CANCELLED
    )
    by = ("source__number", "source__title", "source__department", "source__url")
    rows = of_year.values(*by).annotate(**_SUMS, on=Max("booked_on")).filter(_estimated__lt=0)
    heaviest = list(rows.order_by("_estimated", "source__number")[:most])
    names = orgs.names(row["source__department"] for row in heaviest)
    return tuple(
        EndedLine(
            row["source__number"],
            row["source__title"],
            names.get(row["source__department"], row["source__department"]),
            Cause.CANCELLED.label,
            -row["_estimated"],
            -row["_shares"],
            row["on"],
            row["source__url"],
        )
        for row in heaviest
    )


def updated_at(reach: Reach) -> datetime | None:
    """The end of the day of the last entry; None while there is none."""
    last: date | None = _rows(reach).aggregate(last=Max("booked_on"))["last"]
    return timezone.make_aware(datetime.combine(last, time.max)) if last else None


def counted(reach: Reach, first: date, last: date) -> dict[tuple[Seven, Measure], int]:
    """How many things, how often and how many hours, of each of the seven burdens; two queries."""
    counts: dict[tuple[Seven, Measure], int] = {}
    for row in _summed(reach, first, last, "source__kind"):
        seven = SEVEN[row["source__kind"]]
        for measure, name in ((Measure.TIMES, "_shares"), (Measure.HOURS, "_estimated")):
            counts[seven, measure] = counts.get((seven, measure), 0) + row[name]
    asked = _grouped(reach, first, last, "source__kind", "source__under").filter(_shares__gt=0)
    for kind, _ in asked.order_by().values_list("source__kind", "source__under"):
        at = (SEVEN[kind], Measure.ITEMS)
        counts[at] = counts.get(at, 0) + 1
    return {
        at: rules.whole_hours(count) if at[1] is Measure.HOURS else count
        for at, count in counts.items()
    }


def months_of(year: int, today: date) -> tuple[date, date]:
    """First and last month (first days) of a year, of the running one up to the current month."""
    last = today.month if year == today.year else DECEMBER
    return date(year, 1, 1), date(year, last, 1)


def _rows(reach: Reach) -> Rows:
    rows: Rows
    if reach.is_community:
        rows = BurdenEntry.objects.filter(community=reach.place)
    else:
        rows = BurdenTotal.objects.filter(place=reach.place)
    return rows.filter(source__department=reach.department) if reach.department else rows


def _rows_below(reach: Reach, field: str, paths: Sequence[str]) -> Rows:
    rows: Rows
    if field == "community":
        rows = BurdenEntry.objects.filter(community__under=reach.place)
    else:
        rows = BurdenTotal.objects.filter(place__in=paths)
    return rows.filter(source__department=reach.department) if reach.department else rows


def _grouped(reach: Reach, first: date, last: date, *by: str) -> "QuerySet[Any, Row]":
    rows: QuerySet[Any, Any] = _rows(reach).filter(month__gte=first, month__lte=last)
    grouped: QuerySet[Any, Row] = rows.values(*by).annotate(**_SUMS)
    return grouped


def _summed(reach: Reach, first: date, last: date, *by: str) -> list[Row]:
    return list(_grouped(reach, first, last, *by).order_by())


def _with_year_before(
    reach: Reach, year: int, today: date, by: str, below: Sequence[str] | None = None
) -> list[Row]:
    """Sums of the months of a year, with the estimate of the same months of the year before."""
    first, last = months_of(year, today)
    this = Q(month__gte=first, month__lte=last)
    before = Q(
        month__gte=rules.shifted(first, -DECEMBER), month__lte=rules.shifted(last, -DECEMBER)
    )
    sums = {name: Sum(one.source_expressions[0], filter=this) for name, one in _SUMS.items()}
    rows = _rows(reach) if below is None else _rows_below(reach, by, below)
    found = (
        rows.filter(this | before)
        .values(by)
        .annotate(**sums, _before=Sum("estimated", filter=before))
    )
    return list(found.order_by("-_estimated", by))


def _amounts(row: Row) -> tuple[int, int, int, int, int]:
    shares, estimated, told, observed, compared = (row.get(name) or 0 for name in _SUMS)
    return shares, estimated, told, observed, compared


def _next_level(reach: Reach) -> Level | None:
    if reach.is_community:
        return None
    return LEVELS[0] if reach.level is None else LEVELS[LEVELS.index(reach.level) + 1]


def _communities_in(place: str, paths: Sequence[str]) -> dict[str, int]:
    """How many communities lie in each of some places of one level; one query, counted there."""
    counted = dict.fromkeys(paths, 0)
    for length in {len(path) for path in paths}:  # of one level they are all as long
        counted |= {
            at: count
            for at, count in orgs.counts_below(place, Level.COMMUNITY, length).items()
            if at in counted
        }
    return counted
