from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as PropertyCase

from qingshe.foundation.audit.models import AuditEntry
from qingshe.foundation.search import index
from qingshe.kernel.text import normalise

pytestmark = pytest.mark.django_db
KIND = "tests.letter"
TEXTS = {
    1: "长治市上党区城区社区",
    2: "城东社区 王小伟",
    3: "ＡＰＰ　填报（100%）",
    4: "a_b 测试",
    5: '他说"不行"',
    6: "王𬱖",
}


@pytest.fixture(autouse=True)
def _texts() -> None:
    index.put(KIND, TEXTS)


def found(query: str, kind: str = KIND) -> set[int]:
    return set(index.matching(kind, query))


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("城区", {1}),  # two characters
        ("城", {1, 2}),  # one
        ("上党区城区", {1}),
        ("区社", {1}),
        ("社区 小伟", {2}),  # every word
        ("社区 小明", set()),
        ("app", {3}),  # half width and full width, small and capital
        ("ＡＰＰ", {3}),
        ("(100%)", {3}),
        ("100", {3}),
        ("王𬱖", {6}),  # rare characters of names
        ("", set()),
        ("  ", set()),
        ("？！", set()),
    ],
)
def test_a_query_finds_the_texts_that_hold_every_word(query: str, keys: set[int]) -> None:
    assert found(query) == keys


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("%", set()),
        ("a%b", set()),
        ("a_b", {4}),
        ("aab", set()),
        ('"不行"', {5}),
        ('"', set()),
        ("' OR 1=1 --", set()),
        ("NOT 城区", set()),
        ("城区*", set()),
        ("城\x00区\u200b", {1}),
        ("城" * 10_000, set()),
    ],
)
def test_signs_in_a_query_are_harmless(query: str, keys: set[int]) -> None:
    assert found(query) == keys


def test_a_new_text_replaces_the_old_one() -> None:
    index.put(KIND, {1: "晋东社区"})
    assert found("城区") == set()
    assert found("晋东") == {1}


def test_what_was_removed_is_not_found() -> None:
    index.remove(KIND, [1, 99])
    assert found("社区") == {2}


def test_another_kind_has_its_own_texts() -> None:
    index.put("tests.other", {1: "晋东社区"})
    assert found("晋东") == set()
    assert found("晋东", "tests.other") == {1}


def test_a_search_is_a_condition_of_any_other_query() -> None:
    narrowed = AuditEntry.objects.filter(pk__in=index.matching(KIND, "城区 社区"))
    assert not narrowed.exclude(pk__in=index.matching(KIND, "城")).exists()


def test_many_texts_are_put_without_a_query_for_each(
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[Any]],
) -> None:
    with django_assert_max_num_queries(20):
        index.put(KIND, {number: f"社区{number}" for number in range(1000)})


words = st.text("城区社王小é¼aB1_,， ", max_size=8)


class Laws(PropertyCase):
    @given(words, words, words)
    def test_what_stands_in_a_text_is_found(self, before: str, word: str, after: str) -> None:
        index.put(KIND, {1: before + word + after})
        for part in normalise(word).split():
            if any(character.isalnum() for character in part):
                assert 1 in found(part)
