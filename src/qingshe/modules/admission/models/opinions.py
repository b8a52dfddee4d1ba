from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from qingshe.foundation.records import Record
from qingshe.modules.admission.rules import Consulted, OpinionState, Stance

from .applications import Application


class Opinion(Record):
    """What a street, community or other department says of an application (征求意见).

    Made for each of them when the consultation opens; one that is never answered ends silent,
    which is no opinion and never consent.
    """

    states = OpinionState

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="opinions")
    unit = models.CharField(max_length=100)
    unit_name = models.CharField(max_length=100)
    part = models.CharField(max_length=20)
    stance = models.CharField(max_length=20, blank=True)
    text = models.TextField(max_length=2000, blank=True)
    given_on = models.DateField(null=True, blank=True)
    given_by = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["application", "unit"],
                name="opinion_once_a_unit",
                violation_error_message="这个单位已在征求意见之列。",
            ),
            CheckConstraint(
                name="opinion_given_has_a_stance",
                condition=~Q(state=OpinionState.GIVEN.value)
                | Q(stance__in=[one.value for one in Stance]),
                violation_error_message="请选择同意、不同意或无意见。",
            ),
            CheckConstraint(
                name="opinion_against_has_words",
                condition=~Q(stance=Stance.OBJECT.value) | ~Q(text=""),
                violation_error_message="不同意的，请用一句话说明理由。",
            ),
        ]
        indexes: ClassVar = [
            Index(fields=["unit", "state"], name="opinion_by_unit"),
            Index(fields=["application", "part", "stance"], name="opinion_by_stance"),
        ]

    @property
    def part_label(self) -> str:
        return Consulted(self.part).label

    @property
    def stance_label(self) -> str:
        return Stance(self.stance).label if self.stance else ""

    def __str__(self) -> str:
        return f"{self.unit_name}：{self.stance_label or self.state_label}"

    @property
    def home(self) -> str:
        return self.unit
