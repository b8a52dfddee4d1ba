"""What is known of each file; its bytes lie in the data folder under their digest."""

from typing import ClassVar

from django.db import models


class Attachment(models.Model):
    """One file that hangs on one record (附件).

    `subject` is the record's name in the trail ("admission.application:12"), `slot` what the file
    is there ("basis"). Two attachments with the same bytes share them.
    """

    subject = models.CharField(max_length=100)
    slot = models.CharField(max_length=20)
    name = models.CharField(max_length=150)
    digest = models.CharField(max_length=64)  # SHA-256
    size = models.PositiveBigIntegerField()  # bytes
    added_by = models.CharField(max_length=100)  # an actor
    added_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="files_once_on_a_record", fields=["subject", "slot", "digest"]
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["digest"], name="files_by_digest")]

    def __str__(self) -> str:
        return self.name

    @property
    def size_words(self) -> str:
        """例如：1.2 MB、340 KB。"""
        if self.size >= 1_000_000:
            return f"{self.size / 1_000_000:.1f} MB"
        return f"{max(1, round(self.size / 1000))} KB"
