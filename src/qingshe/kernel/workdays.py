"""Chinese working days: statutory holidays off, make-up weekends on.

Source of the table: the yearly notice 国务院办公厅关于部分节假日安排的通知, published each November
for the year to come. A year without a table is counted Monday to Friday, and every result
that rests on it says so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

SATURDAY = 5
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Count:
    """A date reached by counting working days, and how it was counted."""

    end: date
    counted: tuple[date, ...]  # the working days that were counted, the last is `end`
    skipped: tuple[date, ...]  # the days off on the way
    provisional_years: tuple[int, ...]  # years counted without a published table

    @property
    def is_provisional(self) -> bool:
        return bool(self.provisional_years)


@dataclass(frozen=True, slots=True)
class Workdays:
    """The published exceptions: `off` are holidays, `on` are make-up days; both by year."""

    off: frozenset[date] = frozenset()
    on: frozenset[date] = frozenset()
    years: frozenset[int] = field(default=frozenset())

    @classmethod
    def of(cls, days: Mapping[date, bool]) -> "Workdays":
        """From a table {day: is it a working day}."""
        return cls(
            off=frozenset(day for day, works in days.items() if not works),
            on=frozenset(day for day, works in days.items() if works),
            years=frozenset(day.year for day in days),
        )

    def is_workday(self, day: date) -> bool:
        if day in self.on:
            return True
        return day not in self.off and day.weekday() < SATURDAY

    def after(self, start: date, days: int) -> Count:
        """The `days`-th working day after `start`; the day of `start` itself is not counted.

        (期间开始之日不计入期间, as in civil procedure.) With 0 days the end is `start`.
        """
        counted: list[date] = []
        skipped: list[date] = []
        for day in self._days_after(start):
            if len(counted) >= days:
                break
            (counted if self.is_workday(day) else skipped).append(day)
        seen = {start.year, *(day.year for day in (*counted, *skipped))}
        return Count(
            end=counted[-1] if counted else start,
            counted=tuple(counted),
            skipped=tuple(skipped),
            provisional_years=tuple(sorted(seen - self.years)),
        )

    def before(self, end: date, days: int) -> date:
        """The working day that leaves exactly `days` working days up to and including `end`.

        So a notice sent on it gives that many days, the day of sending not counted.
        """
        day = end
        while self.between(day, end) < days or not self.is_workday(day):
            day -= DAY
        return day

    def between(self, start: date, end: date) -> int:
        """How many working days lie after `start` up to and including `end`; negative if late."""
        if end < start:
            return -self.between(end, start)
        return sum(self.is_workday(start + n * DAY) for n in range(1, (end - start).days + 1))

    @staticmethod
    def _days_after(start: date) -> Iterator[date]:
        day = start
        while True:
            day += DAY
            yield day
