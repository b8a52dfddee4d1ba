"""What the site and modules above may know of the burden ledger, and how they book in it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.utils import timezone

from .policy import GRANTS
from .queries import baselines as baseline_queries
from .queries import budgets as budget_queries
from .queries import figures
from .queries.baselines import BeforeAfter
from .queries.figures import (
    ChangeLine,
    DepartmentLine,
    EndedLine,
    ItemLine,
    KindLine,
    MonthLine,
    PlaceLine,
)
from .queries.reach import Reach, public_reach, reach
from .rules import (
    SAVINGS,
    Budget,
    BudgetMode,
    Cause,
    Compared,
    Kind,
    Measure,
    Posting,
    Seven,
    Share,
    hours,
    percent,
    refusal,
    warning,
)
from .services import budgets as budget_services
from .services import ledger

__all__ = [
    "GRANTS",
    "SAVINGS",
    "BeforeAfter",
    "Budget",
    "BudgetMode",
    "Cause",
    "ChangeLine",
    "Compared",
    "DepartmentLine",
    "EndedLine",
    "ItemLine",
    "Kind",
    "KindLine",
    "Measure",
    "MonthLine",
    "PlaceLine",
    "Posting",
    "Reach",
    "Seven",
    "Share",
    "before_after",
    "begins",
    "budget_of",
    "by_department",
    "by_kind",
    "by_month",
    "by_place",
    "cancelled",
    "changes",
    "check",
    "claim",
    "hours",
    "percent",
    "post",
    "public_reach",
    "reach",
    "rebuild",
    "refusal",
    "top_items",
    "updated_at",
    "warning",
    "years",
]
Demands = Iterable[tuple[Posting, Sequence[Share]]]


def post(posting: Posting, shares: Sequence[Share], *, on: date) -> int:
    """Book what is missing for shares of a demand; how many entries. May be run twice.

    Shares that are not given stay as they are booked. 11,000 of them take a few queries.
    """
    return ledger.post(posting, shares, on=on)


def claim(posting: Posting, shares: Sequence[Share], *, urgent: bool) -> int:
    """Book a demand that is being issued against its budget; the minutes that go beyond it.

    In the transaction of the issue: of two issuers at once the second sees what the first took.
    Without a budget it does nothing, one query. Errors: Invalid under a hard budget that does not
    suffice, unless urgent.
    """
    return budget_services.claim(posting, shares, urgent=urgent)


def budget_of(department: str, year: int) -> Budget:
    """The budget of a department in a year and what is booked of it; `words`, `left`, `excess`."""
    return budget_queries.budget_of(department, year, timezone.localdate())


def rebuild(demands: Demands, *, on: date) -> int:
    """Let the ledger say what all these demands say; how many entries were missing."""
    return ledger.rebuild(demands, on=on)


def check(demands: Demands) -> list[str]:
    """Where ledger and demands differ, in words; nothing when every minute is in its place."""
    return ledger.check(demands)


def years(reach: Reach) -> tuple[int, ...]:
    """The years with entries or a baseline, the newest first; two queries."""
    return figures.years(reach)


def begins(reach: Reach) -> date | None:
    """The first month with entries, before which nothing is known; None without any; one query."""
    return figures.begins(reach)


def by_month(reach: Reach, year: int) -> tuple[MonthLine, ...]:
    """Month by month, of the running year up to the current one; one query."""
    return figures.by_month(reach, year, timezone.localdate())


def by_department(reach: Reach, year: int) -> tuple[DepartmentLine, ...]:
    """Departments, the most minutes first, with their budgets; four queries."""
    return figures.by_department(reach, year, timezone.localdate())


def by_kind(reach: Reach, year: int) -> tuple[KindLine, ...]:
    """Kinds, the most minutes first; one query."""
    return figures.by_kind(reach, year, timezone.localdate())


def by_place(reach: Reach, year: int) -> tuple[PlaceLine, ...]:
    """The places directly below, in the order of the tree; three queries."""
    return figures.by_place(reach, year, timezone.localdate())


def top_items(reach: Reach, year: int, most: int = 20) -> tuple[ItemLine, ...]:
    """The permits and list items that took the most minutes; two queries."""
    return figures.top_items(reach, year, timezone.localdate(), most)


def changes(reach: Reach, year: int) -> tuple[ChangeLine, ...]:
    """How yearly burdens changed in a year, by cause, re-estimates apart; one query."""
    return figures.changes(reach, year)


def cancelled(reach: Reach, year: int, most: int = 50) -> tuple[EndedLine, ...]:
    """Demands of a year withdrawn or void, what they would have taken the most first."""
    return figures.cancelled(reach, year, most)


def before_after(reach: Reach, year: int) -> tuple[BeforeAfter, ...]:
    """The seven burdens beside the baseline, in things, times and hours; three queries."""
    return baseline_queries.before_after(reach, year, timezone.localdate())


def updated_at(reach: Reach) -> datetime | None:
    """When the last entry was booked, to the day; None while there is none."""
    return figures.updated_at(reach)
