from typing import ClassVar

from django.db import models
from django.db.models import Q, UniqueConstraint

from qingshe.foundation.records import Record
from qingshe.modules.catalog.models.lists import Edition
from qingshe.modules.catalog.rules import ORDER_TONES, OrderState


class PublicationOrder(Record):
    """That somebody has ordered a long edition to be published (后台公布); the worker does it.

    `edition_version` is the draft that was seen, `ordered_by` the actor's id; what is asked for is
    carried out whole or not at all, and `outcome` says what became of it.
    """

    states = OrderState

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="orders")
    edition_version = models.PositiveIntegerField()
    ordered_by = models.CharField(max_length=60)
    effective_from = models.DateField("施行日期")
    reason = models.TextField(blank=True)
    outcome = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["edition"],
                name="order_one_an_edition",
                condition=Q(state=OrderState.QUEUED.value),
                violation_error_message="这个版次已经交后台公布，请等结果。",
            ),
        ]

    def __str__(self) -> str:
        return str(self.edition)

    @property
    def place(self) -> str:
        return self.edition.place

    @property
    def tone(self) -> str:
        return ORDER_TONES[self.state]


class EditionSheet(models.Model):
    """The Excel of a long published edition, made once: what it holds never changes.

    `done` are the rows written so far; `content` is empty until the file is whole.
    """

    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="sheet")
    done = models.PositiveIntegerField(default=0)
    content = models.BinaryField(default=bytes)

    def __str__(self) -> str:
        return str(self.edition)

    @property
    def is_whole(self) -> bool:
        return bool(self.content)
