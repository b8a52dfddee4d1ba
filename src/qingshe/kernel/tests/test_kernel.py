import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingshe.kernel.actor import Actor
from qingshe.kernel.divisions import Level, level_of, lies_in, segments, territory
from qingshe.kernel.text import bigrams, clean, normalise
from qingshe.kernel.workdays import Workdays
from qingshe.kernel.workflow import Labelled, beginning, mermaid, move


class State(Labelled):
    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "已发布"


NATIONAL_DAY = Workdays.of(
    {date(2026, 10, day): False for day in range(1, 8)}
    | {date(2026, 9, 20): True, date(2026, 10, 10): True}
)


@pytest.mark.parametrize("unit", ["", "/1404", "1404/"])
def test_nobody_acts_from_half_a_path(unit: str) -> None:
    with pytest.raises(ValueError, match="path of a unit"):
        Actor("user:1", unit)


def test_a_diagram_shows_how_a_record_begins_moves_and_is_corrected() -> None:
    rows = mermaid(
        [
            beginning("draft", "起草", State.DRAFT),
            move("publish", "发布", State.DRAFT, to=State.PUBLISHED),
            move("correct", "修改", State.DRAFT),
        ]
    )
    assert rows.splitlines()[1:] == [
        "    [*] --> 草稿: 起草",
        "    草稿 --> 已发布: 发布",
        "    草稿 --> 草稿: 修改",
    ]


def test_invisible_characters_of_pasted_text_are_dropped() -> None:
    assert clean("请\u200b上报\x00\n台账") == "请上报\n台账"


def test_a_rare_name_keeps_its_private_character() -> None:
    assert clean("王\ue000\U00031350") == "王\ue000\U00031350"


def test_full_width_and_half_width_are_the_same_word() -> None:
    assert normalise("ＡＰＰ　１２") == "app 12"


def test_two_characters_are_one_pair_and_one_is_kept() -> None:
    assert bigrams("王伟 李") == ["王伟", "李"]


@given(st.text(max_size=40))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


def test_a_clock_skips_the_holiday_and_counts_the_make_up_day() -> None:
    count = NATIONAL_DAY.after(date(2026, 9, 30), 3)
    assert count.counted == (date(2026, 10, 8), date(2026, 10, 9), date(2026, 10, 10))
    assert not count.is_provisional


def test_a_year_without_table_is_counted_and_said_to_be_provisional() -> None:
    assert NATIONAL_DAY.after(date(2026, 12, 31), 1).provisional_years == (2027,)


def test_a_leap_day_is_an_ordinary_day() -> None:
    assert Workdays().after(date(2028, 2, 28), 1).end == date(2028, 2, 29)


@given(st.dates(date(2026, 1, 1), date(2026, 11, 30)), st.integers(0, 20))
def test_counting_forward_and_back_agree(start: date, days: int) -> None:
    end = NATIONAL_DAY.after(start, days).end
    assert NATIONAL_DAY.between(start, end) == days
    assert NATIONAL_DAY.between(end, start) == -days


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("140000000000", Level.PROVINCE),
        ("140400000000", Level.CITY),
        ("140403000000", Level.COUNTY),
        ("140403001000", Level.STREET),
        ("140403001003", Level.COMMUNITY),
    ],
)
def test_a_division_code_tells_its_level(code: str, level: Level) -> None:
    assert level_of(code) == level


def test_a_code_with_letters_is_no_division_code() -> None:
    with pytest.raises(ValueError, match="12位"):
        level_of("14040300100X")


def test_a_community_lies_in_its_street_and_not_in_itself() -> None:
    assert lies_in("140403001003", "140403001000")
    assert not lies_in("140403001003", "140403001003")
    assert not lies_in("140404001003", "140403001000")


def test_a_code_falls_into_the_steps_of_a_path() -> None:
    assert segments("140403001003") == ("14", "04", "03", "001", "003")
    assert segments("140400000000") == ("14", "04")


def test_a_department_works_for_the_place_it_hangs_on() -> None:
    assert territory("/14/04/d01/") == "/14/04/"
    assert territory("/14/04/03/") == "/14/04/03/"


@given(st.text())
def test_cleaning_drops_what_nobody_sees_and_nothing_else(text: str) -> None:
    unseen = {"Cc", "Cf", "Cs"}
    seen = [char for char in text if char in "\n\t" or unicodedata.category(char) not in unseen]
    assert clean(text) == "".join(seen)
