"""Sends notices, and hands each person their own."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import NotFound

from . import outbox
from .models import Notice
from .rules import Kind

BATCH = 500
LONGEST_TITLE = 200


def send(
    recipients: Iterable[str],
    title: str,
    *,
    link: str = "",
    body: str = "",
    kind: Kind = Kind.RESULT,
    urgent: bool = False,
) -> int:
    """Tell each of `recipients` (ids of actors, "user:42") once; how many were told.

    `link` is an address of this site. Written in the transaction of what it tells of; who has
    chosen so is told outside as well, later and by the worker. What is `urgent` (应急) is sent in
    quiet hours, too.
    """
    if link and (not link.startswith("/") or link.startswith("//")):
        raise ValueError(f"{link!r} is no address of this site")
    now = timezone.now()
    notices = [
        Notice(
            recipient=one,
            kind=kind,
            is_urgent=urgent,
            title=title[:LONGEST_TITLE],
            body=body,
            link=link,
            created_at=now,
        )
        for one in dict.fromkeys(recipients)
    ]
    with transaction.atomic(savepoint=False):
        made = Notice.objects.bulk_create(notices, batch_size=BATCH)
        outbox.plan(made, now)
    return len(made)


def of(actor: Actor) -> QuerySet[Notice]:
    """The notices of one person, newest first."""
    return Notice.objects.filter(recipient=actor.id).order_by("-pk")


def mark_read(actor: Actor, pk: int) -> Notice:
    """Note that the person has read it; once read, it keeps its first moment.

    Errors: NotFound for a notice of somebody else.
    """
    of(actor).filter(pk=pk, read_at=None).update(read_at=timezone.now())
    notice = of(actor).filter(pk=pk).first()
    if notice is None:
        raise NotFound("没有这条提醒。")
    return notice


def mark_all_read(actor: Actor) -> int:
    """Note that the person has read everything; how many that were."""
    return of(actor).filter(read_at=None).update(read_at=timezone.now())
