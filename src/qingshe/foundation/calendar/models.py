"""Holidays that an installation has entered itself: years newer than the release, corrections."""

from typing import ClassVar

from django.db import models


class YearTable(models.Model):
    """The arrangement of one year (节假日安排); the newest of a year counts, older ones stay."""

    year = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)
    entered_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["year", "-id"], name="calendar_by_year")]

    def __str__(self) -> str:
        return f"{self.year} {self.source}"


class Holiday(models.Model):
    """One day that is not as its weekday says: off, or a make-up day on which people work."""

    table = models.ForeignKey(YearTable, on_delete=models.PROTECT, related_name="days")
    day = models.DateField()
    works = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["table", "day"], name="calendar_one_day"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {'上班' if self.works else '放假'}"
