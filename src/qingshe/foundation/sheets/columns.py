"""What a table is made of: columns declared as data, cells that become values or are refused."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeAlias

from qingshe.kernel.text import clean, normalise

Cell: TypeAlias = str | Decimal | date | bool | None
"""A value of a table; an empty cell is None."""

EXACT_DIGITS = 15  # a number in Excel keeps no more digits than these
_WORDS = {True: ("是", "true", "yes", "y", "1", "√"), False: ("否", "false", "no", "n", "0", "×")}
_FLAGS = {word: flag for flag, words in _WORDS.items() for word in words}
_DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))")


class Kind(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    CODE = "code"  # digits that are no quantity: a division code, a document number
    NUMBER = "number"
    DATE = "date"
    FLAG = "bool"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `label` stands in the header, `key` in the program.

    `longest` counts characters and `width` too (None: made for the kind). `allowed` are the only
    texts a cell may have. `check` is given the value of every cell that is not empty; it raises
    ValueError with the words for the person, like `kernel.divisions.level_of`.
    """

    label: str
    key: str
    kind: Kind = Kind.TEXT
    required: bool = False
    longest: int = 2000
    allowed: Collection[str] = ()
    check: Callable[[Any], object] | None = None
    width: int | None = None

    def value_of(self, cell: object) -> Cell:
        """The value of a raw cell; ValueError says in words what is wrong with it."""
        if cell is None or (text := text_of(cell)) == "":
            if self.required:
                raise ValueError("必填")
            return None
        value = _READERS[self.kind](cell, text)
        self._insist_on_text(text)
        if self.check is not None:
            self.check(value)
        return value

    def _insist_on_text(self, text: str) -> None:
        if len(text) > self.longest:
            raise ValueError(f"最多{self.longest}个字，现有{len(text)}个字")
        if self.allowed and text not in self.allowed:
            raise ValueError(f"“{text}”不在可填范围（{'、'.join(self.allowed)}）内")


@dataclass(frozen=True, slots=True)
class Row(Mapping[str, Cell]):
    """One row by key, with the number it has in the sheet (`number`, from 1).

    `wrong` are the keys of cells that could not be read; their value is None.
    """

    number: int
    cells: Mapping[str, Cell] = field(default_factory=dict)
    wrong: frozenset[str] = frozenset()

    def __getitem__(self, key: str) -> Cell:
        return self.cells[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.cells)

    def __len__(self) -> int:
        return len(self.cells)

    def text(self, key: str) -> str:
        """The text of a text or code column; an empty cell is ""."""
        return str(self.cells[key] or "")

    def amount(self, key: str) -> Decimal | None:
        """The number of a number column."""
        value = self.cells[key]
        return value if isinstance(value, Decimal) else None

    def day(self, key: str) -> date | None:
        """The date of a date column."""
        value = self.cells[key]
        return value if isinstance(value, date) else None

    def flag(self, key: str) -> bool | None:
        """Yes or no of a bool column."""
        value = self.cells[key]
        return value if isinstance(value, bool) else None


def same_label(label: str) -> str:
    """A header as it is compared: spaces, line breaks, width and a star for "required" aside."""
    return normalise(label).replace(" ", "").strip("*")


def text_of(cell: object) -> str:
    """What a person sees in the cell; a whole number has no ".0"."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime) and not (cell.hour or cell.minute or cell.second):
        return cell.date().isoformat()
    return clean(str(cell)).strip()


def _read_text(cell: object, text: str) -> Cell:
    if isinstance(cell, int | float) and len(text.lstrip("-")) > EXACT_DIGITS:
        raise ValueError("长数字被存成了数值，末尾几位可能已丢失；请把该列设为“文本”后重新填写")
    return text


def _read_number(cell: object, text: str) -> Cell:
    digits = normalise(text).replace(",", "")
    if isinstance(cell, bool) or not re.fullmatch(r"[-+]?\d+(\.\d+)?(e[-+]?\d{1,3})?", digits):
        raise ValueError("应为数字")
    return Decimal(digits)


def _read_date(cell: object, text: str) -> Cell:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    parts = _DATE.fullmatch(normalise(text).replace(" ", ""))
    if isinstance(cell, str) and parts is not None:
        try:
            return date(*(int(part) for part in parts.groups() if part))
        except ValueError as error:
            raise ValueError(f"没有{text}这一天") from error
    raise ValueError("应为日期，如2026-01-31")


def _read_flag(cell: object, text: str) -> Cell:
    flag = _FLAGS.get(normalise(text))
    if flag is None:
        raise ValueError("只能填“是”或“否”")
    return flag


_READERS: Mapping[Kind, Callable[[object, str], Cell]] = {
    Kind.TEXT: _read_text,
    Kind.CODE: _read_text,
    Kind.NUMBER: _read_number,
    Kind.DATE: _read_date,
    Kind.FLAG: _read_flag,
}
