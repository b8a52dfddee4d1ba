from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from qingshe.foundation.audit import trail
from qingshe.foundation.calendar import services
from qingshe.foundation.calendar.arrangements import Arrangement, parse, published
from qingshe.kernel.actor import Actor
from qingshe.kernel.answer import YES, no
from qingshe.kernel.errors import Denied, Invalid

LI = Actor("user:1", "/14/04/")
NEW_YEAR = Arrangement(2030, "测试用安排", {date(2030, 1, 1): False, date(2029, 12, 29): True})


@pytest.mark.parametrize(("year", "off", "on"), [(2024, 28, 8), (2025, 28, 5), (2026, 33, 6)])
def test_the_published_years_have_as_many_days_as_their_notices(
    year: int, off: int, on: int
) -> None:
    works = list(published()[year].days.values())
    assert (works.count(False), works.count(True)) == (off, on)
    assert "国办发明电" in published()[year].source


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 2, 13), 1, date(2026, 2, 14)),  # a Saturday on which people work
        (date(2026, 2, 14), 1, date(2026, 2, 24)),  # over the whole Spring Festival
        (date(2026, 9, 30), 3, date(2026, 10, 10)),
        (date(2025, 12, 31), 1, date(2026, 1, 4)),
    ],
)
def test_a_clock_runs_over_the_published_holidays(start: date, days: int, end: date) -> None:
    count = services.workdays().after(start, days)
    assert (count.end, count.is_provisional) == (end, False)


@pytest.mark.django_db
def test_a_year_without_table_is_provisional() -> None:
    assert services.workdays().after(date(2030, 3, 1), 1).provisional_years == (2030,)


@pytest.mark.django_db
def test_a_year_that_was_entered_counts_at_once_and_leaves_a_trace() -> None:
    services.workdays()
    assert services.replace_year(LI, NEW_YEAR, YES)
    assert not services.workdays().is_workday(date(2030, 1, 1))
    assert services.workdays().is_workday(date(2029, 12, 29))
    (entry,) = trail.of("calendar.year:2030")
    assert (entry.actor, entry.change["days"]["on"]) == (LI.id, ["2029-12-29"])


@pytest.mark.django_db
def test_december_of_the_new_year_holiday_does_not_make_the_year_before_known() -> None:
    services.replace_year(LI, NEW_YEAR, YES)
    assert services.workdays().after(date(2029, 12, 31), 1).provisional_years == (2029,)


@pytest.mark.django_db
def test_a_correction_supersedes_a_published_year_and_a_later_one_that() -> None:
    for day in (date(2026, 12, 24), date(2026, 12, 25)):
        services.replace_year(LI, Arrangement(2026, "测试用更正", {day: False}), YES)
    assert services.arrangements()[2026].days == {date(2026, 12, 25): False}
    assert services.workdays().is_workday(date(2026, 10, 1))
    assert not services.workdays().is_workday(date(2026, 12, 25))


@pytest.mark.django_db
def test_entering_the_same_again_changes_nothing() -> None:
    assert services.replace_year(LI, NEW_YEAR, YES)
    assert not services.replace_year(LI, NEW_YEAR, YES)
    assert not services.replace_year(LI, published()[2026], YES)
    assert trail.of("calendar.year:2030").count() == 1


@pytest.mark.django_db
def test_who_may_not_replace_a_year_is_told_why() -> None:
    with pytest.raises(Denied, match="由领导小组办公室维护"):
        services.replace_year(LI, NEW_YEAR, no("工作日历由领导小组办公室维护。"))


@pytest.mark.django_db
def test_a_wrong_table_is_refused_with_every_reason() -> None:
    wrong = Arrangement(2030, " ", {date(2031, 1, 1): False, date(2030, 1, 2): True})
    with pytest.raises(Invalid) as refused:
        services.replace_year(LI, wrong, YES)
    assert refused.value.problems == (
        "2030年：缺少来源（通知名称和文号）",
        "2030-01-02：本来就是工作日，不能作为调休上班日",
        "2031-01-01：不在2030年",
    )


@pytest.mark.django_db
def test_asking_again_costs_one_small_query(
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[Any]],
) -> None:
    services.replace_year(LI, NEW_YEAR, YES)
    services.workdays()
    with django_assert_max_num_queries(1):
        services.workdays()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: [", "不是规范的 YAML"),
        ("- 2026-13-45", "不是规范的 YAML"),
        ("", "一列年份安排"),
        ("year: 2030", "一列年份安排"),
        ("- {year: 2030, source: 甲}", "应写明且只写明"),
        ("- {year: 2030, source: 甲, holidays: [], workdays: []}", "holidays 应为"),
        ("- {year: 2030, source: 甲, holidays: {}, workdays: []}", "没有任何放假安排"),
        (
            "- {year: 甲, source: 甲, holidays: {元旦: [2030-01-01, 2030-01-01]}, workdays: []}",
            "第 1 项",
        ),
        ("- {year: 2030, source: 甲, holidays: {元旦: 2030-01-01}, workdays: []}", "起, 止"),
        (
            "- {year: 2030, source: 甲, holidays: {元旦: [2030-01-03, 2030-01-01]}, workdays: []}",
            "起止日期",
        ),
        ("- {year: 2030, source: 甲, holidays: {元旦: [2030, 一月]}, workdays: []}", "不是日期"),
        (
            "- {year: 2030, source: 甲, holidays: {元旦: [2030-01-05, 2030-01-05]},"
            " workdays: [2030-01-05]}",
            "既放假又上班",
        ),
    ],
)
def test_a_malformed_file_is_told_what_is_wrong(text: str, words: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse(text)
    assert words in "".join([str(refused.value), *refused.value.problems])


@pytest.mark.django_db
def test_the_command_loads_a_file_and_lists_the_years(tmp_path: Path) -> None:
    file, out = tmp_path / "2030.yaml", StringIO()
    file.write_text(
        "- {year: 2030, source: 测试, holidays: {元旦: [2030-01-01, 2030-01-01]}, workdays: []}",
        "utf-8",
    )
    call_command("calendar", "load", str(file), stdout=out)
    call_command("calendar", "load", str(file), stdout=out)
    assert "2030年已更新。" in out.getvalue()
    assert "2030年没有变化。" in out.getvalue()
    assert "2026年：放假 33 天，调休上班 6 天。" in out.getvalue()


@pytest.mark.django_db
def test_of_a_file_with_a_mistake_nothing_is_loaded(tmp_path: Path) -> None:
    file = tmp_path / "2030.yaml"
    file.write_text(
        "- {year: 2030, source: 测试, holidays: {元旦: [2030-01-01, 2030-01-01]}, workdays: []}\n"
        "- {year: 2031, source: 测试, holidays: {元旦: [2030-01-01, 2030-01-01]}, workdays: []}\n",
        "utf-8",
    )
    with pytest.raises(CommandError, match="不在2031年"):
        call_command("calendar", "load", str(file))
    assert 2030 not in services.arrangements()


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "2030.yaml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(CommandError, match="读不出来"):
        call_command("calendar", "load", str(file))
