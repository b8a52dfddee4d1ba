"""The screens and files: what is asked for in the address, what stands there without a script."""

from collections.abc import Callable

import pytest
from django.test import Client

from qingshe.kernel.actor import Actor
from qingshe.modules.burden.tests.builders import a_counted_baseline
from qingshe.modules.orgs.tests.builders import a_unit
from tests.cast import COMMUNITY, NEIGHBOUR, gatekeeper, street_officer, visitor, worker

from .builders import a_counted_town

Acting = Callable[[Actor], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def town() -> None:
    a_counted_town()


def test_the_first_line_answers_and_every_chart_has_its_table(acting: Acting) -> None:
    page = acting(worker()).get("/insight/?year=2025").text
    assert "比去年同期少 40.0%（30 → 18 小时）。" in page
    assert page.count("<figure") == page.count("<table") == 6
    assert 'href="tables/months.xlsx?year=2025"' in page


def test_a_place_leads_to_the_one_below(acting: Acting) -> None:
    page = acting(street_officer()).get("/insight/?year=2025").text
    assert f"?year=2025&amp;place={COMMUNITY}" in page
    below = acting(street_officer()).get(f"/insight/?year=2025&place={COMMUNITY}")
    assert "西大街社区减负成效" in below.text


def test_a_neighbour_is_not_found_on_screen_nor_as_a_file(acting: Acting) -> None:
    client = acting(worker())
    for address in ("/insight/", "/insight/tables/months.xlsx", "/insight/tables/months.csv"):
        assert client.get(address, {"place": NEIGHBOUR}).status_code == 404


def test_a_file_holds_the_table_of_the_year(acting: Acting) -> None:
    answer = acting(worker()).get("/insight/tables/departments.csv?year=2025")
    assert answer.content.decode("utf-8-sig").splitlines()[1].split(",")[1] == "18.0"
    assert acting(worker()).get("/insight/tables/departments.xlsx?year=2024").status_code == 200


@pytest.mark.parametrize("query", ["year=x", "year=99999999999", "year=1", "place=", "place=%27"])
def test_an_address_that_makes_no_sense_breaks_nothing(acting: Acting, query: str) -> None:
    for path in ("/insight/", "/insight/public/", "/insight/tables/months.csv"):
        assert acting(gatekeeper()).get(f"{path}?{query}").status_code in (200, 404)


def test_an_empty_ledger_says_what_comes_next(acting: Acting) -> None:
    a_unit("/14/05/")
    assert "还没有可以算的数" in acting(gatekeeper("/14/05/")).get("/insight/").text


def test_everybody_reads_the_public_screen(acting: Acting) -> None:
    a_counted_baseline()
    page = acting(visitor).get("/insight/public/?year=2025").text
    assert "比底数少" in page
    assert "重新估了用时" in page
    assert acting(visitor).get("/insight/public/tables/months.xlsx?year=2025").status_code == 200
    assert acting(visitor).get("/insight/public/tables/places.xlsx?year=2025").status_code == 404


def test_a_visitor_is_asked_to_sign_in_for_the_rest(acting: Acting) -> None:
    assert acting(visitor).get("/insight/").status_code == 302
