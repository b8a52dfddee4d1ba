"""What the pages of budgets show: every department of a place with its budget of a year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from qingshe.foundation.access import below
from qingshe.kernel.actor import Actor
from qingshe.kernel.answer import Answer
from qingshe.kernel.divisions import Level
from qingshe.kernel.errors import Denied, NotFound
from qingshe.modules.burden import policy, rules
from qingshe.modules.burden.models import (
    Baseline,
    BudgetRule,
    BurdenBudget,
    BurdenChange,
    BurdenSource,
)
from qingshe.modules.burden.queries import budgets, ledger
from qingshe.modules.burden.rules import Budget
from qingshe.modules.orgs import facade as orgs

ABOVE, FULL = "已超出", "将用完"
MOST_SHOWN = 50
NEARLY = 90  # percent of a budget; from here on it is said that it runs out


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """One department and how its budget of a year stands."""

    path: str
    name: str
    budget: Budget

    @property
    def state_label(self) -> str:
        left = self.budget.left
        if self.budget.minutes is None or left is None:
            return "未核定"
        if left < 0:
            return ABOVE
        return FULL if self.budget.used * 100 >= self.budget.minutes * NEARLY else "预算内"

    @property
    def tone(self) -> str:
        return {ABOVE: "red", FULL: "amber", "预算内": "green"}.get(self.state_label, "grey")

    @property
    def used(self) -> str:
        return rules.hours(self.budget.used)

    @property
    def set_to(self) -> str:
        return "—" if self.budget.minutes is None else rules.hours(self.budget.minutes)

    @property
    def left(self) -> str:
        return "—" if self.budget.left is None else rules.hours(self.budget.left)


def lines(actor: Actor, year: int, today: date) -> list[BudgetLine]:
    """The departments of the actor's place, or only the own one; five queries for any number."""
    place = policy.home(actor)
    own = policy.department_of(actor)
    units = [unit for unit in orgs.departments(place) if not own or unit.path == own]
    paths = [unit.path for unit in units]
    set_for = budgets.in_force(paths, year, today)
    used = budgets.used_by_all(paths, year)
    mode = budgets.mode_at(place, today)
    made = [
        BudgetLine(
            unit.path,
            unit.name,
            Budget(
                year,
                set_for[unit.path].minutes if unit.path in set_for else None,
                used.get(unit.path, 0),
                mode,
            ),
        )
        for unit in units
    ]
    return sorted(made, key=lambda line: (-line.budget.used, line.path))


def history(actor: Actor, year: int) -> list[tuple[BurdenBudget, str]]:
    """The last budgets set for a year with the names of their departments; two queries."""
    found = list(budgets.visible_to(actor).filter(year=year)[:MOST_SHOWN])
    names = orgs.names(one.department for one in found)
    return [(one, names.get(one.department, one.department)) for one in found]


def above(actor: Actor, year: int) -> list[tuple[BurdenSource, str]]:
    """What was issued beyond a budget in a year, with the names of departments; two queries."""
    found = ledger.above_budget().filter(month__year=year)
    own = policy.department_of(actor)
    within = Q(department=own) if own else below("department", policy.home(actor))
    shown = list(found.filter(within)[:MOST_SHOWN])
    names = orgs.names(one.department for one in shown)
    return [(one, names.get(one.department, one.department)) for one in shown]


def lead(made: Sequence[BudgetLine], year: int) -> str:
    """The first line of the page: how many are above, how many have none."""
    above = sum(line.state_label == ABOVE for line in made)
    unset = sum(line.budget.minutes is None for line in made)
    parts = [f"{year} 年 {len(made)} 个部门"]
    parts.append(f"{above} 个超出预算" if above else "没有部门超出预算")
    if unset:
        parts.append(f"{unset} 个还没有核定")
    return "，".join(parts) + "。"


def department(actor: Actor, path: str) -> orgs.UnitSummary:
    """A department whose budget the actor sets. Errors: Denied, NotFound."""
    policy.insist(actor, policy.BUDGET)
    found = {unit.path: unit for unit in orgs.departments(policy.home(actor))}
    if path not in found:
        raise NotFound("本级没有这个部门。")
    return found[path]


def may_set_budgets(actor: Actor) -> Answer:
    """Whether the button is for this actor, and why not."""
    place = policy.home(actor)
    return policy.may_set_rule(actor, BudgetRule(place=place))


def may_book_changes(actor: Actor) -> Answer:
    return policy.may_book_change(actor, BurdenChange(place=policy.home(actor)))


def may_keep_baselines(actor: Actor) -> Answer:
    return policy.may_keep_baseline(actor, Baseline(place=policy.home(actor)))


def home(actor: Actor) -> str:
    """The place an actor works for."""
    return policy.home(actor)


def insist_on_answer(answer: Answer) -> None:
    """Denied with the reason of a no."""
    if not answer:
        raise Denied(answer.reason)


def insist_on_access(actor: Actor) -> None:
    """Denied for whoever has no use for the ledger."""
    if not (actor.has(policy.WATCH) or actor.has(policy.OWN)):
        policy.insist(actor, policy.WATCH)


def insist_on_budgets(actor: Actor) -> None:
    """Denied for whoever has no budget to see: officials of a place, and departments."""
    policy.insist(actor, policy.BUDGETS)


def insist_on_baseline_place(actor: Actor, place: str) -> None:
    """Errors: Denied, NotFound for a place that no baseline can be brought for."""
    if place not in dict(places(actor)):
        raise NotFound(policy.OUTSIDE)


def places(actor: Actor) -> list[tuple[str, str]]:
    """The own place and those directly below: for which a baseline can be brought."""
    policy.insist(actor, policy.BASELINE)
    home = policy.home(actor)
    level = policy.level_of(home)
    levels = list(Level)
    below = orgs.units_below(home, levels[levels.index(level) + 1]) if level else []
    return [(home, orgs.unit(home).name), *((unit.path, unit.name) for unit in below)]
