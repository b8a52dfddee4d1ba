"""The same demand again and again (按期下达): the days of its rounds, and what is against them.

A permit says how often a year a thing may be asked. The rhythm is counted in months: what comes
every week is a burden that has to be issued by hand each time. A day that falls on a rest day
moves to the next working day (as periods do in 民法典 第二百零三条).
"""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import Final

from qingshe.kernel.workdays import DAY, Workdays

from .limits import LAST_YEAR, Limits
from .terms import Allowance
from .vocabulary import REGISTERED, Kind, Rhythm

LEAD_DAYS: Final = 5  # working days before the due day; two more than the least notice (our choice)
LONGEST_LEAD: Final = 30
MONTHS: Final[Mapping[Rhythm, int]] = {
    Rhythm.MONTHLY: 1,
    Rhythm.TWO_MONTHLY: 2,
    Rhythm.QUARTERLY: 3,
    Rhythm.HALF_YEARLY: 6,
    Rhythm.YEARLY: 12,
}


@dataclass(frozen=True, slots=True)
class Slot:
    """One round before it is planned: the number in the series, when it leaves, when it is due."""

    serial: int
    issue_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class Cadence:
    """What is to come again: the first due day, in which rhythm, until which day at the latest.

    `lead_wd` working days before it is due each round is issued.
    """

    first: date
    rhythm: Rhythm
    until: date
    lead_wd: int = LEAD_DAYS


def slots(cadence: Cadence, workdays: Workdays) -> list[Slot]:
    """The rounds in order, all of them up to the last day."""
    return [slot_on(serial, cadence, day, workdays) for serial, day in enumerate(_days(cadence), 1)]


def slot_on(serial: int, cadence: Cadence, day: date, workdays: Workdays) -> Slot:
    """A round that is due on a day, or on the nearest working day that is not past the last."""
    due = day
    while not workdays.is_workday(due):
        due += DAY
    if due > cadence.until:
        due = day
        while not workdays.is_workday(due):
            due -= DAY
    return Slot(serial, workdays.before(due, cadence.lead_wd), due)


def wrong_with_series(
    cadence: Cadence, kind: Kind, found: Sequence[Slot], *, today: date, limits: Limits
) -> list[str]:
    """Everything in the cadence itself that keeps it from being kept, in words."""
    return [
        *_wrong_kind(kind),
        *_wrong_cadence(cadence, found, today),
        *_wrong_lead(cadence, limits),
    ]


def wrong_with_rounds(
    found: Sequence[Slot],
    allowance: Allowance,
    *,
    today: date,
    taken: Mapping[int, int],
    limits: Limits,
) -> list[str]:
    """What the permit and the calendar have against rounds; `taken` are those of a year already."""
    most = allowance.times_a_year or limits.most_times_a_year
    return [
        *_wrong_days(found, allowance, today),
        *_wrong_frequency(found, taken, most),
    ]


def _days(cadence: Cadence) -> Iterator[date]:
    if cadence.until.year > cadence.first.year + 2 * LAST_YEAR:
        return iter(())
    return takewhile(
        lambda day: day <= cadence.until, _every(cadence.first, MONTHS[cadence.rhythm])
    )


def _every(first: date, months: int) -> Iterator[date]:
    count = first.year * 12 + first.month - 1
    while True:
        year, month = count // 12, count % 12 + 1
        yield date(year, month, min(first.day, monthrange(year, month)[1]))
        count += months


def _wrong_kind(kind: Kind) -> Iterator[str]:
    if kind in REGISTERED:
        yield f"“{kind.label}”只设一次，不能按期下达。"


def _wrong_cadence(cadence: Cadence, found: Sequence[Slot], today: date) -> Iterator[str]:
    if cadence.until.year > today.year + LAST_YEAR:
        yield f"最后一次太远：最迟到 {today.year + LAST_YEAR} 年。"
    elif len(found) < 2:
        yield "按这个安排不到两次；只有一次的，直接下达就行。"


def _wrong_lead(cadence: Cadence, limits: Limits) -> Iterator[str]:
    if not limits.min_notice_wd <= cadence.lead_wd <= LONGEST_LEAD:
        yield f"提前 {limits.min_notice_wd} 至 {LONGEST_LEAD} 个工作日下达。"


def _wrong_days(found: Sequence[Slot], allowance: Allowance, today: date) -> Iterator[str]:
    late = next((slot for slot in found if slot.issue_on <= today), None)
    if late:
        yield (
            f"{_day(late.due_on)}的一次应当在 {_day(late.issue_on)}下达，来不及安排；"
            "请改到后面，这一次可以直接下达。"
        )
    if allowance.since and found and found[0].due_on < allowance.since:
        yield f"计划安排在 {allowance.since} 以后。"
    if allowance.until and found and found[-1].due_on > allowance.until:
        yield f"最后一次超出许可有效期（至 {allowance.until}）。"


def _wrong_frequency(found: Sequence[Slot], taken: Mapping[int, int], most: int) -> Iterator[str]:
    for year, times in sorted(Counter(slot.issue_on.year for slot in found).items()):
        before = taken.get(year, 0)
        if times + before > most:
            already = f"，已经下达和安排的有 {before} 次" if before else ""
            yield f"{year} 年要下达 {times} 次{already}，每年最多 {most} 次。"


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
