"""The only writer of the audit trail, and its verifier."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from qingshe.foundation.access import below
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Conflict

from .models import AuditEntry, AuditSeal

Change = Mapping[str, object]
BATCH = 500
SEALER = Actor("task:audit", "/")
SEALS = "audit.auditseal:"


@dataclass(frozen=True, slots=True)
class Now:
    """What a record is when an entry tells of it.

    `version` is the one it has now, 0 when nothing of it changed; `home` the path of the unit it
    belongs to, "" when it names none.
    """

    version: int = 0
    home: str = ""


def record(actor: Actor, action: str, subject: str, change: Change, now: Now = Now()) -> None:
    """Write one entry, in the transaction of the change it tells of."""
    record_many(actor, action, {subject: change}, {subject: now})


def record_many(
    actor: Actor, action: str, changes: Mapping[str, Change], records: Mapping[str, Now]
) -> None:
    """Write one entry for each subject; Conflict when somebody else wrote of one just now.

    When the clock of the server was set back, what comes later still tells of no earlier moment:
    neither than what came before it, nor than what is sealed, where it would look slipped in.
    """
    last = _ends_of(list(changes))
    now = _not_before_the_seal(timezone.now())
    entries = [
        _entry(actor, action, subject, change, records[subject], now, last.get(subject))
        for subject, change in changes.items()
    ]
    try:
        with transaction.atomic():
            AuditEntry.objects.bulk_create(entries, batch_size=BATCH)
    except IntegrityError as error:
        raise Conflict("该记录刚刚被他人修改，请刷新后重试。") from error


def of(subject: str) -> QuerySet[AuditEntry]:
    """What was done to one record, oldest first."""
    return AuditEntry.objects.filter(subject=subject).order_by("serial")


def of_many(subjects: Iterable[str]) -> QuerySet[AuditEntry]:
    """What was done to any of some records, oldest first."""
    return AuditEntry.objects.filter(subject__in=list(subjects)).order_by("at", "subject", "serial")


@transaction.atomic
def seal(until: datetime) -> AuditSeal | None:
    """Close everything before `until`; None when that was done already.

    The trail tells of the seal as of any other thing, so that the last one cannot go unnoticed.
    """
    before = last_seal()
    if before and before.until >= until:
        return None
    count, digest = _digest_of_stretch(before, until)
    made = AuditSeal.objects.create(
        until=until, entries=count, previous=before.digest if before else "", digest=digest
    )
    record(SEALER, "seal", f"{SEALS}{made.pk}", {"entries": count, "digest": digest})
    return made


def last_seal() -> AuditSeal | None:
    return AuditSeal.objects.order_by("until").last()


@dataclass(frozen=True, slots=True)
class Verification:
    """What `verify` found: how much it read, and the places where the trail is broken."""

    entries: int
    seals: int
    faults: tuple[str, ...]


def verify() -> Verification:
    """Read the whole trail and compute every digest anew; memory stays flat."""
    faults: list[str] = []
    entries = 0
    ordered = AuditEntry.objects.order_by("subject", "serial").iterator(chunk_size=2000)
    for _, chain in groupby(ordered, key=attrgetter("subject")):
        previous, serial = "", 0
        for entry in chain:
            entries += 1
            faults.extend(_faults_of(entry, previous, serial + 1))
            previous, serial = entry.digest, entry.serial
    seals = list(AuditSeal.objects.order_by("until"))
    faults.extend(_faults_of_seals(seals))
    faults.extend(_missing_seals({one.digest for one in seals}))
    return Verification(entries, len(seals), tuple(faults))


def _not_before_the_seal(now: datetime) -> datetime:
    sealed = AuditSeal.objects.aggregate(until=Max("until"))["until"]
    return max(now, sealed) if sealed else now


def _entry(
    actor: Actor,
    action: str,
    subject: str,
    change: Change,
    record: Now,
    at: datetime,
    last: AuditEntry | None,
) -> AuditEntry:
    entry = AuditEntry(
        at=max(at, last.at) if last else at,
        actor=actor.id,
        role=actor.role or "",
        action=action,
        subject=subject,
        serial=last.serial + 1 if last else 1,
        version=record.version,
        unit=_unit_of(actor, record, last),
        change=json.loads(json.dumps(change, cls=DjangoJSONEncoder)),
        previous=last.digest if last else "",
    )
    entry.digest = _digest(entry)
    return entry


def _unit_of(actor: Actor, record: Now, last: AuditEntry | None) -> str:
    """Where an entry belongs: the record's own place, else that of its chain, else the actor's.

    A chain that began over the whole country, as accounts made at the server do, names no place.
    """
    chain = last.unit if last and last.unit else "/"
    return record.home or (chain if chain != "/" else actor.unit)


def _ends_of(subjects: list[str]) -> dict[str, AuditEntry]:
    ends: dict[str, AuditEntry] = {}
    for start in range(0, len(subjects), BATCH):
        part = subjects[start : start + BATCH]
        newest = (
            AuditEntry.objects.filter(subject__in=part)
            .values("subject")
            .annotate(newest=Max("id"))
            .values("newest")
        )
        for entry in AuditEntry.objects.filter(pk__in=newest):
            ends[entry.subject] = entry
    return ends


def _digest(entry: AuditEntry) -> str:
    told = [
        entry.at.timestamp(),
        entry.actor,
        entry.role,
        entry.action,
        entry.subject,
        entry.serial,
        entry.change,
        entry.previous,
    ]
    if entry.version is not None:
        told.append(entry.version)
    if entry.unit is not None:
        told.append(entry.unit)
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _faults_of(entry: AuditEntry, previous: str, serial: int) -> Iterator[str]:
    if entry.serial != serial:
        yield f"{entry.subject}：缺少第 {serial} 条记录。"
    elif entry.previous != previous:
        yield f"{entry.subject} 第 {entry.serial} 条：与上一条不衔接。"
    if entry.digest != _digest(entry):
        yield f"{entry.subject} 第 {entry.serial} 条：内容被改动。"


def _faults_of_seals(seals: list[AuditSeal]) -> Iterator[str]:
    before: AuditSeal | None = None
    for one in seals:
        if (one.entries, one.digest) != _digest_of_stretch(before, one.until):
            yield f"{timezone.localtime(one.until):%Y-%m-%d %H:%M} 的封存与现有记录不符。"
        before = one


def _missing_seals(digests: set[str]) -> Iterator[str]:
    told = AuditEntry.objects.filter(below("subject", SEALS)).order_by("at")
    for entry in told.iterator(chunk_size=2000):
        if entry.change.get("digest") not in digests:
            yield f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M} 作的封存不见了。"


def _digest_of_stretch(before: AuditSeal | None, until: datetime) -> tuple[int, str]:
    stretch = AuditEntry.objects.filter(at__lt=until).order_by("at", "subject", "serial")
    if before:
        stretch = stretch.filter(at__gte=before.until)
    hasher = hashlib.sha256((before.digest if before else "").encode())
    count = 0
    for digest in stretch.values_list("digest", flat=True).iterator(chunk_size=5000):
        hasher.update(digest.encode())
        count += 1
    return count, hasher.hexdigest()
