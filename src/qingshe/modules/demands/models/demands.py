from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from qingshe.foundation.records import Record
from qingshe.modules.demands.rules import (
    ASSIGNMENT_TONES,
    DEMAND_TONES,
    LONGEST_TEXT,
    AssignmentState,
    DemandState,
    Kind,
    Under,
)

PATH = 200  # characters of a unit's path
TITLE = 200


class Demand(Record):
    """Something that a department asked of communities under a list item or permit (下达事项).

    What it rests on is kept as it was on the day of issue: `under` is the number or key, the
    verdict of the gate stands beside it. `key` is what the sender calls this issue, so that
    sending it twice issues it once.
    """

    states = DemandState

    number = models.CharField(max_length=80, unique=True)
    key = models.CharField(max_length=64)
    issuer = models.CharField(max_length=PATH)  # path of the department
    issuer_name = models.CharField(max_length=TITLE)
    place = models.CharField(max_length=PATH, db_index=True)  # whose office rules on refusals
    under_kind = models.CharField(max_length=10)
    under = models.CharField(max_length=60, db_index=True)
    under_title = models.CharField(max_length=500)
    under_url = models.CharField(max_length=200, blank=True)
    under_until = models.DateField(null=True, blank=True)
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=TITLE)
    text = models.TextField(max_length=LONGEST_TEXT)
    due_on = models.DateField()
    starts_at = models.DateTimeField(null=True, blank=True)
    length_minutes = models.PositiveIntegerField(null=True, blank=True)
    venue = models.CharField(max_length=TITLE, blank=True)
    attendees = models.CharField(max_length=TITLE, blank=True)
    owner = models.CharField(max_length=TITLE, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    minutes = models.PositiveIntegerField(default=0)  # one community, one time
    urgent = models.BooleanField(default=False)
    urgent_reason = models.CharField(max_length=TITLE, blank=True)
    scope_text = models.CharField(max_length=TITLE)
    communities = models.PositiveIntegerField()
    issued_at = models.DateTimeField()
    issued_on = models.DateField()  # the local day
    off_hours = models.BooleanField(default=False)  # urgent, issued outside working hours
    verdict = models.CharField(max_length=20)
    citation = models.CharField(max_length=500, blank=True)
    explanation = models.TextField(blank=True)
    echo_of = models.CharField(max_length=80, blank=True)  # a void one that this seems to repeat
    held_reason = models.CharField(max_length=500, blank=True)  # while its permit rests
    ended_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(
                name="demand_state_is_known",
                condition=Q(state__in=[state.value for state in DemandState]),
            ),
            CheckConstraint(
                name="demand_goes_to_somebody",
                condition=Q(communities__gt=0),
                violation_error_message="请选择至少一个社区。",
            ),
            UniqueConstraint(
                name="demand_is_issued_once",
                fields=["issuer", "key"],
                violation_error_message="这一次下达已经收到过，没有重复下达。",
            ),
        ]
        indexes: ClassVar = [
            Index(name="demand_of_issuer", fields=["issuer", "-issued_at", "-id"]),
            Index(name="demand_of_state", fields=["place", "state"]),
            Index(name="demand_of_calendar", fields=["starts_at", "state"]),
        ]

    @property
    def tone(self) -> str:
        return DEMAND_TONES[self.state]

    @property
    def kind_label(self) -> str:
        return Kind(self.kind).label

    @property
    def under_label(self) -> str:
        """What it rests on, in a few words: the number, or 清单 and the key."""
        return f"清单 {self.under}" if self.under_kind == Under.ITEM else self.under

    def __str__(self) -> str:
        return self.title


class Assignment(Record):
    """One community's share of a demand (社区事项)."""

    states = AssignmentState

    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="assignments")
    community = models.CharField(max_length=PATH)
    due_on = models.DateField()
    minutes = models.PositiveIntegerField(default=0)
    minutes_observed = models.PositiveIntegerField(null=True, blank=True)
    result = models.CharField(max_length=500, blank=True)
    handed_in_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(
                name="assignment_state_is_known",
                condition=Q(state__in=[state.value for state in AssignmentState]),
            ),
            UniqueConstraint(name="assignment_once_a_community", fields=["demand", "community"]),
        ]
        indexes: ClassVar = [
            Index(name="assignment_of_day", fields=["community", "state", "due_on", "id"]),
            Index(name="assignment_of_demand", fields=["demand", "state"]),
        ]

    @property
    def tone(self) -> str:
        return ASSIGNMENT_TONES[self.state]

    def __str__(self) -> str:
        return self.demand.title

    @property
    def home(self) -> str:
        return self.community
