from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from qingshe.foundation.records import Record
from qingshe.modules.demands.rules import (
    LONGEST_TEXT,
    ROUND_TONES,
    SERIES_TONES,
    Kind,
    Rhythm,
    RoundState,
    SeriesState,
    Under,
)

from .demands import PATH, TITLE, Demand


class Series(Record):
    """What a department issues again and again under one permit or list item (按期下达).

    It holds the words of every round to come; a round that was issued keeps those it was issued
    with. `minutes` None leaves them to the permit, `starts_at` is the hour of what is appointed,
    `lead_wd` how many working days before the due day a round is issued.
    """

    states = SeriesState

    issuer = models.CharField(max_length=PATH)
    issuer_name = models.CharField(max_length=TITLE)
    place = models.CharField(max_length=PATH)
    under_kind = models.CharField(max_length=10)
    under = models.CharField(max_length=60, db_index=True)
    under_title = models.CharField(max_length=500)
    under_url = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=TITLE)
    text = models.TextField(max_length=LONGEST_TEXT)
    rhythm = models.CharField(max_length=20)
    until = models.DateField()
    lead_wd = models.PositiveSmallIntegerField()
    minutes = models.PositiveIntegerField(null=True, blank=True)
    starts_at = models.TimeField(null=True, blank=True)
    length_minutes = models.PositiveIntegerField(null=True, blank=True)
    venue = models.CharField(max_length=TITLE, blank=True)
    attendees = models.CharField(max_length=TITLE, blank=True)
    scope_text = models.CharField(max_length=TITLE)
    reason = models.CharField(max_length=500, blank=True)  # why it rests or has ended

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(
                name="series_state_is_known",
                condition=Q(state__in=[state.value for state in SeriesState]),
            ),
            CheckConstraint(
                name="series_rhythm_is_known",
                condition=Q(rhythm__in=[rhythm.value for rhythm in Rhythm]),
            ),
            CheckConstraint(
                name="series_cancelled_says_why",
                condition=~Q(state=SeriesState.CANCELLED.value) | ~Q(reason=""),
                violation_error_message="请写明取消的原因。",
            ),
        ]
        indexes: ClassVar = [
            Index(name="series_of_issuer", fields=["issuer", "-id"]),
            Index(name="series_of_place", fields=["place", "-id"]),
        ]

    @property
    def tone(self) -> str:
        return SERIES_TONES[self.state]

    @property
    def kind_label(self) -> str:
        return Kind(self.kind).label

    @property
    def rhythm_label(self) -> str:
        return Rhythm(self.rhythm).label

    @property
    def under_label(self) -> str:
        return f"清单 {self.under}" if self.under_kind == Under.ITEM else self.under

    def __str__(self) -> str:
        return self.title


class SeriesPlace(models.Model):
    """A place that a series goes to, with every community below it."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="places")
    path = models.CharField(max_length=PATH, db_index=True)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(name="series_place_once", fields=["series", "path"]),
        ]

    def __str__(self) -> str:
        return self.path


class Round(Record):
    """One time of a series (其中一次): issued by the worker on its day, or known not to be."""

    states = RoundState

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="rounds")
    serial = models.PositiveSmallIntegerField()
    issue_on = models.DateField()
    due_on = models.DateField()
    demand = models.OneToOneField(
        Demand, on_delete=models.PROTECT, related_name="round", null=True, blank=True
    )
    reason = models.CharField(max_length=1_000, blank=True)  # why it was not issued

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(
                name="round_state_is_known",
                condition=Q(state__in=[state.value for state in RoundState]),
            ),
            CheckConstraint(
                name="round_issued_has_its_demand",
                condition=Q(state=RoundState.ISSUED.value, demand__isnull=False)
                | (~Q(state=RoundState.ISSUED.value) & Q(demand__isnull=True)),
            ),
            CheckConstraint(
                name="round_not_issued_says_why",
                condition=~Q(state__in=[RoundState.MISSED.value, RoundState.DROPPED.value])
                | ~Q(reason=""),
                violation_error_message="请写明这一次不下达的原因。",
            ),
            UniqueConstraint(name="round_once_a_serial", fields=["series", "serial"]),
        ]
        indexes: ClassVar = [
            Index(name="round_of_day", fields=["state", "issue_on"]),
            Index(name="round_of_calendar", fields=["state", "due_on"]),
        ]

    @property
    def tone(self) -> str:
        return ROUND_TONES[self.state]

    def __str__(self) -> str:
        return f"{self.series.title}（第 {self.serial} 次）"
