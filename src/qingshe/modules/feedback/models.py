from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils.module_loading import import_string

from qingshe.foundation.records import Record

from .rules import LONGEST, State


class Feedback(Record):
    """One complaint or suggestion about the product (意见建议), with its answer."""

    states = State

    code = models.CharField(max_length=8, unique=True)  # by which whoever wrote it finds it again
    page = models.CharField(max_length=200, blank=True)  # where they were when they wrote
    author = models.CharField(max_length=100, db_index=True)
    place = models.CharField(max_length=100)  # whose office answers
    text = models.TextField(max_length=LONGEST)
    submitted_at = models.DateTimeField()
    answer = models.TextField(max_length=LONGEST, blank=True)

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(
                name="feedback_state_is_known",
                condition=Q(state__in=[state.value for state in State]),
            ),
            CheckConstraint(
                name="feedback_answered_has_words",
                condition=~Q(state=State.ANSWERED.value) | ~Q(answer=""),
                violation_error_message="请写明答复内容。",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["place", "-submitted_at"],
                opclasses=["varchar_pattern_ops", "timestamptz_ops"],
                name="feedback_by_place",
            )
        ]

    @property
    def page_name(self) -> str:
        """The page in the words of the navigation; its address when none leads there."""
        return str(import_string(settings.PAGE_WORDS)(self.page)) if self.page else ""

    @property
    def tone(self) -> str:
        return "green" if self.state == State.ANSWERED else "amber"

    def __str__(self) -> str:
        return self.code
