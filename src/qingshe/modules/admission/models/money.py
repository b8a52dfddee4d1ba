from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Index, Q

from qingshe.foundation.records import Record
from qingshe.modules.admission.rules import PaymentState

from .applications import Application


class PaymentPlan(Record):
    """One payment promised with an application (拨付计划), in yuan; paid or overdue."""

    states = PaymentState

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="payments")
    due_on = models.DateField()
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    note = models.CharField(max_length=200, blank=True)
    paid_on = models.DateField(null=True, blank=True)
    paid_amount = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    proof = models.CharField(max_length=500, blank=True)  # voucher number, account, by whom

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(
                name="payment_is_more_than_nothing",
                condition=Q(amount__gt=0),
                violation_error_message="金额应大于零。",
            ),
            CheckConstraint(
                name="payment_paid_has_proof",
                condition=~Q(state=PaymentState.PAID.value)
                | (Q(paid_on__isnull=False) & Q(paid_amount__gt=0) & ~Q(proof="")),
                violation_error_message="请填写拨付日期、金额和凭证。",
            ),
        ]
        indexes: ClassVar = [Index(fields=["state", "due_on"], name="payment_by_due_day")]

    @property
    def tone(self) -> str:
        return {"paid": "green", "overdue": "red", "due": "amber"}.get(self.state, "grey")

    def __str__(self) -> str:
        return f"{self.amount:,.2f} 元（{self.due_on} 前）"
