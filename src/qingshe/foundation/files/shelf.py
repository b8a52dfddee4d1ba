"""Attaching, listing, opening and taking off the files of a record."""

from pathlib import Path, PurePath

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from qingshe.foundation import uploads
from qingshe.foundation.audit import trail
from qingshe.kernel.actor import Actor
from qingshe.kernel.answer import Answer
from qingshe.kernel.errors import Conflict, Denied, NotFound

from . import store
from .models import Attachment

ACTS = {"attach": "附上文件", "take_off": "删去附件"}  # as the trail calls them
MOST = 10  # files of one record
KINDS = (
    uploads.PDF,
    uploads.OFD,
    uploads.WORD,
    uploads.EXCEL,
    uploads.PNG,
    uploads.JPEG,
)
ACCEPT = ",".join(extension for kind in KINDS for extension in kind.extensions)


def attach(
    actor: Actor, subject: str, *, slot: str, upload: UploadedFile, answer: Answer
) -> Attachment:
    """Hang an uploaded file on a record, streamed to the disk; the trail tells name and digest.

    Errors: Denied with the reason of `answer`, Invalid when it is no file we take, Conflict when
    it hangs there already, there are too many, or the disk is full.
    """
    if not answer:
        raise Denied(answer.reason)
    uploads.check(upload, KINDS)
    if of(subject).count() >= MOST:
        raise Conflict(f"附件最多 {MOST} 个，请先删去不要的。")
    digest, size = store.keep(upload.chunks(store.CHUNK))
    attachment = Attachment(
        subject=subject,
        slot=slot,
        name=_name(upload),
        digest=digest,
        size=size,
        added_by=actor.id,
        added_at=timezone.now(),
    )
    try:
        with transaction.atomic():
            attachment.save(force_insert=True)
            trail.record(actor, "attach", subject, {"file": ["", _told(attachment)]})
    except IntegrityError as error:
        raise Conflict("这个文件已经附上了。") from error
    return attachment


def of(subject: str) -> QuerySet[Attachment]:
    """The files of one record, in the order they came."""
    return Attachment.objects.filter(subject=subject).order_by("pk")


def get(subject: str, pk: int) -> Attachment:
    """One file of one record. Errors: NotFound, also for a file of another record."""
    found = of(subject).filter(pk=pk).first()
    if found is None:
        raise NotFound("没有这个附件。")
    return found


def content(attachment: Attachment) -> Path:
    """Where its bytes lie. Errors: NotFound."""
    return store.opened(attachment.digest)


@transaction.atomic
def take_off(actor: Actor, subject: str, pk: int, *, answer: Answer) -> None:
    """Take a file off a record; its bytes go at night. Errors: Denied, NotFound."""
    if not answer:
        raise Denied(answer.reason)
    found = get(subject, pk)
    trail.record(actor, "take_off", subject, {"file": [_told(found), ""]})
    found.delete()


def sweep() -> int:
    """Delete from the disk what hangs on no record any more; how many files."""
    return store.sweep(Attachment.objects.values_list("digest", flat=True).distinct().iterator())


def _name(upload: UploadedFile) -> str:
    """The name without folders and control characters, its ending kept when it is long."""
    name = PurePath((upload.name or "").replace("\\", "/")).name
    clean = "".join(letter for letter in name if letter.isprintable())
    stem, suffix = PurePath(clean).stem, PurePath(clean).suffix
    return f"{stem[: 140 - len(suffix)]}{suffix}"


def _told(attachment: Attachment) -> str:
    return f"{attachment.name}（{attachment.digest[:12]}）"
