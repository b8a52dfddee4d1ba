"""Attachments: the notice of a demand, and what a community shows with its refusal."""

from django.db.models import QuerySet
from django.http import FileResponse
from ninja import File, Router, Status
from ninja.files import UploadedFile

from qingshe.api.files import SAVED, FileOut
from qingshe.foundation.files import shelf
from qingshe.foundation.files.models import Attachment
from qingshe.modules.demands import policy
from qingshe.modules.demands.queries import demands, inbox, refusals
from qingshe.modules.demands.services import attaching
from qingshe.web.downloads import attachment_response
from qingshe.web.http import ActorRequest

router = Router(tags=["下达与办理"])
Gone = Status[None]


@router.get("/{pk}/files", response=list[FileOut], summary="通知原文")
def list_notices(request: ActorRequest, pk: int) -> QuerySet[Attachment]:
    return shelf.of(demands.get(request.actor, pk).subject)


@router.post("/{pk}/files", response=FileOut, summary="附上通知原文")
def attach(request: ActorRequest, pk: int, file: File[UploadedFile]) -> Attachment:
    """PDF, OFD, Word, Excel or an image, at most 20 MB; the same file is attached once."""
    return attaching.attach(request.actor, pk, file=file)


@router.get("/{pk}/files/{file}", openapi_extra=SAVED, summary="下载通知原文")
def download(request: ActorRequest, pk: int, file: int) -> FileResponse:
    return attachment_response(demands.get(request.actor, pk).subject, file)


@router.delete("/{pk}/files/{file}", response={204: None}, summary="删去通知原文")
def take_off(request: ActorRequest, pk: int, file: int) -> Gone:
    attaching.take_off(request.actor, pk, file)
    return Status(204, None)


@router.get("/today/{pk}/files", response=list[FileOut], summary="收到的通知原文")
def list_received(request: ActorRequest, pk: int) -> QuerySet[Attachment]:
    """For a community that was asked; `pk` is its share."""
    return shelf.of(inbox.get(request.actor, pk).demand.subject)


@router.get("/today/{pk}/files/{file}", openapi_extra=SAVED, summary="下载收到的通知原文")
def download_received(request: ActorRequest, pk: int, file: int) -> FileResponse:
    return attachment_response(inbox.get(request.actor, pk).demand.subject, file)


@router.get("/today/{pk}/shown", response=list[FileOut], summary="本社区拒收的附件")
def list_shown(request: ActorRequest, pk: int) -> QuerySet[Attachment]:
    return shelf.of(attaching.refusal_of(request.actor, pk).subject)


@router.post("/today/{pk}/shown", response=FileOut, summary="附上拒收的说明")
def show(request: ActorRequest, pk: int, file: File[UploadedFile]) -> Attachment:
    """Nobody has to; only who rules can read it."""
    return attaching.show(request.actor, pk, file=file)


@router.get("/today/{pk}/shown/{file}", openapi_extra=SAVED, summary="下载本社区拒收的附件")
def download_shown(request: ActorRequest, pk: int, file: int) -> FileResponse:
    return attachment_response(attaching.refusal_of(request.actor, pk).subject, file)


@router.delete("/today/{pk}/shown/{file}", response={204: None}, summary="删去拒收的附件")
def take_back(request: ActorRequest, pk: int, file: int) -> Gone:
    attaching.take_back(request.actor, pk, file)
    return Status(204, None)


@router.get("/rulings/{pk}/files", response=list[FileOut], summary="待裁定拒收的附件")
def list_to_rule(request: ActorRequest, pk: int) -> QuerySet[Attachment]:
    """For the office that rules; `pk` is the refusal."""
    policy.insist(request.actor, policy.RULE)
    return shelf.of(refusals.get(request.actor, pk).subject)


@router.get("/rulings/{pk}/files/{file}", openapi_extra=SAVED, summary="下载拒收的附件")
def download_to_rule(request: ActorRequest, pk: int, file: int) -> FileResponse:
    policy.insist(request.actor, policy.RULE)
    return attachment_response(refusals.get(request.actor, pk).subject, file)
