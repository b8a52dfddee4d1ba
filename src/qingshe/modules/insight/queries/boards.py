"""Which charts whom concerns, in the order of their questions; each read under one reach."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qingshe.kernel.actor import Actor
from qingshe.kernel.divisions import LEVELS, Level, territory
from qingshe.kernel.errors import NotFound
from qingshe.kernel.roles import Role
from qingshe.modules.burden import facade as burden
from qingshe.modules.burden.facade import Reach
from qingshe.modules.demands import facade as demands
from qingshe.modules.insight import policy, rules
from qingshe.modules.orgs import facade as orgs
from qingshe.web.figures import Chart, Figures

from . import charts

COMPARED = "before"  # stands for one chart for each measure that has a baseline
OF_COMMUNITY = ("months", "departments", "kinds", "items", "observed", "ended")
OF_DEPARTMENT = ("months", "items", "places", "kinds", "observed", "ended")
OF_STREET = ("places", "months", "departments", "items", "observed", "ended")
OF_OFFICE = (
    COMPARED,
    "months",
    "causes",
    "departments",
    "places",
    "kinds",
    "items",
    "observed",
    "ended",
    "admitted",
)
OFFICIALS = frozenset({Role.GATEKEEPER, Role.LEADER, Role.SUPERVISOR})
PUBLIC = (COMPARED, "months", "causes", "departments", "kinds")
LEADING = ("before-hours", "before-times", "before-items")  # else the first chart
MANY = 100  # beyond, a count says "more than"


@dataclass(frozen=True, slots=True)
class Alert:
    """Something below the first line that somebody should look at."""

    tone: str
    text: str


@dataclass(frozen=True, slots=True)
class Board:
    """Everything one screen shows: its first line, what presses, and the charts in order."""

    reach: Reach
    year: int
    years: Sequence[int]
    today: date
    lead: str
    alerts: Sequence[Alert]
    charts: Sequence[Chart]

    @property
    def title(self) -> str:
        return f"{self.reach.department_name or self.reach.place_name}减负成效"

    @property
    def is_running(self) -> bool:
        """Whether the year is not over, so that its last month is only a part of one."""
        return self.year == self.today.year

    @property
    def has_report(self) -> bool:
        """Whether there is a yearly report: of a place larger than a community, of all in it."""
        return bool(self.years) and not (self.reach.is_community or self.reach.department)

    @property
    def is_empty(self) -> bool:
        return not self.years


@dataclass(frozen=True, slots=True)
class Choice:
    """A place that may be chosen."""

    path: str
    name: str


def of_actor(actor: Actor, year: int | None, place: str, today: date) -> Board:
    """What concerns the actor at a place in a year. Errors: Denied, NotFound outside the scope."""
    policy.insist(actor)
    reach = burden.reach(actor, place)
    shown = year or today.year
    alerts = [*_budget(reach, shown), *_rebounds(actor)]
    return _board(reach, _keys(actor, reach), year, today, alerts)


def report(actor: Actor, year: int | None, place: str, today: date) -> Board:
    """The same for the yearly report; officials find the violations in it as well.

    Errors: as above, NotFound where there is none.
    """
    policy.insist(actor)
    reach = burden.reach(actor, place)
    keys = _keys(actor, reach)
    if actor.role in OFFICIALS and "violations" not in keys:
        keys = (*keys, "violations")
    return _with_report(_board(reach, keys, year, today, ()))


def public_report(year: int | None, place: str, today: date) -> Board:
    """The report of what anybody may read. Errors: NotFound."""
    return _with_report(public(year, place, today))


def public(year: int | None, place: str, today: date) -> Board:
    """What anybody may read: a county and larger, no community by name. Errors: NotFound."""
    return _board(burden.public_reach(place), PUBLIC, year, today, ())


def table_of_actor(actor: Actor, key: str, year: int, place: str) -> Figures:
    """One table of that screen alone. Errors: as above, NotFound for another key."""
    policy.insist(actor)
    reach = burden.reach(actor, place)
    return _table(reach, _keys(actor, reach), key, year)


def public_table(key: str, year: int, place: str) -> Figures:
    """One table of the public screen alone. Errors: NotFound."""
    return _table(burden.public_reach(place), PUBLIC, key, year)


def places_of(actor: Actor, reach: Reach) -> list[Choice]:
    """Where the actor may look from a place: the way up as far as the own one, and one step down.

    A community has nothing below it to choose. Two queries.
    """
    return _around(territory(actor.unit), reach, Level.COMMUNITY)


def public_places(reach: Reach) -> list[Choice]:
    """The same for everybody, down to the counties."""
    return _around("/", reach, Level.COUNTY)


def first_line(actor: Actor, today: date) -> str:
    """The load in a sentence for the first screen; "" for whoever has none or nothing to count."""
    if not actor.has(policy.READ):
        return ""
    try:
        reach = burden.reach(actor)
    except NotFound:  # a unit that has just been closed has no figures, but a first screen
        return ""
    month = burden.by_month(reach, today.year)[today.month - 1]
    if not month.shares:
        return ""
    before = burden.by_month(reach, today.year - 1)[today.month - 1]
    told = f"本月 {month.shares:,} 件次，预计 {burden.hours(month.estimated)}"
    if not before.estimated:
        return f"{told}。"
    then, now = (round(rules.hours(each.estimated)) for each in (before, month))
    return f"{told}，{rules.against(then, now, '去年同月')}。"


def _keys(actor: Actor, reach: Reach) -> tuple[str, ...]:
    """By the part somebody plays and how far down they look."""
    if reach.is_community:
        return OF_COMMUNITY
    if actor.role is Role.DEPARTMENT:
        return OF_DEPARTMENT
    if actor.role is Role.STREET or reach.level is Level.STREET:
        return OF_STREET
    return (*OF_OFFICE, "violations") if actor.role is Role.SUPERVISOR else OF_OFFICE


def _board(
    reach: Reach, keys: Sequence[str], year: int | None, today: date, alerts: Sequence[Alert]
) -> Board:
    years = burden.years(reach)
    shown = year or (today.year if today.year in years or not years else years[0])
    if not years:
        return Board(reach, shown, years, today, "", alerts, [])
    read = charts.Reading(reach, shown)
    drawn = [chart for key in keys for chart in _drawn(read, key)]
    return Board(reach, shown, years, today, _lead(drawn), alerts, drawn)


def _with_report(board: Board) -> Board:
    if not board.has_report:
        raise NotFound("这里没有年度报告。")
    return board


def _drawn(read: charts.Reading, key: str) -> list[Chart]:
    return charts.compared(read) if key == COMPARED else [charts.ONE[key](read)]


def _lead(drawn: Sequence[Chart]) -> str:
    """What fell, from what, and why: hours before all else, then the causes, re-estimates apart."""
    told = {chart.figures.key: chart.finding for chart in drawn if chart.figures.lines}
    first = next((told[key] for key in (*LEADING, *told) if key in told), "")
    return f"{rules.joined([first, told.get('causes', '')])}。" if first else ""


def _table(reach: Reach, keys: Sequence[str], key: str, year: int) -> Figures:
    family = COMPARED if key.startswith(f"{COMPARED}-") else key
    found = (
        [one.figures for one in _drawn(charts.Reading(reach, year), family)]
        if family in keys
        else []
    )
    table = next((one for one in found if one.key == key), None)
    if table is None:
        raise NotFound("没有这张表。")
    return table


def _budget(reach: Reach, year: int) -> list[Alert]:
    """Where a department stands with its own budget."""
    if not reach.department:
        return []
    budget = burden.budget_of(reach.department, year)
    is_over = budget.left is not None and budget.left < 0
    return [Alert("red" if is_over else "blue", budget.words())]


def _rebounds(actor: Actor) -> list[Alert]:
    waiting = demands.rebounds_due(actor, MANY)
    if not waiting:
        return []
    return [Alert("amber", f"{waiting} 件事像是反弹，等着核对：取消过、拒收过的又来了。")]


def _around(top: str, reach: Reach, deepest: Level) -> list[Choice]:
    line = [one for one in orgs.ancestry(reach.place) if one.path.startswith(top)]
    below = LEVELS[LEVELS.index(reach.level) + 1 if reach.level else 0 :][:1]
    goes_down = below and LEVELS.index(below[0]) <= LEVELS.index(deepest)
    found = orgs.units_below(reach.place, below[0]) if goes_down else []
    return [Choice(one.path, one.name) for one in (*line, *found)]
