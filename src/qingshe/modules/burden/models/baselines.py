from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from qingshe.foundation.records import Record
from qingshe.modules.burden.models.ledger import PATH
from qingshe.modules.burden.rules import BASELINE_TONES, SEVEN, BaselineState, Kind


class Baseline(Record):
    """What burdened the communities of a place in a year before (底数); one edition of it.

    Corrected by a new edition, never overwritten.
    """

    states = BaselineState

    place = models.CharField(max_length=PATH)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    reason = models.CharField(max_length=500, blank=True)  # why it corrects the one before
    filename = models.CharField(max_length=200)
    uploaded_by = models.CharField(max_length=100)
    uploaded_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(
                name="burden_baseline_edition_once",
                fields=["place", "year", "number"],
                violation_error_message="他人刚刚上传了一版，请刷新后重试。",
            ),
            UniqueConstraint(
                name="burden_baseline_one_in_force",
                fields=["place", "year"],
                condition=Q(state=BaselineState.IN_FORCE.value),
                violation_error_message="他人刚刚启用了另一版，请刷新后重试。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.year} 年，第 {self.number} 版）"

    @property
    def tone(self) -> str:
        return BASELINE_TONES[self.state]


class BaselineRow(models.Model):
    """One thing that was counted: how many, how often in the year, how many minutes in all.

    A count is None where nobody counted it. `times` and `minutes` are those of all communities of
    the place together.
    """

    baseline = models.ForeignKey(Baseline, on_delete=models.PROTECT, related_name="rows")
    line = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=300)
    department = models.CharField(max_length=PATH, blank=True)
    department_name = models.CharField(max_length=100, blank=True)
    items = models.PositiveIntegerField(null=True, blank=True)
    times = models.PositiveBigIntegerField(null=True, blank=True)
    minutes = models.PositiveBigIntegerField(null=True, blank=True)
    source = models.CharField(max_length=300)

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(
                name="burden_baseline_row_counts_something",
                condition=Q(items__isnull=False)
                | Q(times__isnull=False)
                | Q(minutes__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def kind_label(self) -> str:
        return Kind(self.kind).label

    @property
    def seven_label(self) -> str:
        return SEVEN[self.kind].label
