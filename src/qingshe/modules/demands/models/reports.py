from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Index, Q

from qingshe.foundation.records import Record
from qingshe.modules.demands.rules import (
    REPORT_TONES,
    Channel,
    Kind,
    ReportState,
    ViolationState,
)

from .demands import PATH, TITLE
from .refusals import LONGEST


class OffPlatform(Record):
    """A demand that came by phone, chat or paper instead of through the gate (体外下达).

    The department is told what was asked, never which community wrote it down.
    """

    states = ReportState

    community = models.CharField(max_length=PATH)
    place = models.CharField(max_length=PATH)  # whose office verifies
    text = models.TextField(max_length=5_000)
    by_whom = models.CharField(max_length=TITLE)
    department = models.CharField(max_length=PATH, blank=True)  # its path, once it is known
    channel = models.CharField(max_length=10)
    kind = models.CharField(max_length=20)
    received_on = models.DateField()
    reported_on = models.DateField()
    outcome = models.CharField(max_length=20)
    outcome_label = models.CharField(max_length=20)
    citation = models.CharField(max_length=500, blank=True)
    explanation = models.TextField(blank=True)
    finding = models.CharField(max_length=LONGEST, blank=True)  # the gatekeeper's words
    reply = models.CharField(max_length=LONGEST, blank=True)  # the department's words

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(
                name="report_state_is_known",
                condition=Q(state__in=[state.value for state in ReportState]),
            ),
            CheckConstraint(
                name="report_dismissed_has_words",
                condition=~Q(state=ReportState.DISMISSED.value) | ~Q(finding=""),
                violation_error_message="请写明不予认定的理由。",
            ),
        ]
        indexes: ClassVar = [
            Index(name="report_of_community", fields=["community", "-id"]),
            Index(name="report_queue", fields=["place", "state", "id"]),
            Index(name="report_of_department", fields=["department", "state"]),
        ]

    @property
    def tone(self) -> str:
        return REPORT_TONES[self.state]

    @property
    def channel_label(self) -> str:
        return Channel(self.channel).label

    @property
    def kind_label(self) -> str:
        return Kind(self.kind).label

    def __str__(self) -> str:
        return self.text[:40]


class Violation(Record):
    """A department went round the rules (违规): booked here until supervision takes it up.

    `about` names the record that shows it ("demands.demand:12"); no community is named.
    """

    states = ViolationState

    about = models.CharField(max_length=60, unique=True)
    department = models.CharField(max_length=PATH, blank=True)
    department_name = models.CharField(max_length=TITLE)
    place = models.CharField(max_length=PATH)
    kind = models.CharField(max_length=20)  # refusal upheld, or off the platform
    title = models.CharField(max_length=TITLE)
    found_on = models.DateField()
    basis = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(
                name="violation_state_is_known",
                condition=Q(state__in=[state.value for state in ViolationState]),
            ),
        ]
        indexes: ClassVar = [
            Index(name="violation_of_place", fields=["place", "-found_on", "-id"]),
            Index(name="violation_of_department", fields=["department", "-found_on"]),
        ]

    def __str__(self) -> str:
        return self.title
