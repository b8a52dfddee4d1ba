from datetime import date
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from qingshe.foundation.records import Record
from qingshe.modules.catalog.rules import (
    CommunityAction,
    DurationType,
    PermitKind,
    PermitStanding,
    PermitState,
    SeriesState,
    SuspensionCause,
    frequency_words,
    funding_words,
    permit_standing,
)


class PermitSeries(Record):
    """What stands before the year in the numbers of the permits of one place (许可字号): 长社准."""

    states = SeriesState

    place = models.CharField(max_length=100)
    series = models.CharField(max_length=20)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["place"],
                name="permit_series_one_a_place",
                violation_error_message="本级已有许可字号，请在原来的字号上更改。",
            ),
            UniqueConstraint(
                fields=["series"],
                name="permit_series_of_one_place",
                violation_error_message="这个字号已由别处使用，请换一个。",
            ),
        ]

    def __str__(self) -> str:
        return self.series


class Permit(Record):
    """What an admitted application became (准入许可): what may be asked, of whom, how often.

    Paths name units: `holder` the department, `place` the level that decided. `valid_until` is the
    last day. `minutes` are for one community and one time; `times_per_year` null sets no limit.
    `money` is yuan. `source` names the record it came of, `replaces` the permit it continues and
    `replaced_by` the one that took its place. `scope_text` says in words what its scopes say in
    paths.
    """

    states = PermitState

    number = models.CharField(max_length=50)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    holder = models.CharField(max_length=100, db_index=True)
    holder_name = models.CharField(max_length=100)
    place = models.CharField(max_length=100, db_index=True)
    place_name = models.CharField(max_length=100)
    scope_text = models.CharField(max_length=500)
    subject_text = models.TextField(blank=True)
    actions = models.JSONField(default=list, blank=True)
    duration_type = models.CharField(max_length=20)
    issued_on = models.DateField()
    valid_from = models.DateField()
    valid_until = models.DateField()
    times_per_year = models.PositiveIntegerField(null=True, blank=True)
    minutes = models.PositiveIntegerField(default=0)
    conditions = models.TextField(blank=True)
    money = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(0))
    money_source = models.CharField(max_length=200, blank=True)
    funded = models.BooleanField(default=False)
    next_payment_due = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=60, blank=True)
    urgent = models.BooleanField(default=False)
    replaces = models.CharField(max_length=50, blank=True)
    replaced_by = models.CharField(max_length=50, blank=True)
    suspended_for = models.CharField(max_length=20, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["number"],
                name="permit_number_once",
                violation_error_message="已有这个编号的许可。",
            ),
            CheckConstraint(
                name="permit_state_is_known",
                condition=Q(state__in=[state.value for state in PermitState]),
                violation_error_message="许可没有这种状态。",
            ),
            CheckConstraint(
                name="permit_kind_is_known",
                condition=Q(kind__in=[kind.value for kind in PermitKind]),
                violation_error_message="没有这种事项类型。",
            ),
            CheckConstraint(
                name="permit_duration_type_is_known",
                condition=Q(duration_type__in=[each.value for each in DurationType]),
                violation_error_message="没有这种期限类型。",
            ),
            CheckConstraint(
                name="permit_ends_after_it_begins",
                condition=Q(valid_until__gte=F("valid_from")),
                violation_error_message="截止日期早于开始日期。",
            ),
            CheckConstraint(
                name="permit_money_is_not_negative",
                condition=Q(money__gte=0),
                violation_error_message="经费不能是负数。",
            ),
            CheckConstraint(
                name="permit_suspended_for_a_cause",
                condition=~Q(state=PermitState.SUSPENDED.value) | ~Q(suspended_for=""),
                violation_error_message="暂停许可须写明原因。",
            ),
            CheckConstraint(
                name="permit_stopped_with_a_reason",
                condition=~Q(
                    state__in=[
                        PermitState.SUSPENDED.value,
                        PermitState.REVOKED.value,
                        PermitState.WITHDRAWN.value,
                    ]
                )
                | ~Q(reason=""),
                violation_error_message="请写明理由。",
            ),
        ]
        indexes: ClassVar = [
            Index(fields=["state", "valid_until"], name="permit_running_out"),
            Index(fields=["source"], name="permit_by_source"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def kind_label(self) -> str:
        return PermitKind(self.kind).label

    @property
    def duration_label(self) -> str:
        return DurationType(self.duration_type).label

    @property
    def action_labels(self) -> tuple[str, ...]:
        return tuple(CommunityAction(code).label for code in self.actions)

    @property
    def cause_label(self) -> str:
        """Why it rests; "" while it does not."""
        return SuspensionCause(self.suspended_for).label if self.suspended_for else ""

    @property
    def frequency(self) -> str:
        return frequency_words(self.times_per_year)

    @property
    def funding(self) -> str:
        return funding_words(
            self.money,
            funded=self.funded,
            due=self.next_payment_due,
            is_unpaid=self.suspended_for == SuspensionCause.UNPAID,
        )

    def standing(self, on: date) -> PermitStanding:
        """What it is worth on a day."""
        return permit_standing(self.state, self.valid_from, self.valid_until, on)


class PermitScope(models.Model):
    """One place that a permit covers, with all below it; written once, with the permit."""

    permit = models.ForeignKey(Permit, on_delete=models.PROTECT, related_name="scopes")
    path = models.CharField(max_length=100, db_index=True)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["permit", "path"],
                name="permit_scope_once",
                violation_error_message="同一个地方在适用范围中写了两次。",
            ),
        ]

    def __str__(self) -> str:
        return self.path
