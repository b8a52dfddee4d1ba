"""Who may see and decide what of the burden ledger, its budgets and its baseline."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Q

from qingshe.foundation.access import NOTHING, below
from qingshe.kernel.actor import Actor
from qingshe.kernel.answer import YES, Answer, no
from qingshe.kernel.divisions import Level, territory
from qingshe.kernel.errors import Denied, NotFound
from qingshe.kernel.roles import Role
from qingshe.kernel.workflow import Transition

from . import rules
from .models import Baseline, BudgetRule, BurdenBudget, BurdenChange

WATCH, OWN = "burden.watch", "burden.own"
BUDGETS, BUDGET = "burden.budgets", "burden.budget"
CHANGE, BASELINE = "burden.change", "burden.baseline"
OFFICIALS = frozenset({Role.GATEKEEPER, Role.LEADER, Role.SUPERVISOR})

GRANTS: Mapping[str, frozenset[Role]] = {
    WATCH: OFFICIALS | {Role.STREET, Role.WORKER, Role.HEAD},
    OWN: frozenset({Role.DEPARTMENT}),
    BUDGETS: OFFICIALS | {Role.DEPARTMENT},
    BUDGET: frozenset({Role.LEADER}),
    CHANGE: frozenset({Role.GATEKEEPER}),
    BASELINE: frozenset({Role.GATEKEEPER}),
}
_DEPTHS = {level: depth for depth, level in enumerate(Level, start=1)}
_WHOSE = {
    WATCH: "由社区、街道、领导小组及其办公室、督查室查看。",
    OWN: "由职能部门查看。",
    BUDGETS: "由部门、领导小组及其办公室和督查室查看。",
    BUDGET: "由领导小组核定。",
    CHANGE: "由领导小组办公室登记。",
    BASELINE: "由领导小组办公室维护。",
}
OUTSIDE = "没有这个地方，或不在您的范围内。"


def depth(path: str) -> int:
    """How many steps from the root: 2 for a city, 5 for a community."""
    return len(path.strip("/").split("/")) if path != "/" else 0


def level_of(path: str) -> Level | None:
    """The level of a place; None for the root."""
    return next((level for level, steps in _DEPTHS.items() if steps == depth(path)), None)


def department_of(actor: Actor) -> str:
    """The one department whose minutes this actor sees; "" for whoever sees all."""
    return actor.unit if actor.has(OWN) and not actor.has(WATCH) else ""


def insist_on_place(actor: Actor, place: str) -> None:
    """NotFound for a place whose minutes this actor may not see.

    Who watches sees its place and what lies below; a department its own minutes in the places it
    works for. Errors: Denied for whoever has no use for the ledger.
    """
    if not (actor.has(WATCH) or actor.has(OWN)):
        raise Denied(_WHOSE[WATCH])
    if not place.startswith(territory(actor.unit)):
        raise NotFound(OUTSIDE)


def insist_on_public(place: str) -> None:
    """NotFound for what is smaller than a county: the public page names no community."""
    if depth(place) > _DEPTHS[Level.COUNTY]:
        raise NotFound(OUTSIDE)


def scope_of_changes(actor: Actor) -> Q:
    """Yearly changes: a department's own; others those decided at their place, above or below."""
    if actor.has(WATCH):
        return below("place", territory(actor.unit)) | Q(place__in=_above(actor))
    return Q(department=actor.unit) if actor.has(OWN) else NOTHING


def scope_of_budgets(actor: Actor) -> Q:
    """Budgets: a department sees its own, the officials of a place those set there and below."""
    if actor.has(OWN) and not actor.has(WATCH):
        return Q(department=actor.unit)
    return below("place", territory(actor.unit)) if actor.has(BUDGETS) else NOTHING


def scope_of_baselines(actor: Actor) -> Q:
    """Baselines: those of the own place, of the places below it and above it."""
    if not (actor.has(WATCH) or actor.has(OWN)):
        return NOTHING
    return below("place", territory(actor.unit)) | Q(place__in=_above(actor))


def _above(actor: Actor) -> list[str]:
    steps = territory(actor.unit).strip("/").split("/")
    return ["/" + "/".join(steps[: n + 1]) + "/" for n in range(len(steps))]


def insist(actor: Actor, grant: str) -> None:
    """Denied, with whose page it is."""
    if not actor.has(grant):
        raise Denied(_WHOSE[grant])


def home(actor: Actor) -> str:
    """The place an actor works for."""
    return territory(actor.unit)


def may_set_budget(actor: Actor, budget: BurdenBudget) -> Answer:
    """The leading group of the place that the department hangs on."""
    if not actor.has(BUDGET):
        return no(_WHOSE[BUDGET])
    is_own = budget.place == home(actor) == territory(budget.department)
    return YES if is_own else no("由该部门所在级别的领导小组核定。")


def may_set_rule(actor: Actor, rule: BudgetRule) -> Answer:
    if not actor.has(BUDGET):
        return no(_WHOSE[BUDGET])
    return YES if rule.place == home(actor) else no("由本级领导小组设定。")


def may_book_change(actor: Actor, change: BurdenChange) -> Answer:
    if not actor.has(CHANGE):
        return no(_WHOSE[CHANGE])
    return YES if change.place == home(actor) else no("由本级领导小组办公室登记。")


def may_take_back(actor: Actor, change: BurdenChange) -> Answer:
    """What the office booked; what the system saw in a permit or list follows these."""
    if not change.is_by_hand:
        return no("由系统按许可或清单登记，许可、清单改了会自己再记一笔，不能冲销。")
    return may_book_change(actor, change)


def may_keep_baseline(actor: Actor, baseline: Baseline) -> Answer:
    if not actor.has(BASELINE):
        return no(_WHOSE[BASELINE])
    return YES if baseline.place.startswith(home(actor)) else no("由当地领导小组办公室维护。")


MAY: Mapping[Transition, Callable[[Actor, Any], Answer]] = {
    rules.BOOK_CHANGE: may_book_change,
    rules.TAKE_BACK_CHANGE: may_take_back,
    rules.SET_BUDGET: may_set_budget,
    rules.SUPERSEDE_BUDGET: may_set_budget,
    rules.SET_BUDGET_RULE: may_set_rule,
    rules.SUPERSEDE_BUDGET_RULE: may_set_rule,
    rules.UPLOAD_BASELINE: may_keep_baseline,
    rules.ADOPT_BASELINE: may_keep_baseline,
    rules.DROP_BASELINE: may_keep_baseline,
    rules.SUPERSEDE_BASELINE: may_keep_baseline,
}
