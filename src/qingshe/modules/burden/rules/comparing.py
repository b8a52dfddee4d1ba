"""Before and after (前后对比): percentages computed from two counts, and honest where one lacks."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Compared:
    """A count before and after; None where nobody counted."""

    before: int | None
    after: int | None

    @property
    def fall(self) -> Fraction | None:
        """How much less it is, 0.41 for 41 %; below zero when it grew; None when it is unknown."""
        if not self.before or self.after is None:
            return None
        return Fraction(self.before - self.after, self.before)

    def words(self, unit: str) -> str:
        """With its base, as screens say it: 比底数少 41.0%（1,377 → 812 次）."""
        if self.before is None:
            return "没有底数"
        if self.after is None:
            return f"底数 {self.before:,} {unit}，还没有现在的数"
        counts = f"（{self.before:,} → {self.after:,} {unit}）"
        if self.fall is None:
            return f"底数为零{counts}"
        if not self.fall:
            return f"与底数持平{counts}"
        return f"比底数{'少' if self.fall > 0 else '多'} {percent(abs(self.fall))}{counts}"


def percent(share: Fraction) -> str:
    """One decimal, rounded half up: 41.0%."""
    tenths = int(share * 1000 + Fraction(1, 2))
    return f"{tenths // 10}.{tenths % 10}%"


def twelve_months(year: int, today: date) -> tuple[date, date]:
    """First and last month (first days) of a year's worth to set beside a yearly count.

    A year that is over: January to December; the running one: the last twelve full months, because
    part of a year beside a whole one would look like a saving.
    """
    if year < today.year:
        return date(year, 1, 1), date(year, MONTHS, 1)
    last = shifted(today.replace(day=1), -1)
    return shifted(last, 1 - MONTHS), last


def shifted(month: date, months: int) -> date:
    """The first day of the month so many months later."""
    count = month.year * MONTHS + month.month - 1 + months
    return date(count // MONTHS, count % MONTHS + 1, 1)
