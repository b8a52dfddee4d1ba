from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Index, Q

from qingshe.foundation.records import Record
from qingshe.modules.demands.rules import REGISTER_TONES, REGISTERED, Kind, RegisterState

from .demands import PATH, TITLE, Demand


class RegisterEntry(Record):
    """A sign, organisation, system or work group that was admitted (登记册): whose, until when.

    It is entered with the demand that brings it and stays until somebody notes that it is gone.
    """

    states = RegisterState

    demand = models.OneToOneField(Demand, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=TITLE)
    owner = models.CharField(max_length=TITLE)
    issuer = models.CharField(max_length=PATH)
    issuer_name = models.CharField(max_length=TITLE)
    place = models.CharField(max_length=PATH)
    since = models.DateField()
    ends_on = models.DateField()
    removed_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(
                name="register_state_is_known",
                condition=Q(state__in=[state.value for state in RegisterState]),
            ),
            CheckConstraint(
                name="register_kind_stays",
                condition=Q(kind__in=sorted(kind.value for kind in REGISTERED)),
            ),
            CheckConstraint(
                name="register_removed_says_why",
                condition=~Q(state=RegisterState.REMOVED.value) | ~Q(reason=""),
                violation_error_message="请写明撤除的原因。",
            ),
        ]
        indexes: ClassVar = [
            Index(name="register_of_place", fields=["place", "ends_on", "id"]),
            Index(name="register_of_issuer", fields=["issuer", "ends_on", "id"]),
        ]

    @property
    def tone(self) -> str:
        return REGISTER_TONES[self.state]

    @property
    def kind_label(self) -> str:
        return Kind(self.kind).label

    def __str__(self) -> str:
        return self.title
