"""A year of burden in the demo city: demands month by month, budgets, and what was before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from qingshe.foundation import records, sheets
from qingshe.foundation.calendar import services as calendar
from qingshe.kernel.actor import Actor
from qingshe.kernel.answer import YES
from qingshe.kernel.roles import Role
from qingshe.modules.burden.queries import changes as change_queries
from qingshe.modules.burden.rules import Cause, Yearly
from qingshe.modules.burden.services import baselines, budgets, changes
from qingshe.modules.demands import rules
from qingshe.modules.demands.models import Demand
from qingshe.modules.demands.queries import demands
from qingshe.modules.demands.services import booking, issuing
from qingshe.site.grants import grants_of

TEN = time(10)
TENTH = 10  # of the month, or the first working day after it
DAYS = 14  # that communities have for each
SAYING = 3  # of so many communities all but one say how long it took
FILE = "底数（示例）.xlsx"


@dataclass(frozen=True, slots=True)
class City:
    """The units by name, and what day it is."""

    paths: Mapping[str, str]
    name: str
    today: date

    def someone(self, role: Role, unit: str) -> Actor:
        return Actor("task:demo", self.paths[unit], grants_of(role), role)

    def month_ago(self, months: int) -> datetime:
        """Ten o'clock of a working day about the tenth, so many months before this one."""
        count = self.today.year * 12 + self.today.month - 1 - months
        day = date(count // 12, count % 12 + 1, TENTH)
        while not calendar.workdays().is_workday(day):
            day += timedelta(days=1)
        return timezone.make_aware(datetime.combine(day, TEN))


def build(told: Mapping[str, Any], paths: Mapping[str, str], name: str, today: date) -> None:
    """Issue a year of demands, let communities do them, book all, and set budgets and baseline."""
    city = City(paths, name, today)
    for series in told["series"]:
        for months in series["months"]:
            _done(city, series, months)
    _withdrawn(city, told["withdrawn"])
    booking.rebuild(on=today)
    _set_budgets(city, told["budgets"])
    _book_changes(city, told["changes"])
    _bring_baseline(city, told["baseline"])


def _done(city: City, told: Mapping[str, Any], months: int) -> None:
    demand = _issue(city, told, months)
    shares = demands.open_shares(demand, rules.AssignmentState.OPEN)
    on = demand.issued_on + timedelta(days=5)
    handed_in = {
        share.pk: {
            "result": "已办",
            "handed_in_on": on,
            "minutes_observed": _observed(share.minutes, at),
        }
        for at, share in enumerate(shares)
    }
    maker = Actor("task:demo", city.paths[city.name])
    records.advance_many(maker, shares, rules.HAND_IN, YES, handed_in)
    issuing.close(city.someone(Role.DEPARTMENT, told["department"]), demand.pk)


def _withdrawn(city: City, told: Mapping[str, Any]) -> None:
    demand = _issue(city, told, told["month"])
    asker = city.someone(Role.DEPARTMENT, told["department"])
    issuing.withdraw(asker, demand.pk, reason="改由部门与学校联合组织，不再要求社区演练。")


def _issue(city: City, told: Mapping[str, Any], months: int) -> Demand:
    now = city.month_ago(months)
    terms = rules.Terms(
        under=told["item"],
        title=told["title"],
        text=f"请社区{told['title']}。",
        paths=(city.paths[city.name],),
        due_on=timezone.localdate(now) + timedelta(days=DAYS),
        minutes=told["minutes"],
    )
    asker = city.someone(Role.DEPARTMENT, told["department"])
    return issuing.issue(asker, terms, key=f"demo-{told['item']}-{months}", now=now)


def _observed(minutes: int, at: int) -> int | None:
    """What a community says it took: now less, now more than estimated; some say nothing."""
    return None if at % SAYING == 0 else minutes * (85 + at % 7 * 6) // 100


def _set_budgets(city: City, hours: Mapping[str, int]) -> None:
    leader = city.someone(Role.LEADER, city.name)
    for year in (city.today.year - 1, city.today.year):
        for department, each in hours.items():
            budgets.set_budget(
                leader,
                city.paths[department],
                year=year,
                minutes=each * 60,
                reason="领导小组年初会议核定（示例）。",
                today=city.today,
            )


def _book_changes(city: City, told: Sequence[Mapping[str, Any]]) -> None:
    keeper = city.someone(Role.GATEKEEPER, city.name)
    for one in told:
        changes.book(
            keeper,
            change_queries.thing(keeper, one["item"], "task", city.today),
            cause=Cause(one["cause"]),
            before=Yearly(*one["before"]),
            after=Yearly(*one["after"]),
            evidence=one["evidence"],
            today=city.today,
        )


def _bring_baseline(city: City, told: Sequence[Sequence[Any]]) -> None:
    keeper = city.someone(Role.GATEKEEPER, city.name)
    keys = ("kind", "title", "department", "items", "times", "hours")
    rows = [{**dict(zip(keys, row, strict=True)), "source": "减负前摸底（示例）"} for row in told]
    made = baselines.upload(
        keeper,
        city.paths[city.name],
        year=city.today.year - 2,
        title="减负前社区工作摸底（示例）",
        reason="",
        filename=FILE,
        content=sheets.write("底数", baselines.COLUMNS, rows),
        today=city.today,
    )
    baselines.adopt(keeper, made.pk)
