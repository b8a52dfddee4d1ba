"""What comes again, what came round the gate and what came back, through the API."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from qingshe.kernel.actor import Actor
from qingshe.modules.demands.models import OffPlatform, Rebound, Round, Series
from tests.cast import (
    CITY,
    DEPARTMENT,
    NEIGHBOUR,
    department_officer,
    gatekeeper,
    leader,
    street_officer,
    supervisor,
    visitor,
    worker,
)

from .builders import (
    MORNING,
    TOLD,
    a_rebound,
    a_report,
    a_series,
    a_town,
    fire,
    fire_item,
)

Acting = Callable[[Actor], Client]
pytestmark = pytest.mark.django_db
API = "/api/v1"
JSON = "application/json"
KEY = {"Idempotency-Key": "series-1"}


@pytest.fixture(autouse=True)
def _monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    a_town()
    monkeypatch.setattr(timezone, "now", lambda: MORNING)


def send(client: Client, address: str, body: object, **headers: str) -> Any:  # noqa: ANN401 - the test client's own
    return client.post(f"{API}{address}", body, content_type=JSON, headers=headers)


def monthly() -> Series:
    return a_series(fire(due_on=None))


class TestASeries:
    def told(self, **stated: object) -> dict[str, object]:
        return {
            "under": fire_item(),
            "title": "协助开展消防宣传",
            "text": "请社区协助开展消防宣传，在楼院张贴消防安全提示。",
            "paths": [CITY],
            "rhythm": "monthly",
            "first": "2025-09-30",
            "until": "2025-12-31",
            "minutes": 40,
            **stated,
        }

    def test_is_planned_once_with_one_key(self, acting: Acting) -> None:
        client = acting(department_officer())
        first, second = (send(client, "/series", self.told(), **KEY) for _ in range(2))
        assert (first.status_code, first.json()) == (200, second.json())
        assert (Series.objects.count(), Round.objects.count()) == (1, 4)

    def test_is_not_planned_without_a_key(self, acting: Acting) -> None:
        answer = send(acting(department_officer()), "/series", self.told())
        assert (answer.status_code, Series.objects.count()) == (422, 0)

    def test_with_a_used_key_and_another_text_is_refused(self, acting: Acting) -> None:
        client = acting(department_officer())
        send(client, "/series", self.told(), **KEY)
        assert send(client, "/series", self.told(minutes=30), **KEY).status_code == 409

    def test_is_seen_before_it_is_planned(self, acting: Acting) -> None:
        seen = send(acting(department_officer()), "/series/examine", self.told()).json()
        assert (seen["may_plan"], seen["problems"]) == (True, [])
        assert seen["rounds"][0]["due_on"] == "2025-09-30"
        assert len(seen["rounds"]) == 4
        assert seen["total_minutes"] == seen["minutes"] * seen["communities"]
        assert not Series.objects.exists()

    def test_says_everything_against_it(self, acting: Acting) -> None:
        body = self.told(until="2025-09-30", lead_wd=1)
        client = acting(department_officer())
        seen = send(client, "/series/examine", body).json()
        answer = send(client, "/series", body, **KEY)
        assert (answer.status_code, answer.json()["problems"]) == (422, seen["problems"])
        assert len(seen["problems"]) >= 2
        assert seen["may_plan"] is False

    @pytest.mark.parametrize("hour", ["25:00", "9:30", "09:30+08:00", "九点"])
    def test_knows_the_hours_of_a_clock(self, acting: Acting, hour: str) -> None:
        body = self.told(starts_at=hour)
        answer = send(acting(department_officer()), "/series/examine", body)
        assert answer.status_code == 422
        assert answer.json()["problems"][0].startswith("starts_at")

    def test_keeps_the_hour_of_what_is_appointed(self, acting: Acting) -> None:
        body = self.told(starts_at="10:00", length_minutes=60, venue="会议室", attendees="书记")
        seen = send(acting(department_officer()), "/series/examine", body).json()
        assert seen["rounds"][0]["due_on"] == "2025-09-30"

    def test_is_read_with_its_rounds_by_whom_it_concerns(self, acting: Acting) -> None:
        made = monthly()
        for actor in (department_officer(), worker(), street_officer(), supervisor()):
            client = acting(actor)
            [line] = client.get(f"{API}/series").json()["series"]
            assert (line["series"]["id"], line["counts"]) == (made.pk, {"planned": 4})
            told = client.get(f"{API}/series/{made.pk}").json()
            assert [one["serial"] for one in told["rounds"]] == [1, 2, 3, 4]
            assert told["next_on"] == "2025-09-30"

    def test_tells_communities_nothing_of_why_a_round_was_left_out(self, acting: Acting) -> None:
        made = monthly()
        address = f"/series/{made.pk}"
        client = acting(department_officer())
        dropped = send(client, f"{address}/rounds/2/drop", {"reason": "当月另有安排"})
        assert dropped.json()["state"] == "dropped"
        told = client.get(f"{API}{address}").json()["rounds"][1]
        hidden = acting(worker()).get(f"{API}{address}").json()["rounds"][1]
        assert (told["reason"], hidden["reason"]) == ("当月另有安排", "")

    def test_is_changed_moved_and_cancelled_by_its_department(self, acting: Acting) -> None:
        made = monthly()
        address = f"/series/{made.pk}"
        client = acting(department_officer())
        words = {"title": made.title, "text": made.text, "minutes": 20, "version": made.version}
        edited = client.patch(f"{API}{address}", words, content_type=JSON).json()
        assert edited["minutes"] == 20
        again = client.patch(f"{API}{address}", words, content_type=JSON)
        assert again.status_code == 409
        moved = send(client, f"{address}/rounds/1/move", {"due_on": "2025-09-29"})
        assert moved.json()["due_on"] == "2025-09-29"
        cancelled = send(client, f"{address}/cancel", {"reason": "不再需要"}).json()
        assert cancelled["state"] == "cancelled"
        assert client.get(f"{API}/series").json()["series"] == []
        [over] = client.get(f"{API}/series", {"view": "over"}).json()["series"]
        assert over["counts"] == {"dropped": 4}

    @pytest.mark.parametrize("actor", [worker(), street_officer(), gatekeeper()])
    def test_is_cancelled_by_nobody_else(self, acting: Acting, actor: Actor) -> None:
        answer = send(acting(actor), f"/series/{monthly().pk}/cancel", {"reason": "不办"})
        assert answer.status_code == 403

    def test_of_another_place_does_not_exist(self, acting: Acting) -> None:
        address = f"{API}/series/{monthly().pk}"
        assert acting(department_officer("/14/05/d01/")).get(address).status_code == 404
        assert acting(visitor).get(f"{API}/series").status_code == 403

    def test_costs_the_same_however_many_there_are(
        self, acting: Acting, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        monthly()
        client = acting(worker())
        with CaptureQueriesContext(connection) as once:
            client.get(f"{API}/series")
        a_series(fire(due_on=None, title="消防安全提示张贴"))
        with django_assert_num_queries(len(once)):
            assert len(client.get(f"{API}/series").json()["series"]) == 2


class TestWhatCameRoundTheGate:
    def told(self) -> dict[str, object]:
        return {
            "text": TOLD.text,
            "by_whom": TOLD.by_whom,
            "channel": "phone",
            "kind": "ledger",
            "received_on": "2025-09-01",
        }

    def test_is_written_down_once_with_one_key(self, acting: Acting) -> None:
        client = acting(worker())
        first, second = (send(client, "/demands/off-platform", self.told(), **KEY) for _ in "ab")
        assert first.json()["id"] == second.json()["id"]
        assert OffPlatform.objects.count() == 1

    def test_goes_to_the_department_back_and_is_booked(self, acting: Acting) -> None:
        here = f"/demands/off-platform/{a_report().pk}"
        assert acting(department_officer()).get(f"{API}{here}").status_code == 404
        asked = send(
            acting(gatekeeper()), f"{here}/ask", {"department": DEPARTMENT, "finding": "电话属实"}
        )
        assert (asked.json()["state"], asked.json()["department"]) == ("asked", DEPARTMENT)
        department = acting(department_officer())
        assert "community" not in department.get(f"{API}{here}").json()
        objected = send(department, f"{here}/object", {"reply": "已提出准入申请"}).json()
        assert (objected["state"], objected["reply"]) == ("objected", "已提出准入申请")
        confirmed = send(acting(gatekeeper()), f"{here}/confirm", {}).json()
        assert (confirmed["state"], confirmed["finding"]) == ("confirmed", "电话属实")
        booked = acting(leader()).get(f"{API}/demands/violations").json()["violations"]
        assert [one["department"] for one in booked] == [DEPARTMENT]

    def test_is_given_up_by_the_department_that_was_asked(self, acting: Acting) -> None:
        here = f"/demands/off-platform/{a_report().pk}"
        send(acting(gatekeeper()), f"{here}/ask", {"department": DEPARTMENT})
        other = acting(department_officer("/14/04/d02/"))
        assert send(other, f"{here}/take_back", {}).status_code == 404
        given_up = send(acting(department_officer()), f"{here}/take_back", {"version": 2})
        assert given_up.json()["state"] == "taken_back"

    def test_is_dismissed_with_a_reason(self, acting: Acting) -> None:
        here = f"/demands/off-platform/{a_report().pk}"
        office = acting(gatekeeper())
        assert send(office, f"{here}/dismiss", {"finding": ""}).status_code == 422
        dismissed = send(office, f"{here}/dismiss", {"finding": "是居民自己问的"}).json()
        assert dismissed["state"] == "dismissed"
        told = acting(worker()).get(f"{API}{here}").json()
        assert told["finding"] == "是居民自己问的"

    @pytest.mark.parametrize("actor", [worker(), leader(), supervisor()])
    def test_is_verified_by_the_office_alone(self, acting: Acting, actor: Actor) -> None:
        here = f"/demands/off-platform/{a_report().pk}"
        assert send(acting(actor), f"{here}/dismiss", {"finding": "不算"}).status_code == 403
        assert acting(worker(NEIGHBOUR)).get(f"{API}{here}").status_code == 404


class TestWhatCameBack:
    @pytest.fixture
    def found(self) -> Rebound:
        return a_rebound()

    def test_is_listed_with_both_texts(self, acting: Acting, found: Rebound) -> None:
        [one] = acting(supervisor()).get(f"{API}/rebounds").json()["rebounds"]
        assert (one["id"], one["state"]) == (found.pk, "suspected")
        assert one["again"]["title"] == "楼院消防安全提示"
        assert one["before"]["title"] == "协助开展消防宣传"
        assert one["before"]["fate"]

    def test_is_booked_and_void_for_all(self, acting: Acting, found: Rebound) -> None:
        here = f"/rebounds/{found.pk}/confirm"
        assert send(acting(leader()), here, {}).status_code == 403
        told = send(acting(gatekeeper()), here, {"annul": True, "finding": "换了名称"}).json()
        assert (told["state"], told["decided_on"]) == ("confirmed", "2025-09-01")
        listed = acting(gatekeeper()).get(f"{API}/demands", {"state": "void"}).json()["demands"]
        assert len(listed) == 2

    def test_is_something_else_and_is_looked_at_again(self, acting: Acting, found: Rebound) -> None:
        office, here = acting(gatekeeper()), f"/rebounds/{found.pk}"
        assert send(office, f"{here}/dismiss", {"finding": ""}).status_code == 422
        assert send(office, f"{here}/dismiss", {"finding": "是省里的"}).json()["finding"]
        answer = office.get(f"{API}/rebounds", {"state": "dismissed"}).json()
        assert len(answer["rebounds"]) == 1
        assert send(office, f"{here}/reopen", {"version": 2}).json()["state"] == "suspected"

    @pytest.mark.parametrize("actor", [worker(), department_officer(), visitor])
    def test_is_not_for_others(self, acting: Acting, found: Rebound, actor: Actor) -> None:
        assert acting(actor).get(f"{API}/rebounds").status_code == 403
        assert acting(actor).get(f"{API}/rebounds/{found.pk}").status_code == 404
