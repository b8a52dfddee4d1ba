"""Budgets of minutes (负担预算): what is left, and what to say when it is not enough."""

from dataclasses import dataclass

from .vocabulary import BudgetMode

MINUTES = 60
FROM_TEN_HOURS = 100  # tenths; from here on they tell nothing
LARGEST = 600_000_000  # minutes: ten million hours a year, more than any city works
OUR_CHOICE = "没有找到公布的做法，为本系统取值（先提醒、后硬控），请本市研究确定。"


@dataclass(frozen=True, slots=True)
class Budget:
    """A department's budget of a year in minutes and what is booked of it; None: nobody set one."""

    year: int
    minutes: int | None
    used: int
    mode: BudgetMode

    @property
    def left(self) -> int | None:
        """Minutes left, below zero when more is booked than was set."""
        return None if self.minutes is None else self.minutes - self.used

    @property
    def is_hard(self) -> bool:
        return self.mode is BudgetMode.HARD

    def excess(self, more: int) -> int:
        """By how many minutes it would be exceeded if so many more were booked; 0 if not."""
        return 0 if self.left is None else max(0, more - max(self.left, 0))

    def words(self, more: int = 0) -> str:
        """Where the budget stands, with its base: 预算 1,000 小时，已用 950 小时，剩 50 小时。"""
        if self.minutes is None or self.left is None:
            return f"{self.year} 年没有核定本部门的负担预算；已下达 {hours(self.used)}。"
        stands = (
            f"{self.year} 年负担预算 {hours(self.minutes)}，已用 {hours(self.used)}，"
            f"{'剩' if self.left >= 0 else '超出'} {hours(abs(self.left))}"
        )
        if not more:
            return f"{stands}。"
        over = self.excess(more)
        ending = f"超出 {hours(over)}" if over else f"用后剩 {hours(self.left - more)}"
        return f"{stands}；这次要 {hours(more)}，{ending}。"


WAY_OUT = "可以缩小范围、减少次数或用时，取消本部门别的事项，或请领导小组调整预算。"


def refusal(budget: Budget, more: int) -> str:
    """Why a demand of so many minutes cannot be issued under a hard budget; "" when it can."""
    if not budget.is_hard or not budget.excess(more):
        return ""
    return f"超出负担预算，不得下达。{budget.words(more)}{WAY_OUT}"


def warning(budget: Budget, more: int) -> str:
    """What to say before issuing above a soft budget; "" when it is within."""
    if budget.is_hard or not budget.excess(more):
        return ""
    return f"超出负担预算。{budget.words(more)}仍可下达，超出部分会登记并公布。"


def hours(minutes: int) -> str:
    """Minutes as people read them, rounded half up: 9,630 小时, 4.5 小时, 40 分钟."""
    if abs(minutes) < MINUTES:
        return f"{minutes} 分钟"
    tenths = (abs(minutes) * 10 + MINUTES // 2) // MINUTES
    sign = "-" if minutes < 0 else ""
    if tenths >= FROM_TEN_HOURS or tenths % 10 == 0:
        return f"{sign}{whole_hours(abs(minutes)):,} 小时"
    return f"{sign}{tenths // 10}.{tenths % 10} 小时"


def whole_hours(minutes: int) -> int:
    """Hours, rounded half up."""
    return (minutes + MINUTES // 2) // MINUTES
