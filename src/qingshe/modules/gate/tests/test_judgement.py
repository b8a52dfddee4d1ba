"""Whole verdicts: lists, parts, permits, conflicts, and any text at all."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingshe.kernel.errors import Invalid
from qingshe.modules.gate.rules import (
    Entry,
    Kind,
    Label,
    Outcome,
    Permit,
    Question,
    Role,
    Source,
    corpus_of,
    judge,
)

from .known import changzhi, verdict

PROJECT = Path(__file__).parents[5]
OWN_CASES = PROJECT / "benchmarks" / "cases" / "gate_cases.jsonl"
SHARED_CASES = PROJECT.parent / "shared" / "data" / "dev_gate_cases.jsonl"
PASSED = {Label.OWN_DUTY, Label.ASSIST, Label.SUPERVISE, Label.CERTIFICATE_ALLOWED}
FORBIDDEN = {Label.PROHIBITED, Label.CERTIFICATE_FORBIDDEN}
PERMIT = Permit("长社准〔2026〕0012号", date(2026, 12, 31), 4, frozenset({"a", "b"}))
OFF_LIST = "请社区协助开展全民阅读推广"


class TestOnTheList:
    @pytest.mark.parametrize(
        ("text", "item"),
        [
            ("组织社区居民打太极拳、跳广场舞", "CZ-A2-28"),
            ("协助公安派出所核对租户登记信息，代办居住证申领", "CZ-A2-33"),
            ("看望烈属、残疾军人，反映他们的困难", "CZ-A2-13"),
            ("居民委员会发现适龄儿童辍学的，应当劝返", "CZ-A2-15"),
            ("召开居民议事会，商量楼前空地怎么用", "CZ-A1-10"),
            ("调解楼上楼下漏水纠纷", "CZ-A1-08"),
            ("指导业主委员会依法换届，监督物业公布公共收益", "CZ-A3-4"),
        ],
    )
    def test_the_same_matter_is_found_in_other_words(self, text: str, item: str) -> None:
        assert verdict(text).item == item

    def test_the_verdict_cites_the_list_and_shows_what_is_shared(self) -> None:
        found = verdict("协助开展消防宣传进楼院")
        assert "长民发〔2017〕124号" in found.citation
        assert "消防" in found.matches[0].reason

    def test_an_item_whose_law_is_gone_passes_with_a_doubt(self) -> None:
        assert "复核清单" in verdict("依法配合做好社会抚养费的征收工作").notes[0]


class TestThePart:
    def test_assisting_with_publicity_is_not_being_responsible(self) -> None:
        assert verdict("协助开展安全生产宣传").label is Label.OUTSIDE
        assert verdict("社区为安全生产责任主体").label is Label.PROHIBITED

    def test_a_department_in_charge_leaves_the_community_a_helper(self) -> None:
        found = verdict("由城管部门负责占道经营整治，社区协助宣传劝导")
        assert (found.role, found.label) == (Role.ASSISTS, Label.OUTSIDE)

    def test_residents_may_judge_the_government_but_not_the_reverse(self) -> None:
        assert verdict("居民代表给街道工作打分", "evaluation").label is Label.SUPERVISE
        assert verdict("街道给社区打分排名", "evaluation").label is Label.PROHIBITED

    def test_a_listed_topic_does_not_excuse_a_forbidden_form(self) -> None:
        assert verdict("加挂“禁毒工作站”铜牌", "sign").label is Label.PROHIBITED

    def test_of_several_things_the_forbidden_one_decides(self) -> None:
        found = verdict("协助开展消防宣传，并与社区签订消防安全责任状")
        assert found.label is Label.PROHIBITED

    def test_the_name_of_a_claimed_law_tells_what_a_responsibility_is_for(self) -> None:
        text = "未实行物业管理的居住区，由居民委员会负责"
        basis = "《上海市市容环境卫生管理条例》第十二条"
        assert verdict(text, basis=basis).label is Label.PROHIBITED

    def test_a_meeting_about_a_listed_matter_is_not_the_matter(self) -> None:
        text = "召开残疾人工作推进会，请各社区书记参加"
        assert verdict(text, "meeting").outcome is Outcome.NEEDS_ADMISSION


class TestSigns:
    def test_the_three_signs_may_hang(self) -> None:
        assert verdict("悬挂社区党组织牌子", "sign").outcome is Outcome.ALLOWED

    def test_a_sign_that_a_province_allows_is_a_conflict(self) -> None:
        found = verdict("在社区加挂社区服务站牌子", "sign")
        assert found.outcome is Outcome.REFUSED
        assert found.conflicts[0].prevailing.number == "民发〔2015〕136号"


class TestUnderAPermit:
    def ask(self, **known: object) -> Question:
        return replace(Question(OFF_LIST, permit=PERMIT, on=date(2026, 6, 1)), **known)  # type: ignore[arg-type]

    def test_what_is_on_no_list_passes_by_its_number(self) -> None:
        found = judge(self.ask(), changzhi())
        assert (found.outcome, found.item) == (Outcome.ALLOWED, PERMIT.number)

    @pytest.mark.parametrize(
        ("known", "name"),
        [
            ({"on": date(2027, 1, 1)}, "permit_expired"),
            ({"units": frozenset({"a", "c"})}, "beyond_scope"),
            ({"issued_this_year": 4}, "beyond_frequency"),
            ({"collected_already": ("高龄老人名单",)}, "repeated_collection"),
            ({"hour": 22}, "off_hours"),
            ({"is_working_day": False}, "off_hours"),
            ({"permit": replace(PERMIT, funded=False)}, "unfunded"),
        ],
    )
    def test_what_goes_beyond_the_permit_is_refused(
        self, known: dict[str, object], name: str
    ) -> None:
        found = judge(self.ask(**known), changzhi())
        assert found.outcome is Outcome.REFUSED
        assert name in found.rules

    def test_an_emergency_knows_no_office_hours(self) -> None:
        found = judge(self.ask(hour=22, is_urgent=True), changzhi())
        assert found.outcome is Outcome.ALLOWED

    def test_a_permit_that_asks_nearly_the_same_is_shown(self) -> None:
        permit = Entry("长社准〔2026〕0013号", "permit", "协助开展全民阅读推广", Source("许可", ""))
        found = judge(Question(OFF_LIST), corpus_of([permit]))
        assert [match.key for match in found.matches] == [permit.key]


@pytest.mark.parametrize(
    ("text", "basis", "item"),
    [
        ("协助市场监管所排查出租房内的传销窝点", "《禁止传销条例》第十二条", "CZ-A2-04"),
        (
            "发现商铺违规存放液化气瓶，向应急管理部门报告",
            "《安全生产法》第七十五条",
            "CZ-A1-16",
        ),
    ],
)
def test_what_rests_on_the_law_of_a_near_item_is_that_item(
    text: str, basis: str, item: str
) -> None:
    assert judge(Question(text, claimed_basis=basis), changzhi()).item == item


def test_what_keeps_stairways_free_of_electric_bicycles_is_fire_prevention() -> None:
    assert judge(Question("提醒居民不在楼道停放电动自行车"), changzhi()).item == "CZ-A2-03"
    removal = judge(Question("由社区清理楼道停放的电动自行车并处罚"), changzhi())
    assert removal.label is Label.PROHIBITED


def test_residents_on_watch_at_night_are_not_given_work_at_night() -> None:
    watch = judge(Question("组织楼长、志愿者在小区夜间义务巡逻，开展群防群治"), changzhi())
    assert watch.outcome is Outcome.ALLOWED
    assert "off_hours" in judge(Question("夜间值守并每两小时上报"), changzhi()).rules


@pytest.mark.parametrize(
    ("text", "kind", "item"),
    [
        ("居民小组制定停车公约，约定谁先到谁先停", "task", "CZ-A1-09"),
        ("老年助餐点收支明细张榜公布", "task", "CZ-A1-04"),
        ("巡楼时看到电表箱冒火花，打电话告诉街道应急办", "task", "CZ-A1-16"),
    ],
)
def test_residents_rules_books_and_warnings_are_their_own_whatever_they_are_about(
    text: str, kind: str, item: str
) -> None:
    assert verdict(text, kind).item == item


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("协助自来水公司开展便民服务进社区", "task"),
        ("区残联举办残疾人专干业务培训，请派人参加", "meeting"),
    ],
)
def test_what_a_body_does_itself_is_not_the_matter_it_is_about(text: str, kind: str) -> None:
    assert verdict(text, kind).label is Label.OUTSIDE


def test_owners_who_manage_under_the_eyes_of_the_committee_are_watched_over() -> None:
    found = verdict("业主大会在居民委员会的监督指导下选聘物业公司")
    assert found.label is Label.SUPERVISE


def test_the_body_in_charge_of_a_matter_is_not_the_community() -> None:
    basis = "《防范和处置非法集资条例》第十七条"
    found = verdict("发现有人非法集资，向处置非法集资牵头部门报告", "report", basis)
    assert found.label is Label.ASSIST


def test_a_deadline_within_the_day_is_a_rush() -> None:
    asked = Question("请各社区于今日17时前报送活动信息和照片三张", "report")
    assert "off_hours" in judge(asked, changzhi()).rules


def test_an_optional_rule_the_city_switched_off_is_silent() -> None:
    listed = changzhi()
    corpus = replace(listed, switched_off={"local_responsibility": "本市已停用"})
    question = Question("按属地管理原则办理有关事项")
    assert "local_responsibility" in judge(question, listed).rules
    assert "local_responsibility" not in judge(question, corpus).rules


class TestAnyText:
    @pytest.mark.parametrize("text", ["", "  \n", "\x00\x07\u200b"])
    def test_nothing_is_told_so(self, text: str) -> None:
        with pytest.raises(Invalid, match="没有内容"):
            verdict(text)

    def test_more_than_ten_thousand_characters_are_too_many(self) -> None:
        assert verdict("请社区协助。" * 1_600).outcome
        with pytest.raises(Invalid, match="10000"):
            verdict("长" * 10_001)

    @pytest.mark.parametrize(
        "again", ["社区", "证明", "发现报告", "1", "、", "每社区100户", "督促物业"]
    )
    def test_one_that_only_repeats_itself_is_judged_in_no_time(self, again: str) -> None:
        assert verdict((again * 10_000)[:10_000], "task").outcome

    def test_a_basis_as_long_as_a_law_is_too_long(self) -> None:
        with pytest.raises(Invalid, match="依据超过"):
            verdict("调解民间纠纷", basis="长" * 1_001)

    def test_control_characters_do_not_hide_a_word(self) -> None:
        assert verdict("签订责\u200b任\x07状").label is Label.PROHIBITED

    def test_an_unknown_kind_is_read_as_a_task_and_says_so(self) -> None:
        assert "spaceship" in verdict("调解民间纠纷", "spaceship").notes[0]

    @given(
        text=st.text(max_size=300),
        kind=st.sampled_from([*Kind, "", "x"]),
        basis=st.none() | st.text(max_size=60),
    )
    @settings(max_examples=150, deadline=None)
    def test_gets_a_verdict_or_a_clear_refusal(
        self, text: str, kind: str, basis: str | None
    ) -> None:
        try:
            found = verdict(text, kind, basis)
        except Invalid:
            return
        assert 0 <= found.score <= 1
        assert (found.outcome is Outcome.REFUSED) == (found.label in FORBIDDEN)
        assert found.citation
        assert found.explanation

    def test_the_same_question_gets_the_same_answer(self) -> None:
        assert verdict(OFF_LIST) == verdict(OFF_LIST)


def _cases(file: Path) -> list[dict[str, str | None]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def _judged(file: Path) -> list[tuple[str, str]]:
    return [
        (
            row["label"] or "",
            verdict(row["text"] or "", row["kind"] or "", row["claimed_basis"]).label,
        )
        for row in _cases(file)
    ]


@pytest.mark.parametrize(
    ("file", "share"),
    [
        (OWN_CASES, 0.98),
        pytest.param(
            SHARED_CASES,
            0.95,
            marks=[
                pytest.mark.shared,
                pytest.mark.skipif(not SHARED_CASES.exists(), reason="no reference data here"),
            ],
        ),
    ],
    ids=["own", "shared"],
)
def test_labelled_cases_are_judged_as_labelled(file: Path, share: float) -> None:
    pairs = _judged(file)
    assert sum(label == given for label, given in pairs) / len(pairs) >= share
    assert not [pair for pair in pairs if pair[0] in FORBIDDEN and pair[1] in PASSED]
