from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from qingshe.kernel.actor import Actor
from qingshe.modules.admission.models import Application, Opinion
from qingshe.modules.catalog import facade as catalog
from qingshe.modules.orgs.tests.builders import a_unit
from tests.cast import (
    CITY,
    COMMUNITY,
    department_officer,
    gatekeeper,
    head,
    leader,
    visitor,
    worker,
)

from .builders import (
    SHEET,
    a_consulted,
    a_decision,
    a_draft,
    a_proposed,
    a_submitted,
    an_admitted,
    an_assessed,
    an_imported_permit,
    lay_places,
)

Acting = Callable[[Actor], Client]
HERE = "/api/v1/admission/applications"
MEETINGS = "/api/v1/admission/meetings"
JSON = "application/json"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_november(monkeypatch: pytest.MonkeyPatch) -> None:
    """The permits of the builders run from 2026-12-01 to 2027-03-31: nobody waits for that day."""
    began = timezone.now()
    real = timezone.now
    november = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: november + (real() - began))


def test_a_department_lists_its_own_applications_only(acting: Acting) -> None:
    application = a_submitted()
    mine = acting(department_officer()).get(HERE).json()
    assert [one["id"] for one in mine["applications"]] == [application.pk]
    others = acting(department_officer("/14/04/d02/")).get(HERE).json()
    assert others["applications"] == []
    assert (
        acting(department_officer("/14/04/d02/")).get(f"{HERE}/{application.pk}").status_code == 404
    )


def test_a_visitor_sees_none(acting: Acting) -> None:
    a_submitted()
    assert acting(visitor).get(HERE).json()["applications"] == []


def test_a_case_says_its_burden_and_what_can_be_done(acting: Acting) -> None:
    application = a_submitted()
    told = acting(gatekeeper()).get(f"{HERE}/{application.pk}").json()
    assert told["minutes_a_year"] == 45 * 4 * 2
    assert {"return", "consult"} <= {one["name"] for one in told["actions"] if one["allowed"]}


def test_an_application_is_written_scoped_and_handed_in(acting: Acting) -> None:
    draft = a_draft()
    client = acting(department_officer())
    begun = client.post(HERE, {"title": "反诈宣传"}, content_type=JSON).json()
    here = f"{HERE}/{begun['id']}"
    told = {"version": begun["version"], "paths": [CITY]}
    scoped = client.put(f"{here}/scope", told, content_type=JSON).json()
    assert scoped["community_count"] == 2
    refused = client.post(f"{here}/submit", {"version": scoped["version"]}, content_type=JSON)
    assert refused.status_code == 422
    assert "请填写事项内容。" in refused.json()["problems"]
    assert Application.objects.get(pk=draft.pk).state == "draft"


@pytest.mark.parametrize("forged", [{"state": "admitted"}, {"permit_number": "长社准〔2026〕1号"}])
def test_unknown_fields_are_refused(acting: Acting, forged: dict[str, str]) -> None:
    draft = a_draft()
    body = {"version": draft.version, **forged}
    answer = acting(department_officer()).patch(f"{HERE}/{draft.pk}", body, content_type=JSON)
    assert answer.status_code == 422


def test_an_older_version_is_told_so(acting: Acting) -> None:
    draft = a_draft()
    client = acting(department_officer())
    body = {"version": draft.version, "minutes": 30}
    assert client.patch(f"{HERE}/{draft.pk}", body, content_type=JSON).status_code == 200
    assert client.patch(f"{HERE}/{draft.pk}", body, content_type=JSON).status_code == 409


def test_an_opinion_is_given(acting: Acting) -> None:
    application = a_consulted()
    due = acting(head()).get("/api/v1/admission/opinions").json()["opinions"]
    assert [one["application_id"] for one in due] == [application.pk]
    body = {"version": due[0]["version"], "stance": "support"}
    acting(head()).post(f"/api/v1/admission/opinions/{due[0]['id']}", body, content_type=JSON)
    assert Opinion.objects.get(pk=due[0]["id"]).stance == "support"


