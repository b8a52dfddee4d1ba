"""Percentages come from counts, and stand beside them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingshe.modules.insight import rules

COUNTS = st.integers(min_value=0, max_value=10**9)


def test_a_change_is_said_with_its_base() -> None:
    assert rules.against(1377, 812, "底数", "次") == "比底数少 41.0%（1,377 → 812 次）"
    assert rules.against(100, 103, "去年同期") == "比去年同期多 3.0%（100 → 103 小时）"
    assert rules.against(7, 7, "底数", "项") == "与底数持平（7 → 7 项）"


def test_without_a_base_there_is_no_percentage() -> None:
    assert rules.against(0, 5, "去年同期") == "去年同期没有可比的数"
    assert rules.per_cent(3, 0) is None
    assert rules.change(None, 5) is None


@pytest.mark.parametrize(
    ("before", "after", "reached"), [(1000, 600, True), (1000, 601, False), (0, 0, False)]
)
def test_the_target_is_judged_by_counts(before: int, after: int, reached: bool) -> None:
    assert rules.reaches_target(before, after) is reached


def test_a_rounded_forty_is_not_forty() -> None:
    assert rules.change(100_000, 60_001) == -40.0
    assert not rules.reaches_target(100_000, 60_001)


@given(before=COUNTS, after=COUNTS)
def test_less_is_never_called_more(before: int, after: int) -> None:
    told = rules.against(before, after, "底数")
    assert ("少" in told) <= (after < before)
    assert ("多" in told) <= (after > before)


@given(minutes=COUNTS)
def test_hours_are_never_off_by_more_than_their_last_digit(minutes: int) -> None:
    assert abs(rules.hours(minutes) * 60 - minutes) <= 3.0001
