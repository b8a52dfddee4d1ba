from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from qingshe.foundation.records import Record
from qingshe.modules.catalog.rules import SettlementState


class Settlement(Record):
    """What a place chose where valid documents contradict each other (冲突裁定).

    `contradiction` is the key of the matter, `choice` the key of the side that holds here.
    """

    states = SettlementState

    place = models.CharField(max_length=100)
    contradiction = models.CharField(max_length=60)
    subject_text = models.CharField(max_length=1000)
    choice = models.CharField(max_length=60)
    choice_text = models.CharField(max_length=1000)
    reason = models.TextField()
    settled_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["place", "contradiction"],
                name="settlement_one_in_force",
                condition=Q(state=SettlementState.SETTLED.value),
                violation_error_message="这处冲突已有裁定，请先撤销它。",
            ),
            CheckConstraint(
                name="settlement_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message="请写明裁定理由。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_text}：{self.choice_text}"
