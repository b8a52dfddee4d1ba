"""The words kept as data: found, weighed, and none named that is not there."""

import re
from pathlib import Path

import pytest

from qingshe.modules.gate import rules
from qingshe.modules.gate.rules import lexicon
from qingshe.modules.gate.rules.matching import index_of
from qingshe.modules.gate.rules.meaning import concepts_of
from qingshe.modules.gate.rules.quotas import quota
from qingshe.modules.gate.rules.vocabulary import Pair, Pairs, Vocabulary

SOURCES = [*Path(rules.__file__).parent.glob("*.py"), *Path(rules.__file__).parent.glob("*/*.py")]
_ASKED = re.compile(r"\.(?:has|words|together|in_one_sentence|words_of_basis)\(([^()]*)\)")


def test_every_signal_a_rule_listens_for_is_in_the_lexicon() -> None:
    code = "\n".join(file.read_text("utf-8") for file in SOURCES)
    asked = {name for call in _ASKED.findall(code) for name in re.findall(r'"(\w+)"', call)}
    assert asked - lexicon.signal_names() == set()


def test_every_implied_concept_is_one() -> None:
    named = {key for group in lexicon.implied().items() for key in (group[0], *group[1])}
    assert named <= lexicon.concept_sections().keys()


def test_a_pair_holds_within_its_clause_only() -> None:
    pairs = Pairs([Pair("tax", ("代征",), ("税", "费"))])
    assert [span.words for span in pairs.find("请代征房产税")] == ["代征…税"]
    assert not list(pairs.find("请代征,另外报税"))


def test_of_overlapping_words_the_longer_counts() -> None:
    words = Vocabulary([("judged", "民主评议"), ("rated", "评议"), ("raised", "评议会")])
    assert [span.key for span in words.longest("民主评议会")] == ["judged"]


def test_a_word_under_two_keys_counts_for_both() -> None:
    words = Vocabulary([("a", "调解"), ("b", "调解")])
    assert {span.key for span in words.longest("调解")} == {"a", "b"}


def test_an_example_among_many_weighs_less_than_the_matter() -> None:
    concepts = concepts_of("开展养老、扶贫济困、矛盾调解、疫情防控、垃圾分类等志愿服务活动")
    assert concepts["社区服务"] > concepts["垃圾分类"]


def test_the_occasion_weighs_less_than_the_matter() -> None:
    concepts = concepts_of("结合征兵工作,对居民进行国防教育")
    assert concepts["国防教育"] > concepts["兵役"]


@pytest.mark.parametrize(
    "text", ["参保率必须达到98%", "每社区不少于500平方米的任务", "人均完成10单任务"]
)
def test_a_number_ordered_is_a_quota(text: str) -> None:
    assert quota(text)


@pytest.mark.parametrize("text", ["提供30名群众演员", "17号停电检修", "年满60岁的老人", ""])
def test_a_number_mentioned_is_none(text: str) -> None:
    assert not quota(text)


def test_the_nearest_of_many_is_found() -> None:
    texts = [f"协助做好第{number}类工作" for number in range(500)] + ["协助开展禁毒宣传教育"]
    index = index_of(texts)
    assert index.nearest(index.sense("配合开展防毒拒毒宣传"))[0].place == 500


def test_an_empty_index_finds_nothing() -> None:
    index = index_of([])
    assert index.nearest(index.sense("禁毒")) == []


def test_a_word_does_not_begin_in_the_middle_of_help() -> None:
    assert "养老服务" not in concepts_of("协助医保经办人员入户登记")
    assert "养老服务" in concepts_of("为居家老年人提供助医服务")
