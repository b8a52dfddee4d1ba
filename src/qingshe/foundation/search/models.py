"""What can be searched: a text for each record, found by its pairs of characters."""

from typing import ClassVar

from django.db import models


class SearchText(models.Model):
    """The searchable words of one record of one kind; written only by `index`."""

    kind = models.CharField(max_length=50)
    key = models.BigIntegerField()
    text = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "key"], name="search_one_text_a_record"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"
