from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from qingshe.foundation.records import Record
from qingshe.modules.admission.rules import (
    AssessmentState,
    DecisionState,
    Finding,
    Limits,
    MeetingState,
    ObjectionState,
    Outcome,
)

from .applications import Application


class Recommended(models.Model):
    """What an assessment recommends and a decision grants: outcome, conditions, limits.

    Limits of 0 and None mean: as applied for.
    """

    outcome = models.CharField(max_length=30)
    reason = models.TextField(max_length=4000, blank=True)
    conditions = models.TextField(max_length=4000, blank=True)
    minutes = models.PositiveIntegerField(default=0)
    times_per_year = models.PositiveIntegerField(default=0)
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def outcome_label(self) -> str:
        return Outcome(self.outcome).label

    @property
    def limits(self) -> Limits:
        return Limits(self.minutes, self.times_per_year, self.valid_until)


class Assessment(Recommended, Record):
    """The office's sheet on one application (评估): money, powers, people, minutes."""

    states = AssessmentState

    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="assessment"
    )
    money = models.CharField(max_length=20)
    money_note = models.CharField(max_length=1000, blank=True)
    powers = models.CharField(max_length=20)
    powers_note = models.CharField(max_length=1000, blank=True)
    people = models.CharField(max_length=20)
    people_note = models.CharField(max_length=1000, blank=True)
    time = models.CharField(max_length=20)
    time_note = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(
                name=f"assessment_{one}_is_known",
                condition=Q(**{f"{one}__in": [found.value for found in Finding]}),
                violation_error_message="请逐项填写经费、权限、人员、工时的评估结论。",
            )
            for one in ("money", "powers", "people", "time")
        ]

    def __str__(self) -> str:
        return f"{self.application}：建议{self.outcome_label}"

    @property
    def findings(self) -> list[tuple[str, str, str]]:
        """The four questions with what was found and the note, in words."""
        rows = (
            ("经费", self.money, self.money_note),
            ("权限", self.powers, self.powers_note),
            ("人员", self.people, self.people_note),
            ("工时", self.time, self.time_note),
        )
        return [(label, Finding(found).label, note) for label, found, note in rows]


class Meeting(Record):
    """A session of the leading group over several applications (会议): agenda, then minutes."""

    states = MeetingState

    place = models.CharField(max_length=100)
    title = models.CharField(max_length=200)
    held_on = models.DateField()
    agenda = models.JSONField(default=list)  # keys of applications in their order
    minutes = models.TextField(max_length=20_000, blank=True)

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(
                name="meeting_held_has_minutes",
                condition=~Q(state=MeetingState.HELD.value) | ~Q(minutes=""),
                violation_error_message="请填写会议纪要。",
            ),
        ]
        indexes: ClassVar = [Index(fields=["place", "-held_on"], name="meeting_by_place")]

    def __str__(self) -> str:
        return f"{self.title}（{self.held_on}）"


class Decision(Recommended, Record):
    """What the leading group decided (审批决定); a later one replaces it, nothing is edited."""

    states = DecisionState

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="decisions")
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="decisions", null=True, blank=True
    )
    decided_on = models.DateField()
    decided_by = models.CharField(max_length=100)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["application"],
                name="decision_one_in_force",
                condition=Q(state=DecisionState.MADE.value),
                violation_error_message="这件申请已经作出决定。",
            ),
            CheckConstraint(
                name="decision_outcome_is_known",
                condition=Q(outcome__in=[one.value for one in Outcome]),
                violation_error_message="请选择准入、附条件准入、不予准入或转购买服务。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application}：{self.outcome_label}"


class Objection(Record):
    """What somebody holds against a decision while it is on public notice (异议)."""

    states = ObjectionState
    sensitive = frozenset({"contact"})

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="objections"
    )
    text = models.TextField(max_length=2000, blank=True)  # its constraint has the words
    contact = models.CharField(max_length=100, blank=True)
    author = models.CharField(max_length=100)
    raised_on = models.DateField()
    answer = models.TextField(max_length=2000, blank=True)
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(
                name="objection_has_words",
                condition=~Q(text=""),
                violation_error_message="请写明异议内容。",
            ),
            CheckConstraint(
                name="objection_answered_has_words",
                condition=Q(state=ObjectionState.RAISED.value) | ~Q(answer=""),
                violation_error_message="请写明答复。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application}：{self.state_label}的异议"

    @property
    def home(self) -> str:
        return self.application.place
