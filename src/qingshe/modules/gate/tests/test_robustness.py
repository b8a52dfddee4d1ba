"""The same demand in other clothes gets the same label: script, width, courtesy, enumeration."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingshe.modules.gate.rules import Label, lexicon

from .known import verdict

CASES = Path(__file__).parents[5] / "benchmarks" / "cases"
FILES = ("gate_cases.jsonl", "gate_cases_third.jsonl", "gate_cases_fourth.jsonl")
Case = tuple[str, str, str | None]
BENIGN = ("协助开展消防宣传", "召开居民代表会议，报告居委会工作", "调解邻里纠纷")


@cache
def _cases() -> tuple[Case, ...]:
    lines = (line for name in FILES for line in (CASES / name).read_text("utf-8").splitlines())
    return tuple((row["text"], row["kind"], row["claimed_basis"]) for row in map(json.loads, lines))


@cache
def _prohibited() -> tuple[Case, ...]:
    return tuple(case for case in _cases() if _label(case) is Label.PROHIBITED)


def _label(case: Case) -> Label:
    return verdict(*case).label


def _traditional(text: str) -> str:
    scripts = {simple: other for other, simple in lexicon.simplified().items()}
    return text.translate(scripts)


def _full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def _half_width(text: str) -> str:
    return text.translate(str.maketrans("，；：（）！？", ",;:()!?"))


def _invisible(text: str) -> str:
    return "\u200b".join(text)


def _greeted(text: str) -> str:
    return f"各社区：大家好！{text.rstrip('。')}。感谢大家的支持配合！"


def _closed(text: str) -> str:
    return f"{text.rstrip('。')}，特此通知。"


def _numbered(text: str) -> str:
    return f"1. {text}"


DRESSES = (_traditional, _full_width, _half_width, _invisible, _greeted, _closed, _numbered)


class TestTheSameInOtherClothes:
    @pytest.mark.parametrize("dress", DRESSES)
    @given(data=st.data())
    @settings(max_examples=60, deadline=None)
    def test_gets_the_same_label(self, dress: Callable[[str], str], data: st.DataObject) -> None:
        text, kind, basis = data.draw(st.sampled_from(_cases()))
        assert _label((dress(text), kind, basis)) is _label((text, kind, basis))

    def test_letter_spaced_words_are_words(self) -> None:
        assert verdict("与社区签 订 责 任 状").label is Label.PROHIBITED

    def test_a_line_broken_in_the_middle_of_a_word_is_mended(self) -> None:
        assert verdict("请各社区于本月底前签订反诈工作责\n任状").label is Label.PROHIBITED


class TestOneProhibitedItemOfMany:
    @given(data=st.data(), place=st.integers(0, 3))
    @settings(max_examples=80, deadline=None)
    @pytest.mark.parametrize("mark", ["{}.", "{}、", "({})"])
    def test_is_not_excused_by_its_neighbours(
        self, mark: str, data: st.DataObject, place: int
    ) -> None:
        text, kind, basis = data.draw(st.sampled_from(_prohibited()))
        items = [*BENIGN[:place], text.rstrip("。"), *BENIGN[place:]]
        notice = "".join(f"\n{mark.format(n)}{item}。" for n, item in enumerate(items, 1))
        assert verdict(f"本月工作安排如下：{notice}", kind, basis).label is Label.PROHIBITED

    def test_help_with_one_thing_does_not_excuse_another(self) -> None:
        notice = "近期工作：一是协助开展消防宣传；二是社区每天清扫背街小巷；三是组织居民健身。"
        assert "environment_subject" in verdict(notice).rules

    def test_nor_does_it_within_one_sentence(self) -> None:
        asked = "协助开展消防宣传，并对违法建设进行拆除"
        assert "demolition_subject" in verdict(asked).rules

    def test_what_a_department_does_itself_is_told_not_asked(self) -> None:
        told = "市城管局将于周三拆除南区违建。请社区劝导居民避让。"
        assert verdict(told).label is not Label.PROHIBITED

    def test_what_leads_the_items_in_goes_with_each(self) -> None:
        helped = "请社区协助宣传以下事项：1.背街小巷不乱扔垃圾；2.不私搭乱建。"
        assert verdict(helped).label is not Label.PROHIBITED

    def test_a_number_in_the_text_begins_no_item(self) -> None:
        assert verdict("协助开展科普讲座2.5小时，人均0.5元").label is Label.ASSIST


class TestThanks:
    def test_are_not_the_part_of_a_helper(self) -> None:
        asked = "请社区清扫背街小巷，感谢大家的支持配合！"
        assert verdict(asked).label is Label.PROHIBITED

    def test_asking_for_help_remains_asking_for_help(self) -> None:
        asked = "城管局周三拆除南区违建，请社区配合做好居民劝导。"
        assert verdict(asked).label is not Label.PROHIBITED
