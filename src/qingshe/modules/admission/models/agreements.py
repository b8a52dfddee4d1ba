from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from qingshe.foundation.records import Record
from qingshe.modules.admission.rules import AgreementState, SignatureState

from .applications import Application


class Agreement(Record):
    """One version of what a community does and is given for it (服务协议, 费随事转).

    The department signs the version, each community countersigns it; a new version needs both
    again.
    """

    states = AgreementState

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="agreements"
    )
    number = models.PositiveIntegerField()  # of the version, from 1
    text = models.TextField(max_length=20_000, blank=True)  # its constraint has the words
    offered_on = models.DateField()
    signed_on = models.DateField(null=True, blank=True)
    signed_by = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["application", "number"], name="agreement_version_once"),
            UniqueConstraint(
                fields=["application"],
                name="agreement_one_in_force",
                condition=~Q(state=AgreementState.REPLACED.value),
                violation_error_message="已有一版协议，请先换新版。",
            ),
            CheckConstraint(
                name="agreement_has_words",
                condition=~Q(text=""),
                violation_error_message="请填写协议内容。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} 服务协议第{self.number}版"


class Signature(Record):
    """A community's signature under one version of an agreement (社区签署)."""

    states = SignatureState

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="signatures")
    unit = models.CharField(max_length=100, db_index=True)
    unit_name = models.CharField(max_length=100)
    signed_on = models.DateField()
    signed_by = models.CharField(max_length=100)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["agreement", "unit"],
                name="signature_once_a_unit",
                violation_error_message="本社区已经签署这一版。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_name}签署{self.agreement}"

    @property
    def home(self) -> str:
        return self.unit
