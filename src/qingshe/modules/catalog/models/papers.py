from typing import ClassVar

from django.db import models
from django.db.models import Q, UniqueConstraint

from qingshe.foundation.records import Record
from qingshe.modules.catalog.rules import BindingLevel, Modality, RuleKind, RuleState

from .documents import Document


class Rule(Record):
    """One enforceable sentence of a document (规则), in the words of its source."""

    states = RuleState

    key = models.CharField(max_length=60)
    place = models.CharField(max_length=100, db_index=True)
    pack = models.CharField(max_length=80, blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="rules")
    section = models.CharField(max_length=100, blank=True)
    level = models.CharField(max_length=20)
    kind = models.CharField(max_length=30)
    modality = models.CharField(max_length=20)
    topic = models.CharField(max_length=100, blank=True)
    text = models.TextField()
    addressee = models.CharField(max_length=200, blank=True)
    exceptions = models.JSONField(default=list, blank=True)
    terms = models.JSONField(default=list, blank=True)
    effect = models.CharField(max_length=30)
    is_reconstructed = models.BooleanField(default=False)
    note = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["place", "key"],
                name="rule_key_once_a_place",
                condition=Q(state=RuleState.ADOPTED.value),
                violation_error_message="这个地方已收录同样编号的规定。",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def kind_label(self) -> str:
        return RuleKind(self.kind).label

    @property
    def modality_label(self) -> str:
        return Modality(self.modality).label

    @property
    def level_label(self) -> str:
        return BindingLevel(self.level).label


class SignVariant(Record):
    """Which signs may hang outside (对外标牌), after one document; pairs of sign and condition."""

    states = RuleState

    key = models.CharField(max_length=60)
    place = models.CharField(max_length=100, db_index=True)
    pack = models.CharField(max_length=80, blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="signs")
    section = models.CharField(max_length=100, blank=True)
    level = models.CharField(max_length=20)
    allowed = models.JSONField(default=list)
    count = models.PositiveIntegerField()
    is_complete = models.BooleanField(default=True)
    conditional = models.JSONField(default=list, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["place", "key"],
                name="sign_key_once_a_place",
                condition=Q(state=RuleState.ADOPTED.value),
                violation_error_message="这个地方已收录同样编号的标牌规定。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.count}块：{'、'.join(self.allowed)}"
