"""Baselines (底数), and what is now beside what was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, QuerySet, Sum

from qingshe.foundation.records import Action
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import NotFound
from qingshe.modules.burden import policy, rules
from qingshe.modules.burden.models import Baseline, BaselineRow
from qingshe.modules.burden.queries import figures
from qingshe.modules.burden.queries.reach import Reach
from qingshe.modules.burden.rules import SEVEN, STANDING, BaselineState, Compared, Measure, Seven
from qingshe.modules.orgs import facade as orgs

Counts = dict[tuple[Seven, Measure], int]


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """One of the seven burdens in one measure, before and now; None where nobody counted.

    `after` counts from `first_month` to `last_month`, twelve months. `words` says it with its base.
    """

    kind: Seven
    label: str
    measure: Measure
    unit: str
    before: int | None
    after: int | None
    words: str
    source: str
    baseline_year: int | None
    first_month: date
    last_month: date

    @property
    def compared(self) -> Compared:
        return Compared(self.before, self.after)


def visible_to(actor: Actor) -> QuerySet[Baseline]:
    """Baselines of the own place and those above and below, the newest first."""
    seen = Baseline.objects.filter(policy.scope_of_baselines(actor))
    return seen.order_by("-year", "place", "-number")


def get(actor: Actor, pk: int) -> Baseline:
    found = visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound("没有这份底数，或不在您的范围内。")
    return found


def rows_of(baseline: Baseline) -> QuerySet[BaselineRow]:
    return BaselineRow.objects.filter(baseline=baseline).order_by("line")


def actions(actor: Actor, baseline: Baseline) -> list[Action]:
    """What the state allows, each with whether this actor may."""
    moves = (rules.ADOPT_BASELINE, rules.DROP_BASELINE)
    return [
        Action(move.name, move.label, policy.MAY[move](actor, baseline))
        for move in moves
        if move.starts_from(baseline.state)
    ]


@dataclass(frozen=True, slots=True)
class SumLine:
    """What a baseline counts of one of the seven; None where nobody counted."""

    label: str
    rows: int
    items: int | None
    times: int | None
    minutes: int | None


def sums_of(baseline: Baseline) -> list[SumLine]:
    """A baseline by the seven burdens; one query."""
    counts = {seven: SumLine(seven.label, 0, None, None, None) for seven in Seven}
    for row in rows_of(baseline):
        seven = SEVEN[row.kind]
        before = counts[seven]
        counts[seven] = SumLine(
            seven.label,
            before.rows + 1,
            _plus(before.items, row.items),
            _plus(before.times, row.times),
            _plus(before.minutes, row.minutes),
        )
    return [line for line in counts.values() if line.rows]


def place_of(baseline: Baseline) -> str:
    return orgs.unit(baseline.place).name


def with_places(found: Sequence[Baseline]) -> list[tuple[Baseline, str]]:
    """Baselines with the names of their places; one query."""
    names = orgs.names(one.place for one in found)
    return [(one, names.get(one.place, one.place)) for one in found]


def in_force(place: str, before: int) -> Baseline | None:
    """The baseline of a place that counts: the newest of a year up to and with `before`."""
    found = Baseline.objects.filter(place=place, state=BaselineState.IN_FORCE, year__lte=before)
    return found.order_by("-year").first()


def of_year(place: str, year: int) -> Baseline | None:
    """The one in force for exactly that place and year."""
    return Baseline.objects.filter(place=place, year=year, state=BaselineState.IN_FORCE).first()


def last_number(place: str, year: int) -> int:
    found = Baseline.objects.filter(place=place, year=year)
    return found.aggregate(last=Max("number"))["last"] or 0


def before_after(reach: Reach, year: int, today: date) -> tuple[BeforeAfter, ...]:
    """Each of the seven in each measure that was counted before or is now; three queries.

    A baseline counts for its own place only: that of a city says nothing of one of its counties.
    Of what stays once it is there (signs, organisations, stamps, systems) the ledger knows what was
    issued, not how many there are: then there is no count of now.
    """
    baseline = in_force(reach.place, year)
    first, last = rules.twelve_months(year, today)
    before = _before(baseline, reach.department)
    after = figures.counted(reach, first, last)
    return tuple(
        _line(seven, measure, before, after, baseline, (first, last))
        for seven in Seven
        for measure in Measure
        if (seven, measure) in before or after.get((seven, measure))
    )


def _plus(before: int | None, more: int | None) -> int | None:
    return before if more is None else (before or 0) + more


def _line(
    seven: Seven,
    measure: Measure,
    before: Counts,
    after: Mapping[tuple[Seven, Measure], int],
    baseline: Baseline | None,
    months: tuple[date, date],
) -> BeforeAfter:
    now = None if seven in STANDING else after.get((seven, measure), 0)
    compared = Compared(before.get((seven, measure)), now)
    return BeforeAfter(
        kind=seven,
        label=seven.label,
        measure=measure,
        unit=measure.label,
        before=compared.before,
        after=compared.after,
        words=compared.words(measure.label),
        source=str(baseline) if baseline else "",
        baseline_year=baseline.year if baseline else None,
        first_month=months[0],
        last_month=months[1],
    )


def _before(baseline: Baseline | None, department: str) -> Counts:
    """What a baseline counted; a kind of which no row has a measure does not have it."""
    if baseline is None:
        return {}
    rows = BaselineRow.objects.filter(baseline=baseline)
    if department:
        rows = rows.filter(department=department)
    counts: dict[tuple[Seven, Measure], int] = {}
    for row in (
        rows.values("kind")
        .annotate(
            items_=Sum("items"), times_=Sum("times"), minutes_=Sum("minutes"), rows=Count("pk")
        )
        .order_by("kind")
    ):
        seven = SEVEN[row["kind"]]
        for measure, value in (
            (Measure.ITEMS, row["items_"]),
            (Measure.TIMES, row["times_"]),
            (Measure.HOURS, row["minutes_"]),
        ):
            if value is not None:
                counts[seven, measure] = counts.get((seven, measure), 0) + value
    return _minutes_in_hours(counts)


def _minutes_in_hours(counts: Counts) -> Counts:
    return {
        at: rules.whole_hours(count) if at[1] is Measure.HOURS else count
        for at, count in counts.items()
    }
