from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingshe.kernel.workdays import Workdays
from qingshe.kernel.workflow import Transition
from qingshe.modules.admission import rules
from qingshe.modules.admission.rules import (
    Asked,
    Burden,
    Candidate,
    Capacity,
    Clock,
    ClockState,
    Consulted,
    Instalment,
    Limits,
    Outcome,
    Parameters,
    Setting,
    Terms,
)

FRIDAY = date(2026, 9, 25)  # 中秋; National Day follows from 1 to 7 October
AUTUMN = Workdays.of(
    {
        **{date(2026, 10, day): False for day in range(1, 8)},
        date(2026, 9, 25): False,
        date(2026, 9, 20): True,
        date(2026, 10, 10): True,
    }
)
TODAY = date(2026, 9, 14)
SETTING = Setting(rules.DEFAULTS, AUTUMN, TODAY, TODAY)
SOUND = Asked(
    request="new",
    title="参保扩面入户登记",
    kind="survey",
    actions=("help_enter",),
    other_action="",
    necessity="摸清未参保人员。",
    content="协助医保经办人员入户登记。",
    basis="《社会保险法》第五十八条",
    scope=("/14/04/",),
    duration_type="phased",
    valid_from=date(2026, 12, 1),
    valid_until=date(2027, 3, 31),
    times_per_year=4,
    minutes=45,
    powers="无",
    staffing="部门派员两名",
    money_amount=Decimal("214000"),
    money_source="市级财政",
    payments=(Instalment(date(2026, 11, 30), Decimal("214000")),),
    exit_terms="登记完成即退出",
    negative_self_check="不涉及",
    consistency_self_assessment="一致",
    contact_name="吴静",
    contact_phone="0355-2190000",
)


def problems(setting: Setting = SETTING, /, **changes: object) -> dict[str, str]:
    changed: Callable[..., Asked] = partial(replace, SOUND)
    asked = changed(**changes)
    return {one.field: one.words for one in rules.problems_of(asked, setting)}


def with_parameters(**values: object) -> Setting:
    return replace(SETTING, parameters=Parameters.of(values))


class TestAnApplication:
    def test_that_says_everything_has_no_problems(self) -> None:
        assert problems() == {}

    @pytest.mark.parametrize("field", ["title", "content", "necessity", "powers", "contact_phone"])
    def test_without_a_text_is_told_which(self, field: str) -> None:
        assert problems(**{field: " "}).keys() == {field}

    def test_without_a_basis_that_can_be_looked_up_is_not_accepted(self) -> None:
        assert "文号" in problems(basis="按照上级要求")["basis"]

    def test_says_what_the_community_does(self) -> None:
        assert "动作" in problems(actions=())["actions"]
        assert problems(actions=(), other_action="张贴告示") == {}

    def test_names_communities(self) -> None:
        assert "选择" in problems(scope=())["scope"]

    def test_does_not_end_before_it_begins(self) -> None:
        assert "早于" in problems(valid_until=date(2026, 11, 30))["valid_until"]

    def test_does_not_begin_in_the_past(self) -> None:
        past = problems(valid_from=date(2026, 9, 1), valid_until=date(2026, 9, 30))
        assert "已经过去" in past["valid_from"]

    def test_is_handed_in_30_working_days_ahead(self) -> None:
        assert "30 个工作日" in problems(valid_from=date(2026, 10, 20))["valid_from"]

    def test_for_renewal_needs_no_lead_time(self) -> None:
        start = date(2026, 9, 20)
        end = date(2026, 12, 31)
        assert problems(request="renewal", valid_from=start, valid_until=end) == {}

    @pytest.mark.parametrize("year", [1999, 2100])
    def test_of_an_absurd_year_is_refused(self, year: int) -> None:
        assert "年份" in problems(valid_until=date(year, 1, 1))["valid_from"]

    def test_lasts_no_longer_than_its_type(self) -> None:
        words = problems(duration_type="temporary")["valid_until"]
        assert words == "临时性事项一次最长 3 个月，至 2027-02-28。"

    def test_for_long_is_looked_at_every_year(self) -> None:
        until = date(2028, 3, 31)
        assert "续期" in problems(duration_type="long_term", valid_until=until)["valid_until"]

    def test_has_a_type_the_city_knows(self) -> None:
        only = with_parameters(duration_types=["temporary"])
        assert "duration_type" in problems(only)

    @pytest.mark.parametrize("times", [0, 13])
    def test_does_not_come_more_often_than_the_city_allows(self, times: int) -> None:
        assert "1 至 12" in problems(times_per_year=times)["times_per_year"]

    def test_takes_some_minutes(self) -> None:
        assert "分钟" in problems(minutes=0)["minutes"]


