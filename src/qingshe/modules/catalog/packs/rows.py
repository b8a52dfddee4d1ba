"""A cursor over one table of a pack: it hands out typed values and reports what is amiss.

A reader asks for the keys it knows; what nobody asked for is an unknown key. After a problem a
harmless stand-in is handed out, so that one reading finds every problem; the pack is dropped.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

import yaml

from qingshe.kernel.workflow import Labelled
from qingshe.modules.catalog.packs.report import Place, Report

Read = TypeVar("Read")
Code = TypeVar("Code", bound=Labelled)

_TAG = "tag:yaml.org,2002:"
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,59}")
_WHOLE = re.compile(r"[0-9]{1,9}")
_DAY = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
_WORDS = {
    "str": "文字",
    "int": "数字",
    "float": "小数",
    "bool": "是否（true/false）",
    "timestamp": "日期",
    "seq": "列表（每行以 - 开头）",
    "map": "表（键: 值）",
}


class Row:
    """One table (键: 值) of a file."""

    def __init__(self, report: Report, place: Place, node: yaml.MappingNode) -> None:
        self.report = report
        self.place = place
        self._cells: dict[str, yaml.Node] = {}
        self._asked: set[str] = set()
        for key, value in node.value:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
            if name in self._cells:
                self._wrong(name, "同一个键写了两次", key)
            self._cells[name] = value

    def text(self, name: str, default: str | None = None) -> str:
        """A text without the white space around it; it must be there unless there is a default."""
        value = self._scalar(name, "str")
        if value is None and default is None and not self._has(name):
            self._wrong(name, "缺少内容")
        return value or default or ""

    def key(self, name: str = "key") -> str:
        """The key of this record: letters, digits and - . _ /, once in a pack."""
        value = self.text(name)
        if value and not _KEY.fullmatch(value):
            self._wrong(name, f"编号“{value[:60]}”只能用字母、数字和 - . _ /，最多60个字符")
        elif value:
            self.report.claim(value, self._at(name, self._cells[name]))
        return value

    def number(self, name: str) -> int | None:
        """A whole number from 0; None where there is none."""
        value = self._scalar(name, "int")
        return None if value is None else self._whole(name, value)

    def count(self, name: str) -> int:
        """A number that must be there."""
        value = self.number(name)
        if value is None and not self._has(name):
            self._wrong(name, "缺少数字")
        return value or 0

    def span(self, name: str) -> tuple[int | None, int | None]:
        """One number, or two as a list: from and up to."""
        cell = self._cell(name)
        if not isinstance(cell, yaml.SequenceNode):
            return self.number(name), None
        ends = [self._whole(name, str(part.value)) for part in cell.value]
        if len(ends) != 2:
            self._wrong(name, "应为一个数字，或两个数字（从、到）")
            return None, None
        return ends[0], ends[1]

    def flag(self, name: str, *, default: bool = False) -> bool:
        value = self._scalar(name, "bool")
        return default if value is None else value.lower() in {"true", "yes", "on"}

    def day(self, name: str) -> str:
        """A day as precise as it is known: 2017-10-24, 2020-04 or 2010; empty without one."""
        value = self._scalar(name, "str", "timestamp", "int") or ""
        if value and not _is_day(value):
            self._wrong(name, f"“{value[:20]}”不是日期，请写成 2017-10-24、2017-10 或 2017")
        return value

    def code(self, name: str, codes: type[Code], default: Code | None = None) -> Code:
        """One of the codes of `codes`; it must be there unless there is a default."""
        value = self.text(name, default)
        if value in codes.__members__.values():
            return codes(value)
        if value:
            self._wrong(name, f"不认识“{value[:40]}”，可以用：{_choices(codes)}")
        return next(iter(codes))

    def named(self, name: str, known: Mapping[str, Read]) -> Read | None:
        """What `known` holds under the word that stands here."""
        value = self.text(name)
        if value and value not in known:
            self._wrong(
                name, f"不认识“{value[:40]}”，可以用：{'、'.join(known) or '（还没有登记）'}"
            )
        return known.get(value)

    def texts(self, name: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of texts; a single text counts as a list of one."""
        cell = self._cell(name)
        if cell is None:
            if required:
                self._wrong(name, "缺少内容")
            return ()
        parts = cell.value if isinstance(cell, yaml.SequenceNode) else [cell]
        return tuple(self._part(f"{name}[{at}]", part) for at, part in enumerate(parts, 1))

    def row(self, name: str, read: Callable[["Row"], Read]) -> Read | None:
        """The table under `name`, read by `read`; None where there is none."""
        cell = self._cell(name)
        return None if cell is None else self._read(name, cell, read)

    def rows(self, name: str, read: Callable[["Row"], Read]) -> tuple[Read, ...]:
        """The list of tables under `name`, each read by `read`; what is no table is left out."""
        cell = self._cell(name)
        if cell is None:
            return ()
        if not isinstance(cell, yaml.SequenceNode):
            self._wrong(name, f"应为{_WORDS['seq']}，实为{_word(cell)}")
            return ()
        read_parts = (
            self._read(f"{name}[{at}]", part, read) for at, part in enumerate(cell.value, 1)
        )
        return tuple(part for part in read_parts if part is not None)

    def wrong(self, name: str, reason: str) -> None:
        """Report what a reader found amiss at `name`."""
        self._wrong(name, reason)

    def finish(self) -> None:
        """Report the keys that nobody asked for."""
        for name in self._cells:
            if name not in self._asked:
                self._wrong(name, "不认识的键")

    def _cell(self, name: str) -> yaml.Node | None:
        """What stands under `name`; nothing, `null` and an empty text are the same."""
        self._asked.add(name)
        cell = self._cells.get(name)
        empty = isinstance(cell, yaml.ScalarNode) and (
            cell.tag == f"{_TAG}null" or not cell.value.strip()
        )
        return None if empty else cell

    def _has(self, name: str) -> bool:
        return self._cell(name) is not None

    def _scalar(self, name: str, *kinds: str) -> str | None:
        cell = self._cell(name)
        if cell is None:
            return None
        if isinstance(cell, yaml.ScalarNode) and cell.tag.removeprefix(_TAG) in kinds:
            return str(cell.value).strip()
        self._wrong(name, f"应为{_WORDS[kinds[0]]}，实为{_word(cell)}")
        return None

    def _whole(self, name: str, value: str) -> int | None:
        if _WHOLE.fullmatch(value):
            return int(value)
        self._wrong(name, f"应为不带符号的整数，实为“{value[:20]}”")
        return None

    def _part(self, name: str, part: yaml.Node) -> str:
        if isinstance(part, yaml.ScalarNode) and part.tag == f"{_TAG}str" and part.value.strip():
            return str(part.value).strip()
        self._wrong(name, f"应为文字，实为{_word(part)}", part)
        return ""

    def _read(self, name: str, cell: yaml.Node, read: Callable[["Row"], Read]) -> Read | None:
        if not isinstance(cell, yaml.MappingNode) or cell.tag != f"{_TAG}map":
            self._wrong(name, f"应为{_WORDS['map']}，实为{_word(cell)}", cell)
            return None
        return read_row(Row(self.report, self._at(name, cell), cell), read)

    def _at(self, name: str, node: yaml.Node | None) -> Place:
        path = f"{self.place.path}.{name}" if self.place.path else name
        return Place(self.place.file, node.start_mark.line + 1 if node else self.place.line, path)

    def _wrong(self, name: str, reason: str, node: yaml.Node | None = None) -> None:
        self.report.wrong(self._at(name, node or self._cells.get(name)), reason)


def read_row(row: Row, read: Callable[[Row], Read]) -> Read:
    """What `read` makes of `row`, with a report of the keys it did not ask for."""
    value = read(row)
    row.finish()
    return value


def _is_day(value: str) -> bool:
    if not _DAY.fullmatch(value):
        return False
    try:
        date.fromisoformat(value + "-01-01"[: 3 * (2 - value.count("-"))])
    except ValueError:
        return False
    return True


def _choices(codes: type[Labelled]) -> str:
    return "、".join(f"{code.value}（{code.label}）" for code in codes)


def _word(node: yaml.Node) -> str:
    kind = node.tag.removeprefix(_TAG)
    if kind == "null" or not node.value:
        return "空"
    return _WORDS.get(kind, f"不允许的标签 {node.tag}")
