"""The daily digest (每天一条汇总): what one has not seen and was not sent alone, in one message."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone

from .channels import switched_on
from .models import Address, Choice, Delivery, Notice
from .outbox import BATCH
from .quiet import quiet
from .rules import Kind

LINES = 10  # of a letter; the rest is a number


def is_due(now: datetime) -> bool:
    """Whether it is a working day and late enough for the digest."""
    calm, local = quiet(), timezone.localtime(now)
    return not calm.is_now(now) and local.time() >= calm.hours.digest_at


def collect(now: datetime) -> int:
    """Queue today's digests, once however often it runs; how many people get one."""
    if not is_due(now) or not switched_on():
        return 0
    calm, local = quiet(), timezone.localtime(now)
    since = calm.hours.digest_before(local, calm.workdays)
    made, last = 0, ""
    while people := _people_after(last):
        made += _collect(people, since, now, local.date())
        last = people[-1]
    return made


def _people_after(last: str) -> list[str]:
    wanted = Choice.objects.filter(kind=Kind.DIGEST, person__gt=last, channel__in=switched_on())
    return list(wanted.order_by("person").values_list("person", flat=True).distinct()[:BATCH])


def _collect(people: Sequence[str], since: datetime, now: datetime, today: date) -> int:
    sent_alone = Delivery.objects.filter(notice=OuterRef("pk"))
    unseen = Notice.objects.filter(
        recipient__in=people, created_at__gt=since, created_at__lte=now, read_at=None
    )
    found: dict[str, list[Notice]] = {}
    for notice in unseen.filter(~Exists(sent_alone)).order_by("pk"):
        found.setdefault(notice.recipient, []).append(notice)
    ways = _ways(list(found))
    rows = [
        Delivery(
            person=person,
            channel=channel,
            digest_on=today,
            title=_title(notices),
            body=_body(notices),
            due_at=now,
            created_at=now,
        )
        for person, notices in found.items()
        for channel in ways.get(person, ())
    ]
    before = Delivery.objects.filter(digest_on=today, person__in=list(found))
    had = set(before.values_list("person", "channel"))
    new = [row for row in rows if (row.person, row.channel) not in had]
    Delivery.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)
    return len({row.person for row in new})


def _ways(people: Sequence[str]) -> dict[str, list[str]]:
    """By which proven channels these people want their digest."""
    proven = Address.objects.filter(
        person=OuterRef("person"), channel=OuterRef("channel"), verified_at__isnull=False
    )
    wanted = Choice.objects.filter(
        Exists(proven), person__in=people, kind=Kind.DIGEST, channel__in=switched_on()
    )
    found: dict[str, list[str]] = {}
    for person, channel in wanted.order_by("pk").values_list("person", "channel"):
        found.setdefault(person, []).append(channel)
    return found


def _title(notices: Sequence[Notice]) -> str:
    """例如：有 3 条提醒还没有看：要您办的 2 条、办理结果 1 条。"""
    counts = Counter(notice.kind for notice in notices)
    parts = "、".join(f"{kind.label} {counts[kind]} 条" for kind in Kind if counts[kind])
    return f"有 {len(notices)} 条提醒还没有看：{parts}。"


def _body(notices: Sequence[Notice]) -> str:
    lines = [f"· {notice.title}" for notice in notices[:LINES]]
    more = len(notices) - LINES
    return "\n".join([*lines, f"…… 还有 {more} 条"] if more > 0 else lines)