class TestMoney:
    @pytest.mark.parametrize(
        ("amount", "words"),
        [("-1", "负数"), ("1.005", "两位小数"), ("NaN", "数字"), ("1e12", "太大")],
    )
    def test_that_is_none_is_told_so(self, amount: str, words: str) -> None:
        assert words in problems(money_amount=Decimal(amount))["money_amount"]

    def test_has_a_source(self) -> None:
        assert "来源" in problems(money_source="")["money_source"]

    def test_planned_adds_up_to_the_amount(self) -> None:
        assert "不一致" in problems(payments=())["payments"]

    def test_comes_in_a_bearable_number_of_payments(self) -> None:
        million = (SOUND.payments[0],) * 1_000_000
        assert "最多 60 笔" in problems(payments=million)["payments"]

    def test_may_be_none_at_all(self) -> None:
        assert problems(money_amount=Decimal(0), payments=(), money_source="") == {}

    def test_is_not_paid_in_the_past_nor_below_nothing(self) -> None:
        wrong = rules.wrong_with_payment
        assert "过去" in wrong(Decimal(5), date(2026, 9, 1), TODAY)
        assert "大于零" in wrong(Decimal(0), TODAY, TODAY)
        assert "年份" in wrong(Decimal(5), date(9999, 12, 31), TODAY)
        assert wrong(Decimal("5.25"), TODAY, TODAY) == ""


class TestTheVerdictOfTheGate:
    @pytest.mark.parametrize(
        ("verdict", "words"), [("refused", "不得下达"), ("allowed", "不必申请")]
    )
    def test_other_than_needs_admission_asks_for_a_word(self, verdict: str, words: str) -> None:
        assert words in problems(verdict=verdict)["verdict_reply"]
        assert problems(verdict=verdict, verdict_reply="范围不同。") == {}

    def test_that_it_is_listed_needs_no_word_where_everything_is_applied_for(self) -> None:
        assert problems(with_parameters(standing_directory=False), verdict="allowed") == {}


class TestAnUrgentMatter:
    def wrong(self, start: date, reason: str = "防汛", **values: object) -> str:
        of = Parameters.of(values)
        return rules.wrong_with_urgent_start(start, reason, of, AUTUMN, TODAY)

    def test_goes_ahead_today(self) -> None:
        assert self.wrong(TODAY) == ""

    def test_is_registered_within_three_working_days_of_its_start(self) -> None:
        assert self.wrong(date(2026, 9, 9)) == ""
        assert "3 个工作日内补报" in self.wrong(date(2026, 9, 8))

    def test_that_has_not_begun_is_none(self) -> None:
        assert "来得及" in self.wrong(date(2026, 9, 15))

    def test_has_a_reason(self) -> None:
        assert "写明" in self.wrong(TODAY, " ")

    def test_is_none_where_the_city_knows_none(self) -> None:
        assert "没有设" in self.wrong(TODAY, urgent_track="none")

    def test_lapses_after_fifteen_days(self) -> None:
        assert rules.urgent_until(date(2026, 9, 1), rules.DEFAULTS) == date(2026, 9, 15)

    def test_has_begun_before_it_is_applied_for(self) -> None:
        begun = date(2026, 9, 14)
        until = date(2026, 9, 28)
        assert problems(urgent_from=begun, valid_from=begun, valid_until=until) == {}


