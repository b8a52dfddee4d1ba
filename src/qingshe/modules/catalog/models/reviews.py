from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from qingshe.foundation.records import Record
from qingshe.modules.catalog.rules import REVIEW_TONES, STANDING_TONES, BasisStatus, ReviewState

from .lists import ItemList


class Review(Record):
    """An item whose basis is in doubt, and what the gatekeeper made of it (依据复核).

    It belongs to the item's key, not to an edition, so that a decision outlives the edition.
    `rank` orders the queue: 0 is a repealed basis. `concern` is what changed; when it changes
    again the item is reviewed again.
    """

    states = ReviewState

    item_list = models.ForeignKey(ItemList, on_delete=models.PROTECT, related_name="reviews")
    item_key = models.CharField(max_length=60)
    gravity = models.CharField(max_length=20)
    rank = models.PositiveSmallIntegerField()
    concern = models.TextField()
    new_basis = models.CharField(max_length=500, blank=True)
    reason = models.TextField(blank=True)
    decided_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["item_list", "item_key"],
                name="review_one_open",
                condition=Q(state=ReviewState.OPEN.value),
                violation_error_message="这个事项已在待复核之列。",
            ),
            CheckConstraint(
                name="review_decided_with_a_reason",
                condition=Q(state__in=[ReviewState.OPEN.value, ReviewState.RESOLVED.value])
                | ~Q(reason=""),
                violation_error_message="请写明理由。",
            ),
            CheckConstraint(
                name="review_confirmed_on_a_basis",
                condition=~Q(state=ReviewState.CONFIRMED.value) | ~Q(new_basis=""),
                violation_error_message="确认有效须写明现行依据的条文。",
            ),
        ]
        indexes: ClassVar = [
            Index(fields=["state", "rank", "id"], name="review_queue"),
            Index(fields=["item_list", "item_key"], name="review_by_item"),
            Index(
                fields=["item_list", "gravity"],
                name="review_open_count",
                condition=Q(state=ReviewState.OPEN.value),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_key} {self.concern}"

    @property
    def place(self) -> str:
        return self.item_list.place

    @property
    def gravity_label(self) -> str:
        return BasisStatus(self.gravity).label

    @property
    def gravity_tone(self) -> str:
        return STANDING_TONES[self.gravity]

    @property
    def tone(self) -> str:
        return REVIEW_TONES[self.state]
