from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingshe.modules.burden import rules
from qingshe.modules.burden.rules import (
    NONE,
    NOTHING,
    SAVINGS,
    SEVEN,
    Budget,
    BudgetMode,
    Cause,
    Compared,
    Kind,
    Share,
    Sums,
    Yearly,
)

COUNTS = st.integers(0, 20_000)
YEARLY = st.builds(Yearly, COUNTS, COUNTS, COUNTS)
SHARES = st.builds(
    Share,
    st.just("/14/04/03/001/003/"),
    st.integers(0, 1000),
    st.none() | st.integers(0, 1000),
    st.sampled_from([None, Cause.CANCELLED, Cause.RELEASED]),
)


class TestEffects:
    @given(YEARLY, YEARLY)
    def test_add_up_to_the_change(self, before: Yearly, after: Yearly) -> None:
        assert sum(rules.effects(before, after).values()) == after.total - before.total

    @given(COUNTS, COUNTS, COUNTS, COUNTS)
    def test_a_new_estimate_alone_is_never_a_saving(
        self, communities: int, times: int, minutes: int, other: int
    ) -> None:
        before, after = Yearly(communities, times, minutes), Yearly(communities, times, other)
        assert not SAVINGS & set(rules.effects(before, after))

    @given(YEARLY, YEARLY, COUNTS)
    def test_savings_do_not_depend_on_the_new_estimate(
        self, before: Yearly, after: Yearly, other: int
    ) -> None:
        told = rules.effects(before, after)
        retold = rules.effects(before, Yearly(after.communities, after.times, other))
        assert [told.get(cause) for cause in (Cause.SCOPE, Cause.FREQUENCY)] == [
            retold.get(cause) for cause in (Cause.SCOPE, Cause.FREQUENCY)
        ]

    def test_are_each_named(self) -> None:
        told = rules.effects(Yearly(100, 12, 30), Yearly(80, 4, 20))
        assert told == {
            Cause.SCOPE: -20 * 12 * 30,
            Cause.FREQUENCY: -80 * 8 * 30,
            Cause.RE_ESTIMATED: -80 * 4 * 10,
        }

    def test_of_nothing_are_none(self) -> None:
        assert rules.effects(NONE, NONE) == {}


class TestBooking:
    @given(st.lists(SHARES, min_size=1, max_size=8))
    def test_adds_up_to_what_the_share_is_worth(self, history: list[Share]) -> None:
        booked = None
        for share in history:
            found = [amount for _, amount in rules.missing(booked, share)]
            booked = sum(found, booked or NOTHING)
            assert booked == rules.worth(share)

    @given(SHARES)
    def test_finds_nothing_missing_the_second_time(self, share: Share) -> None:
        assert not list(rules.missing(rules.worth(share), share))

    def test_of_a_higher_estimate_is_called_re_estimated(self) -> None:
        found = dict(rules.missing(Sums(1, 30), Share("/14/", 45)))
        assert found == {Cause.RE_ESTIMATED: Sums(estimated=15)}

    def test_of_observed_minutes_leaves_the_estimate(self) -> None:
        found = dict(rules.missing(Sums(1, 30), Share("/14/", 30, observed=50)))
        assert found == {Cause.OBSERVED: Sums(0, 0, 1, 50, 30)}

    def test_of_what_was_gone_before_the_ledger_heard_shows_both(self) -> None:
        found = dict(rules.missing(None, Share("/14/", 30, gone=Cause.CANCELLED)))
        assert found == {Cause.ISSUED: Sums(1, 30), Cause.CANCELLED: Sums(-1, -30)}

    def test_of_what_is_gone_takes_all_back_with_its_cause(self) -> None:
        found = dict(rules.missing(Sums(1, 30), Share("/14/", 30, gone=Cause.CANCELLED)))
        assert found == {Cause.CANCELLED: Sums(-1, -30)}


class TestBudget:
    BUDGET = Budget(2025, 600, 540, BudgetMode.HARD)

    def test_within_nothing_is_said(self) -> None:
        assert rules.refusal(self.BUDGET, 60) == rules.warning(self.BUDGET, 60) == ""

    def test_a_hard_one_refuses_with_the_sums_and_a_way_out(self) -> None:
        said = rules.refusal(self.BUDGET, 90)
        assert "预算 10 小时，已用 9 小时，剩 1 小时" in said
        assert "超出 30 分钟" in said
        assert "请领导小组调整预算" in said

    def test_a_soft_one_only_warns(self) -> None:
        soft = Budget(2025, 600, 540, BudgetMode.SOFT)
        assert rules.refusal(soft, 90) == ""
        assert "仍可下达" in rules.warning(soft, 90)

    def test_that_nobody_set_refuses_nothing(self) -> None:
        assert rules.refusal(Budget(2025, None, 540, BudgetMode.HARD), 10**9) == ""

    def test_what_is_above_already_is_not_counted_again(self) -> None:
        assert Budget(2025, 600, 700, BudgetMode.SOFT).excess(30) == 30

    @pytest.mark.parametrize(
        ("minutes", "words"),
        [(0, "0 分钟"), (59, "59 分钟"), (60, "1 小时"), (270, "4.5 小时"), (577_800, "9,630 小时"),
         (597, "10 小时"), (-90, "-1.5 小时"), (629, "10 小时"), (630, "11 小时")],
    )  # fmt: skip
    def test_hours_are_said_as_people_say_them(self, minutes: int, words: str) -> None:
        assert rules.hours(minutes) == words


class TestComparison:
    def test_is_said_with_its_base(self) -> None:
        assert Compared(1377, 812).words("次") == "比底数少 41.0%（1,377 → 812 次）"

    def test_of_more_says_more(self) -> None:
        assert Compared(100, 101).words("项") == "比底数多 1.0%（100 → 101 项）"

    def test_says_when_nobody_counted(self) -> None:
        assert Compared(None, 812).words("次") == "没有底数"

    def test_of_nothing_before_has_no_percentage(self) -> None:
        assert Compared(0, 5).words("次") == "底数为零（0 → 5 次）"

    def test_of_a_running_year_takes_the_last_twelve_full_months(self) -> None:
        assert rules.twelve_months(2025, date(2025, 9, 1)) == (date(2024, 9, 1), date(2025, 8, 1))

    def test_of_a_past_year_takes_its_months(self) -> None:
        assert rules.twelve_months(2024, date(2025, 9, 1)) == (date(2024, 1, 1), date(2024, 12, 1))


def test_every_kind_is_one_of_the_seven() -> None:
    assert set(SEVEN) == set(Kind)
