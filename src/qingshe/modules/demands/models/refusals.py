from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from qingshe.foundation.records import Record
from qingshe.modules.demands.rules import REFUSAL_TONES, Ground, RefusalState

from .demands import PATH, Assignment

LONGEST = 1_000  # characters


class Refusal(Record):
    """A share that a community sent back, for the gatekeeper to rule on (拒收).

    Who pressed the button is only in the trail; the department never learns which community.
    """

    states = RefusalState

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="refusals")
    community = models.CharField(max_length=PATH)
    place = models.CharField(max_length=PATH)  # whose office rules
    ground = models.CharField(max_length=20)
    text = models.CharField(max_length=LONGEST, blank=True)
    by_street = models.BooleanField(default=False)  # made by the street for the community
    seconded_on = models.DateField(null=True, blank=True)  # the street says so, too
    seconded = models.CharField(max_length=LONGEST, blank=True)
    verdict = models.CharField(max_length=20, blank=True)  # of the gate, on that day
    citation = models.CharField(max_length=500, blank=True)
    lodged_on = models.DateField()
    due_on = models.DateField()
    clock = models.CharField(max_length=300)  # how the day was counted
    ruled_on = models.DateField(null=True, blank=True)
    ruling = models.CharField(max_length=LONGEST, blank=True)

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(
                name="refusal_state_is_known",
                condition=Q(state__in=[state.value for state in RefusalState]),
            ),
            CheckConstraint(
                name="refusal_rejected_has_words",
                condition=~Q(state=RefusalState.REJECTED.value) | ~Q(ruling=""),
                violation_error_message="请写明不成立的理由。",
            ),
            UniqueConstraint(
                name="refusal_waits_once",
                fields=["assignment"],
                condition=Q(state=RefusalState.WAITING.value),
            ),
        ]
        indexes: ClassVar = [
            Index(name="refusal_queue", fields=["place", "state", "due_on", "id"]),
            Index(name="refusal_of_community", fields=["community", "state"]),
        ]

    @property
    def tone(self) -> str:
        return REFUSAL_TONES[self.state]

    @property
    def ground_label(self) -> str:
        return Ground(self.ground).label

    def __str__(self) -> str:
        return f"{self.ground_label}：{self.assignment.demand.title}"
