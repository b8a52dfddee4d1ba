from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from qingshe.foundation.records import Record

from .rules import SWITCH_TONES, SwitchState


class RuleSwitch(Record):
    """That a place does without one optional rule of the gate (规则停用), and why.

    `rule` is the id of the rule; it counts for the unit with the path `place` and all below it.
    """

    states = SwitchState

    place = models.CharField("地方", max_length=100)
    rule = models.CharField("规则", max_length=60)
    reason = models.TextField("停用理由", max_length=500)
    since = models.DateField("停用日期")
    lifted_because = models.TextField("恢复理由", max_length=500, blank=True)
    lifted_on = models.DateField("恢复日期", null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["place", "rule"],
                name="rule_switched_off_once",
                condition=Q(state=SwitchState.OFF.value),
                violation_error_message="这条规则已经停用，请刷新后核对。",
            ),
            CheckConstraint(
                name="rule_switched_off_with_a_reason",
                condition=~Q(reason=""),
                violation_error_message="请写明停用的理由。",
            ),
            CheckConstraint(
                name="rule_switched_on_with_a_reason",
                condition=~Q(state=SwitchState.LIFTED.value) | ~Q(lifted_because=""),
                violation_error_message="请写明恢复的理由。",
            ),
        ]
        indexes: ClassVar = [Index(fields=["rule", "place"], name="switches_of_a_rule")]

    def __str__(self) -> str:
        return self.rule

    @property
    def tone(self) -> str:
        return SWITCH_TONES[SwitchState(self.state)]
