from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from qingshe.modules.demands.rules import Phase

from .demands import Demand


class Reminder(models.Model):
    """That communities were reminded of a demand by its due date (提醒): once, whoever read it."""

    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    phase = models.CharField(max_length=10)
    sent_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(
                name="reminder_phase_is_known",
                condition=Q(phase__in=[phase.value for phase in Phase]),
            ),
            UniqueConstraint(name="reminder_once", fields=["demand", "due_on", "phase"]),
        ]

    def __str__(self) -> str:
        return f"{self.phase} {self.due_on}"
