from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone

from qingshe.kernel.actor import Actor
from qingshe.modules.catalog.tests.builders import a_permit
from qingshe.modules.demands.models import Demand
from tests.cast import (
    CITY,
    COMMUNITY,
    NEIGHBOUR,
    department_officer,
    gatekeeper,
    visitor,
    worker,
)

from .builders import FRIDAY, MORNING, a_demand, a_refusal, a_town, fire_item, share_of

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

Acting = Callable[[Actor], Client]
pytestmark = pytest.mark.django_db
BASE = "/api/v1/demands"
JSON = "application/json"


@pytest.fixture(autouse=True)
def _monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    def now() -> datetime:
        return MORNING

    a_town()
    monkeypatch.setattr(timezone, "now", now)


def told(**values: object) -> dict[str, object]:
    return {
        "under": fire_item(),
        "title": "协助开展消防宣传",
        "text": "请社区协助开展消防宣传。",
        "paths": [CITY],
        "due_on": FRIDAY.isoformat(),
        "minutes": 40,
        **values,
    }


def sent(client: Client, path: str, body: dict[str, object], **headers: str) -> "Answer":
    return client.post(f"{BASE}{path}", body, content_type=JSON, headers=headers)


class TestIssuing:
    def test_with_one_key_twice_issues_once(self, acting: Acting) -> None:
        client = acting(department_officer())
        answers = [sent(client, "", told(), **{"Idempotency-Key": "一"}) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [200, 200]
        assert answers[0].json()["number"] == answers[1].json()["number"]
        assert Demand.objects.count() == 1

    def test_needs_a_key(self, acting: Acting) -> None:
        assert sent(acting(department_officer()), "", told()).status_code == 422

    def test_lists_every_problem(self, acting: Acting) -> None:
        body = told(due_on="2025-08-01", paths=["/14/05/"])
        answer = sent(acting(department_officer()), "", body, **{"Idempotency-Key": "一"})
        assert answer.status_code == 422
        assert len(answer.json()["problems"]) == 2

    def test_half_a_path_reaches_nobody(self, acting: Acting) -> None:
        for path in ("", "/14/04/0", "14"):
            answer = sent(acting(department_officer()), "/examine", told(paths=[path]))
            assert answer.json()["communities"] == 0

    def test_shows_beforehand_what_would_happen(self, acting: Acting) -> None:
        answer = sent(acting(department_officer()), "/examine", told()).json()
        assert (answer["may_issue"], answer["communities"]) == (True, 2)
        assert not Demand.objects.exists()

    def test_does_not_know_other_fields(self, acting: Acting) -> None:
        body = told(score=5)
        answer = sent(acting(department_officer()), "", body, **{"Idempotency-Key": "一"})
        assert answer.status_code == 422

    def test_under_a_permit_takes_a_serial(self, acting: Acting) -> None:
        number = a_permit().number
        body = told(under=number, title="高龄津贴人员核对", text="请核对高龄老人的健在情况。")
        answer = sent(acting(department_officer()), "", body, **{"Idempotency-Key": "一"})
        assert answer.json()["number"] == f"{number}-01"


class TestACommunity:
    def test_reads_its_day_and_hands_in(self, acting: Acting) -> None:
        a_demand()
        client = acting(worker())
        day = client.get(f"{BASE}/today", {"view": "later"}).json()
        pk = day["assignments"][0]["id"]
        answer = sent(client, f"/today/{pk}/hand-in", {"result": "已张贴", "minutes": 20})
        assert answer.json()["state_label"] == "已报送"

    def test_refuses_and_the_office_rules(self, acting: Acting) -> None:
        share = share_of(a_demand())
        refusal = sent(acting(worker()), f"/today/{share.pk}/refuse", {"ground": "no_basis"}).json()
        office = acting(gatekeeper())
        assert office.get(f"{BASE}/rulings").json()["refusals"][0]["id"] == refusal["id"]
        ruled = sent(office, f"/rulings/{refusal['id']}/uphold", {}).json()
        assert ruled["state_label"] == "拒收成立"

    def test_does_not_reach_a_neighbours_share(self, acting: Acting) -> None:
        share = share_of(a_demand(), NEIGHBOUR)
        assert sent(acting(worker()), f"/today/{share.pk}/accept", {}).status_code == 404


def test_the_department_reads_three_words_and_no_refusal(acting: Acting) -> None:
    refusal = a_refusal()
    client = acting(department_officer())
    demand = refusal.assignment.demand_id
    shares = client.get(f"{BASE}/{demand}/shares").json()["shares"]
    assert {share["state_label"] for share in shares} == {"未报送"}
    assert client.get(f"{BASE}/rulings").status_code == 403
    assert COMMUNITY not in client.get(f"{BASE}/{demand}").content.decode()


@pytest.mark.parametrize("path", ["", "/today", "/rulings", "/violations", "/off-platform"])
def test_a_visitor_reads_nothing(acting: Acting, path: str) -> None:
    assert acting(visitor).get(f"{BASE}{path}").status_code == 403
