"""What outside systems are told of the figures."""

from datetime import date

from ninja import Schema
from pydantic import StrictFloat, StrictInt

from qingshe.web.figures import Chart, Line, Measure

from .queries.boards import Board


class MeasureOut(Schema):
    """A column: what it is called, and in what unit its numbers are ("" for words)."""

    label: str
    unit: str


class FigureLineOut(Schema):
    """A row: one cell for each measure; null for what is not known, which is no nought."""

    label: str
    cells: list[StrictInt | StrictFloat | str | None]


class FigureTableOut(Schema):
    """A table of figures and the sentence it proves; `of` says what its rows are."""

    key: str
    title: str
    finding: str
    of: str
    measures: list[MeasureOut]
    lines: list[FigureLineOut]
    total: FigureLineOut | None
    source: str

    @staticmethod
    def told(chart: Chart) -> "FigureTableOut":
        figures = chart.figures
        return FigureTableOut(
            key=figures.key,
            title=figures.title,
            finding=chart.finding,
            of=figures.of,
            measures=[_measure(one) for one in figures.measures],
            lines=[_line(one) for one in figures.lines],
            total=_line(figures.total) if figures.total else None,
            source=figures.source,
        )


class BoardOut(Schema):
    """The figures of a place in a year: the first line, what presses, the tables in order."""

    place: str
    place_name: str
    department: str
    year: int
    years: list[int]
    as_of: date
    lead: str
    alerts: list[str]
    tables: list[FigureTableOut]

    @staticmethod
    def told(board: Board) -> "BoardOut":
        return BoardOut(
            place=board.reach.place,
            place_name=board.reach.place_name,
            department=board.reach.department,
            year=board.year,
            years=list(board.years),
            as_of=board.today,
            lead=board.lead,
            alerts=[one.text for one in board.alerts],
            tables=[FigureTableOut.told(one) for one in board.charts],
        )


def _measure(one: Measure) -> MeasureOut:
    return MeasureOut(label=one.label, unit=one.unit)


def _line(one: Line) -> FigureLineOut:
    return FigureLineOut(label=one.label, cells=list(one.cells))
