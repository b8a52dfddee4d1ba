"""The figures for other systems: the same numbers and scope as on the screens."""

from collections.abc import Callable

import pytest
from django.test import Client

from qingshe.kernel.actor import Actor
from tests.cast import CITY, NEIGHBOUR, STREET, administrator, gatekeeper, visitor, worker

from .builders import a_counted_town

Acting = Callable[[Actor], Client]
pytestmark = pytest.mark.django_db
URL = "/api/v1/insight"


@pytest.fixture(autouse=True)
def _town() -> None:
    a_counted_town()


def test_a_community_reads_its_own_figures(acting: Acting) -> None:
    told = acting(worker()).get(URL, {"year": "2025"}).json()
    assert "比去年同期少 40.0%（30 → 18 小时）" in told["lead"]
    months = next(one for one in told["tables"] if one["key"] == "months")
    hours = [one["label"] for one in months["measures"]].index("预计")
    assert sum(line["cells"][hours] or 0 for line in months["lines"]) == 18.0


def test_every_table_has_a_cell_for_each_measure(acting: Acting) -> None:
    told = acting(gatekeeper()).get(URL, {"year": "2025"}).json()
    assert {"departments", "places", "kinds"} <= {one["key"] for one in told["tables"]}
    for table in told["tables"]:
        assert {len(line["cells"]) for line in table["lines"]} <= {len(table["measures"])}


def test_outside_does_not_exist(acting: Acting) -> None:
    client = acting(worker())
    assert [client.get(URL, {"place": one}).status_code for one in (NEIGHBOUR, STREET)] == [404] * 2


@pytest.mark.parametrize("actor", [visitor, administrator()])
def test_who_has_no_figures_is_told_so(acting: Acting, actor: Actor) -> None:
    answer = acting(actor).get(URL)
    assert (answer.status_code, answer.json()["error"]) == (403, "Denied")


def test_anybody_reads_those_of_a_city_and_no_community(acting: Acting) -> None:
    told = acting(visitor).get(f"{URL}/public", {"place": CITY, "year": "2025"}).json()
    assert told["tables"]
    assert "社区" not in "".join(
        line["label"] for one in told["tables"] for line in one["lines"] if one["key"] != "before"
    )
    assert acting(visitor).get(f"{URL}/public", {"place": STREET}).status_code == 404


@pytest.mark.parametrize("year", ["1999", "2101", "x", "99999999999999999999"])
def test_a_year_that_is_none_is_refused(acting: Acting, year: str) -> None:
    assert acting(worker()).get(URL, {"year": year}).status_code == 422
