from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from qingshe.foundation.records import Record
from qingshe.modules.burden.models.ledger import PATH
from qingshe.modules.burden.rules import (
    BUDGET_TONES,
    BudgetMode,
    BudgetRuleState,
    BudgetState,
    hours,
)

AT_ONCE = "他人刚刚作了调整，请刷新后重试。"


class BurdenBudget(Record):
    """Minutes a department may place on communities in a year (负担预算); never edited.

    The next one replaces it and says why; together they are the history.
    """

    states = BudgetState

    place = models.CharField(max_length=PATH, db_index=True)  # whose leading group set it
    department = models.CharField(max_length=PATH)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    minutes = models.PositiveBigIntegerField()
    reason = models.CharField(max_length=500, blank=True)  # its constraint has the words
    set_by = models.CharField(max_length=100)
    set_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(
                name="burden_budget_edition_once",
                fields=["department", "year", "number"],
                violation_error_message=AT_ONCE,
            ),
            UniqueConstraint(
                name="burden_budget_one_in_force",
                fields=["department", "year"],
                condition=Q(state=BudgetState.IN_FORCE.value),
                violation_error_message=AT_ONCE,
            ),
            CheckConstraint(
                name="burden_budget_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message="请写明核定或调整的依据。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} 年负担预算第 {self.number} 版"

    @property
    def tone(self) -> str:
        return BUDGET_TONES[self.state]

    @property
    def amount(self) -> str:
        return hours(self.minutes)


class BudgetRule(Record):
    """What a place decided happens above a budget (超预算规则); the next one replaces it."""

    states = BudgetRuleState

    place = models.CharField(max_length=PATH)
    number = models.PositiveIntegerField()
    mode = models.CharField(max_length=10)
    effective_from = models.DateField()
    reason = models.CharField(max_length=500, blank=True)  # its constraint has the words
    set_by = models.CharField(max_length=100)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(
                name="burden_rule_edition_once",
                fields=["place", "number"],
                violation_error_message=AT_ONCE,
            ),
            UniqueConstraint(
                name="burden_rule_one_in_force",
                fields=["place"],
                condition=Q(state=BudgetRuleState.IN_FORCE.value),
                violation_error_message=AT_ONCE,
            ),
            CheckConstraint(
                name="burden_rule_mode_is_known",
                condition=Q(mode__in=[mode.value for mode in BudgetMode]),
            ),
            CheckConstraint(
                name="burden_rule_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message="请写明依据。",
            ),
        ]

    def __str__(self) -> str:
        return f"超预算规则第 {self.number} 版"

    @property
    def mode_label(self) -> str:
        return BudgetMode(self.mode).label
