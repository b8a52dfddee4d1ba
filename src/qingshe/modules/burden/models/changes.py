from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from qingshe.foundation.records import Record
from qingshe.modules.burden.models.ledger import PATH
from qingshe.modules.burden.rules import CHANGE_TONES, Cause, ChangeState, Kind, Yearly, hours

BY_HAND = "by hand:"


LONGEST = 2000  # characters of the evidence


class BurdenChange(Record):
    """A change of what a permit or listed thing costs in a year, with its one cause (负担变动).

    `minutes` a year, less than zero when it became less. One event is several rows when it has
    several causes; `key` names event and cause, so that it is booked once. `before` and `after`
    are the counts they were computed from, None where only the minutes are known.
    """

    states = ChangeState

    key = models.CharField(max_length=120)
    place = models.CharField(max_length=PATH)
    department = models.CharField(max_length=PATH, blank=True)
    under = models.CharField(max_length=60)
    previous = models.CharField(max_length=60, blank=True)  # the permit it takes the place of
    title = models.CharField(max_length=500)
    kind = models.CharField(max_length=20)
    cause = models.CharField(max_length=20)
    minutes = models.BigIntegerField()
    communities_before = models.PositiveIntegerField(null=True, blank=True)
    times_before = models.PositiveIntegerField(null=True, blank=True)
    minutes_before = models.PositiveIntegerField(null=True, blank=True)
    communities_after = models.PositiveIntegerField(null=True, blank=True)
    times_after = models.PositiveIntegerField(null=True, blank=True)
    minutes_after = models.PositiveIntegerField(null=True, blank=True)
    evidence = models.TextField(max_length=LONGEST)
    booked_on = models.DateField()
    booked_by = models.CharField(max_length=100)
    reason = models.CharField(max_length=500, blank=True)  # why it was taken back

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(
                name="burden_change_once",
                fields=["key"],
                violation_error_message="这一变动已经入账，没有重复登记。",
            ),
            CheckConstraint(
                name="burden_change_cause_is_known",
                condition=Q(cause__in=[cause.value for cause in Cause]),
            ),
            CheckConstraint(
                name="burden_change_has_evidence",
                condition=~Q(evidence=""),
                violation_error_message="请写明依据。",
            ),
        ]
        indexes: ClassVar = [
            Index(name="burden_change_of_place", fields=["place", "booked_on"]),
            Index(name="burden_change_of_thing", fields=["under"]),
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.cause_label}）"

    @property
    def tone(self) -> str:
        return CHANGE_TONES[self.state]

    @property
    def cause_label(self) -> str:
        return Cause(self.cause).label

    @property
    def kind_label(self) -> str:
        return Kind(self.kind).label

    @property
    def difference(self) -> str:
        """What it is more or less in a year, in words."""
        sign = "+" if self.minutes > 0 else ""
        return f"{sign}{hours(self.minutes)}"

    @property
    def told(self) -> str:
        """Before and after in counts, as far as they are known."""
        before = self.before.words if self.before else "此前没有逐项登记"
        if self.after is None or not self.after.total:
            return f"{before} → 不再有"
        is_new = self.before is not None and not self.before.total
        return self.after.words if is_new else f"{before} → {self.after.words}"

    @property
    def is_by_hand(self) -> bool:
        """Whether somebody booked it, rather than the system that saw a permit or list change."""
        return self.key.startswith(BY_HAND)

    @property
    def before(self) -> Yearly | None:
        return _yearly(self.communities_before, self.times_before, self.minutes_before)

    @property
    def after(self) -> Yearly | None:
        return _yearly(self.communities_after, self.times_after, self.minutes_after)


def _yearly(communities: int | None, times: int | None, minutes: int | None) -> Yearly | None:
    if communities is None or times is None or minutes is None:
        return None
    return Yearly(communities, times, minutes)
