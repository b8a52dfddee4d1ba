from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from qingshe.foundation.records import Record
from qingshe.modules.demands.rules import (
    PLAN_TONES,
    PLANNED,
    PlanItemState,
    PlanState,
    name_of,
)

from .demands import PATH, TITLE


class Plan(Record):
    """What inspections there are in a year at a place, or its one evaluation (年度计划)."""

    states = PlanState

    place = models.CharField(max_length=PATH)
    kind = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(
                name="plan_kind_is_planned",
                condition=Q(kind__in=sorted(kind.value for kind in PLANNED)),
            ),
            UniqueConstraint(
                name="plan_one_a_year",
                fields=["place", "kind", "year"],
                violation_error_message="这一年的计划已经有了。",
            ),
        ]

    def __str__(self) -> str:
        return name_of(self.kind, self.year)


class PlanItem(Record):
    """One inspection, merged from what several departments wanted, or the evaluation (计划事项).

    `department` leads and issues it; `first_on` and `last_on` bound the days, `times` counts those
    of one community in the year, `minutes` one time.
    """

    states = PlanItemState

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="items")
    title = models.CharField(max_length=TITLE)
    department = models.CharField(max_length=PATH)
    department_name = models.CharField(max_length=TITLE)
    partners = models.CharField(max_length=TITLE, blank=True)
    first_on = models.DateField()
    last_on = models.DateField()
    times = models.PositiveSmallIntegerField()
    minutes = models.PositiveIntegerField()
    basis = models.CharField(max_length=500, blank=True)
    permit = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(
                name="plan_item_state_is_known",
                condition=Q(state__in=[state.value for state in PlanItemState]),
            ),
            CheckConstraint(
                name="plan_item_ends_after_it_begins",
                condition=Q(last_on__gte=models.F("first_on")),
                violation_error_message="结束日期早于开始日期。",
            ),
            CheckConstraint(
                name="plan_item_dropped_says_why",
                condition=~Q(state=PlanItemState.DROPPED.value) | ~Q(reason=""),
                violation_error_message="请写明取消的原因。",
            ),
        ]
        indexes: ClassVar = [
            Index(name="plan_item_of_department", fields=["department", "state"]),
        ]

    @property
    def tone(self) -> str:
        return PLAN_TONES[self.state]

    @property
    def key(self) -> str:
        """By what name a demand rests on it."""
        return f"{self.plan.year}年计划-{self.pk}"

    def __str__(self) -> str:
        return self.title
