"""Clocks of the flow in Chinese working days, each able to say how it was counted."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from qingshe.kernel.workdays import Count, Workdays
from qingshe.kernel.workflow import Labelled


class ClockState(Labelled):
    RUNNING = "running", "计时中"
    PAUSED = "paused", "暂停计时"
    NEAR = "near", "即将到期"
    OVER = "over", "已超期"


@dataclass(frozen=True, slots=True)
class Clock:
    """One legal period: `length` working days after `start`, prolonged by the days it stood still.

    `paused` are working days it has stood still; `halted_on` is the day it stopped, if it stands.
    """

    name: str
    start: date
    length: int
    paused: int = 0
    halted_on: date | None = None

    def count(self, workdays: Workdays) -> Count:
        """The last day, and every day counted; while it stands, as if it went on today."""
        return workdays.after(self.start, self.length + self.paused)

    def state(self, workdays: Workdays, today: date, warning: int) -> ClockState:
        """`warning` is how many working days before the end it counts as near."""
        if self.halted_on is not None:
            return ClockState.PAUSED
        left = workdays.between(today, self.count(workdays).end)
        if left < 0 or today > self.count(workdays).end:
            return ClockState.OVER
        return ClockState.NEAR if left <= warning else ClockState.RUNNING

    def left(self, workdays: Workdays, today: date) -> int:
        """Working days left after today; negative when it is over; fixed while it stands still."""
        return workdays.between(self.halted_on or today, self.count(workdays).end)

    def explained(self, workdays: Workdays) -> tuple[str, ...]:
        """How the end was reached, line by line, for whoever doubts it."""
        count = self.count(workdays)
        lines = [
            f"{self.name}：{self.length} 个工作日，自 {self.start} 次日起算（起始日不计入）。",
            *([f"停止计时 {self.paused} 个工作日，期限顺延。"] if self.paused else []),
            *([f"自 {self.halted_on} 起停止计时。"] if self.halted_on else []),
            f"其间 {len(count.skipped)} 天为周末或法定节假日，不计入。",
            f"最后一日为 {count.end}。",
        ]
        if count.is_provisional:
            years = "、".join(map(str, count.provisional_years))
            lines.append(f"{years} 年放假安排尚未录入，暂按周一至周五计算，录入后自动更正。")
        return tuple(lines)


def paused_days(workdays: Workdays, halted_on: date, resumed_on: date) -> int:
    """Working days a clock stood still: those after it stopped, up to the day it went on."""
    return max(0, workdays.between(halted_on, resumed_on))


def add_months(day: date, months: int) -> date:
    """The same day some months later, or the last of the month where there is no such day.

    29 February 2028 and 12 months is 28 February 2029 (民法典第二百零二条：月末日为到期日).
    """
    at = day.year * 12 + day.month - 1 + months
    year, month = divmod(at, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day(start: date, months: int) -> date:
    """The last day of a period of some months that begins with `start`.

    Where a month has no such day its last one counts: a year from 29 February 2028 ends on
    28 February 2029 (民法典第二百零二条), a year from 1 March 2027 on 29 February 2028.
    """
    before = start - timedelta(days=1)
    return max(add_months(start, months) - timedelta(days=1), add_months(before, months))


def as_long(first: date, last: date, start: date) -> date:
    """The last day of a period from `start` that is as long as the one from `first` to `last`.

    What lasted whole months lasts as many again, with or without a leap day in it.
    """
    months = (last.year - first.year) * 12 + last.month - first.month
    whole = [one for one in (months, months + 1) if one and last_day(first, one) == last]
    return last_day(start, whole[0]) if whole else start + (last - first)
