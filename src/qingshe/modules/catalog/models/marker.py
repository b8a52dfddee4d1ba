from django.db import models


class Marker(models.Model):
    """Counts every change that a judgement must notice: one row for lists, one for gate rules."""

    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)
