"""The arrangement of a year as a value: read from YAML, checked, every problem named."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from qingshe.kernel.errors import Invalid
from qingshe.kernel.workdays import DAY, SATURDAY

PUBLISHED = Path(__file__).with_name("published.yaml")
KEYS = {"year", "source", "holidays", "workdays"}


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What one yearly notice says: {day: is it a working day}, and which notice (`source`)."""

    year: int
    source: str
    days: Mapping[date, bool]

    def problems(self) -> Iterator[str]:
        """What cannot be: a day of another year, a make-up day that is a working day anyway.

        The last days of December before may belong to the New Year of `year`.
        """
        if not self.source.strip():
            yield f"{self.year}年：缺少来源（通知名称和文号）"
        if not self.days:
            yield f"{self.year}年：没有任何放假安排"
        for day, works in sorted(self.days.items()):
            if not date(self.year - 1, 12, 25) <= day <= date(self.year, 12, 31):
                yield f"{day}：不在{self.year}年"
            elif works and day.weekday() < SATURDAY:
                yield f"{day}：本来就是工作日，不能作为调休上班日"


@cache
def published() -> Mapping[int, Arrangement]:
    """The arrangements that come with this release, by year."""
    return {one.year: one for one in parse(PUBLISHED.read_text(encoding="utf-8"))}


def parse(text: str) -> list[Arrangement]:
    """Arrangements out of YAML, written as in `published.yaml`.

    Errors: Invalid with every problem and its place.
    """
    entries = _entries(text)
    problems: list[str] = []
    arrangements: list[Arrangement] = []
    for number, entry in enumerate(entries, start=1):
        try:
            one = _arrangement(entry)
        except (KeyError, TypeError, ValueError) as error:
            problems.append(f"第 {number} 项：{_words(error)}")
        else:
            problems.extend(one.problems())
            arrangements.append(one)
    if problems:
        raise Invalid(f"放假安排有 {len(problems)} 处问题，没有载入任何内容。", problems)
    return arrangements


def _entries(text: str) -> list[object]:
    try:
        entries = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError) as error:
        place = getattr(error, "problem_mark", None)
        where = f"（第 {place.line + 1} 行）" if place else ""
        raise Invalid(f"文件不是规范的 YAML{where}。") from error
    if not isinstance(entries, list) or not entries:
        raise Invalid("文件应是一列年份安排，每项写明 year、source、holidays、workdays。")
    return entries


def _arrangement(entry: object) -> Arrangement:
    if not isinstance(entry, dict) or entry.keys() != KEYS:
        raise TypeError("应写明且只写明 year、source、holidays、workdays")
    if not isinstance(entry["holidays"], dict) or not isinstance(entry["workdays"], list):
        raise TypeError("holidays 应为“节日: [起, 止]”，workdays 应为日期的列表")
    off = {day: False for name, span in entry["holidays"].items() for day in _span(name, span)}
    on = {_day(day): True for day in entry["workdays"]}
    if both := off.keys() & on.keys():
        raise ValueError(f"{min(both)}既放假又上班")
    return Arrangement(int(entry["year"]), str(entry["source"]), off | on)


def _span(name: object, span: object) -> Iterator[date]:
    if not isinstance(span, list) or len(span) != 2:
        raise ValueError(f"{name}应写成 [起, 止] 两个日期")
    day, end = _day(span[0]), _day(span[1])
    if not 0 <= (end - day).days < 31:
        raise ValueError(f"{name}的起止日期不对：{day}至{end}")
    while day <= end:
        yield day
        day += DAY


def _day(value: object) -> date:
    if type(value) is not date:
        raise ValueError(f"{value!r} 不是日期，应写成 2026-01-31")
    return value


def _words(error: Exception) -> str:
    return str(error.args[0]) if error.args else str(error)
