"""How demands may come (下达规矩): notice, hours, frequency, and how soon a refusal is ruled on."""

from dataclasses import dataclass
from datetime import date, datetime

from qingshe.kernel.workdays import Count, Workdays

from .vocabulary import Ground

LAST_YEAR = 2  # years ahead; nobody knows the holidays of a year further away


@dataclass(frozen=True, slots=True)
class Limits:
    """What the city has set; the defaults are those of the admission parameters.

    `min_notice_wd`, `ruling_days_wd`: working days. `work_begins`, `work_ends`: hours of the day.
    `grounds`: codes of the grounds on which a community may refuse; `may_street_refuse` whether
    its street may do so for it (自贡市: 街道和社区都可以拒绝).
    No paper gives these numbers; that off-hours and sudden demands are a burden is said in 县级
    行动计划二（八）, and the city decides.
    """

    min_notice_wd: int = 3
    ruling_days_wd: int = 3
    most_times_a_year: int = 12
    work_begins: int = 8
    work_ends: int = 18
    grounds: tuple[str, ...] = tuple(Ground)
    may_street_refuse: bool = True

    def is_working_hour(self, moment: datetime, workdays: Workdays) -> bool:
        """Whether a local moment lies in working hours of a working day."""
        in_hours = self.work_begins <= moment.hour < self.work_ends
        return in_hours and workdays.is_workday(moment.date())

    @property
    def hours(self) -> str:
        return f"{self.work_begins}:00 至 {self.work_ends}:00"


def notice_given(issued: date, due: date, workdays: Workdays) -> int:
    """How many working days a community has, the day of issue not counted."""
    return workdays.between(issued, due)


def ruling_due(lodged: date, limits: Limits, workdays: Workdays) -> Count:
    """By when a refusal has to be ruled on, and how that was counted."""
    return workdays.after(lodged, limits.ruling_days_wd)


def clock_words(lodged: date, count: Count) -> str:
    """How the day of a clock was found: shown beside the clock."""
    days = "、".join(_day(day) for day in count.counted)
    words = f"{_day(lodged)}提出，次日起算 {len(count.counted)} 个工作日（{days}）"
    if count.skipped:
        words += f"，其中 {len(count.skipped)} 天休息日不计"
    if count.is_provisional:
        words += f"；{provisional_words(count.provisional_years)}"
    return f"{words}。"


def provisional_words(years: tuple[int, ...]) -> str:
    """That a count rests on a year without a published holiday table."""
    named = "、".join(map(str, years))
    return f"{named} 年放假安排尚未公布，暂按周一至周五计算"


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