def test_of_two_decisions_one_is_refused(acting: Acting) -> None:
    application = a_proposed()
    client = acting(leader())
    body = {"version": application.version, "outcome": "refuse", "reason": "没有依据"}
    here = f"{HERE}/{application.pk}/decide"
    assert client.post(here, body, content_type=JSON).status_code == 200
    assert client.post(here, body, content_type=JSON).status_code == 409


def test_the_list_asks_no_more_for_more_rows(
    acting: Acting, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        a_submitted()
    client = acting(gatekeeper())
    with django_assert_max_num_queries(2):
        client.get(HERE)


def test_parameters_come_with_their_evidence(acting: Acting) -> None:
    told = acting(gatekeeper()).get("/api/v1/admission/parameters").json()
    assert all(one["evidence"] for one in told)


class Answer(Protocol):
    """What a client is answered."""

    status_code: int

    def json(self) -> dict[str, object]: ...


class TestIdempotencyKeys:
    def test_begin_one_draft_however_often_they_are_sent(self, acting: Acting) -> None:
        lay_places()
        client = acting(department_officer())
        sent = [keyed(client, HERE, {"title": "反诈宣传"}, "a1").json()["id"] for _ in range(3)]
        assert len(set(sent)) == 1
        assert Application.objects.filter(title="反诈宣传").count() == 1

    def test_with_another_body_are_refused(self, acting: Acting) -> None:
        lay_places()
        client = acting(department_officer())
        keyed(client, HERE, {"title": "反诈宣传"}, "a1")
        assert keyed(client, HERE, {"title": "防溺水"}, "a1").status_code == 409

    def test_belong_to_who_sent_them(self, acting: Acting) -> None:
        lay_places()
        a_unit("/14/04/d02/")
        keyed(acting(department_officer()), HERE, {"title": "反诈宣传"}, "a1")
        other = replace(department_officer("/14/04/d02/"), id="user:44")
        assert keyed(acting(other), HERE, {"title": "反诈宣传"}, "a1").status_code == 200
        assert Application.objects.filter(title="反诈宣传").count() == 2

    def test_of_what_was_refused_may_be_sent_again(self, acting: Acting) -> None:
        lay_places()
        assert keyed(acting(worker()), HERE, {"title": "反诈宣传"}, "a1").status_code == 403
        assert keyed(acting(worker()), HERE, {"title": "反诈宣传"}, "a1").status_code == 403

    def test_raise_one_objection(self, acting: Acting) -> None:
        application = a_decision().application
        here = f"/api/v1/admission/notices/{application.pk}/objections"
        client = acting(gatekeeper())
        told = {"text": "宣传栏归物业管理"}
        assert keyed(client, here, told, "k").json() == keyed(client, here, told, "k").json()
        assert application.objections.count() == 1


class TestTheLeadingGroup:
    def test_finds_the_sheet_and_the_office_fills_it(self, acting: Acting) -> None:
        application = an_assessed()
        here = f"{HERE}/{application.pk}/assessment"
        seen = acting(gatekeeper()).get(here).json()
        body = {**SHEET, "version": seen["version"], "outcome": "refuse", "reason": "可以不做"}
        changed = acting(gatekeeper()).put(here, body, content_type=JSON)
        assert changed.json()["outcome"] == "refuse"
        again = acting(gatekeeper()).put(here, body, content_type=JSON)
        assert again.status_code == 409
        assert acting(department_officer()).put(here, body, content_type=JSON).status_code == 403

    def test_meets_over_an_agenda(self, acting: Acting) -> None:
        first, second = a_proposed(), a_proposed()
        told = {"title": "第3次会议", "held_on": "2026-09-25", "agenda": [first.pk, second.pk]}
        client = acting(gatekeeper())
        made = client.post(MEETINGS, told, content_type=JSON).json()
        told |= {"version": made["version"], "agenda": [second.pk, first.pk]}
        moved = client.put(f"{MEETINGS}/{made['id']}", told, content_type=JSON).json()
        assert moved["agenda"] == [second.pk, first.pk]
        minutes = {"version": moved["version"], "minutes": "逐件研究。"}
        held = client.post(f"{MEETINGS}/{made['id']}/minutes", minutes, content_type=JSON)
        assert held.json()["state"] == "held"
        assert acting(department_officer()).get(MEETINGS).status_code == 403

    def test_hears_objections_and_who_raised_them_is_told_to_the_office_alone(
        self, acting: Acting
    ) -> None:
        application = a_decision().application
        told = {"text": "归物业管理", "contact": "0355-2190001"}
        here = f"/api/v1/admission/notices/{application.pk}/objections"
        acting(gatekeeper()).post(here, told, content_type=JSON)
        page = f"{HERE}/{application.pk}/objections"
        (known,) = acting(gatekeeper()).get(page).json()
        assert known["contact"] == "0355-2190001"
        (seen,) = acting(department_officer()).get(page).json()
        assert seen["contact"] == ""
        reply = {"version": known["version"], "reply": "属实"}
        upheld = acting(gatekeeper()).post(
            f"/api/v1/admission/objections/{known['id']}/uphold", reply, content_type=JSON
        )
        assert upheld.json()["state"] == "upheld"
        (decision,) = acting(leader()).get(f"{HERE}/{application.pk}/decisions").json()
        assert decision["state"] == "replaced"

    def test_shows_public_notices_to_anybody(self, acting: Acting) -> None:
        application = a_decision().application
        notices = acting(visitor).get("/api/v1/admission/notices").json()["notices"]
        assert [one["id"] for one in notices] == [application.pk]
        assert "contact_phone" not in notices[0]


class TestTheMoney:
    def test_is_planned_in_yuan_and_fen(self, acting: Acting) -> None:
        draft = a_draft()
        here, client = f"{HERE}/{draft.pk}/payments", acting(department_officer())
        day = str(timezone.localdate() + timedelta(days=30))
        for wrong in ("10.001", "-5", "0"):
            body = {"due_on": day, "amount": wrong}
            assert client.post(here, body, content_type=JSON).status_code == 422
        client.post(here, {"due_on": day, "amount": "10.01"}, content_type=JSON)
        told = client.get(here).json()
        assert (told["promised"], len(told["payments"])) == ("10.01", 1)
        one = told["payments"][0]
        client.post(
            f"/api/v1/admission/payments/{one['id']}/strike",
            {"version": one["version"]},
            content_type=JSON,
        )
        assert client.get(here).json()["payments"] == []

    def test_that_was_paid_is_recorded_and_can_be_questioned(self, acting: Acting) -> None:
        application = an_admitted(paid=True)
        (one,) = (
            acting(department_officer()).get(f"{HERE}/{application.pk}/payments").json()["payments"]
        )
        here = f"/api/v1/admission/payments/{one['id']}"
        today = str(timezone.localdate())
        body = {"version": one["version"], "paid_on": today, "amount": one["amount"], "proof": "7"}
        paid = acting(department_officer()).post(f"{here}/pay", body, content_type=JSON).json()
        assert paid["state"] == "paid"
        assert catalog.permit(application.permit_number).funded
        body = {"version": paid["version"], "reason": "没有到账"}
        questioned = acting(gatekeeper()).post(f"{here}/question", body, content_type=JSON)
        assert questioned.json()["paid_amount"] is None

    def test_comes_with_an_agreement_that_both_sides_sign(self, acting: Acting) -> None:
        application = an_admitted()
        here = f"{HERE}/{application.pk}/agreement"
        made = acting(department_officer()).post(here, {"text": "一、协助。"}, content_type=JSON)
        pk, version = made.json()["id"], made.json()["version"]
        there = f"/api/v1/admission/agreements/{pk}"
        early = acting(head()).post(f"{there}/countersign", content_type=JSON)
        assert early.status_code == 409
        body = {"version": version}
        acting(department_officer()).post(f"{there}/sign", body, content_type=JSON)
        signed = acting(head()).post(f"{there}/countersign", content_type=JSON)
        assert signed.status_code == 200
        told = acting(gatekeeper()).get(f"{there}/signatures").json()["signatures"]
        assert [one["unit"] for one in told] == [COMMUNITY]


class TestPermits:
    def here(self, number: str, verb: str) -> str:
        return f"/api/v1/admission/permits/{quote(number)}/{verb}"

    def test_are_renewed_by_number(self, acting: Acting) -> None:
        number = an_admitted().permit_number
        client = acting(department_officer())
        told = client.post(f"{HERE}/renew", {"permit": number}, content_type=JSON).json()
        assert (told["request"], told["state"]) == ("renewal", "draft")
        again = client.post(f"{HERE}/amend", {"permit": number}, content_type=JSON)
        assert again.status_code == 409

    def test_are_revoked_for_a_reason_of_the_city(self, acting: Acting) -> None:
        number = an_admitted().permit_number
        page, client = self.here(number, "revoke"), acting(gatekeeper())
        body = {"trigger": "dislike", "reason": "不想要了"}
        assert client.post(page, body, content_type=JSON).status_code == 422
        body = {"trigger": "law_changed", "reason": "条例废止"}
        told = client.post(page, body, content_type=JSON).json()
        assert (told["state"], told["reason"]) == ("revoked", "法规变化：条例废止")

    def test_rest_and_go_on(self, acting: Acting) -> None:
        number = an_admitted().permit_number
        client = acting(gatekeeper())
        body = {"reason": "重新评估"}
        rested = client.post(self.here(number, "suspend"), body, content_type=JSON).json()
        assert rested["state"] == "suspended"
        body = {"version": rested["version"]}
        again = client.post(self.here(number, "resume"), body, content_type=JSON)
        assert again.json()["state"] == "in_force"

    def test_are_given_up_by_their_department_alone(self, acting: Acting) -> None:
        number = an_admitted().permit_number
        page, body = self.here(number, "withdraw"), {"reason": "做完了"}
        other = acting(department_officer("/14/04/d02/"))
        assert other.post(page, body, content_type=JSON).status_code == 403
        told = acting(department_officer()).post(page, body, content_type=JSON).json()
        assert told["state"] == "withdrawn"

    def test_that_end_are_told(self, acting: Acting) -> None:
        today = timezone.localdate()
        permit = an_imported_permit(valid_from=today, valid_until=today + timedelta(days=5))
        for actor in (department_officer(), gatekeeper()):
            told = acting(actor).get("/api/v1/admission/permits/ending").json()
            assert [one["number"] for one in told] == [permit.number]
        assert acting(worker()).get("/api/v1/admission/permits/ending").status_code == 403


def test_what_cannot_wait_goes_ahead(acting: Acting) -> None:
    draft = a_draft()
    body = {"version": draft.version, "start": str(timezone.localdate()), "reason": "暴雨"}
    told = acting(department_officer()).post(f"{HERE}/{draft.pk}/urgent", body, content_type=JSON)
    assert told.json()["urgent_from"] == str(timezone.localdate())


def keyed(client: Client, here: str, body: dict[str, str], key: str) -> Answer:
    return client.post(here, body, content_type=JSON, headers={"Idempotency-Key": key})


class TestPapers:
    """What hangs on an application, through the API."""

    @pytest.fixture(autouse=True)
    def _folder(self, settings: Settings, tmp_path: Path) -> None:
        settings.DATA_FOLDER = tmp_path

    def bring(self, client: Client, pk: int, slot: str = "basis") -> Any:  # noqa: ANN401 - the test client's own
        upload = SimpleUploadedFile("依据.pdf", b"%PDF-1.7 sample")
        return client.post(f"{HERE}/{pk}/files", {"file": upload, "slot": slot})

    def test_go_up_come_down_and_are_taken_off(self, acting: Acting) -> None:
        draft = a_draft()
        client = acting(department_officer())
        told = self.bring(client, draft.pk).json()
        assert (told["slot"], told["name"]) == ("basis", "依据.pdf")
        file = f"{HERE}/{draft.pk}/files/{told['id']}"
        assert b"".join(client.get(file).streaming_content) == b"%PDF-1.7 sample"  # type: ignore[attr-defined]
        assert client.delete(file).status_code == 204
        assert client.get(f"{HERE}/{draft.pk}/files").json() == []

    def test_are_named_by_what_they_are(self, acting: Acting) -> None:
        answer = self.bring(acting(department_officer()), a_draft().pk, slot="随便")
        assert answer.status_code == 422
        assert "slot" in answer.json()["problems"][0]

    def test_of_another_department_do_not_exist(self, acting: Acting) -> None:
        draft = a_draft()
        self.bring(acting(department_officer()), draft.pk)
        stranger = acting(department_officer("/14/04/d02/"))
        assert stranger.get(f"{HERE}/{draft.pk}/files").status_code == 404
        assert self.bring(stranger, draft.pk).status_code == 404

    def test_no_more_come_once_it_is_handed_in(self, acting: Acting) -> None:
        submitted = a_submitted()
        assert self.bring(acting(department_officer()), submitted.pk).status_code == 403


class TestAnAgenda:
    def test_is_read_in_its_order_with_what_is_recommended(self, acting: Acting) -> None:
        proposed = a_proposed()
        client = acting(leader())
        [ready] = client.get(f"{MEETINGS}/ready").json()
        assert ready["application"] == proposed.pk
        body = {"title": "第一次会议", "held_on": "2025-09-02", "agenda": [proposed.pk]}
        pk = acting(gatekeeper()).post(MEETINGS, body, content_type=JSON).json()["id"]
        [line] = acting(leader()).get(f"{MEETINGS}/{pk}/agenda").json()
        assert (line["number"], line["application"]["id"]) == (1, proposed.pk)
        assert line["recommended"]
        assert line["decided"] == ""

    def test_moves_a_case_up_once(self, acting: Acting) -> None:
        first, second = a_proposed(), a_proposed()
        body = {"title": "会议", "held_on": "2025-09-02", "agenda": [first.pk, second.pk]}
        client = acting(gatekeeper())
        made = client.post(MEETINGS, body, content_type=JSON).json()
        move = {"application": second.pk, "up": True, "version": made["version"]}
        moved = client.post(f"{MEETINGS}/{made['id']}/shift", move, content_type=JSON).json()
        assert moved["agenda"] == [second.pk, first.pk]
        again = client.post(f"{MEETINGS}/{made['id']}/shift", move, content_type=JSON)
        assert again.status_code == 409

    @pytest.mark.parametrize("key", [0, -1, 2**63, 10**30])
    def test_has_no_case_with_a_key_that_no_database_holds(self, acting: Acting, key: int) -> None:
        body = {"title": "会议", "held_on": "2025-09-02", "agenda": [key]}
        answer = acting(gatekeeper()).post(MEETINGS, body, content_type=JSON)
        assert answer.status_code == 422

    @pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "9999-12-31"])
    def test_is_of_a_day_that_can_be_meant(self, acting: Acting, day: str) -> None:
        body = {"title": "会议", "held_on": day, "agenda": [a_proposed().pk]}
        answer = acting(gatekeeper()).post(MEETINGS, body, content_type=JSON)
        assert (answer.status_code, "年份" in answer.json()["message"]) == (422, True)

    def test_is_not_for_communities(self, acting: Acting) -> None:
        assert acting(worker()).get(f"{MEETINGS}/ready").status_code == 403
