"""An empty workbook in our look, by XlsxWriter; loaded when the first table is written."""

import re
from collections.abc import Sequence
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from qingshe.kernel.text import clean

from .columns import Column, Kind

WIDTHS = {Kind.TEXT: 24, Kind.CODE: 18, Kind.NUMBER: 12, Kind.DATE: 12, Kind.FLAG: 8}


def frame(title: str, columns: Sequence[Column]) -> BytesIO:
    """The workbook with its header, and below one row that tells how its formats are numbered."""
    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"title": title})
        sheet = book.add_worksheet(_sheet_name(title))
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        number = book.add_format({"valign": "top"})
        day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
        _write_header(book, sheet, columns, text)
        for at, style in enumerate((text, number, day)):
            sheet.write_blank(1, at, None, style)
    return stream


def _write_header(
    book: Workbook, sheet: Worksheet, columns: Sequence[Column], text: Format
) -> None:
    """The header; what is later typed into an empty cell of text or codes stays text."""
    bold = book.add_format({"bold": True, "bottom": 1, "bg_color": "#eef3f8", "text_wrap": True})
    for at, column in enumerate(columns):
        empty = text if column.kind in (Kind.TEXT, Kind.CODE) else None
        sheet.set_column(at, at, column.width or WIDTHS[column.kind], empty)
        sheet.write_string(0, at, column.label, bold)
    sheet.freeze_panes(1, 0)
    if columns:
        sheet.repeat_rows(0)


def _sheet_name(title: str) -> str:
    """Of a name Excel allows 31 characters, and some not at all."""
    return re.sub(r"[\[\]:*?/\\']", " ", clean(title)).strip()[:31].strip() or "表"
