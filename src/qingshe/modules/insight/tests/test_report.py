"""The yearly report says what the screen says, to those who may read the screen."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from docx import Document

from qingshe.kernel.actor import Actor
from qingshe.modules.burden.tests.builders import a_counted_baseline
from qingshe.modules.catalog.tests.builders import a_permit
from qingshe.modules.insight import exports
from qingshe.modules.insight.queries import boards
from qingshe.modules.insight.queries.boards import Board
from tests.cast import (
    CITY,
    COUNTY,
    department_officer,
    gatekeeper,
    street_officer,
    supervisor,
    visitor,
    worker,
)

from .builders import a_counted_town

Acting = Callable[[Actor], Client]
TODAY = date(2025, 9, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def town() -> None:
    a_counted_town()
    a_counted_baseline()
    a_permit()


def tables_of(content: bytes) -> list[list[list[str]]]:
    document = Document(BytesIO(content))
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]


def words_of(content: bytes) -> str:
    return "\n".join(one.text for one in Document(BytesIO(content)).paragraphs)


def shown(board: Board) -> list[list[list[str]]]:
    """The tables of a screen, as people read them there."""
    return [
        [
            [chart.figures.of, *(head.text for head in chart.figures.heads())],
            *([line.label, *(cell.text for cell in row)] for line, row in chart.figures.rows()),
        ]
        for chart in board.charts
        if chart.figures.lines
    ]


@pytest.mark.parametrize("actor", [gatekeeper(), supervisor(), street_officer()])
def test_every_figure_is_that_of_the_screen(actor: Actor) -> None:
    written = tables_of(exports.report_as_word(boards.report(actor, 2025, "", TODAY)))
    screen = shown(boards.of_actor(actor, 2025, "", TODAY))
    assert screen
    assert written[: len(screen)] == screen


def test_every_finding_stands_above_its_table() -> None:
    words = words_of(exports.report_as_word(boards.report(gatekeeper(), 2025, "", TODAY)))
    for chart in boards.of_actor(gatekeeper(), 2025, "", TODAY).charts:
        assert f"{chart.finding}。" in words


def test_names_its_number_its_unit_and_its_day() -> None:
    words = words_of(exports.report_as_word(boards.report(gatekeeper(), 2025, "", TODAY)))
    assert words.startswith(
        "长治市 2025 年社区减负年度报告\n减负年报〔2025〕1404　长治市　截至 2025-09-01"
    )


def test_what_was_admitted_stands_by_department() -> None:
    board = boards.report(gatekeeper(), 2025, "", TODAY)
    chart = next(one for one in board.charts if one.figures.key == "admitted")
    assert [list(line.cells) for line in chart.figures.lines] == [[1, 0, 0, 0.0, 0.0]]
    assert chart.finding.startswith("签发许可 1 件，不予准入 0 件，到期 0 件")


def test_the_public_one_has_what_is_public_and_no_more(acting: Acting) -> None:
    answer = acting(visitor).get("/insight/public/report.docx", {"year": "2025"})
    assert tables_of(answer.content) == shown(boards.public(2025, "", TODAY))
    assert "西大街社区" not in words_of(answer.content)


def test_is_of_places_and_of_those_who_read_them(acting: Acting) -> None:
    for actor in (worker(), department_officer()):
        assert acting(actor).get("/insight/report.docx").status_code == 404
    assert acting(visitor).get("/insight/report.docx").status_code == 302
    beyond = acting(street_officer()).get("/insight/report.docx", {"place": CITY})
    assert beyond.status_code == 404
    county = acting(gatekeeper()).get("/insight/report.docx", {"place": COUNTY, "year": "2025"})
    assert county.headers["Content-Type"].endswith("wordprocessingml.document")


def test_has_its_button_where_there_is_one(acting: Acting) -> None:
    assert "年度报告" in acting(gatekeeper()).get("/insight/?year=2025").text
    assert "年度报告" not in acting(worker()).get("/insight/?year=2025").text
