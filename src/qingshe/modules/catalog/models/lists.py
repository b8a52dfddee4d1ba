from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint
from django.utils import timezone

from qingshe.foundation.records import Record
from qingshe.modules.catalog.rules import (
    AppliesTo,
    BindingLevel,
    CommunityAction,
    EditionState,
    ItemState,
    ListKind,
    ListState,
    OpinionState,
    word_for,
)


class ItemList(Record):
    """A list of one kind of one place (清单), kept over all its editions.

    `code` names it for machines and stays; `place` is the path of the unit it is of ("/" is the
    nation). `pack` and `pack_digest` tell which pack it was last loaded from, and its content.
    """

    states = ListState

    code = models.CharField(max_length=80)
    kind = models.CharField(max_length=30)
    place = models.CharField(max_length=100)
    place_name = models.CharField(max_length=100)
    level = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    applies_to = models.CharField(max_length=20, default=AppliesTo.ALL.value)
    pack = models.CharField(max_length=80, blank=True)
    pack_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["place", "code"],
                name="list_code_once_a_place",
                violation_error_message="这个地方已有同样编号的清单。",
            ),
            CheckConstraint(
                name="list_kind_is_known",
                condition=Q(kind__in=[kind.value for kind in ListKind]),
                violation_error_message="没有这种清单。",
            ),
        ]
        indexes: ClassVar = [Index(fields=["kind", "place"], name="list_by_kind")]

    def __str__(self) -> str:
        return self.title

    @property
    def kind_label(self) -> str:
        return ListKind(self.kind).label

    @property
    def level_label(self) -> str:
        return BindingLevel(self.level).label

    @property
    def applies_to_label(self) -> str:
        return AppliesTo(self.applies_to).label


class Edition(Record):
    """One edition of a list (版次); once published nothing in it changes.

    Days of documents are texts, as precise as they are known (2017-10-24, 2020-04, 2010).
    `effective_until` is the last day it is in force, empty while nothing replaces it.
    `item_count` is counted when a pack is loaded and when it is published, `categories` are noted
    then. `reminded_on` is the day on which the keepers were told that a year has passed.
    """

    states = EditionState

    item_list = models.ForeignKey(ItemList, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    year = models.PositiveIntegerField()
    document = models.CharField(max_length=300)
    doc_no = models.CharField(max_length=100, blank=True)
    issuers = models.CharField(max_length=300, blank=True)
    issued_on = models.CharField(max_length=10, blank=True)
    section = models.CharField(max_length=100, blank=True)
    url = models.CharField(max_length=500, blank=True)
    proviso = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    declared_count = models.PositiveIntegerField(null=True, blank=True)
    is_complete = models.BooleanField(default=True)
    item_count = models.PositiveIntegerField(default=0)
    categories = models.JSONField(default=list, blank=True)
    published_on = models.DateField(null=True, blank=True)
    effective_from = models.DateField(null=True, blank=True)
    effective_until = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)
    reminded_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["item_list", "number"],
                name="edition_number_once",
                condition=~Q(state=EditionState.WITHDRAWN.value),
                violation_error_message="这份清单已有这一版次，请刷新后重新起草。",
            ),
            UniqueConstraint(
                fields=["item_list"],
                name="edition_one_draft",
                condition=Q(state__in=[EditionState.DRAFT.value, EditionState.CONSULTING.value]),
                violation_error_message="这份清单已有一个草案，请先公布或撤回它。",
            ),
            UniqueConstraint(
                fields=["item_list"],
                name="edition_one_published",
                condition=Q(state=EditionState.PUBLISHED.value),
                violation_error_message="这份清单已有一个现行版次。",
            ),
            CheckConstraint(
                name="edition_state_is_known",
                condition=Q(state__in=[state.value for state in EditionState]),
                violation_error_message="版次没有这种状态。",
            ),
            CheckConstraint(
                name="edition_published_from_a_day",
                condition=~Q(
                    state__in=[EditionState.PUBLISHED.value, EditionState.SUPERSEDED.value]
                )
                | Q(effective_from__isnull=False, published_on__isnull=False),
                violation_error_message="公布须写明施行日期。",
            ),
            CheckConstraint(
                name="edition_ends_after_it_begins",
                condition=Q(effective_until__isnull=True)
                | Q(effective_until__gte=F("effective_from"))
                | Q(state=EditionState.SUPERSEDED.value),
                violation_error_message="失效日期早于施行日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_list} 第{self.number}版（{self.year}）"

    @property
    def place(self) -> str:
        return self.item_list.place

    @property
    def state_label(self) -> str:
        """Its state as it counts today: what is published may not have begun."""
        return self._word[0]

    @property
    def tone(self) -> str:
        return self._word[1]

    @property
    def is_awaited(self) -> bool:
        """Whether it is published for a day that has not come."""
        begins = self.effective_from
        return (
            self.state == EditionState.PUBLISHED
            and begins is not None
            and begins > timezone.localdate()
        )

    @property
    def _word(self) -> tuple[str, str]:
        state = EditionState(self.state)
        return word_for(state, self.effective_from, self.effective_until, timezone.localdate())

    @property
    def edition_label(self) -> str:
        return f"第{self.number}版（{self.year}年）"


class ListItem(Record):
    """One item of an edition (清单事项); the same matter bears the same `key` in every edition.

    `conflicts_with` holds keys of items that say the opposite, parted by spaces.
    """

    states = ItemState

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="items")
    key = models.CharField(max_length=60)
    serial = models.PositiveIntegerField()
    category = models.CharField(max_length=100, blank=True)
    category_note = models.CharField(max_length=500, blank=True)
    title = models.CharField(max_length=1000)
    detail = models.TextField(blank=True)
    department = models.CharField(max_length=200, blank=True)
    actions = models.JSONField(default=list, blank=True)
    cadence = models.CharField(max_length=100, blank=True)
    funding = models.CharField(max_length=500, blank=True)
    guide = models.TextField(blank=True)
    ref = models.CharField(max_length=100, blank=True)
    is_reconstructed = models.BooleanField(default=False)
    reconstruction_note = models.TextField(blank=True)
    conflicts_with = models.CharField(max_length=500, blank=True)
    conflict_note = models.TextField(blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["edition", "key"],
                name="item_key_once_an_edition",
                condition=Q(state=ItemState.LISTED.value),
                violation_error_message="本版次已有这个编号的事项。",
            ),
        ]
        indexes: ClassVar = [
            Index(fields=["edition", "serial", "id"], name="item_in_order"),
            Index(fields=["key"], name="item_by_key"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> str:
        return self.edition.item_list.place

    @property
    def action_labels(self) -> tuple[str, ...]:
        return tuple(CommunityAction(code).label for code in self.actions)


class Opinion(Record):
    """What a street, a community or a department says of a draft out for consultation (意见).

    `unit` is the path of the unit that the person works for.
    """

    states = OpinionState

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="opinions")
    unit = models.CharField(max_length=100)
    text = models.TextField(max_length=2000)
    given_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.edition}：{self.text}"

    @property
    def home(self) -> str:
        return self.unit

    @property
    def place(self) -> str:
        return self.edition.item_list.place