class TestAClock:
    def test_leaves_out_holidays_and_counts_make_up_days(self) -> None:
        clock = Clock("征求意见", date(2026, 9, 30), 3)
        assert clock.count(AUTUMN).end == date(2026, 10, 10)

    def test_goes_on_where_it_stood(self) -> None:
        clock = Clock("决定", TODAY, 15)
        longer = replace(clock, paused=2)
        assert AUTUMN.between(clock.count(AUTUMN).end, longer.count(AUTUMN).end) == 2

    def test_that_stands_is_never_over(self) -> None:
        clock = Clock("决定", TODAY, 1, halted_on=TODAY)
        assert clock.state(AUTUMN, date(2026, 12, 1), 3) is ClockState.PAUSED
        assert clock.left(AUTUMN, date(2026, 12, 1)) == 1

    def test_warns_three_working_days_before_its_end(self) -> None:
        clock = Clock("决定", TODAY, 5)  # ends on Sunday the 20th, a working day
        assert clock.state(AUTUMN, date(2026, 9, 15), 3) is ClockState.RUNNING
        assert clock.state(AUTUMN, date(2026, 9, 16), 3) is ClockState.NEAR

    def test_is_over_the_day_after_its_end_even_if_nobody_works(self) -> None:
        clock = Clock("决定", date(2026, 9, 29), 1)
        assert clock.state(AUTUMN, date(2026, 9, 30), 3) is ClockState.NEAR
        assert clock.state(AUTUMN, date(2026, 10, 1), 3) is ClockState.OVER

    def test_explains_how_it_was_counted(self) -> None:
        told = "".join(Clock("决定", date(2026, 9, 30), 3, paused=1).explained(AUTUMN))
        assert "次日起算" in told
        assert "停止计时 1 个工作日" in told
        assert "8 天为周末或法定节假日" in told

    def test_over_a_year_without_a_table_says_it_is_provisional(self) -> None:
        told = Clock("决定", date(2026, 12, 30), 15).explained(AUTUMN)
        assert told[-1].startswith("2027 年放假安排尚未录入")

    def test_of_no_days_ends_where_it_starts(self) -> None:
        assert Clock("公示", TODAY, 0).count(AUTUMN).end == TODAY

    @given(
        st.dates(date(2025, 1, 1), date(2030, 1, 1)),
        st.integers(1, 40),
        st.integers(0, 20),
    )
    def test_prolonged_by_what_it_stood_keeps_its_length(
        self, start: date, length: int, paused: int
    ) -> None:
        end = Clock("决定", start, length, paused).count(AUTUMN).end
        assert AUTUMN.between(start, end) == length + paused

    def test_of_a_correction_stands_for_its_working_days(self) -> None:
        assert rules.paused_days(AUTUMN, date(2026, 9, 30), date(2026, 10, 9)) == 2
        assert rules.paused_days(AUTUMN, TODAY, TODAY) == 0

    def test_never_runs_backwards_when_the_day_is_set_back(self) -> None:
        before = TODAY - timedelta(days=5)
        assert rules.paused_days(AUTUMN, TODAY, before) == 0
        clock = Clock("决定", TODAY, 5)
        assert clock.state(AUTUMN, before, 3) is ClockState.RUNNING
        assert clock.left(AUTUMN, before) >= 5


