"""What has been sent and is being worked on, or was done (提交)."""

from django.db import models


class Sending(models.Model):
    """One form as one page showed it, filled in one way; `key` is a digest, nothing can be read."""

    key = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField(db_index=True)
    result = models.TextField(
        blank=True
    )  # the address of what came of it, "" while it is under way

    def __str__(self) -> str:
        return self.key[:8]
