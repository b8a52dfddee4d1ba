"""The API: the same figures and scope as the screens."""

from collections.abc import Callable

import pytest
from django.test import Client

from qingshe.kernel.actor import Actor
from qingshe.modules.catalog.tests.builders import a_city
from tests.cast import COUNTY, DEPARTMENT, department_officer, gatekeeper, leader, worker

from .builders import a_booked, a_budget

pytestmark = pytest.mark.django_db
Acting = Callable[[Actor], Client]
URL = "/api/v1/burden"


@pytest.fixture(autouse=True)
def _city() -> None:
    a_city()
    a_booked(minutes=30)


def test_tells_the_ledger_of_a_place_and_year(acting: Acting) -> None:
    told = acting(gatekeeper()).get(URL, {"year": "2025", "place": COUNTY}).json()
    assert (told["place_name"], sum(one["estimated"] for one in told["months"])) == ("潞州区", 60)
    assert told["departments"][0]["name"] == "市民政局"
    assert told["before_after"][0]["words"] == "没有底数"


def test_of_a_community_is_its_own(acting: Acting) -> None:
    told = acting(worker()).get(URL, {"year": 2025}).json()
    assert sum(one["estimated"] for one in told["months"]) == 30
    assert told["places"] == []


def test_outside_does_not_exist(acting: Acting) -> None:
    assert acting(worker()).get(URL, {"year": "2025", "place": COUNTY}).status_code == 404


def test_lets_the_leading_group_set_a_budget(acting: Acting) -> None:
    sent = {"department": DEPARTMENT, "year": 2026, "minutes": 600, "reason": "核定"}
    answer = acting(leader()).post(f"{URL}/budgets", sent, content_type="application/json")
    assert (answer.status_code, answer.json()["left"]) == (200, 600)


@pytest.mark.parametrize("actor", [gatekeeper(), department_officer()])
def test_lets_nobody_else(acting: Acting, actor: Actor) -> None:
    sent = {"department": DEPARTMENT, "year": 2026, "minutes": 600, "reason": "核定"}
    answer = acting(actor).post(f"{URL}/budgets", sent, content_type="application/json")
    assert answer.status_code in (403, 404)


def test_lists_budgets_and_changes(acting: Acting) -> None:
    a_budget(600)
    client = acting(department_officer())
    assert client.get(f"{URL}/budgets", {"year": 2025}).json()["budgets"][0]["used"] == 60
    assert client.get(f"{URL}/changes").json() == {"changes": [], "next_after": ""}
