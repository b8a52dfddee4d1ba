"""What comes again and again: its rounds, what is against them, and what a place may expect."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Min, QuerySet
from django.utils import timezone

from qingshe.foundation.calendar import services as calendar
from qingshe.foundation.records import Action
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import NotFound
from qingshe.modules.demands import policy, rules
from qingshe.modules.demands.models import Round, Series
from qingshe.modules.demands.queries import bases, drafts, limits, places
from qingshe.modules.demands.queries.drafts import Examined
from qingshe.modules.demands.rules import (
    Cadence,
    Rhythm,
    RoundState,
    SeriesState,
    Slot,
    Terms,
)

MOST_SHOWN = 300  # rounds in one view of the calendar
KEPT_UP = (SeriesState.RUNNING, SeriesState.RESTING)
VIEWS = {"": "进行中", "over": "已结束"}
MOVES = (rules.EDIT_SERIES, rules.CANCEL_SERIES)
ROUND_MOVES = (rules.MOVE_ROUND, rules.DROP_ROUND)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What would be planned: the first round as it would be issued, and the days of them all."""

    examined: Examined
    slots: Sequence[Slot]
    problems: Sequence[str]


@dataclass(frozen=True, slots=True)
class Row:
    """A series in a list: how far it is, and when it comes next."""

    series: Series
    next_on: date | None
    counts: Mapping[str, int]

    @property
    def words(self) -> str:
        """共 12 次：已下达 5 次，未能下达 1 次."""
        told = "，".join(
            f"{state.label} {self.counts[state]} 次"
            for state in RoundState
            if self.counts.get(state)
        )
        return f"共 {sum(self.counts.values())} 次：{told}"


def visible_to(actor: Actor) -> QuerySet[Series]:
    """What comes again, as far as this actor is concerned, the newest first."""
    seen = Series.objects.filter(policy.scope_of_series(actor)).values("pk")
    return Series.objects.filter(pk__in=seen).order_by("-pk")


def get(actor: Actor, pk: int) -> Series:
    found = visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound("没有这件按期下达的事，或不在您的范围内。")
    return found


def get_round(actor: Actor, series: int, serial: int) -> Round:
    """One round of a series that the actor may see."""
    found = Round.objects.filter(series=get(actor, series), serial=serial)
    one = found.select_related("series").first()
    if one is None:
        raise NotFound("没有这一次。")
    return one


def seen(actor: Actor, view: str) -> QuerySet[Series]:
    """What still has rounds to come, or what has none any more."""
    open_ones = Round.objects.filter(state=RoundState.PLANNED).values("series")
    found = visible_to(actor)
    if view == "over":
        return found.exclude(pk__in=open_ones)
    return found.filter(pk__in=open_ones)


def rows(found: Sequence[Series]) -> list[Row]:
    """The rows of a page; one query."""
    counts: dict[int, dict[str, int]] = {each.pk: {} for each in found}
    coming: dict[int, date] = {}
    told = (
        Round.objects.filter(series__in=found)
        .values_list("series", "state")
        .annotate(count=Count("pk"), first=Min("due_on"))
        .order_by()
    )
    for series, state, count, first in told:
        counts[series][state] = count
        if state == RoundState.PLANNED:
            coming[series] = first
    return [Row(each, coming.get(each.pk), counts[each.pk]) for each in found]


def rounds(series: Series) -> list[Round]:
    found = Round.objects.filter(series=series).select_related("demand").order_by("serial")
    return [_with(series, one) for one in found]


def reads_demands(actor: Actor) -> bool:
    """Whether somebody is told which demand came of a round, and why none did."""
    return actor.has(policy.ISSUE) or actor.has(policy.WATCH)


def planned(series: Series) -> list[Round]:
    """The rounds still to come."""
    return [one for one in rounds(series) if one.state == RoundState.PLANNED]


def actions(actor: Actor, series: Series) -> list[Action]:
    """What can be done with it now; those who only read see no buttons."""
    if not actor.has(policy.ISSUE) or not planned(series):
        return []
    moves = (move for move in MOVES if move.starts_from(series.state))
    return [Action(move.name, move.label, policy.MAY[move](actor, series)) for move in moves]


def round_actions(actor: Actor, one: Round) -> list[Action]:
    if not actor.has(policy.ISSUE) or one.series.state not in KEPT_UP:
        return []
    moves = (move for move in ROUND_MOVES if move.starts_from(one.state))
    return [
        Action(f"{one.serial}/{move.name}", move.label, policy.MAY[move](actor, one))
        for move in moves
    ]


def examine(actor: Actor, terms: Terms, cadence: Cadence, *, now: datetime) -> Outlook:
    """Everything there is to know before planning: writes nothing.

    The first round is put before the gate as on the morning of the day it would be issued.
    Errors: as of `drafts.examine`.
    """
    policy.insist(actor, policy.ISSUE)
    workdays, today = calendar.workdays(), timezone.localdate(now)
    found = rules.slots(cadence, workdays)
    first = found[0] if found else rules.slot_on(1, cadence, cadence.first, workdays)
    day = max(first.issue_on, workdays.after(today, 1).end)
    allowed = limits.limits_at(policy.home(actor), day)
    examined = drafts.examine(
        actor, _due(terms, first.due_on), now=_morning(day, allowed.work_begins)
    )
    years = {slot.issue_on.year for slot in found}
    taken = _taken(actor.unit, examined.basis.key, examined.communities, years)
    problems = [
        *rules.wrong_with_series(cadence, examined.kind, found, today=today, limits=allowed),
        *rules.wrong_with_rounds(
            found, examined.basis.allowance, today=today, taken=taken, limits=allowed
        ),
        *examined.problems,
    ]
    return Outlook(examined, found, tuple(dict.fromkeys(problems)))


