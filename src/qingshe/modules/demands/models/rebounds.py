from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Index, Q

from qingshe.foundation.records import Record
from qingshe.modules.demands.rules import REBOUND_TONES, Kind, ReboundState, Thing, disguise

from .demands import PATH, TITLE
from .refusals import LONGEST

SUBJECT = 60


class Rebound(Record):
    """Something refused or cancelled that seems to have come back (反弹).

    Both texts are kept as they were read, `before_…` what is gone and `again_…` what came, so that
    the office decides on what it sees. No community is named.
    """

    states = ReboundState

    place = models.CharField(max_length=PATH)  # whose office decides
    likeness = models.PositiveSmallIntegerField()  # of 100, computed from the texts
    found_on = models.DateField()
    again = models.CharField(max_length=SUBJECT, unique=True)
    again_what = models.CharField(max_length=20)
    again_title = models.CharField(max_length=TITLE)
    again_text = models.TextField()
    again_department = models.CharField(max_length=PATH, blank=True)
    again_department_name = models.CharField(max_length=TITLE)
    again_kind = models.CharField(max_length=20)
    again_on = models.DateField()
    again_url = models.CharField(max_length=200, blank=True)
    before = models.CharField(max_length=SUBJECT)
    before_what = models.CharField(max_length=20)
    before_title = models.CharField(max_length=TITLE)
    before_text = models.TextField()
    before_department_name = models.CharField(max_length=TITLE)
    before_kind = models.CharField(max_length=20)
    before_on = models.DateField()
    before_url = models.CharField(max_length=200, blank=True)
    before_fate = models.CharField(max_length=500)
    finding = models.CharField(max_length=LONGEST, blank=True)
    decided_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(
                name="rebound_state_is_known",
                condition=Q(state__in=[state.value for state in ReboundState]),
            ),
            CheckConstraint(
                name="rebound_dismissed_has_words",
                condition=~Q(state=ReboundState.DISMISSED.value) | ~Q(finding=""),
                violation_error_message="请写明为什么不是反弹。",
            ),
        ]
        indexes: ClassVar = [Index(name="rebound_queue", fields=["place", "state", "-id"])]

    @property
    def tone(self) -> str:
        return REBOUND_TONES[self.state]

    @property
    def thing_before(self) -> Thing:
        return Thing(
            self.before,
            self.before_what,
            self.before_title,
            self.before_text,
            "",
            self.before_department_name,
            self.before_kind,
            self.before_on,
            self.before_url,
            self.before_fate,
        )

    @property
    def thing_again(self) -> Thing:
        return Thing(
            self.again,
            self.again_what,
            self.again_title,
            self.again_text,
            self.again_department,
            self.again_department_name,
            self.again_kind,
            self.again_on,
            self.again_url,
        )

    @property
    def disguise(self) -> str:
        """What has changed since, in words."""
        changed = disguise(self.thing_before, self.thing_again)
        return "、".join(changed) or "原样重来"

    @property
    def before_kind_label(self) -> str:
        return Kind(self.before_kind).label

    @property
    def again_kind_label(self) -> str:
        return Kind(self.again_kind).label

    def __str__(self) -> str:
        return self.again_title
