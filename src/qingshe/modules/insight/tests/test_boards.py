"""Each part sees its own figures, in words that the counts bear out."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Denied, NotFound
from qingshe.modules.burden.facade import Cause, Share, post
from qingshe.modules.burden.tests.builders import (
    a_budget,
    a_change,
    a_counted_baseline,
    a_posting,
)
from qingshe.modules.catalog.tests.builders import a_published_list
from qingshe.modules.demands.tests import builders as demands
from qingshe.modules.insight.queries import boards
from qingshe.modules.insight.queries.boards import Board
from qingshe.modules.orgs.tests.builders import a_unit
from qingshe.web.figures import Chart, Line
from tests.cast import (
    CITY,
    COMMUNITY,
    COUNTY,
    NEIGHBOUR,
    STREET,
    administrator,
    department_officer,
    gatekeeper,
    head,
    leader,
    street_officer,
    supervisor,
    visitor,
    worker,
)

from .builders import THIS_YEAR, a_counted_town, book

TODAY = date(2025, 9, 1)
EVERYBODY = [worker(), head(), street_officer(), department_officer(), gatekeeper(), leader()]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def town() -> None:
    a_counted_town()


def board_of(actor: Actor, place: str = "", year: int | None = None) -> Board:
    return boards.of_actor(actor, year, place, TODAY)


def chart_of(board: Board, key: str) -> Chart:
    return next(chart for chart in board.charts if chart.figures.key == key)


def a_crowd_of_departments(number: int) -> None:
    """So many departments, of which each asked for an hour of one community."""
    for at in range(number):
        path = f"/14/04/d{at + 51}/"
        a_unit(path)
        posting = a_posting(at + 100, department=path, issued_on=THIS_YEAR)
        post(posting, [Share(COMMUNITY, 60)], on=THIS_YEAR)


class TestWhoSeesWhat:
    def test_a_community_sees_its_own_hours_by_department(self) -> None:
        board = board_of(worker())
        assert board.title == "西大街社区减负成效"
        assert chart_of(board, "departments").figures.lines[0].cells[0] == 18.0
        assert "places" not in {chart.figures.key for chart in board.charts}

    def test_a_street_sees_its_communities_side_by_side(self) -> None:
        lines = chart_of(board_of(street_officer()), "places").figures.lines
        assert [line.cells[0] for line in lines] == [18.0, 18.0]

    def test_a_department_sees_its_own_minutes_only(self) -> None:
        a_unit("/14/04/d02/")
        board = board_of(department_officer("/14/04/d02/"))
        assert board.is_empty

    def test_the_supervisor_sees_violations_as_well(self) -> None:
        assert chart_of(board_of(supervisor()), "violations").finding == "本年没有登记违规"
        with pytest.raises(StopIteration):
            chart_of(board_of(gatekeeper()), "violations")

    @pytest.mark.parametrize("place", [NEIGHBOUR, CITY, "/14/05/"])
    def test_what_is_outside_does_not_exist(self, place: str) -> None:
        with pytest.raises(NotFound):
            board_of(worker(), place)

    def test_who_has_no_figures_is_told_whose_they_are(self) -> None:
        for actor in (administrator(), visitor):
            with pytest.raises(Denied, match="公开"):
                board_of(actor)

    def test_places_to_choose_end_at_the_own_one(self) -> None:
        found = boards.places_of(street_officer(), board_of(street_officer()).reach)
        assert {one.path for one in found} >= {STREET, COMMUNITY, NEIGHBOUR}
        assert COUNTY not in {one.path for one in found}
        assert [one.path for one in boards.places_of(worker(), board_of(worker()).reach)] == [
            COMMUNITY
        ]

    @pytest.mark.parametrize("actor", EVERYBODY, ids=lambda actor: str(actor.role))
    def test_every_table_of_a_screen_can_be_had_alone(self, actor: Actor) -> None:
        for chart in board_of(actor).charts:
            key = chart.figures.key
            assert boards.table_of_actor(actor, key, 2025, "") == chart.figures

    def test_no_table_of_another_screen(self) -> None:
        for key in ("places", "violations", "causes", "before-hours", "nothing"):
            with pytest.raises(NotFound):
                boards.table_of_actor(worker(), key, 2025, "")


class TestWhatTheFiguresSay:
    def test_months_stand_beside_the_year_before(self) -> None:
        book(4, 0, date(2024, 1, 8))
        chart = chart_of(board_of(gatekeeper()), "months")
        assert chart.finding == "2025 年全年共 36 小时，比去年同期少 40.0%（60 → 36 小时）"
        assert chart.figures.lines[2].cells[:2] == [36.0, 60.0]

    def test_a_month_before_the_ledger_began_is_unknown_and_not_nought(self) -> None:
        chart = chart_of(board_of(gatekeeper()), "months")
        said = "2025 年全年共 36 小时，其中 3 月起比去年同期少 40.0%（60 → 36 小时）"
        assert chart.finding == said
        assert [line.cells[1] for line in chart.figures.lines[:4]] == [None, None, 60.0, 0.0]

    def test_half_a_year_does_not_stand_beside_a_whole_one(self) -> None:
        lines = chart_of(board_of(gatekeeper()), "departments").figures.lines
        assert list(lines[0].cells[2:4]) == [None, None]
        book(4, 0, date(2024, 1, 8))
        lines = chart_of(board_of(gatekeeper()), "departments").figures.lines
        assert list(lines[0].cells[2:4]) == [60.0, -40.0]

    def test_what_is_new_is_told_as_a_yearly_figure_and_never_as_nothing(self) -> None:
        a_change(Cause.ISSUED, 1800)
        chart = chart_of(board_of(gatekeeper()), "causes")
        assert chart.finding == "新增一年多 30 小时"
        assert chart.figures.measures[0].heading == "一年的变动（小时/年）"
        assert "不是今年已经用掉的" in chart.figures.source
        assert [line.label for line in chart.figures.lines] == ["新增"]

    def test_observed_is_compared_with_the_estimate_of_the_same_shares(self) -> None:
        chart = chart_of(board_of(gatekeeper()), "observed")
        assert list(chart.figures.lines[0].cells) == [8.0, 10.0, 1, 25.0]
        assert chart.finding == "记了实际用时的 1 件次，实际比预计多 25.0%（8 → 10 小时）"

    def test_the_most_is_said_with_its_base(self) -> None:
        chart = chart_of(board_of(gatekeeper()), "kinds")
        assert chart.finding == "最多的是任务，占 55.6%（20 小时 / 36 小时）"

    def test_before_and_after_is_computed_from_counts(self) -> None:
        a_counted_baseline(times=100, minutes=6000)
        board = board_of(gatekeeper(), year=2025)
        times = chart_of(board, "before-times")
        line = next(line for line in times.figures.lines if line.label == "任务")
        assert list(line.cells) == [100, 2, -98.0, "达到"]
        assert "比底数少 98.0%（100 → 2 次）" in times.finding
        assert board.lead.startswith("比底数少")

    def test_what_nobody_counted_has_no_percentage(self) -> None:
        a_counted_baseline(times=100, minutes=None)
        board = board_of(gatekeeper())
        assert "before-hours" not in {chart.figures.key for chart in board.charts}
        ledgers = next(
            line for line in chart_of(board, "before-times").figures.lines if line.label != "任务"
        )
        assert list(ledgers.cells) == [None, 2, None, "没有底数"]

    def test_the_baseline_is_a_line_through_the_months(self) -> None:
        a_counted_baseline(minutes=72_000)
        chart = chart_of(board_of(gatekeeper()), "months")
        assert chart.figures.measures[2].label == "底数月均"
        assert chart.figures.lines[0].cells[2] == 100.0

    def test_many_departments_are_the_heaviest_and_a_line_for_the_others(self) -> None:
        a_crowd_of_departments(24)
        table = chart_of(board_of(gatekeeper()), "departments").figures
        assert len(table.lines) == 25
        assert table.rest == Line("其余 5 个部门", [5.0, 8.3, None, None, 5, None, None])
        shown = [line for line, _ in table.rows_on_page()]
        assert [*shown] == [*table.lines[:20], table.rest]

    def test_the_others_have_a_budget_only_where_each_of_them_has_one(self) -> None:
        a_crowd_of_departments(21)
        for at in range(51, 72):
            a_budget(120, department=f"/14/04/d{at}/")
        rest = chart_of(board_of(gatekeeper()), "departments").figures.rest
        assert rest
        assert rest.cells[-2:] == [4.0, 50.0]

    def test_violations_name_departments_and_no_community(self) -> None:
        a_published_list()
        demands.an_upheld_refusal()
        chart = chart_of(board_of(supervisor()), "violations")
        assert list(chart.figures.lines[0].cells) == [1, 1, 0, 0]
        assert "西大街" not in str(chart)

    def test_a_year_without_anything_says_so(self) -> None:
        board = board_of(gatekeeper(), year=2023)
        assert chart_of(board, "departments").finding == "还没有入账的事项"


class TestForEverybody:
    def test_the_public_screen_names_no_community(self) -> None:
        board = boards.public(2025, "", TODAY)
        assert board.reach.place == CITY
        assert all(
            name not in str(board.charts) for name in ("西大街", "东大街", COMMUNITY, NEIGHBOUR)
        )

    @pytest.mark.parametrize("place", [STREET, COMMUNITY, "/14/09/"])
    def test_nothing_smaller_than_a_county_is_public(self, place: str) -> None:
        with pytest.raises(NotFound):
            boards.public(2025, place, TODAY)

    def test_the_choice_ends_at_the_counties(self) -> None:
        city = boards.public(2025, "", TODAY).reach
        assert COUNTY in {one.path for one in boards.public_places(city)}
        county = boards.public(2025, COUNTY, TODAY).reach
        assert STREET not in {one.path for one in boards.public_places(county)}


class TestTheFirstScreen:
    def test_the_load_is_one_line(self) -> None:
        told = boards.first_line(worker(), date(2025, 3, 31))
        assert told == "本月 2 件次，预计 18 小时，比去年同月少 40.0%（30 → 18 小时）。"

    def test_nothing_is_said_where_there_is_nothing(self) -> None:
        assert boards.first_line(worker(), TODAY) == ""
        assert boards.first_line(visitor, TODAY) == ""


def test_queries_do_not_grow_with_rows(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_max_num_queries(40) as few:
        board_of(gatekeeper())
    for number in range(10, 30):
        book(number, 60, date(2025, 4, 1))
    with django_assert_max_num_queries(len(few)):
        board_of(gatekeeper())
