"""Attachments of an application: who brings them, when, and who may have them."""

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import FileResponse, HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

from qingshe.foundation import proof
from qingshe.foundation.files import shelf
from qingshe.foundation.files.models import Attachment
from qingshe.kernel.actor import Actor
from qingshe.modules.admission.models import Application
from tests.cast import department_officer, gatekeeper, supervisor, visitor, worker

from .builders import a_draft, a_submitted, lay_places

Acting = Callable[[Actor], Client]
OTHER_DEPARTMENT = "/14/04/d02/"
PDF = b"%PDF-1.7 notice"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _places(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_FOLDER = tmp_path
    lay_places()


def bring(
    client: Client, application: Application, content: bytes = PDF, name: str = "通知.pdf"
) -> HttpResponse:
    form = {"slot": "basis", "file": SimpleUploadedFile(name, content)}
    return cast(HttpResponse, client.post(f"/admission/{application.pk}/attach/", form))


def address_of(application: Application) -> str:
    return f"/admission/{application.pk}/files/{shelf.of(application.subject).get().pk}/"


def test_the_department_attaches_what_its_application_rests_on(acting: Acting) -> None:
    draft, client = a_draft(), acting(department_officer())
    answer = bring(client, draft)
    assert answer.headers["Location"] == f"/admission/{draft.pk}/write/papers/"
    page = client.get(answer.headers["Location"]).text
    assert "通知.pdf" in page
    assert "依据原文" in page


def test_it_is_always_saved_and_never_shown(acting: Acting) -> None:
    draft, client = a_draft(), acting(department_officer())
    bring(client, draft)
    answer = client.get(address_of(draft))
    assert isinstance(answer, FileResponse)
    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"] == "application/octet-stream"


def test_who_does_not_see_the_application_does_not_have_the_file(acting: Acting) -> None:
    draft = a_draft()
    bring(acting(department_officer()), draft)
    for stranger in (department_officer(OTHER_DEPARTMENT), worker(), gatekeeper()):
        assert acting(stranger).get(address_of(draft)).status_code == 404
    assert acting(visitor).get(address_of(draft)).status_code in (302, 404)


def test_a_file_is_not_to_be_had_through_another_application(acting: Acting) -> None:
    draft, other, client = a_draft(), a_draft(), acting(department_officer())
    bring(client, draft)
    file = shelf.of(draft.subject).get().pk
    assert client.get(f"/admission/{other.pk}/files/{file}/").status_code == 404


def test_the_office_reads_it_after_submission_and_nobody_changes_it(acting: Acting) -> None:
    draft = a_draft()
    bring(acting(department_officer()), draft)
    Attachment.objects.update(subject=(handed_in := a_submitted()).subject)
    read = acting(gatekeeper()).get(address_of(handed_in))
    assert isinstance(read, FileResponse)
    assert b"".join(read.streaming_content) == PDF
    client = acting(department_officer())
    assert client.get(f"/admission/{handed_in.pk}/attach/").status_code == 403
    assert bring(client, handed_in).status_code == 403
    assert client.post(f"{address_of(handed_in)}take_off/").status_code == 403
    assert shelf.of(handed_in.subject).exists()


def test_a_renamed_executable_is_refused_with_words(acting: Acting) -> None:
    draft = a_draft()
    answer = bring(acting(department_officer()), draft, b"MZ\x90\x00", "通知.pdf")
    assert answer.status_code == 422
    assert "可执行文件" in answer.content.decode()


def test_fifty_megabytes_are_refused_with_words_and_leave_nothing(
    acting: Acting, tmp_path: Path
) -> None:
    draft = a_draft()
    answer = bring(acting(department_officer()), draft, PDF + bytes(50_000_000))
    assert answer.status_code == 422
    assert "不能超过 20 MB" in answer.content.decode()
    assert not (tmp_path / "files").exists()


def test_what_was_attached_and_taken_off_stands_in_the_trail(acting: Acting) -> None:
    draft, client = a_draft(), acting(department_officer())
    bring(client, draft)
    client.post(f"{address_of(draft)}take_off/")
    page = acting(supervisor()).get(f"/trail/?subject={draft.subject}").text
    assert "附上文件" in page
    assert "删去附件" in page
    assert "通知.pdf" in page
    assert proof.verify().faults == ()


def test_a_file_is_taken_off_again(acting: Acting) -> None:
    draft, client = a_draft(), acting(department_officer())
    bring(client, draft)
    client.post(f"{address_of(draft)}take_off/")
    assert not shelf.of(draft.subject).exists()