class TestMonths:
    def test_from_29_february_end_on_the_last_of_february(self) -> None:
        assert rules.add_months(date(2028, 2, 29), 12) == date(2029, 2, 28)
        assert rules.add_months(date(2028, 2, 29), 48) == date(2032, 2, 29)

    @pytest.mark.parametrize(
        ("start", "months", "last"),
        [
            (date(2028, 2, 29), 12, date(2029, 2, 28)),
            (date(2028, 2, 29), 48, date(2032, 2, 28)),
            (date(2027, 3, 1), 12, date(2028, 2, 29)),
            (date(2026, 8, 31), 6, date(2027, 2, 28)),
            (date(2026, 8, 31), 1, date(2026, 9, 30)),
            (date(2027, 2, 1), 1, date(2027, 2, 28)),
            (date(2027, 1, 1), 12, date(2027, 12, 31)),
        ],
    )
    def test_that_begin_with_a_day_lose_none_of_it(
        self, start: date, months: int, last: date
    ) -> None:
        assert rules.last_day(start, months) == last

    @pytest.mark.parametrize(
        ("first", "last", "start", "until"),
        [
            (date(2027, 3, 1), date(2028, 2, 29), date(2028, 3, 1), date(2029, 2, 28)),
            (date(2027, 7, 1), date(2028, 6, 30), date(2028, 7, 1), date(2029, 6, 30)),
            (date(2028, 2, 29), date(2029, 2, 28), date(2029, 3, 1), date(2030, 2, 28)),
            (date(2026, 12, 1), date(2027, 2, 28), date(2027, 3, 1), date(2027, 5, 31)),
            (date(2026, 9, 14), date(2026, 9, 28), date(2026, 9, 29), date(2026, 10, 13)),
        ],
    )
    def test_are_as_many_when_something_is_renewed(
        self, first: date, last: date, start: date, until: date
    ) -> None:
        assert rules.as_long(first, last, start) == until

    def test_from_the_31st_end_on_the_last_of_the_month(self) -> None:
        assert rules.add_months(date(2026, 8, 31), 1) == date(2026, 9, 30)

    def test_count_their_first_day(self) -> None:
        assert rules.last_day(date(2026, 1, 1), 12) == date(2026, 12, 31)


class TestTheBurden:
    def test_is_computed_from_counts(self) -> None:
        burden = Burden(minutes=45, times_a_year=60, communities=214)
        assert burden.hours_a_year == 9630
        assert rules.in_hours(burden.hours_a_year) == "9,630 小时"

    def test_as_a_share_of_an_average_community_says_what_it_assumes(self) -> None:
        capacity = Capacity(workers=11)
        assert capacity.minutes_a_year == 11 * 250 * 8 * 60
        assert Burden(66, 20, 7).share(capacity) == Fraction(1, 1000)
        assert str(capacity) == "按每社区 11 人、每人每年 250 天、每天 8 小时计"

    @pytest.mark.parametrize(
        ("share", "words"),
        [(Fraction(1, 1000), "0.10%"), (Fraction(0), "0.00%"), (Fraction(1, 10**6), "不足 0.01%")],
    )
    def test_in_percent_never_rounds_to_nothing(self, share: Fraction, words: str) -> None:
        assert rules.in_percent(share) == words

    @pytest.mark.parametrize(
        ("hours", "words"),
        [(Fraction(9, 2), "4.5 小时"), (Fraction(21, 2), "11 小时"), (Fraction(4), "4 小时")],
    )
    def test_in_hours_is_rounded_half_up(self, hours: Fraction, words: str) -> None:
        assert rules.in_hours(hours) == words

    def test_grows_when_any_count_does(self) -> None:
        assert Burden(5, 2, 3).exceeds(Burden(9, 1, 9))
        assert not Burden(5, 2, 3).exceeds(Burden(5, 2, 3))

    def test_lets_a_renewal_go_lightly_only_when_nothing_grows(self) -> None:
        again = replace(SOUND, request="renewal")
        same = Burden(45, 4, 214)
        assert rules.is_light(again, same, same, rules.DEFAULTS)
        assert not rules.is_light(again, replace(same, minutes=46), same, rules.DEFAULTS)
        assert not rules.is_light(SOUND, same, same, rules.DEFAULTS)
        assert not rules.is_light(again, same, same, Parameters.of({"renewal": "full"}))


