"""Budgets, what is used of them, and the rule for what is above."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Max, QuerySet, Sum

from qingshe.foundation.access import above
from qingshe.kernel.actor import Actor
from qingshe.kernel.divisions import territory
from qingshe.modules.burden import policy
from qingshe.modules.burden.models import BudgetRule, BurdenBudget, BurdenTotal
from qingshe.modules.burden.rules import Budget, BudgetMode, BudgetState

ROOT = "/"  # where the sums of everything are


def budget_of(department: str, year: int, on: date) -> Budget:
    """The budget of a department, what is booked of it, and what happens above; three queries."""
    return _budget(department, year, on, current(department, year))


def held(department: str, year: int, on: date) -> Budget | None:
    """The same, with the row held until the transaction ends: of two issuers one comes second.

    None, after one query, where nobody set a budget.
    """
    rows = BurdenBudget.objects.select_for_update().filter(
        department=department, year=year, state=BudgetState.IN_FORCE
    )
    budget = rows.first()
    return _budget(department, year, on, budget) if budget else None


def in_force(departments: Collection[str], year: int, on: date) -> Mapping[str, Budget]:
    """The budgets of those departments that have one, without what is used; two queries."""
    found = list(
        BurdenBudget.objects.filter(
            department__in=departments, year=year, state=BudgetState.IN_FORCE
        )
    )
    modes = {place: mode_at(place, on) for place in {one.place for one in found}}
    return {one.department: Budget(year, one.minutes, 0, modes[one.place]) for one in found}


def used(department: str, year: int) -> int:
    """Minutes that a department has placed on communities in a year, as estimated."""
    rows = BurdenTotal.objects.filter(
        place=ROOT,
        source__department=department,
        source__month__gte=date(year, 1, 1),
        source__month__lte=date(year, 12, 1),
    )
    return rows.aggregate(total=Sum("estimated"))["total"] or 0


def used_by_all(departments: Collection[str], year: int) -> Mapping[str, int]:
    """The same for many, one query; who placed nothing is left out."""
    rows = BurdenTotal.objects.filter(
        place=ROOT,
        source__department__in=departments,
        source__month__gte=date(year, 1, 1),
        source__month__lte=date(year, 12, 1),
    )
    summed = rows.values("source__department").annotate(total=Sum("estimated")).order_by()
    return dict(summed.values_list("source__department", "total"))


def mode_at(place: str, on: date) -> BudgetMode:
    """Hard or soft at a place: its own last rule, else that of the nearest above, else soft."""
    found = BudgetRule.objects.filter(above("place", place), effective_from__lte=on)
    nearest = max(found, key=lambda one: (len(one.place), one.number), default=None)
    return BudgetMode(nearest.mode) if nearest else BudgetMode.SOFT


def current(department: str, year: int) -> BurdenBudget | None:
    return BurdenBudget.objects.filter(
        department=department, year=year, state=BudgetState.IN_FORCE
    ).first()


def last_number(department: str, year: int) -> int:
    found = BurdenBudget.objects.filter(department=department, year=year)
    return found.aggregate(last=Max("number"))["last"] or 0


def visible_to(actor: Actor) -> QuerySet[BurdenBudget]:
    """Budgets and their history, the newest first."""
    seen = BurdenBudget.objects.filter(policy.scope_of_budgets(actor))
    return seen.order_by("-year", "department", "-number")


def rule_in_force(place: str) -> BudgetRule | None:
    return BudgetRule.objects.filter(place=place, state=BudgetState.IN_FORCE).first()


def last_rule_number(place: str) -> int:
    return BudgetRule.objects.filter(place=place).aggregate(last=Max("number"))["last"] or 0


def rules_at(place: str) -> QuerySet[BudgetRule]:
    """What a place and those above it decided, the newest first."""
    return BudgetRule.objects.filter(above("place", place)).order_by("-place", "-number")


def _budget(department: str, year: int, on: date, budget: BurdenBudget | None) -> Budget:
    mode = mode_at(territory(department), on)
    return Budget(year, budget.minutes if budget else None, used(department, year), mode)
