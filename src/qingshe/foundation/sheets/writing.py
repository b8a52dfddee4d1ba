"""From rows to an .xlsx, row by row: a hundred thousand of them need no more memory than ten."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from django.utils import timezone
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from qingshe.kernel.errors import Invalid
from qingshe.kernel.text import clean

from .columns import Column, Kind

MOST_ROWS = 1_048_575  # of a sheet, below its header
LONGEST_CELL = 32_767  # characters
CUT = "……（内容过长，此处截断）"
FIRST_DAY = date(1900, 3, 1)  # Excel's calendar has a 29 February 1900; older dates go as text
WIDTHS = {Kind.TEXT: 24, Kind.CODE: 18, Kind.NUMBER: 12, Kind.DATE: 12, Kind.FLAG: 8}
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def write(title: str, columns: Sequence[Column], rows: Iterable[Mapping[str, object]]) -> bytes:
    """A workbook with one sheet named after `title`, as bytes; see `write_to`."""
    stream = BytesIO()
    write_to(stream, title, columns, rows)
    return stream.getvalue()


def write_to(
    target: Path | BinaryIO,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Mapping[str, object]],
) -> None:
    """Write a header that stays in sight and the values of each row under it, by key.

    Text stays text, whatever it begins with: nothing in a cell is ever a formula. Values may be
    text, numbers, dates, yes or no, None; a key that a row lacks is an empty cell.
    Errors: Invalid when there are more rows than a sheet holds.
    """
    where = str(target) if isinstance(target, Path) else target
    with Workbook(where, OPTIONS) as book:
        book.set_properties({"title": title})
        sheet = book.add_worksheet(_sheet_name(title))
        formats = _formats(book)
        _write_header(book, sheet, columns, formats)
        for number, row in enumerate(rows, start=1):
            if number > MOST_ROWS:
                raise Invalid(f"超过 Excel 一张表的 {MOST_ROWS:,} 行，请缩小范围后分次导出。")
            for at, column in enumerate(columns):
                _write_cell(sheet, (number, at), row.get(column.key), formats)


def _formats(book: Workbook) -> dict[Kind, Format]:
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    return {
        Kind.TEXT: text,
        Kind.NUMBER: book.add_format({"valign": "top"}),
        Kind.DATE: book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
    }


def _write_header(
    book: Workbook, sheet: Worksheet, columns: Sequence[Column], formats: Mapping[Kind, Format]
) -> None:
    """The header; what is later typed into an empty cell of text or codes stays text."""
    bold = book.add_format({"bold": True, "bottom": 1, "bg_color": "#eef3f8", "text_wrap": True})
    for at, column in enumerate(columns):
        is_text = column.kind in (Kind.TEXT, Kind.CODE)
        empty = formats[Kind.TEXT] if is_text else None
        sheet.set_column(at, at, column.width or WIDTHS[column.kind], empty)
        sheet.write_string(0, at, column.label, bold)
    sheet.freeze_panes(1, 0)
    if columns:
        sheet.repeat_rows(0)


def _write_cell(
    sheet: Worksheet, at: tuple[int, int], value: object, formats: Mapping[Kind, Format]
) -> None:
    if isinstance(value, int | float | Decimal) and _is_a_number(value):
        sheet.write_number(*at, float(value), formats[Kind.NUMBER])
    elif isinstance(value, date) and not isinstance(value, datetime) and value >= FIRST_DAY:
        sheet.write_datetime(*at, value, formats[Kind.DATE])
    elif value not in (None, ""):  # an empty cell costs as much as a full one
        sheet.write_string(*at, _words(value), formats[Kind.TEXT])


def _is_a_number(value: int | float | Decimal) -> bool:
    """Whether Excel keeps all digits of it; else it is written as text."""
    if isinstance(value, bool):
        return False
    exact = Decimal(str(value))
    return Decimal(f"{float(exact):.15G}") == exact


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    text = clean(str(value))
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - len(CUT)] + CUT


def _sheet_name(title: str) -> str:
    """Of a name Excel allows 31 characters, and some not at all."""
    return re.sub(r"[\[\]:*?/\\']", " ", clean(title)).strip()[:31].strip() or "表"