class TestNearDuplicates:
    ITEM = Candidate("A-1", "清单事项", "居民参保登记", "协助做好居民医保参保登记", "市医保局")

    def near(self, title: str, where: tuple[str, ...] = (), **changes: object) -> list[str]:
        changed: Callable[..., Candidate] = partial(replace, self.ITEM)
        other = changed(**changes)
        return [one.reason for one in rules.near_duplicates(title, "", where, [other])]

    def test_are_told_with_their_owner_and_why(self) -> None:
        (reason,) = self.near("居民医保参保登记")
        assert "清单事项“居民参保登记”（市医保局）" in reason

    def test_of_the_same_words_are_called_the_same(self) -> None:
        (one,) = rules.near_duplicates("居民参保登记", "", (), [self.ITEM])
        assert one.is_the_same

    def test_elsewhere_are_none(self) -> None:
        assert not self.near("居民参保登记", ("/14/04/03/",), scope=("/14/04/04/",))

    def test_within_a_wider_place_count(self) -> None:
        assert self.near("居民参保登记", ("/14/04/03/",), scope=("/14/04/",))

    def test_of_something_else_are_none(self) -> None:
        assert not self.near("消防宣传进楼院")

    def test_of_nothing_are_none(self) -> None:
        assert not self.near("")


class TestTheDecidingBody:
    @pytest.mark.parametrize(
        ("applicant", "place"),
        [
            ("/14/04/d01/", "/14/04/"),
            ("/14/04/03/d02/", "/14/04/03/"),
            ("/14/04/03/001/d01/", "/14/04/03/"),
            ("/14/d01/", "/14/"),
            ("/44/19/00/003/d01/", "/44/19/"),
            ("/d01/", ""),
        ],
    )
    def test_follows_the_applicant(self, applicant: str, place: str) -> None:
        assert rules.deciding_place(applicant, "by_applicant") == place

    def test_is_the_city_where_the_city_keeps_it(self) -> None:
        assert rules.deciding_place("/14/04/03/d02/", "city") == "/14/04/"

    @pytest.mark.parametrize(
        ("name", "series"),
        [
            ("长治市", "长治社申"),
            ("潞州区", "潞州社申"),
            ("忻县", "忻县社申"),
            ("兴安盟", "兴安社申"),
        ],
    )
    def test_numbers_its_applications_by_its_name(self, name: str, series: str) -> None:
        assert rules.series_of(name) == series
        assert rules.series_of(name, " 长社申 ") == "长社申"


class TestADecision:
    ASKED = Terms(45, 4, date(2026, 12, 1), date(2027, 3, 31))

    def wrong(
        self,
        outcome: Outcome,
        *,
        reason: str = "",
        conditions: str = "",
        limits: Limits = Limits(),  # noqa: B008 - frozen
    ) -> str:
        return rules.wrong_with_decision(outcome, reason, conditions, limits, self.ASKED)

    def test_to_admit_needs_no_words(self) -> None:
        assert self.wrong(Outcome.ADMIT) == ""

    def test_to_admit_with_conditions_names_them(self) -> None:
        assert "条件" in self.wrong(Outcome.ADMIT_WITH_CONDITIONS)
        assert "附条件准入" in self.wrong(Outcome.ADMIT, conditions="先比对")

    @pytest.mark.parametrize("outcome", [Outcome.REFUSE, Outcome.PURCHASE])
    def test_not_to_admit_has_a_reason(self, outcome: Outcome) -> None:
        assert "理由" in self.wrong(outcome)
        assert self.wrong(outcome, reason="数据医保系统已有。") == ""

    @pytest.mark.parametrize(
        ("limits", "words"),
        [
            (Limits(minutes=46), "多于"),
            (Limits(times_per_year=5), "多于"),
            (Limits(minutes=-5), "大于零"),
            (Limits(valid_until=date(2027, 4, 1)), "起止日期之内"),
            (Limits(valid_until=date(2026, 11, 30)), "起止日期之内"),
        ],
    )
    def test_grants_no_more_than_was_asked(self, limits: Limits, words: str) -> None:
        assert words in self.wrong(Outcome.ADMIT_WITH_CONDITIONS, limits=limits)

    def test_that_limits_is_what_the_permit_says(self) -> None:
        granted = self.ASKED.within(Limits(minutes=20))
        assert (granted.minutes, granted.times_per_year) == (20, 4)

    def test_has_a_move_for_every_outcome(self) -> None:
        assert set(rules.MOVE_OF) == set(Outcome)


