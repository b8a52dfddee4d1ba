"""Tables of figures: what a chart is drawn from, what stands below it, what people download."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Literal, TypeAlias

from django.http import HttpResponse

from qingshe.foundation import sheets
from qingshe.web.downloads import csv_response, sheet_response

Amount: TypeAlias = int | float | None
Cell: TypeAlias = str | Amount
MOST_DRAWN = 15  # rows of a lying chart; the table has more of them
MOST_SHOWN = 20  # rows on the page of a table with a line for the rest; a download has all
NOTHING = "—"
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a text that begins so is one to a spreadsheet


@dataclass(frozen=True, slots=True)
class Measure:
    """A column: what it is called, in what unit, how its numbers are written and drawn.

    `form` is a format of Python (",.0f"; "+,.1f" shows the sign). What is `drawn` shares one unit.
    """

    label: str
    unit: str = ""
    form: str = ",.0f"
    drawn: Literal["", "bar", "line"] = ""

    @property
    def heading(self) -> str:
        return f"{self.label}（{self.unit}）" if self.unit else self.label

    def words(self, cell: Cell) -> str:
        """A cell as people read it; what is not known is a dash, never a nought."""
        if cell is None:
            return NOTHING
        return cell if isinstance(cell, str) else format(cell, self.form)


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its name, one cell for each measure, and where to read on."""

    label: str
    cells: Sequence[Cell]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell as the page draws it."""

    text: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """A table of figures; `key` names it in addresses, `title` on paper, `of` says what rows are.

    `source` is where the figures come from, in one sentence. `rest` is what the lines beyond
    `MOST_SHOWN` come to, where a table may be too long for a page; files and the API hold each.
    """

    key: str
    title: str
    of: str
    measures: Sequence[Measure]
    lines: Sequence[Line]
    total: Line | None = None
    source: str = ""
    rest: Line | None = None

    @property
    def width(self) -> int:
        """How many columns the table has."""
        return len(self.measures) + 1

    def heads(self) -> list[Shown]:
        """The headings of the measures; one over words stands to the left like them."""
        columns = zip(*(line.cells for line in self.lines), strict=True)
        texts = [any(isinstance(cell, str) for cell in cells) for cells in columns]
        texts = texts or [False] * len(self.measures)
        named = zip(self.measures, texts, strict=True)
        return [Shown(measure.heading, not is_text) for measure, is_text in named]

    def rows(self) -> Iterator[tuple[Line, list[Shown]]]:
        """Every line, in words."""
        return ((line, self._shown(line)) for line in self.lines)

    def rows_on_page(self) -> Iterator[tuple[Line, list[Shown]]]:
        """The lines as the page draws them: the first and what the rest comes to."""
        lines = [*self.lines[:MOST_SHOWN], self.rest] if self.rest else self.lines
        return ((line, self._shown(line)) for line in lines)

    def last_row(self) -> list[Shown]:
        """The total as the page draws it."""
        return self._shown(self.total) if self.total else []

    def _shown(self, line: Line) -> list[Shown]:
        pairs = zip(self.measures, line.cells, strict=True)
        return [Shown(measure.words(cell), not isinstance(cell, str)) for measure, cell in pairs]


@dataclass(frozen=True, slots=True)
class Chart:
    """Figures and what they say: `finding` is the sentence above the picture.

    `lying` draws the bars sideways, for names; otherwise the rows follow each other in time.
    """

    finding: str
    figures: Figures
    lying: bool = False

    @property
    def is_drawn(self) -> bool:
        """Whether there is anything to draw; else the table alone is shown."""
        return bool(self.figures.lines) and any(each.drawn for each in self.figures.measures)

    @property
    def note(self) -> str:
        """What the picture leaves out."""
        if not self._is_cut:
            return ""
        if self.figures.rest:
            return f"图中为前 {MOST_DRAWN} 行，表中为前 {MOST_SHOWN} 行，全部见下载。"
        return f"图中为前 {MOST_DRAWN} 行，全部见表。"

    @property
    def _is_cut(self) -> bool:
        return self.lying and len(self.figures.lines) > MOST_DRAWN

    def numbers(self) -> Mapping[str, object]:
        """What the script draws from; `null` where a figure is not known."""
        lines = self.figures.lines[: MOST_DRAWN if self.lying else None]
        drawn = [(at, each) for at, each in enumerate(self.figures.measures) if each.drawn]
        return {
            "lying": self.lying,
            "unit": drawn[0][1].unit if drawn else "",
            "labels": [line.label for line in lines],
            "series": [
                {
                    "label": each.label,
                    "drawn": each.drawn,
                    "values": [row.cells[at] for row in lines],
                }
                for at, each in drawn
            ],
        }


def as_download(figures: Figures, ending: Literal["xlsx", "csv"]) -> HttpResponse:
    """The whole table as a file; numbers stay numbers, nothing in it is a formula."""
    if ending == "xlsx":
        return sheet_response(figures.title, _sheet(figures))
    return csv_response(figures.title, _comma_separated(figures))


def _every_line(figures: Figures) -> list[Line]:
    return [*figures.lines, *([figures.total] if figures.total else [])]


def _sheet(figures: Figures) -> bytes:
    lines = _every_line(figures)
    columns = [sheets.Column(figures.of, "label")]
    for at, measure in enumerate(figures.measures):
        is_text = any(isinstance(line.cells[at], str) for line in lines)
        kind = sheets.Kind.TEXT if is_text else sheets.Kind.NUMBER
        columns.append(sheets.Column(measure.heading, str(at), kind))
    rows = [
        {"label": line.label, **{str(at): cell for at, cell in enumerate(line.cells)}}
        for line in lines
    ]
    source = [{"label": figures.source}] if figures.source else []
    return sheets.write(figures.title, columns, [*rows, *source])


def _comma_separated(figures: Figures) -> str:
    stream = StringIO()
    writer = csv.writer(stream)
    writer.writerow([figures.of, *(measure.heading for measure in figures.measures)])
    for line in _every_line(figures):
        cells = ["" if cell is None else cell for cell in line.cells]
        writer.writerow([_harmless(cell) for cell in (line.label, *cells)])
    if figures.source:
        writer.writerow([_harmless(figures.source)])
    return stream.getvalue()


def _harmless(cell: Cell) -> Cell:
    """A text that a spreadsheet would calculate gets a quotation mark before it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
