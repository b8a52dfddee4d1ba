"""From rows to an .xlsx, row by row: a hundred thousand of them need no more memory than ten.

XlsxWriter makes the workbook with its header, formats and widths. The rows below are written into
its sheet here, as the text they are in the file: asked cell by cell, it needs five times as long.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import BinaryIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils import timezone

from qingshe.foundation import heavy
from qingshe.kernel.errors import Invalid
from qingshe.kernel.text import clean

from .columns import Column

MOST_ROWS = 1_048_575  # of a sheet, below its header
LONGEST_CELL = 32_767  # characters
CUT = "……（内容过长，此处截断）"
FIRST_DAY = date(1900, 3, 1)  # Excel's calendar has a 29 February 1900; older dates go as text
DAY_NOUGHT = date(1899, 12, 30)  # days are counted from here
SHEET = "xl/worksheets/sheet1.xml"
BATCH = 500  # rows compressed at a time
SURE = 10**15  # whole numbers below keep all their digits
_SAMPLE = re.compile(r'<row r="2".*?</row>')
_STYLE = re.compile(r' s="(\d+)"')
_EXTENT = re.compile(r"<dimension[^>]*/>")  # of the empty table; nobody needs it
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # what Excel would read as a character's number
_NO_CHARACTERS = str.maketrans({"\ufffe": "_xFFFE_", "\uffff": "_xFFFF_"})


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
    frames = heavy.part("qingshe.foundation.sheets.frames")
    with ZipFile(frames.frame(title, columns)) as frame, ZipFile(target, "w", ZIP_DEFLATED) as book:
        for part in frame.infolist():
            if part.filename == SHEET:
                _write_sheet(book, part, frame.read(part).decode(), columns, rows)
            else:
                book.writestr(part, frame.read(part), ZIP_DEFLATED)


def _write_sheet(
    book: ZipFile,
    part: ZipInfo,
    frame: str,
    columns: Sequence[Column],
    rows: Iterable[Mapping[str, object]],
) -> None:
    """The sheet of the frame, with the rows in the place of its sample."""
    sample = _SAMPLE.search(frame)
    if sample is None:
        raise ValueError("the frame has no sample row")
    cells = Cells(*_STYLE.findall(sample.group()))
    named = [(column.key, _letters(at)) for at, column in enumerate(columns)]
    part.compress_type = ZIP_DEFLATED
    with book.open(part, "w", force_zip64=True) as sheet:
        sheet.write(_EXTENT.sub("", frame[: sample.start()]).encode())
        lines = _lines(named, cells, rows)
        while batch := "".join(islice(lines, BATCH)):
            sheet.write(batch.encode())
        sheet.write(frame[sample.end() :].encode())


def _lines(
    named: Sequence[tuple[str, str]], cells: "Cells", rows: Iterable[Mapping[str, object]]
) -> Iterator[str]:
    for number, row in enumerate(rows, start=2):
        if number > MOST_ROWS + 1:
            raise Invalid(f"超过 Excel 一张表的 {MOST_ROWS:,} 行，请缩小范围后分次导出。")
        told = [
            cells.of(f"{letters}{number}", value)
            for key, letters in named
            if (value := row.get(key)) not in (None, "")  # an empty cell costs as much as a full
        ]
        yield f'<row r="{number}">{"".join(told)}</row>'


@dataclass(frozen=True, slots=True)
class Cells:
    """How a cell is written: by the number that its format has in the workbook."""

    text: str
    number: str
    day: str

    def of(self, place: str, value: object) -> str:
        """One cell, its place like B2."""
        if isinstance(value, str):
            return self._text(place, value)
        if isinstance(value, int | float | Decimal) and _is_a_number(value):
            told = value if isinstance(value, int) else f"{float(value):.16G}"
            return f'<c r="{place}" s="{self.number}"><v>{told}</v></c>'
        if isinstance(value, date) and not isinstance(value, datetime) and value >= FIRST_DAY:
            return f'<c r="{place}" s="{self.day}"><v>{(value - DAY_NOUGHT).days}</v></c>'
        return self._text(place, _words(value))

    def _text(self, place: str, value: str) -> str:
        text = clean(value)
        if len(text) > LONGEST_CELL:
            text = text[: LONGEST_CELL - len(CUT)] + CUT
        text = escape(_ESCAPED.sub("_x005F_", text).translate(_NO_CHARACTERS))
        kept = ' xml:space="preserve"' if text != text.strip() else ""
        return f'<c r="{place}" s="{self.text}" t="inlineStr"><is><t{kept}>{text}</t></is></c>'


def _is_a_number(value: int | float | Decimal) -> bool:
    """Whether Excel keeps all digits of it; else it is written as text."""
    if isinstance(value, bool):
        return False
    if isinstance(value, int) and -SURE < value < SURE:
        return True
    exact = Decimal(str(value))
    return exact.is_finite() and Decimal(f"{float(exact):.15G}") == exact


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    return str(value)


def _letters(at: int) -> str:
    """How Excel calls a column, the first being 0: A … Z, AA …"""
    before, last = divmod(at, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + last)