class TestOpinions:
    def test_are_counted_by_part_and_silence_is_no_consent(self) -> None:
        counted = {
            ("community", "support"): 108,
            ("community", "object"): 63,
            ("community", ""): 43,
            ("street", "support"): 18,
        }
        street, community = rules.tallies(counted)
        assert (street.part, community.part) == (Consulted.STREET, Consulted.COMMUNITY)
        assert (community.answered, community.silent, community.support) == (171, 43, 108)

    def test_that_say_the_same_are_counted_together(self) -> None:
        texts = ["系统已有", "系统 已有", "重复", ""]
        assert rules.main_objections(texts) == [("系统已有", 2), ("重复", 1)]


class TestTheParameters:
    def test_are_declared_once_and_in_the_order_of_their_values(self) -> None:
        assert [one.key for one in rules.PARAMETERS] == [one.name for one in fields(Parameters)]

    def test_have_defaults_that_are_sound_and_evidence(self) -> None:
        defaults = {one.key: one.default for one in rules.PARAMETERS}
        assert rules.problems_with(defaults) == ()
        assert all(one.evidence and one.label for one in rules.PARAMETERS)

    @pytest.mark.parametrize(
        ("key", "value"),
        [
            ("lead_days_wd", 30),
            ("decide_days_wd", 15),
            ("consult_days_wd", 5),
            ("temporary_months", 3),
            ("phased_months", 12),
            ("review_months", 12),
            ("urgent_register_wd", 3),
            ("urgent_lapse_days", 15),
            ("permit_warning_days", 30),
        ],
    )
    def test_have_the_defaults_of_practice(self, key: str, value: int) -> None:
        assert getattr(rules.DEFAULTS, key) == value

    def test_by_default_let_communities_refuse_on_six_grounds(self) -> None:
        words = [rules.RefusalGround(one).label for one in rules.DEFAULTS.refusal_grounds]
        assert words == ["未准入", "无依据", "未落实经费", "负面清单", "超期", "重复采集"]

    def test_never_take_silence_for_consent(self) -> None:
        (only,) = rules.BY_KEY["silence"].options
        assert only[1] == "视为无意见，不视为同意"

    @pytest.mark.parametrize(
        ("key", "value"),
        [
            ("lead_days_wd", -1),
            ("lead_days_wd", "30"),
            ("lead_days_wd", True),
            ("standing_directory", 1),
            ("deciding_tier", "province"),
            ("consultees", ["street", "street"]),
            ("consultees", "street"),
            ("consultees", ["resident"]),
            ("gatekeeper_office", "办" * 201),
            ("sanction_ladder", []),
            ("sanction_ladder", [""]),
            ("unheard_of", 1),
        ],
    )
    def test_that_make_no_sense_are_named(self, key: str, value: object) -> None:
        (problem,) = rules.problems_with({key: value})
        assert problem

    @pytest.mark.parametrize(
        ("key", "words"),
        [
            ("lead_days_wd", "30 个工作日"),
            ("standing_directory", "是"),
            ("consultees", "街道、社区、会办部门"),
            ("deciding_tier", "按申请单位层级"),
        ],
    )
    def test_are_read_in_words(self, key: str, words: str) -> None:
        parameter = rules.BY_KEY[key]
        assert parameter.in_words(parameter.default) == words


class TestTheMoves:
    def test_lead_from_every_state_but_the_last_to_another(self) -> None:
        moves = [one for one in vars(rules).values() if isinstance(one, Transition)]
        for state in rules.State:
            leads_on = any(
                one.starts_from(state) and one.target not in (None, state) for one in moves
            )
            assert leads_on is (state is not rules.State.ARCHIVED)

    def test_have_a_colour_for_every_state(self) -> None:
        assert set(rules.TONES) == {str(state) for state in rules.State}
