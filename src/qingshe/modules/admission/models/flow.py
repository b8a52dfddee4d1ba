from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from qingshe.foundation.records import Record
from qingshe.modules.admission.rules import FlowState


class FlowEdition(Record):
    """The parameters a place decided on (流程参数版次); never edited, the next one replaces it.

    `values` holds what differs from the defaults of `rules.PARAMETERS`.
    """

    states = FlowState

    place = models.CharField(max_length=100)
    number = models.PositiveIntegerField()
    effective_from = models.DateField()
    values = models.JSONField(default=dict, blank=True)
    reason = models.TextField(max_length=2000, blank=True)  # its constraint has the words
    set_by = models.CharField(max_length=100)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["place", "number"],
                name="flow_edition_once",
                violation_error_message="他人刚刚公布了新的参数，请刷新后重试。",
            ),
            UniqueConstraint(
                fields=["place"],
                name="flow_one_in_force",
                condition=Q(state=FlowState.IN_FORCE.value),
                violation_error_message="他人刚刚公布了新的参数，请刷新后重试。",
            ),
            CheckConstraint(
                name="flow_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message="请写明调整参数的依据或理由。",
            ),
        ]

    def __str__(self) -> str:
        return f"流程参数第{self.number}版"
