from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingshe.foundation.calendar.arrangements import published
from qingshe.foundation.notices.rules import (
    LONGEST_REST,
    PAUSES,
    Hours,
    masked,
    next_try,
    rest,
)
from qingshe.kernel.errors import Invalid
from qingshe.kernel.workdays import Workdays

HERE = ZoneInfo("Asia/Shanghai")
DAYS = Workdays.of({day: on for year in published().values() for day, on in year.days.items()})
HOURS = Hours()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HERE)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-09-22 10:00", "2026-09-22 10:00"),
        ("2026-09-22 18:00", "2026-09-23 08:00"),
        ("2026-09-22 07:59", "2026-09-22 08:00"),
        ("2026-08-07 18:30", "2026-08-10 08:00"),  # a Friday evening
        ("2026-09-30 19:00", "2026-10-08 08:00"),  # before the National Day
        ("2026-10-10 09:00", "2026-10-10 09:00"),  # a Saturday on which people work
        ("2025-12-31 20:00", "2026-01-04 08:00"),  # a Sunday made up for 2 January
    ],
)
def test_what_comes_in_quiet_hours_waits_for_the_next_working_morning(now: str, opens: str) -> None:
    assert HOURS.opens(at(now), DAYS) == at(opens)


moments = st.integers(0, 6 * 365 * 24 * 60).map(
    lambda minutes: at("2024-01-01 00:00") + timedelta(minutes=minutes)
)
clock = st.integers(0, 24 * 60 - 1).map(lambda minute: time(minute // 60, minute % 60))


@given(moments, clock, clock)
def test_the_moment_that_opens_is_never_quiet_and_never_past(
    moment: datetime, one: time, other: time
) -> None:
    ends, begins = sorted((one, other))
    if ends == begins:
        return
    opens = Hours(begins, ends, ends).opens(moment, DAYS)
    assert opens >= moment
    assert not Hours(begins, ends, ends).is_quiet(opens, DAYS)


@pytest.mark.parametrize(
    ("begins", "ends", "digest"), [("08:00", "18:00", "09:00"), ("18:00", "08:00", "18:00")]
)
def test_hours_that_leave_no_day_are_refused(begins: str, ends: str, digest: str) -> None:
    with pytest.raises(Invalid):
        Hours(*map(time.fromisoformat, (begins, ends, digest))).check()


def test_pauses_grow_and_end() -> None:
    assert list(PAUSES) == sorted(set(PAUSES))
    assert next_try(1) == timedelta(minutes=1)
    assert next_try(len(PAUSES) + 1) is None


@given(st.integers(1, 10_000))
def test_a_channel_rests_longer_and_at_most_an_hour(failures: int) -> None:
    assert rest(failures) <= rest(failures + 1) <= LONGEST_REST


@pytest.mark.parametrize(
    ("channel", "value", "shown"),
    [
        ("sms", "13812345678", "138****5678"),
        ("email", "li@example.org", "l***@example.org"),
        ("feishu", "李主任", "****"),
    ],
)
def test_others_see_only_the_ends_of_an_address(channel: str, value: str, shown: str) -> None:
    assert masked(channel, value) == shown
