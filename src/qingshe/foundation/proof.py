"""Whether records and their trail tell the same: what a chain alone cannot know of its end."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from qingshe.foundation.access import below
from qingshe.foundation.audit import trail
from qingshe.foundation.audit.models import AuditEntry
from qingshe.foundation.records import Record

SHOWN = 20  # records named of each kind; of the rest it is said how many they are


def verify() -> trail.Verification:
    """The trail in itself, and against every record: a few queries for each kind of record."""
    found = trail.verify()
    faults = (fault for kind in _kinds() for fault in faults_of(kind))
    return trail.Verification(found.entries, found.seals, (*found.faults, *faults))


def _kinds() -> list[type[Record]]:
    return [model for model in apps.get_models() if issubclass(model, Record)]


def faults_of(kind: type[Record]) -> Iterator[str]:
    """Where records of one kind and their chains do not tell the same, in words."""
    untold = _untold(kind)
    for record in untold[:SHOWN]:
        told = f"留痕没有记到现在的第 {record.version} 版，末尾被删或绕过留痕改动。"
        yield f"{record.subject}：{told}"
    if (more := untold.count() - SHOWN) > 0:
        yield f"{kind._meta.label_lower}：还有 {more} 件同样如此。"
    if gone := _gone(kind):
        yield f"{kind._meta.label_lower}：有 {gone} 件的留痕还在，记录不见了。"


def _untold(kind: type[Record]) -> QuerySet[Record]:
    """Records of whose present version no entry tells.

    An entry from before versions were kept vouches by its place in the chain.
    """
    told = Q(version=OuterRef("version")) | Q(version=None, serial__gte=OuterRef("version"))
    return kind._base_manager.filter(~Exists(_chain_of(kind).filter(told))).order_by("pk")


def _gone(kind: type[Record]) -> int:
    """How many chains have no record; no record is ever deleted."""
    chains = AuditEntry.objects.filter(below("subject", f"{kind._meta.label_lower}:"), serial=1)
    kept = kind._base_manager.filter(Exists(_chain_of(kind).filter(serial=1)))
    return chains.count() - kept.count()


def _chain_of(kind: type[Record]) -> QuerySet[AuditEntry]:
    """The entries of one record, from within a query of its kind."""
    key = Cast(OuterRef("pk"), CharField(max_length=20))
    return AuditEntry.objects.filter(subject=Concat(Value(f"{kind._meta.label_lower}:"), key))
