from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingshe.modules.catalog import rules
from qingshe.modules.catalog.rules import (
    BasisKind,
    BasisStatus,
    BindingLevel,
    Cited,
    ItemText,
    Side,
)

FIRE = ItemText("A-1", 1, "消防宣传", bases=("《消防法》第六条",))
DRUGS = ItemText("A-2", 2, "禁毒宣传")
TODAY = date(2026, 9, 1)

keys = st.sampled_from(["A-1", "A-2", "A-3", "A-4"])
texts = st.builds(
    ItemText,
    key=keys,
    serial=st.integers(1, 4),
    title=st.sampled_from(["甲", "乙"]),
    category=st.sampled_from(["", "类"]),
)
editions = st.lists(texts, unique_by=lambda item: item.key, max_size=4)


class TestComparing:
    def test_names_each_field_that_reads_differently(self) -> None:
        after = replace(FIRE, title="消防宣传进楼院", department="消防大队")
        changes = rules.compare([FIRE], [after]).changed[0].changes
        assert [(change.label, change.before, change.after) for change in changes] == [
            ("事项", "消防宣传", "消防宣传进楼院"),
            ("责任部门", "", "消防大队"),
        ]

    def test_tells_a_move_from_a_change(self) -> None:
        comparison = rules.compare([FIRE], [replace(FIRE, serial=7, category="安全")])
        assert not comparison.changed
        assert comparison.moved[0].after.serial == 7

    def test_knows_an_item_by_its_key_and_not_by_its_words(self) -> None:
        comparison = rules.compare([FIRE], [replace(FIRE, key="A-9")])
        assert (len(comparison.added), len(comparison.removed)) == (1, 1)

    @given(editions)
    def test_an_edition_does_not_differ_from_itself(self, edition: list[ItemText]) -> None:
        assert rules.compare(edition, edition).is_empty

    @given(editions, editions)
    def test_backwards_what_came_has_gone(
        self, before: list[ItemText], after: list[ItemText]
    ) -> None:
        there, back = rules.compare(before, after), rules.compare(after, before)
        assert set(there.added) == set(back.removed)
        assert {each.item.key for each in there.changed} == {each.item.key for each in back.changed}

    @given(editions, editions)
    def test_nothing_is_lost_between_two_editions(
        self, before: list[ItemText], after: list[ItemText]
    ) -> None:
        comparison = rules.compare(before, after)
        kept = {item.key for item in before} - {item.key for item in comparison.removed}
        assert kept | {item.key for item in comparison.added} == {item.key for item in after}

    @given(editions, editions)
    def test_what_is_not_told_is_the_same(
        self, before: list[ItemText], after: list[ItemText]
    ) -> None:
        comparison = rules.compare(before, after)
        told = {each.item.key for each in comparison.changed}
        told |= {each.after.key for each in comparison.moved}
        told |= {item.key for item in comparison.added}
        old = {item.key: item for item in before}
        assert all(old[item.key] == item for item in after if item.key not in told)


class TestBases:
    def test_a_basis_in_force_holds(self) -> None:
        assert Cited("消防法", BasisStatus.IN_FORCE).holds

    def test_a_changed_law_holds_when_the_article_was_checked_since(self) -> None:
        cited = Cited("消防法", BasisStatus.AMENDED, True, "2021-04-29", "2021-04-29文本")
        assert cited.holds

    def test_a_changed_law_does_not_hold_on_an_older_text(self) -> None:
        cited = Cited("居委会法", BasisStatus.AMENDED, True, "2025-10-28", "2018-12-29文本")
        assert not cited.holds

    @pytest.mark.parametrize("status", [BasisStatus.REPEALED, BasisStatus.UNKNOWN])
    def test_what_is_gone_or_not_looked_up_never_holds(self, status: BasisStatus) -> None:
        assert not Cited("婚姻法", status, True, "2001", "现行文本").holds

    def test_an_item_is_without_basis_only_when_all_are_gone(self) -> None:
        gone = Cited("婚姻法", BasisStatus.REPEALED)
        stands = Cited("反家庭暴力法", BasisStatus.IN_FORCE)
        assert rules.standing([gone]) == BasisStatus.REPEALED
        assert rules.standing([gone, stands]) == BasisStatus.AMENDED

    def test_an_item_without_bases_rests_on_its_list(self) -> None:
        assert rules.standing([]) == BasisStatus.IN_FORCE

    def test_the_gravest_doubt_comes_first(self) -> None:
        doubts = rules.doubts_in(
            [
                Cited("科普法", BasisStatus.AMENDED),
                Cited("婚姻法", BasisStatus.REPEALED, note="2021年起"),
                Cited("消防法", BasisStatus.IN_FORCE),
            ]
        )
        assert (
            rules.sentence_of(doubts)
            == "依据已废止：《婚姻法》（2021年起）；依据已修改：《科普法》"
        )

    @given(st.lists(st.sampled_from(BasisStatus), min_size=1))
    def test_the_order_in_which_sources_speak_does_not_matter(
        self, statuses: list[BasisStatus]
    ) -> None:
        def heard(said: list[BasisStatus]) -> BasisStatus:
            known = BasisStatus.UNKNOWN
            for status in said:
                known = rules.stands_after(known, status)
            return known

        assert heard(statuses) == heard(statuses[::-1])


