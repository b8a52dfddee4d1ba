"""The notice on a demand, and what a community shows with its refusal, if it likes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import FileResponse
from django.test import Client
from pytest_django.fixtures import Settings

from qingshe.foundation.files import shelf
from qingshe.kernel.actor import Actor
from qingshe.modules.demands.services import issuing, ruling
from tests.cast import NEIGHBOUR, department_officer, gatekeeper, visitor, worker

from .builders import MORNING, a_demand, a_refusal, a_town, share_of

Acting = Callable[[Actor], Client]
PDF = b"%PDF-1.7 notice"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _town(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_FOLDER = tmp_path
    a_town()


def bring(client: Client, address: str, content: bytes = PDF) -> int:
    return client.post(address, {"file": SimpleUploadedFile("通知.pdf", content)}).status_code


def got(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert isinstance(answer, FileResponse), answer.status_code
    return b"".join(answer.streaming_content)


class TestTheNotice:
    def test_the_communities_that_were_asked_can_have_it(self, acting: Acting) -> None:
        demand = a_demand()
        assert bring(acting(department_officer()), f"/demands/{demand.pk}/attach/") == 302
        file, share = shelf.of(demand.subject).get().pk, share_of(demand)
        page = acting(worker()).get(f"/today/{share.pk}/").text
        assert "通知.pdf" in page
        assert "另加的任务不算下达" in page
        assert got(acting(worker()), f"/today/{share.pk}/files/{file}/") == PDF

    def test_another_community_has_it_only_with_its_own_share(self, acting: Acting) -> None:
        demand = a_demand()
        bring(acting(department_officer()), f"/demands/{demand.pk}/attach/")
        file, share = shelf.of(demand.subject).get().pk, share_of(demand)
        address = f"/today/{share.pk}/files/{file}/"
        assert acting(worker(NEIGHBOUR)).get(address).status_code == 404
        assert acting(visitor).get(address).status_code in (302, 404)

    def test_another_department_neither_attaches_nor_takes_off(self, acting: Acting) -> None:
        demand = a_demand()
        bring(acting(department_officer()), f"/demands/{demand.pk}/attach/")
        file = shelf.of(demand.subject).get().pk
        stranger = acting(department_officer("/14/04/d02/"))
        assert bring(stranger, f"/demands/{demand.pk}/attach/") == 404
        assert stranger.post(f"/demands/{demand.pk}/files/{file}/take_off/").status_code == 404

    def test_what_has_ended_keeps_its_notice(self, acting: Acting) -> None:
        demand = a_demand()
        client = acting(department_officer())
        bring(client, f"/demands/{demand.pk}/attach/")
        issuing.withdraw(department_officer(), demand.pk, reason="重复")
        file = shelf.of(demand.subject).get().pk
        assert client.post(f"/demands/{demand.pk}/files/{file}/take_off/").status_code == 403

    def test_a_renamed_executable_is_refused(self, acting: Acting) -> None:
        demand = a_demand()
        client = acting(department_officer())
        assert bring(client, f"/demands/{demand.pk}/attach/", b"MZ\x90\x00") == 422


class TestTheRefusal:
    def test_the_office_that_rules_sees_it_and_the_department_does_not(
        self, acting: Acting
    ) -> None:
        refusal = a_refusal()
        share = refusal.assignment_id
        assert bring(acting(worker()), f"/today/{share}/show/") == 302
        file = shelf.of(refusal.subject).get().pk
        address = f"/rulings/{refusal.pk}/files/{file}/"
        assert got(acting(gatekeeper()), address) == PDF
        assert acting(department_officer()).get(address).status_code in (403, 404)
        assert acting(worker(NEIGHBOUR)).get(address).status_code in (403, 404)
        assert "通知.pdf" in acting(gatekeeper()).get(f"/rulings/{refusal.pk}/").text

    def test_the_community_may_take_it_back_until_the_ruling(self, acting: Acting) -> None:
        refusal = a_refusal()
        share, client = refusal.assignment_id, acting(worker())
        bring(client, f"/today/{share}/show/")
        file = shelf.of(refusal.subject).get().pk
        assert got(client, f"/today/{share}/shown/{file}/") == PDF
        ruling.uphold(gatekeeper(), refusal.pk, now=MORNING)
        client = acting(worker())
        assert client.post(f"/today/{share}/shown/{file}/take_back/").status_code == 403
        assert bring(client, f"/today/{share}/show/") == 403

    def test_nobody_has_to_show_anything(self, acting: Acting) -> None:
        refusal = a_refusal()
        page = acting(worker()).get(f"/today/{refusal.assignment_id}/").text
        assert "可以不附" in page

    def test_without_a_refusal_there_is_nothing_to_show_with(self, acting: Acting) -> None:
        share = share_of(a_demand())
        assert acting(worker()).get(f"/today/{share.pk}/show/").status_code == 404
