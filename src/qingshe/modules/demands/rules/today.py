"""The first line of a community's day (今日), and the line after a refusal."""

from dataclasses import dataclass
from datetime import date

from .limits import Limits

ROUND = (5, 10, 20, 30, 60, 120)  # minutes


@dataclass(frozen=True, slots=True)
class Load:
    """What lies before a community: counts and minutes; `refusable` can be sent back."""

    today: int
    minutes_today: int
    week: int
    refusable: int


def sentence(load: Load) -> str:
    """今天 4 件到期，约 1 小时 20 分。本周 11 件，其中 2 件可以拒收。"""
    first = "今天没有到期的事。"
    if load.today:
        minutes = f"，{in_words(load.minutes_today)}" if load.minutes_today else ""
        first = f"今天 {load.today} 件到期{minutes}。"
    week = f"本周 {load.week} 件" if load.week else "本周没有别的事"
    refusable = f"，其中 {load.refusable} 件可以拒收" if load.refusable else ""
    return f"{first}{week}{refusable}。"


def in_words(minutes: int) -> str:
    """Minutes as people say them: 80 → 约 1 小时 20 分."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"约 {rest} 分钟"
    return f"约 {hours:,} 小时 {rest} 分" if rest else f"约 {hours:,} 小时"


def usual_minutes(expected: int) -> list[int]:
    """What somebody may press to say how long it took: what was expected, and round figures."""
    return sorted({*ROUND, expected} - {0})


def after_refusing(due_on: date, limits: Limits) -> str:
    """What a community reads when it has sent something back."""
    return (
        f"已拒收，转领导小组办公室裁定，{limits.ruling_days_wd} 个工作日内"
        f"（{due_on.month}月{due_on.day}日前）答复。拒收不计入对社区的任何考核。"
    )


def due_words(due_on: date, today: date) -> str:
    """When something is due, seen from today: 今天到期, 明天, 11月25日, 原定11月20日."""
    if due_on == today:
        return "今天到期"
    if (due_on - today).days == 1:
        return "明天到期"
    words = f"{due_on.month}月{due_on.day}日"
    return f"{words}到期" if due_on > today else f"原定{words}"
