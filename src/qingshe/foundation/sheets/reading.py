"""From an uploaded .xlsx to rows of values; or to the list of everything that is wrong with it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import chain, islice
from pathlib import Path
from typing import TypeAlias

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from qingshe.kernel.errors import Invalid

from .columns import Cell, Column, Row, same_label, text_of
from .package import BROKEN, LARGEST_FILE, MOST_ROWS, insist_on_workbook
from .problems import insist_on_none, place

HEADER_WITHIN = 20  # rows: above the header there may stand a title and notes

Raw: TypeAlias = Sequence[object]


def read(
    source: bytes | Path, columns: Sequence[Column], *, faults: list[str] | None = None
) -> list[Row]:
    """The rows of the first visible sheet, blank ones left out.

    The header is looked for in the first 20 rows; its labels may stand in any order, those of
    columns that are not required may be missing. Errors: Invalid with every problem and its place;
    with `faults` bad cells are noted there instead, so that the caller can go on to check the rows
    and tell everything at once.
    """
    sheet = _sheet_of(source)
    table = _table(sheet, columns)
    problems: list[str] = []
    rows = list(islice(table.rows(problems), MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        raise Invalid(f"表格超过 {MOST_ROWS:,} 行，请拆成几份上传。")
    if faults is None:
        insist_on_none(problems)
    else:
        faults.extend(problems)
    return rows


@dataclass(frozen=True, slots=True)
class _Table:
    """The part of a sheet below its header; `at` gives each column its place in a row."""

    raw: Iterable[tuple[int, Raw]]
    at: Mapping[int, Column]
    unnamed: Sequence[int]
    keys: Sequence[str]

    def rows(self, problems: list[str]) -> Iterator[Row]:
        """Each row that is not blank; what is wrong with it goes into `problems`."""
        for number, raw in self.raw:
            if any(text_of(raw[at]) for at in self.unnamed):
                problems.append(place(number, "有内容不在任何一列表头之下"))
            if any(text_of(raw[at]) for at in self.at):
                yield self._row(number, raw, problems)

    def _row(self, number: int, raw: Raw, problems: list[str]) -> Row:
        wrong: set[str] = set()
        cells: dict[str, Cell] = dict.fromkeys(self.keys)
        for at, column in self.at.items():
            try:
                cells[column.key] = column.value_of(raw[at])
            except ValueError as error:
                problems.append(place(number, str(error), column.label))
                wrong.add(column.key)
        return Row(number, cells, frozenset(wrong))


def _sheet_of(source: bytes | Path) -> CalamineSheet:
    if isinstance(source, Path):
        with source.open("rb") as file:
            source = file.read(LARGEST_FILE + 1)
    insist_on_workbook(source)
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(source))
        visible = [
            sheet.name
            for sheet in workbook.sheets_metadata
            if sheet.visible == SheetVisibleEnum.Visible
        ]
        return workbook.get_sheet_by_name(visible[0])
    except (CalamineError, IndexError) as error:
        raise Invalid(BROKEN) from error


def _table(sheet: CalamineSheet, columns: Sequence[Column]) -> _Table:
    numbered = enumerate(sheet.iter_rows(), start=1)
    top: list[tuple[int, Raw]] = list(islice(numbered, HEADER_WITHIN))
    wanted = {same_label(column.label): column for column in columns}
    number, header = max(top, key=lambda row: _known(row[1], wanted), default=(1, ()))
    insist_on_none([place(number, words) for words in _faults_of(header, wanted)])
    labels = [same_label(text_of(cell)) for cell in header]
    return _Table(
        raw=chain(top[number:], numbered),
        at={index: wanted[label] for index, label in enumerate(labels) if label},
        unnamed=[index for index, label in enumerate(labels) if not label],
        keys=[column.key for column in columns],
    )


def _known(row: Raw, wanted: Mapping[str, Column]) -> int:
    return len({same_label(text_of(cell)) for cell in row} & wanted.keys())


def _faults_of(header: Raw, wanted: Mapping[str, Column]) -> Iterator[str]:
    """What is wrong with the header; when no label is known, which ones there should be."""
    if not _known(header, wanted):
        labels = "、".join(column.label for column in wanted.values())
        yield f"没有找到表头。前 {HEADER_WITHIN} 行中应有一行写明：{labels}"
        return
    found = Counter(filter(None, (same_label(text_of(cell)) for cell in header)))
    for label, column in wanted.items():
        if column.required and label not in found:
            yield f"缺少“{column.label}”列"
    for label, times in found.items():
        if label not in wanted:
            yield f"不认识“{label}”列；请删除该列，或改用模板中的列名"
        elif times > 1:
            yield f"“{wanted[label].label}”列出现了 {times} 次"
