"""The ledger itself: sources, entries that are only ever added, and their sums by place."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from qingshe.modules.burden.rules import Cause, Kind, Posting

PATH = 100  # characters of a unit's path


class Amounts(models.Model):
    """What is counted, in shares and minutes; amounts of entries have a sign."""

    shares = models.BigIntegerField(default=0)
    estimated = models.BigIntegerField(default=0)
    told = models.BigIntegerField(default=0)  # how many shares said how long it took
    observed = models.BigIntegerField(default=0)
    compared = models.BigIntegerField(default=0)  # the estimate of exactly those

    class Meta:
        abstract = True


class BurdenSource(models.Model):
    """What minutes are booked for: one demand, as it was issued (负担来源).

    `over_budget` are the minutes by which it went beyond the department's budget when it was
    issued, 0 within.
    """

    subject = models.CharField(max_length=60, unique=True)  # "demands.demand:12"
    number = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    department = models.CharField(max_length=PATH)
    under = models.CharField(max_length=60)
    under_title = models.CharField(max_length=500)
    kind = models.CharField(max_length=20)
    issued_on = models.DateField()
    month = models.DateField()
    url = models.CharField(max_length=200, blank=True)
    over_budget = models.PositiveBigIntegerField(default=0)

    class Meta:
        indexes: ClassVar = [Index(name="burden_of_department", fields=["department", "month"])]

    def __str__(self) -> str:
        return self.title

    @property
    def kind_label(self) -> str:
        return Kind(self.kind).label

    @property
    def posting(self) -> Posting:
        return Posting(
            source=self.subject,
            number=self.number,
            title=self.title,
            department=self.department,
            under=self.under,
            under_title=self.under_title,
            kind=self.kind,
            issued_on=self.issued_on,
            url=self.url,
        )


class BurdenEntry(Amounts):
    """Minutes that came or went at one community, with their cause (负担账); never changed."""

    source = models.ForeignKey(BurdenSource, on_delete=models.PROTECT, related_name="entries")
    community = models.CharField(max_length=PATH)
    month = models.DateField()  # that of the source: what is taken back corrects its month
    cause = models.CharField(max_length=20)
    booked_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(
                name="burden_entry_cause_is_known",
                condition=Q(cause__in=[cause.value for cause in Cause]),
            ),
        ]
        indexes: ClassVar = [
            Index(name="burden_of_community", fields=["community", "month"]),
            Index(name="burden_of_source", fields=["source", "community"]),
        ]

    def __str__(self) -> str:
        return f"{self.community} {self.month:%Y-%m} {self.cause} {self.estimated:+}"


class BurdenTotal(Amounts):
    """The sum of the entries of one source and cause below one place: what dashboards read.

    Written with the entries it sums, in the same transaction; `qingshe burden check` compares.
    """

    source = models.ForeignKey(BurdenSource, on_delete=models.PROTECT, related_name="totals")
    place = models.CharField(max_length=PATH)  # every place above the communities, "/" included
    month = models.DateField()
    cause = models.CharField(max_length=20)
    booked_on = models.DateField()  # when last

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(
                name="burden_total_once",
                fields=["source", "place", "cause"],
            ),
        ]
        indexes: ClassVar = [Index(name="burden_of_place", fields=["place", "month"])]

    def __str__(self) -> str:
        return f"{self.place} {self.month:%Y-%m} {self.cause} {self.estimated:+}"
