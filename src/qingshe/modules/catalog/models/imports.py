from django.db import models

from qingshe.foundation.records import Record
from qingshe.modules.catalog.models.lists import Edition
from qingshe.modules.catalog.rules import ImportState


class ItemImport(Record):
    """An Excel table of items on its way into a draft (导入): seen, then applied or dropped.

    `edition_version` is the draft the preview was made against; if it moves on, so must the table.
    """

    states = ImportState
    sensitive = frozenset({"content"})

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="imports")
    edition_version = models.PositiveIntegerField()
    filename = models.CharField(max_length=200)
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.filename

    @property
    def place(self) -> str:
        return self.edition.place
