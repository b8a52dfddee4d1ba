from hypothesis import given
from hypothesis import strategies as st

from qingshe.web.wording import LONG, Piece, changes, duration, excerpt, hits


def test_minutes_are_said_as_people_say_them() -> None:
    assert duration(0) == "约 0 分钟"
    assert duration(59) == "约 59 分钟"
    assert duration(60) == "约 1 小时"
    assert duration(80) == "约 1 小时 20 分"
    assert duration(577_800) == "约 9,630 小时"
    assert duration(None) == "—"


def test_the_longest_word_is_marked_first() -> None:
    assert hits("高龄津贴", "高龄 高龄津贴") == [Piece("高龄津贴", "hit")]


def test_signs_of_a_pattern_are_only_signs() -> None:
    assert hits("a.b", ".") == [Piece("a"), Piece(".", "hit"), Piece("b")]


def test_case_does_not_matter() -> None:
    assert hits("Excel", "excel") == [Piece("Excel", "hit")]


@given(st.text(), st.text(max_size=6))
def test_marking_loses_nothing(text: str, query: str) -> None:
    assert "".join(piece.text for piece in hits(text, query)) == text


def test_an_excerpt_stands_around_what_was_found() -> None:
    shown = excerpt("前" * 100 + "消防" + "后" * 100, "消防", 40)
    assert "消防" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")


@given(st.text(max_size=200), st.text(max_size=5), st.integers(1, 60))
def test_an_excerpt_is_no_longer_than_asked(text: str, query: str, length: int) -> None:
    assert len(excerpt(text, query, length)) <= length + 2


@given(st.text(max_size=60), st.text(max_size=60))
def test_both_versions_can_be_read_out_of_their_changes(before: str, after: str) -> None:
    pieces = changes(before, after)
    assert "".join(piece.text for piece in pieces if piece.mark != "added") == before
    assert "".join(piece.text for piece in pieces if piece.mark != "removed") == after


def test_texts_with_little_in_common_are_shown_whole() -> None:
    assert changes("消防宣传", "高龄津贴核对") == [
        Piece("消防宣传", "removed"),
        Piece("高龄津贴核对", "added"),
    ]


def test_nobody_waits_for_very_long_texts() -> None:
    assert len(changes("甲" * (LONG + 1), "乙")) == 2
