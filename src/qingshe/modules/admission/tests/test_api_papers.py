"""Papers, parameters and the ledger of payments through the API: as on the screens."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from qingshe.kernel.actor import Actor
from qingshe.modules.admission.models import FlowEdition
from qingshe.modules.admission.rules import DEFAULTS, Outcome
from qingshe.modules.admission.services import meetings
from qingshe.web.downloads import PDF, WORD
from tests.cast import department_officer, gatekeeper, leader, supervisor, visitor, worker

from .builders import a_decision, a_draft, a_proposed, an_admitted, lay_places

Acting = Callable[[Actor], Client]
pytestmark = pytest.mark.django_db
API = "/api/v1/admission"
JSON = "application/json"
FORMS = pytest.mark.parametrize(
    ("form", "content_type", "start"), [("pdf", PDF, b"%PDF"), ("word", WORD, b"PK")]
)


@pytest.fixture(autouse=True)
def _places() -> None:
    lay_places()


class TestPapers:
    @FORMS
    @pytest.mark.parametrize("paper", ["approval", "decision"])
    def test_of_a_case_come_in_both_forms(
        self, acting: Acting, paper: str, form: str, content_type: str, start: bytes
    ) -> None:
        case = a_decision().application
        answer = acting(gatekeeper()).get(f"{API}/applications/{case.pk}/papers/{paper}/{form}")
        assert (answer.status_code, answer["Content-Type"]) == (200, content_type)
        assert answer.content.startswith(start)
        assert answer["Content-Disposition"].startswith("attachment")

    @FORMS
    def test_of_a_refusal_tell_its_reasons(
        self, acting: Acting, form: str, content_type: str, start: bytes
    ) -> None:
        case = a_decision(outcome=Outcome.REFUSE).application
        here = f"{API}/applications/{case.pk}/papers/decision/{form}"
        answer = acting(department_officer()).get(here)
        page = acting(department_officer()).get(f"/admission/{case.pk}/decision/{form}/")
        assert (answer["Content-Type"], answer.content[:2]) == (content_type, start[:2])
        assert answer["Content-Disposition"] == page["Content-Disposition"]

    def test_that_are_not_there_yet_are_told_so(self, acting: Acting) -> None:
        here = f"{API}/applications/{a_proposed().pk}/papers"
        client = acting(gatekeeper())
        assert client.get(f"{here}/decision/pdf").status_code == 409
        assert client.get(f"{here}/agreement/pdf").status_code == 404
        assert client.get(f"{here}/approval/odt").status_code == 422
        assert client.get(f"{here}/diary/pdf").status_code == 422

    def test_are_for_whoever_sees_the_case(self, acting: Acting) -> None:
        here = f"{API}/applications/{a_draft().pk}/papers/approval/pdf"
        for actor in (visitor, worker(), department_officer("/14/04/d02/")):
            assert acting(actor).get(here).status_code == 404

    @FORMS
    def test_of_a_notice_are_for_anybody_while_it_is_public(
        self, acting: Acting, form: str, content_type: str, start: bytes
    ) -> None:
        case = a_decision().application
        answer = acting(visitor).get(f"{API}/notices/{case.pk}/papers/{form}")
        assert (answer["Content-Type"], answer.content[:2]) == (content_type, start[:2])

    def test_of_a_notice_that_is_over_are_not(self, acting: Acting) -> None:
        here = f"{API}/notices/{an_admitted().pk}/papers/pdf"
        assert acting(visitor).get(here).status_code == 404
        assert acting(gatekeeper()).get(here).status_code == 200

    @FORMS
    def test_of_a_session_are_its_agenda(
        self, acting: Acting, form: str, content_type: str, start: bytes
    ) -> None:
        today = timezone.localdate()
        session = meetings.convene(
            gatekeeper(), title="第一次会议", held_on=today, agenda=[a_proposed().pk]
        )
        here = f"{API}/meetings/{session.pk}/papers/{form}"
        answer = acting(leader()).get(here)
        assert (answer["Content-Type"], answer.content[:2]) == (content_type, start[:2])
        assert acting(department_officer()).get(here).status_code in (403, 404)


class TestParameters:
    def told(self, **values: object) -> dict[str, object]:
        return {"values": values, "reason": "会议纪要〔2026〕1号", "number": 0}

    def test_are_published_as_a_new_edition(self, acting: Acting) -> None:
        client = acting(gatekeeper())
        body = self.told(lead_days_wd=20, standing_directory=False, coverage=["village"])
        made = client.put(f"{API}/parameters", body, content_type=JSON)
        assert (made.status_code, made.json()["number"]) == (200, 1)
        told = {one["key"]: one["value"] for one in client.get(f"{API}/parameters").json()}
        assert (told["lead_days_wd"], told["coverage"]) == (20, ["village"])
        assert told["standing_directory"] is False
        assert told["decide_days_wd"] == DEFAULTS.decide_days_wd
        [edition] = client.get(f"{API}/parameters/editions").json()["editions"]
        assert edition["values"] == body["values"]

    def test_that_somebody_else_changed_meanwhile_are_refused(self, acting: Acting) -> None:
        client = acting(gatekeeper())
        answers = [
            client.put(f"{API}/parameters", self.told(lead_days_wd=days), content_type=JSON)
            for days in (20, 25)
        ]
        assert [one.status_code for one in answers] == [200, 409]

    def test_that_cannot_be_are_all_named(self, acting: Acting) -> None:
        body = self.told(lead_days_wd=-1, odd="x", office_contact="张\0三", coverage=["moon"])
        answer = acting(gatekeeper()).put(f"{API}/parameters", body, content_type=JSON)
        assert (answer.status_code, len(answer.json()["problems"])) == (422, 4)
        assert not FlowEdition.objects.exists()

    @pytest.mark.parametrize("actor", [department_officer(), supervisor(), worker(), visitor])
    def test_are_published_by_nobody_else(self, acting: Acting, actor: Actor) -> None:
        body = self.told(lead_days_wd=20)
        answer = acting(actor).put(f"{API}/parameters", body, content_type=JSON)
        assert answer.status_code == 403

    def test_are_nothing_for_visitors(self, acting: Acting) -> None:
        assert acting(visitor).get(f"{API}/parameters/editions").status_code == 403


class TestTheLedgerOfPayments:
    def test_names_what_each_is_for(self, acting: Acting) -> None:
        case = an_admitted(paid=True)
        lines = acting(department_officer()).get(f"{API}/payments").json()["payments"]
        assert lines
        assert {one["permit"] for one in lines} == {case.permit_number}
        assert {one["title"] for one in lines} == {case.title}

    def test_of_one_state_are_those(self, acting: Acting) -> None:
        an_admitted(paid=True)
        client = acting(gatekeeper())
        assert client.get(f"{API}/payments", {"state": "paid"}).json()["payments"] == []
        assert client.get(f"{API}/payments", {"state": "odd"}).status_code == 422

    def test_are_not_for_communities(self, acting: Acting) -> None:
        assert acting(worker()).get(f"{API}/payments").status_code == 403
