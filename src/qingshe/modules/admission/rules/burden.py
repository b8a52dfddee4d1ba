"""What an application costs the communities, always computed from counts (负担估算)."""

from dataclasses import dataclass
from fractions import Fraction

MINUTES = 60


@dataclass(frozen=True, slots=True)
class Burden:
    """The counts an estimate rests on: minutes each time, times a year, how many communities."""

    minutes: int
    times_a_year: int
    communities: int

    @property
    def minutes_per_community(self) -> int:
        """Minutes a year one community spends on it."""
        return self.minutes * self.times_a_year

    @property
    def minutes_a_year(self) -> int:
        """Minutes a year of all communities asked."""
        return self.minutes_per_community * self.communities

    @property
    def hours_a_year(self) -> Fraction:
        """Person-hours a year over all communities asked."""
        return Fraction(self.minutes_a_year, MINUTES)

    def share(self, capacity: "Capacity") -> Fraction:
        """The part of an average community's working time it takes, 0 to 1 and more."""
        return Fraction(self.minutes_per_community, capacity.minutes_a_year)

    def exceeds(self, other: "Burden") -> bool:
        """Whether any of the counts has grown against another estimate."""
        return (
            self.minutes > other.minutes
            or self.times_a_year > other.times_a_year
            or self.communities > other.communities
        )


@dataclass(frozen=True, slots=True)
class Capacity:
    """The working time an average community has in a year.

    Assumption, said wherever a share is shown: 250 days of 8 hours for each worker; how many
    workers is the city's parameter.
    """

    workers: int
    days: int = 250
    hours: int = 8

    @property
    def minutes_a_year(self) -> int:
        return self.workers * self.days * self.hours * MINUTES

    def __str__(self) -> str:
        return f"按每社区 {self.workers} 人、每人每年 {self.days} 天、每天 {self.hours} 小时计"


def in_hours(hours: Fraction) -> str:
    """Hours as people read them, rounded half up: 9,630 小时, 4.5 小时."""
    if hours >= 10:  # below that a half hour is worth telling
        return f"{int(hours + Fraction(1, 2)):,} 小时"
    tenths = int(hours * 10 + Fraction(1, 2))
    return f"{tenths // 10}.{tenths % 10} 小时" if tenths % 10 else f"{tenths // 10} 小时"


def in_percent(share: Fraction) -> str:
    """A share with two decimals, or "不足 0.01%": 0.36%."""
    hundredths = int(share * 10_000 + Fraction(1, 2))
    if share and not hundredths:
        return "不足 0.01%"
    return f"{hundredths // 100}.{hundredths % 100:02d}%"
