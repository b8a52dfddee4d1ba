"""The yearly report as a paper: the charts of a board, each with its finding and its table."""

from collections.abc import Iterator

from django.utils import timezone

from qingshe.foundation.documents.official import Block, Heading, Paragraph, Table, official
from qingshe.kernel.numerals import to_chinese
from qingshe.modules.insight.queries.boards import Board
from qingshe.web.figures import Chart, Figures


def report_name(board: Board) -> str:
    return f"{board.reach.place_name} {board.year} 年社区减负年度报告"


def report_as_word(board: Board) -> bytes:
    """A .docx in the layout of official documents; every figure is written as on the screen."""
    return official(report_name(board), _subtitle(board), _blocks(board), made_at=timezone.now())


def _subtitle(board: Board) -> str:
    """The number (place and year, the same however often it is made), the unit and the day."""
    number = f"减负年报〔{board.year}〕{board.reach.place.replace('/', '')}"
    until = f"截至 {board.today}，全年未完" if board.is_running else f"{board.today} 编制"
    return f"{number}　{board.reach.place_name}　{until}"


def _blocks(board: Board) -> Iterator[Block]:
    if board.lead:
        yield Paragraph(board.lead)
    yield Paragraph(
        "用时是下达时预计的；社区自己记过的另外列出，只和同样几件的预计比较。"
        "重新估算不算减负。百分比都由件数、次数、小时数算出。"
    )
    if board.is_running:
        yield Paragraph("本月还没有完：各表里的“去年同期”含去年本月全月，比出来会偏少。")
    for number, chart in enumerate(board.charts, 1):
        yield from _part(number, chart)


def _part(number: int, chart: Chart) -> Iterator[Block]:
    table = chart.figures
    yield Heading(f"{to_chinese(number)}、{table.title}")
    yield Paragraph(f"{chart.finding}。")
    if table.lines:
        head = [table.of, *(measure.heading for measure in table.measures)]
        yield Table(head, list(_rows(table)), [2, *(1 for _ in table.measures)])
    if table.source:
        yield Paragraph(table.source)


def _rows(table: Figures) -> Iterator[list[str]]:
    for line, cells in table.rows():
        yield [line.label, *(cell.text for cell in cells)]
    if table.total:
        yield [table.total.label, *(cell.text for cell in table.last_row())]
