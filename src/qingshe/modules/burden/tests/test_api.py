"""The API: the same figures and scope as the screens."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from qingshe.kernel.actor import Actor
from qingshe.modules.burden.services import baselines
from qingshe.modules.catalog.tests.builders import a_city, a_permit
from qingshe.web.downloads import EXCEL
from tests.cast import CITY, COUNTY, DEPARTMENT, department_officer, gatekeeper, leader, worker

from .builders import a_booked, a_budget

pytestmark = pytest.mark.django_db
Acting = Callable[[Actor], Client]
URL = "/api/v1/burden"
JSON = "application/json"


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


class TestTheRuleAboveABudget:
    def test_is_set_by_the_leading_group_to_what_it_saw(self, acting: Acting) -> None:
        client = acting(leader())
        assert client.get(f"{URL}/budgets/rule").json()["number"] == 0
        body = {"mode": "hard", "reason": "本市硬控", "number": 0}
        made = client.put(f"{URL}/budgets/rule", body, content_type=JSON)
        assert (made.status_code, made.json()["number"]) == (200, 1)
        assert client.put(f"{URL}/budgets/rule", body, content_type=JSON).status_code == 409
        assert client.get(f"{URL}/budgets/rule").json()["mode"] == "hard"

    def test_is_set_by_nobody_else(self, acting: Acting) -> None:
        body = {"mode": "hard", "reason": "本市硬控"}
        answer = acting(gatekeeper()).put(f"{URL}/budgets/rule", body, content_type=JSON)
        assert answer.status_code == 403


class TestAChange:
    def told(self, **stated: object) -> dict[str, object]:
        return {
            "under": a_permit().number,
            "cause": "prefilled",
            "before": {"communities": 2, "times": 12, "minutes": 60},
            "after": {"communities": 2, "times": 12, "minutes": 15},
            "evidence": "会议纪要〔2025〕3号",
            **stated,
        }

    def test_is_booked_once_with_one_key_and_taken_back(self, acting: Acting) -> None:
        client, body = acting(gatekeeper()), self.told()
        headers = {"Idempotency-Key": "change-1"}
        first, second = (
            client.post(f"{URL}/changes", body, content_type=JSON, headers=headers).json()
            for _ in range(2)
        )
        assert first == second
        assert [one["cause"] for one in first] == ["prefilled"]
        here = f"{URL}/changes/{first[0]['id']}/take_back"
        assert client.post(here, {}, content_type=JSON).status_code == 422
        taken = client.post(here, {"reason": "登错了", "version": 1}, content_type=JSON)
        assert taken.json()["state"] == "taken_back"

    def test_of_several_causes_is_told_as_a_whole(self, acting: Acting) -> None:
        after = {"communities": 1, "times": 6, "minutes": 60}
        body = self.told(cause="scope", after=after)
        told = acting(gatekeeper()).post(f"{URL}/changes", body, content_type=JSON).json()
        assert {one["cause"] for one in told} == {"scope", "frequency"}

    def test_is_booked_by_the_office_alone(self, acting: Acting) -> None:
        answer = acting(leader()).post(f"{URL}/changes", self.told(), content_type=JSON)
        assert answer.status_code == 403

    def test_without_a_thing_or_by_no_hand_is_refused(self, acting: Acting) -> None:
        client = acting(gatekeeper())
        for stated, status in (({"under": "没有"}, 404), ({"cause": "issued"}, 422)):
            answer = client.post(f"{URL}/changes", self.told(**stated), content_type=JSON)
            assert answer.status_code == status


class TestABaseline:
    def bring(self, client: Client, content: bytes, **stated: object) -> Any:  # noqa: ANN401 - the test client's own
        upload = SimpleUploadedFile("底数.xlsx", content)
        return client.post(
            f"{URL}/baselines", {"file": upload, "place": CITY, "year": 2022, **stated}
        )

    def test_is_brought_looked_at_and_adopted(self, acting: Acting) -> None:
        client = acting(gatekeeper())
        made = self.bring(client, baselines.sample(), title="摸底").json()
        here = f"{URL}/baselines/{made['id']}"
        assert (made["state"], client.get(here).json()["title"]) == ("previewed", "摸底")
        assert len(client.get(f"{here}/rows").json()["rows"]) == len(baselines.SAMPLE)
        adopted = client.post(f"{here}/adopt", {"version": 1}, content_type=JSON).json()
        assert adopted["state"] == "in_force"
        assert client.post(f"{here}/drop", {}, content_type=JSON).status_code == 409

    def test_is_thrown_away(self, acting: Acting) -> None:
        client = acting(gatekeeper())
        made = self.bring(client, baselines.sample()).json()
        here = f"{URL}/baselines/{made['id']}/drop"
        assert client.post(here, {}, content_type=JSON).json()["state"] == "dropped"

    def test_with_nothing_in_it_or_no_table_is_refused(self, acting: Acting) -> None:
        client = acting(gatekeeper())
        template = client.get(f"{URL}/baselines/template")
        assert template["Content-Type"] == EXCEL
        for content in (template.content, b"MZ", b""):
            assert self.bring(client, content).status_code == 422
        assert client.get(f"{URL}/baselines").json()["baselines"] == []

    def test_is_for_the_own_place_and_those_below(self, acting: Acting) -> None:
        client = acting(gatekeeper())
        assert self.bring(client, baselines.sample(), place=COUNTY).status_code == 200
        for place in ("/14/05/", f"{CITY}99/", "/"):
            assert self.bring(client, baselines.sample(), place=place).status_code == 404
        assert self.bring(acting(leader()), baselines.sample()).status_code == 403
