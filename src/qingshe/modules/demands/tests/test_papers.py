"""The paper of a refusal: for the community's file and for the office, never for the department."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from docx import Document

from qingshe.kernel.actor import Actor
from qingshe.web.downloads import PDF, WORD
from tests.cast import NEIGHBOUR, department_officer, gatekeeper, head, visitor, worker

from .builders import a_refusal, a_town

Acting = Callable[[Actor], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _town() -> None:
    a_town()


def test_tells_what_was_refused_and_why(acting: Acting) -> None:
    refusal = a_refusal()
    answer = acting(worker()).get(f"/today/{refusal.assignment_id}/refusal/as/word/")
    assert answer["Content-Type"] == WORD
    tables = Document(BytesIO(answer.content)).tables
    said = "".join(cell.text for table in tables for row in table.rows for cell in row.cells)
    demand = refusal.assignment.demand
    for words in (demand.title, demand.issuer_name, refusal.ground_label, refusal.citation):
        assert words in said


@pytest.mark.parametrize(
    ("form", "content_type", "start"), [("pdf", PDF, b"%PDF"), ("word", WORD, b"PK")]
)
def test_is_for_the_community_and_the_office(
    acting: Acting, form: str, content_type: str, start: bytes
) -> None:
    refusal = a_refusal()
    own = f"/today/{refusal.assignment_id}/refusal/as/{form}/"
    office = f"/rulings/{refusal.pk}/as/{form}/"
    for who, address in ((worker(), own), (head(), own), (gatekeeper(), office)):
        answer = acting(who).get(address)
        assert (answer["Content-Type"], answer.content[: len(start)]) == (content_type, start)


def test_does_not_exist_for_the_department_the_neighbour_or_a_visitor(acting: Acting) -> None:
    refusal = a_refusal()
    own = f"/today/{refusal.assignment_id}/refusal/as/pdf/"
    office = f"/rulings/{refusal.pk}/as/pdf/"
    assert acting(worker(NEIGHBOUR)).get(own).status_code == 404
    for address in (own, office):
        assert acting(department_officer()).get(address).status_code in (403, 404)
        assert acting(visitor).get(address).status_code in (302, 403, 404)


def test_is_offered_where_the_refusal_is_seen_and_only_there(acting: Acting) -> None:
    refusal = a_refusal()
    page = f"/today/{refusal.assignment_id}/"
    assert f"{page}refusal/as/pdf/" in acting(worker()).get(page).text
    assert (
        f"/rulings/{refusal.pk}/as/word/"
        in acting(gatekeeper()).get(f"/rulings/{refusal.pk}/").text
    )
    other = refusal.assignment.demand.assignments.get(community=NEIGHBOUR)
    client = acting(worker(NEIGHBOUR))
    assert "拒收理由单" not in client.get(f"/today/{other.pk}/").text
    assert client.get(f"/today/{other.pk}/refusal/as/pdf/").status_code == 404