class TestTypedBases:
    def test_a_line_names_document_and_places(self) -> None:
        (cite,), problems = rules.read_cites("《中华人民共和国消防法》第六条、第三十二条")
        assert not problems
        assert (cite.name, cite.articles) == ("消防法", "第六条、第三十二条")

    def test_a_line_that_names_nothing_is_told(self) -> None:
        cites, problems = rules.read_cites("《消防法》第六条\n上级要求")
        assert len(cites) == 1
        assert problems == ("依据第2行看不出文件名，请写成：《文件名》第几条。",)

    @pytest.mark.parametrize(
        ("title", "kind"),
        [
            ("消防法", BasisKind.LAW),
            ("禁止传销条例", BasisKind.ADMIN_REGULATION),
            ("山西省物业管理条例", BasisKind.LOCAL_REGULATION),
        ],
    )
    def test_the_title_tells_what_sort_of_document_it_is(self, title: str, kind: BasisKind) -> None:
        assert rules.kind_of(title) == kind


class TestPublishing:
    def test_a_first_edition_may_begin_with_its_paper(self) -> None:
        assert rules.wrong_with_start(date(2017, 10, 24), TODAY, None) == ""

    def test_what_replaces_another_does_not_reach_back(self) -> None:
        assert "不能早于今天" in rules.wrong_with_start(date(2026, 8, 1), TODAY, date(2017, 10, 24))

    def test_what_replaces_another_begins_after_it(self) -> None:
        assert "晚于现行版次" in rules.wrong_with_start(TODAY, TODAY, TODAY)

    def test_a_list_is_due_after_a_year(self) -> None:
        assert not rules.refresh_is_due(date(2025, 9, 2), TODAY)
        assert rules.refresh_is_due(date(2025, 9, 1), TODAY)

    def test_a_list_of_a_leap_day_is_due_too(self) -> None:
        assert not rules.refresh_is_due(date(2024, 2, 29), date(2025, 2, 28))
        assert rules.refresh_is_due(date(2024, 2, 29), date(2025, 3, 1))


class TestPrecedence:
    def test_the_wider_document_goes_first(self) -> None:
        found = rules.contradiction("k", "死亡证明", [side(BindingLevel.CITY), NATIONAL])
        assert found is not None
        assert found.prevailing == NATIONAL
        assert found.precedence == "全国文件先于市级文件。"

    def test_a_paper_of_elsewhere_never_goes_first(self) -> None:
        elsewhere = side(BindingLevel.PROVINCE, binds=False)
        found = rules.contradiction("k", "牌子", [elsewhere, side(BindingLevel.CITY)])
        assert found is not None
        assert found.prevailing.level == BindingLevel.CITY
        assert "只作参考" in found.precedence

    def test_equals_are_for_the_gatekeeper(self) -> None:
        city = side(BindingLevel.CITY)
        found = rules.contradiction("k", "牌子", [city, replace(city, key="z", says="4块")])
        assert found is not None
        assert "须由领导小组办公室裁定" in found.precedence

    def test_one_side_alone_is_no_contradiction(self) -> None:
        assert rules.contradiction("k", "牌子", [NATIONAL]) is None


class TestPlaces:
    @pytest.mark.parametrize(
        ("name", "code"),
        [
            ("上海市", "310000000000"),
            ("湖北省咸宁市", "421200000000"),
            ("山西省长治市", "140400000000"),
            ("黑龙江省哈尔滨市", "230100000000"),
        ],
    )
    def test_known_ones_have_their_code(self, name: str, code: str) -> None:
        assert rules.place_code(name) == code

    def test_unknown_ones_have_none(self) -> None:
        assert rules.place_code("桃花源") is None


def side(level: BindingLevel, *, binds: bool = True) -> Side:
    return Side(level.value, f"{level.label}的说法", f"{level.label}文件", "", "", level, binds)


NATIONAL = side(BindingLevel.NATIONAL)


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("2017-10-24", date(2017, 10, 24)),
        ("2020-04", date(2020, 4, 30)),
        ("2024-02", date(2024, 2, 29)),
        ("2014", date(2014, 12, 31)),
        ("", None),
    ],
)
def test_a_paper_known_by_month_was_out_on_the_last_day_of_it(told: str, day: date | None) -> None:
    assert rules.last_day_of(told) == day
