"""The papers that hang on an application."""

from typing import Annotated

from django.db.models import QuerySet
from django.http import FileResponse
from ninja import File, Form, Router, Status
from ninja.files import UploadedFile

from qingshe.api.files import SAVED, FileOut
from qingshe.foundation.files import shelf
from qingshe.foundation.files.models import Attachment
from qingshe.modules.admission.queries import applications
from qingshe.modules.admission.rules import Paper
from qingshe.modules.admission.services import attaching
from qingshe.web.downloads import attachment_response
from qingshe.web.http import ActorRequest

router = Router()


@router.get("/applications/{pk}/files", response=list[FileOut], summary="申请的附件")
def list_files(request: ActorRequest, pk: int) -> QuerySet[Attachment]:
    return shelf.of(applications.get(request.actor, pk).subject)


@router.post("/applications/{pk}/files", response=FileOut, summary="附上文件")
def attach(
    request: ActorRequest, pk: int, file: File[UploadedFile], slot: Annotated[Paper, Form()]
) -> Attachment:
    """While it is written: PDF, OFD, Word, Excel or an image, at most 20 MB; the same file once."""
    return attaching.attach(request.actor, pk, slot=slot, file=file)


@router.get("/applications/{pk}/files/{file}", openapi_extra=SAVED, summary="下载附件")
def download(request: ActorRequest, pk: int, file: int) -> FileResponse:
    return attachment_response(applications.get(request.actor, pk).subject, file)


@router.delete("/applications/{pk}/files/{file}", response={204: None}, summary="删去附件")
def take_off(request: ActorRequest, pk: int, file: int) -> Status[None]:
    attaching.take_off(request.actor, pk, file)
    return Status(204, None)