def wrong_with_move(actor: Actor, one: Round, slot: Slot, *, now: datetime) -> list[str]:
    """What is against another day for one round; the gate looks when its time has come."""
    series = one.series
    allowance = bases.basis(actor, series.under, slot.issue_on).allowance
    asked = places.communities_of(series.place, terms_of(one).paths)
    communities, year = [each.path for each in asked], slot.issue_on.year
    return rules.wrong_with_rounds(
        [slot],
        allowance,
        today=timezone.localdate(now),
        taken=_taken(series.issuer, series.under, communities, [year], but=one),
        limits=limits.limits_at(series.place, slot.issue_on),
    )


def wrong_with_words(actor: Actor, series: Series, *, now: datetime) -> Sequence[str]:
    """What the gate and the rest have against the next round as it is worded now."""
    coming_ones = planned(series)
    if not coming_ones:
        return ["各次都已经下达，没有要改的。"]
    one, tomorrow = coming_ones[0], timezone.localdate(now) + timedelta(days=1)
    day = max(one.issue_on, tomorrow)
    moment = _morning(day, limits.limits_at(series.place, day).work_begins)
    return drafts.examine(actor, terms_of(one), now=moment).problems


def terms_of(one: Round) -> Terms:
    """A round as it is issued; the places are those of the series.

    Where its day has become a holiday since (a year's table is published in November before), it
    is due on the next working day.
    """
    series, workdays = one.series, calendar.workdays()
    day = rules.slot_on(one.serial, cadence_of(series), one.due_on, workdays).due_on
    terms = Terms(
        under=series.under,
        title=series.title,
        text=series.text,
        paths=tuple(series.places.order_by("path").values_list("path", flat=True)),
        kind=series.kind,
        starts_at=_at(day, series.starts_at) if series.starts_at else None,
        length_minutes=series.length_minutes,
        venue=series.venue,
        attendees=series.attendees,
        minutes=series.minutes,
    )
    return _due(terms, day)


def cadence_of(series: Series) -> Cadence:
    """The rhythm of a series; its first day is not asked any more."""
    return Cadence(series.until, Rhythm(series.rhythm), series.until, series.lead_wd)


def key_of(one: Round) -> str:
    """What the issue of a round is called, so that it is issued once."""
    return f"series-{one.series_id}-{one.serial}"


def due(today: date) -> Iterator[Round]:
    """What is to be issued today, or should have been before, whoever asks."""
    found = Round.objects.filter(
        state=RoundState.PLANNED, series__state__in=KEPT_UP, issue_on__lte=today
    )
    return found.select_related("series").order_by("issue_on", "pk").iterator(chunk_size=500)


def by_pk(pk: int) -> Round | None:
    return Round.objects.select_related("series").filter(pk=pk).first()


def series_by_pk(pk: int) -> Series:
    return Series.objects.get(pk=pk)


def kept_up_under(number: str) -> list[Series]:
    """What comes again under a permit and has not ended, whoever asks."""
    return list(Series.objects.filter(under=number, state__in=KEPT_UP).order_by("pk"))


def caution(days: Iterable[date]) -> str:
    """That some of the days rest on a year whose holidays nobody has published; "" for none."""
    unknown = {day.year for day in days} - calendar.workdays().years
    if not unknown:
        return ""
    return f"{rules.provisional_words(tuple(sorted(unknown)))}；公布后遇休息日的自动顺延。"


def coming(actor: Actor, place: str, first: date, days: int) -> list[Round]:
    """What is planned at or below a place and will be due in these days; one query.

    What rests with its permit is not: nobody knows whether it comes.
    """
    if not actor.has(policy.CALENDAR):
        return []
    reaching = Series.objects.filter(
        policy.to_come_to("places__path", place), state=SeriesState.RUNNING
    )
    found = Round.objects.filter(
        state=RoundState.PLANNED,
        due_on__gte=first,
        due_on__lt=first + timedelta(days=days),
        series__in=reaching.values("pk"),
    )
    ordered = found.select_related("series").order_by("due_on", "series__starts_at", "pk")
    return list(ordered[:MOST_SHOWN])


def _taken(
    issuer: str,
    under: str,
    communities: Sequence[str],
    years: Iterable[int],
    *,
    but: Round | None = None,
) -> dict[int, int]:
    """How many times of each year are gone: issued, or planned by this department already."""
    planned_ones = Round.objects.filter(
        state=RoundState.PLANNED,
        series__issuer=issuer,
        series__under=under,
        series__state__in=KEPT_UP,
    )
    if but is not None:
        planned_ones = planned_ones.exclude(pk=but.pk)
    return {
        year: drafts.most_issued(under, issuer, communities, year)
        + planned_ones.filter(issue_on__year=year).count()
        for year in years
    }


def _due(terms: Terms, day: date) -> Terms:
    """The same for another day: what is appointed keeps its hour."""
    if terms.starts_at is None:
        return replace(terms, due_on=day)
    at = timezone.localtime(terms.starts_at) if terms.starts_at.tzinfo else terms.starts_at
    return replace(terms, starts_at=_at(day, at.time()))


def _at(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))


def _morning(day: date, hour: int) -> datetime:
    """When work begins on the first working day from a day on."""
    workdays = calendar.workdays()
    while not workdays.is_workday(day):
        day += timedelta(days=1)
    return _at(day, time(hour))


def _with(series: Series, one: Round) -> Round:
    one.series = series
    return one
