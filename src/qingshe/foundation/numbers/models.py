"""One counter for each series and year (一事一号)."""

from typing import ClassVar

from django.db import models


class Counter(models.Model):
    """The last number taken in a series in a year; raised only by `series.take`."""

    series = models.CharField(max_length=50)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "year"], name="numbers_one_counter"),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.year}: {self.last}"
