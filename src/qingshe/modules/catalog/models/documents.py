from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from qingshe.foundation.records import Record
from qingshe.modules.catalog.rules import (
    STANDING_TONES,
    BasisCheck,
    BasisKind,
    BasisState,
    BasisStatus,
    BindingLevel,
    DocumentState,
)

from .lists import ListItem


class Document(Record):
    """A law or paper (文件) and whether it still stands, said once for all that cite it.

    `name` is the title made comparable. `changed_on` is the day of the latest change known,
    `checked_text` the text against which citations of it were compared.
    """

    states = DocumentState

    name = models.CharField(max_length=300)
    title = models.CharField(max_length=300)
    doc_no = models.CharField(max_length=100, blank=True)
    kind = models.CharField(max_length=30)
    level = models.CharField(max_length=20)
    issuers = models.CharField(max_length=300, blank=True)
    issued_on = models.CharField(max_length=10, blank=True)
    status = models.CharField(max_length=20)
    status_note = models.TextField(blank=True)
    changed_on = models.CharField(max_length=10, blank=True)
    effective_on = models.CharField(max_length=10, blank=True)
    changed_by = models.CharField(max_length=300, blank=True)
    checked_text = models.CharField(max_length=100, blank=True)
    url = models.CharField(max_length=500, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["name", "doc_no"],
                name="document_once",
                violation_error_message="这份文件已经登记。",
            ),
            CheckConstraint(
                name="document_status_is_known",
                condition=Q(status__in=[status.value for status in BasisStatus]),
                violation_error_message="没有这种效力。",
            ),
        ]

    def __str__(self) -> str:
        return f"《{self.title}》（{self.doc_no}）" if self.doc_no else f"《{self.title}》"

    @property
    def status_label(self) -> str:
        return BasisStatus(self.status).label

    @property
    def tone(self) -> str:
        return STANDING_TONES[self.status]

    @property
    def state_label(self) -> str:
        """What is shown of a document is whether it stands."""
        return self.status_label

    @property
    def kind_label(self) -> str:
        return BasisKind(self.kind).label

    @property
    def level_label(self) -> str:
        return BindingLevel(self.level).label


class LegalBasis(Record):
    """What one item rests on (依据): a document and the place in it, as checked.

    `articles` reads 第三条第（一）项、第七条; `now_at` says where the duty stands in today's law;
    `checked_on` is the day on which somebody here compared it with the text then in force.
    """

    states = BasisState

    item = models.ForeignKey(ListItem, on_delete=models.PROTECT, related_name="bases")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="citations")
    position = models.PositiveIntegerField()
    articles = models.CharField(max_length=300, blank=True)
    as_printed = models.CharField(max_length=500, blank=True)
    checked = models.CharField(max_length=20, default=BasisCheck.UNVERIFIED.value)
    checked_on = models.CharField(max_length=10, blank=True)
    check_note = models.TextField(blank=True)
    status_note = models.TextField(blank=True)
    now_at = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes: ClassVar = [Index(fields=["item", "position"], name="basis_in_order")]

    def __str__(self) -> str:
        return f"{self.document}{self.articles}"

    @property
    def place(self) -> str:
        return self.item.place

    @property
    def check_label(self) -> str:
        return BasisCheck(self.checked).label
