"""Calendar, plans, register, street and attachments through the API: as on the screens."""

import errno
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import FileResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from qingshe.foundation.audit.models import AuditEntry
from qingshe.foundation.files import shelf
from qingshe.kernel.actor import Actor
from qingshe.modules.admission.tests.builders import a_flow
from qingshe.modules.catalog.tests.builders import TODAY, a_permit
from qingshe.modules.demands.models import PlanItem
from tests.cast import (
    COMMUNITY,
    NEIGHBOUR,
    department_officer,
    gatekeeper,
    leader,
    street_officer,
    visitor,
    worker,
)

from .builders import (
    FIRE_DOORS,
    MORNING,
    a_demand,
    a_plan_item,
    a_refusal,
    a_town,
    aged,
    an_entry,
    fire,
    share_of,
)

Acting = Callable[[Actor], Client]
pytestmark = pytest.mark.django_db
API = "/api/v1"
JSON = "application/json"
PDF = b"%PDF-1.7 notice"
FROM_MONDAY = {"on": "2025-09-01"}


@pytest.fixture(autouse=True)
def _monday_morning(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> None:
    settings.DATA_FOLDER = tmp_path
    a_town()
    monkeypatch.setattr(timezone, "now", lambda: MORNING)


def send(client: Client, address: str, body: object, **headers: str) -> Any:  # noqa: ANN401 - the test client's own
    return client.post(f"{API}{address}", body, content_type=JSON, headers=headers)


class TestTheCalendar:
    @pytest.fixture(autouse=True)
    def _meeting(self) -> None:
        at = datetime(2025, 9, 5, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
        number = a_permit(kind="meeting", title="高龄津贴政策培训").number
        text = "请参加高龄津贴政策培训。"
        said = {"title": "高龄津贴政策培训", "text": text, "starts_at": at, "length_minutes": 60}
        a_demand(aged(number, kind="meeting", due_on=None, **said), key="会")

    def test_shows_a_community_its_week(self, acting: Acting) -> None:
        told = acting(worker()).get(f"{API}/calendar").json()
        assert (told["first"], told["last"], told["place"]) == (
            "2025-09-01",
            "2025-09-07",
            COMMUNITY,
        )
        assert [one["title"] for one in told["appointments"]] == ["高龄津贴政策培训"]
        assert told["appointments"][0]["clashes"] is False

    def test_shows_a_street_how_full_its_communities_are(self, acting: Acting) -> None:
        told = acting(street_officer()).get(f"{API}/calendar", FROM_MONDAY).json()
        assert {one["community"] for one in told["fullest"]} == {COMMUNITY, NEIGHBOUR}
        assert told["appointments"][0]["communities"] == 2

    def test_ends_with_the_days_that_were_asked_for(self, acting: Acting) -> None:
        told = acting(worker()).get(f"{API}/calendar", {**FROM_MONDAY, "days": "4"}).json()
        assert (told["last"], told["appointments"]) == ("2025-09-04", [])

    def test_knows_no_place_beyond_the_own(self, acting: Acting) -> None:
        client = acting(worker())
        assert client.get(f"{API}/calendar", {"place": NEIGHBOUR}).status_code == 404
        assert acting(visitor).get(f"{API}/calendar").status_code == 403

    @pytest.mark.parametrize("on", ["1999-12-31", "2101-01-01", "9999-12-31", "2025-02-29"])
    def test_of_a_day_that_no_calendar_has_is_refused(self, acting: Acting, on: str) -> None:
        assert acting(worker()).get(f"{API}/calendar", {"on": on}).status_code == 422


class TestThePlan:
    def told(self) -> dict[str, object]:
        return {**asdict(FIRE_DOORS), "kind": "inspection", "year": 2025}

    def test_is_drawn_up_approved_and_thinned_by_those_who_may(self, acting: Acting) -> None:
        sent = send(acting(gatekeeper()), "/plans", self.told()).json()
        assert (sent["state"], sent["year"]) == ("proposed", 2025)
        made = f"/plans/{sent['id']}"
        assert send(acting(gatekeeper()), f"{made}/approve", {}).status_code == 403
        approved = send(acting(leader()), f"{made}/approve", {"version": sent["version"]}).json()
        assert approved["state"] == "approved"
        assert approved["key"] == f"2025年计划-{sent['id']}"
        dropped = send(acting(leader()), f"{made}/drop", {"reason": "改由省里统一组织"})
        assert dropped.json()["state"] == "dropped"

    def test_takes_the_same_key_once(self, acting: Acting) -> None:
        client = acting(gatekeeper())
        key = {"Idempotency-Key": "plan-1"}
        first, second = (send(client, "/plans", self.told(), **key) for _ in range(2))
        assert first.json()["id"] == second.json()["id"]
        assert PlanItem.objects.count() == 1

    def test_says_everything_that_is_wrong(self, acting: Acting) -> None:
        body = {**self.told(), "first_on": "2025-10-01", "last_on": "2025-09-01", "times": 9}
        answer = send(acting(gatekeeper()), "/plans", body)
        assert answer.status_code == 422
        assert len(answer.json()["problems"]) == 2

    def test_is_read_by_whom_it_binds(self, acting: Acting) -> None:
        a_plan_item()
        asked = {"kind": "inspection", "year": "2025"}
        told = acting(worker()).get(f"{API}/plans", asked).json()
        assert (told["most"], len(told["items"])) == (9, 1)
        stranger = worker("/14/05/01/001/001/")
        assert acting(stranger).get(f"{API}/plans", asked).json()["items"] == []
        assert acting(visitor).get(f"{API}/plans", asked).status_code == 403

    def test_is_of_inspections_or_the_evaluation(self, acting: Acting) -> None:
        asked = {"kind": "task", "year": "2025"}
        assert acting(worker()).get(f"{API}/plans", asked).status_code == 422


class TestTheRegister:
    def test_lists_what_stands_and_notes_what_is_gone(self, acting: Acting) -> None:
        entry = an_entry("sign")
        listed = acting(worker()).get(f"{API}/register", {"view": "ending"}).json()["entries"]
        assert [(one["id"], one["demand"]) for one in listed] == [(entry.pk, entry.demand_id)]
        client = acting(department_officer())
        gone = send(client, f"/register/{entry.pk}/remove", {"reason": "用途结束"}).json()
        assert (gone["state"], gone["removed_on"]) == ("removed", TODAY.isoformat())
        assert client.get(f"{API}/register").json()["entries"] == []

    def test_is_not_for_the_community_to_change(self, acting: Acting) -> None:
        entry = an_entry("sign")
        answer = send(acting(worker()), f"/register/{entry.pk}/remove", {"reason": "不要了"})
        assert answer.status_code == 403

    def test_shows_nothing_of_elsewhere(self, acting: Acting) -> None:
        entry = an_entry("sign")
        stranger = acting(worker("/14/05/01/001/001/"))
        assert stranger.get(f"{API}/register/{entry.pk}").status_code == 404
        assert acting(visitor).get(f"{API}/register").status_code == 403


class TestTheStreet:
    def test_reads_the_shares_of_its_communities(self, acting: Acting) -> None:
        a_flow(today=TODAY, who_may_refuse="community")
        a_refusal()
        told = acting(street_officer()).get(f"{API}/street").json()["shares"]
        assert {one["community"] for one in told} == {COMMUNITY, NEIGHBOUR}
        assert {one["state_label"] for one in told} == {"未报送"}  # who refused is not told
        narrow = {"community": NEIGHBOUR, "q": "消防"}
        assert len(acting(street_officer()).get(f"{API}/street", narrow).json()["shares"]) == 1

    def test_refuses_for_one_where_the_city_lets_it(self, acting: Acting) -> None:
        share = share_of(a_demand())
        client = acting(street_officer())
        answer = send(client, f"/street/{share.pk}/refuse", {"ground": "no_basis"})
        assert answer.json()["state"] == "waiting"
        assert client.get(f"{API}/street/{share.pk}").json()["state_label"] == "已拒收，等裁定"

    def test_refuses_nowhere_else(self, acting: Acting) -> None:
        a_flow(today=TODAY, who_may_refuse="community")
        share = share_of(a_demand())
        body = {"ground": "no_basis"}
        answer = send(acting(street_officer()), f"/street/{share.pk}/refuse", body)
        assert answer.status_code == 403

    def test_says_that_a_community_was_right(self, acting: Acting) -> None:
        share = a_refusal().assignment
        client = acting(street_officer())
        answer = send(client, f"/street/{share.pk}/second", {"text": "确无依据"})
        assert (answer.status_code, answer.json()["state"]) == (200, "waiting")
        assert send(client, f"/street/{share.pk}/second", {}).status_code == 403

    @pytest.mark.parametrize("actor", [worker(), department_officer(), gatekeeper()])
    def test_alone_asks_here(self, acting: Acting, actor: Actor) -> None:
        assert acting(actor).get(f"{API}/street").status_code == 403
        share = share_of(a_demand())
        assert acting(actor).get(f"{API}/street/{share.pk}").status_code == 404


class TestAttachments:
    def bring(self, client: Client, address: str, content: bytes = PDF) -> Any:  # noqa: ANN401 - the test client's own
        upload = SimpleUploadedFile("通知.pdf", content)
        return client.post(f"{API}{address}", {"file": upload})

    def got(self, client: Client, address: str) -> bytes:
        answer = client.get(f"{API}{address}")
        assert isinstance(answer, FileResponse), answer.status_code
        return b"".join(answer.streaming_content)

    def test_a_notice_goes_up_comes_down_and_is_taken_off(self, acting: Acting) -> None:
        demand = a_demand()
        here = f"/demands/{demand.pk}/files"
        client = acting(department_officer())
        told = self.bring(client, here).json()
        assert (told["name"], told["size"]) == ("通知.pdf", len(PDF))
        assert told["digest"] == sha256(PDF).hexdigest()
        assert self.got(client, f"{here}/{told['id']}") == PDF
        assert client.delete(f"{API}{here}/{told['id']}").status_code == 204
        assert client.get(f"{API}{here}").json() == []

    def test_a_community_that_was_asked_has_the_notice(self, acting: Acting) -> None:
        demand = a_demand()
        self.bring(acting(department_officer()), f"/demands/{demand.pk}/files")
        here = f"/demands/today/{share_of(demand).pk}/files"
        [one] = acting(worker()).get(f"{API}{here}").json()
        assert self.got(acting(worker()), f"{here}/{one['id']}") == PDF
        assert acting(worker(NEIGHBOUR)).get(f"{API}{here}").status_code == 404

    def test_what_goes_with_a_refusal_is_for_who_rules(self, acting: Acting) -> None:
        refusal = a_refusal()
        mine = f"/demands/today/{refusal.assignment_id}/shown"
        told = self.bring(acting(worker()), mine).json()
        assert self.got(acting(worker()), f"{mine}/{told['id']}") == PDF
        ruled = f"/demands/rulings/{refusal.pk}/files"
        assert self.got(acting(gatekeeper()), f"{ruled}/{told['id']}") == PDF
        assert acting(department_officer()).get(f"{API}{ruled}").status_code == 403
        assert acting(worker()).delete(f"{API}{mine}/{told['id']}").status_code == 204

    def test_the_same_file_twice_and_a_disguised_one_are_refused(self, acting: Acting) -> None:
        demand = a_demand()
        here = f"/demands/{demand.pk}/files"
        client = acting(department_officer())
        answers = [self.bring(client, here, each) for each in (PDF, PDF, b"MZ\x90\x00")]
        assert [one.status_code for one in answers] == [200, 409, 422]
        assert "可执行文件" in answers[2].json()["message"]

    def test_fifty_megabytes_are_refused_in_words(self, acting: Acting) -> None:
        demand = a_demand()
        large = PDF + b"\0" * 50_000_000
        answer = self.bring(acting(department_officer()), f"/demands/{demand.pk}/files", large)
        assert (answer.status_code, "不能超过 20 MB" in answer.json()["message"]) == (422, True)
        assert not shelf.of(demand.subject).exists()

    @pytest.mark.parametrize(
        "address", ["/api/v1/demands/{}/files", "/demands/{}/attach/"], ids=["system", "page"]
    )
    def test_an_upload_that_finds_no_room_is_told_so(
        self, acting: Acting, monkeypatch: pytest.MonkeyPatch, address: str
    ) -> None:
        def full(*told: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        demand = a_demand()
        client = acting(department_officer())
        client.raise_request_exception = False
        monkeypatch.setattr("qingshe.foundation.files.limits.Limit.receive_data_chunk", full)
        upload = {"file": SimpleUploadedFile("通知.pdf", PDF)}
        answer = client.post(address.format(demand.pk), upload)
        assert (answer.status_code, "磁盘" in answer.text) == (507, True)
        assert not shelf.of(demand.subject).exists()

    def test_nothing_but_a_file_is_refused(self, acting: Acting) -> None:
        client = acting(department_officer())
        answer = client.post(f"{API}/demands/{a_demand().pk}/files", {"file": "文字"})
        assert answer.status_code == 422
        assert answer.json()["problems"] == ["file：必须填写"]

    def test_a_page_may_send_a_large_one_with_its_mark(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        demand = a_demand()
        monkeypatch.setattr("qingshe.site.signon.actor_of", lambda request: department_officer())
        page = Client(enforce_csrf_checks=True)
        here = f"/demands/{demand.pk}/files"
        large = PDF + b"\0" * 3_000_000
        assert self.bring(page, here, large).status_code == 403
        page.get("/")
        mark = page.cookies["csrftoken"].value
        upload = {"file": SimpleUploadedFile("通知.pdf", large)}
        told = page.post(f"{API}{here}", upload, headers={"X-CSRFToken": mark})
        assert told.json()["size"] == len(large)

    def test_every_file_leaves_its_trace(self, acting: Acting) -> None:
        demand = a_demand()
        here = f"/demands/{demand.pk}/files"
        client = acting(department_officer())
        client.delete(f"{API}{here}/{self.bring(client, here).json()['id']}")
        acts = AuditEntry.objects.filter(subject=demand.subject).order_by("pk")
        assert list(acts.values_list("action", flat=True))[-2:] == ["attach", "take_off"]
        assert not shelf.of(demand.subject).exists()


def test_a_page_costs_the_same_however_much_is_on_it(
    acting: Acting, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    a_demand()
    client = acting(street_officer())
    with CaptureQueriesContext(connection) as once:
        client.get(f"{API}/street")
    for number in range(3):
        a_demand(fire(title=f"第{number}次消防宣传"), key=str(number))
    with django_assert_num_queries(len(once)):
        assert len(client.get(f"{API}/street").json()["shares"]) == 8
