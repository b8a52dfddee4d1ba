"""The audit trail (留痕): entries chained per record, days sealed into one chain."""

from typing import ClassVar

from django.db import models


class AuditEntry(models.Model):
    """One thing that one actor did to one record; only ever added.

    `digest` covers the entry and `previous`, the digest of the entry before it on the same subject.
    `version` is the one the record had afterwards, 0 when nothing of it changed (a failed sign-in),
    and None in entries from before this was kept. `unit` is the path of where it belongs, by which
    auditors of a place find it; None in entries from before, which no auditor of a part is shown.
    """

    at = models.DateTimeField()
    actor = models.CharField(max_length=100)
    role = models.CharField(max_length=20, blank=True)
    action = models.CharField(max_length=100)
    subject = models.CharField(max_length=100)
    serial = models.PositiveIntegerField()
    version = models.PositiveIntegerField(null=True)
    unit = models.CharField(max_length=100, null=True)  # noqa: DJ001 - "" would be a place nobody has
    change = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject", "serial"],
                opclasses=["varchar_pattern_ops", "int4_ops"],  # found by their beginning as well
                name="audit_one_chain",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["at"], name="audit_by_time"),
            models.Index(fields=["actor", "at"], name="audit_by_actor"),
            models.Index(
                fields=["unit", "at"],
                opclasses=["varchar_pattern_ops", "timestamptz_ops"],
                name="audit_by_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.actor} {self.action} {self.subject}"


class AuditSeal(models.Model):
    """The entries of a stretch of time, closed: nothing in it can be added, changed or removed."""

    until = models.DateTimeField(unique=True)
    entries = models.PositiveIntegerField()
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.until:%Y-%m-%d} {self.entries}"
