"""A record that only the tests of the foundation know: a letter that is received and answered."""

from typing import ClassVar

from django.db import models
from django_tasks import task

from qingshe.foundation import events
from qingshe.foundation.records import Record
from qingshe.kernel.workflow import Labelled, beginning, move


class LetterState(Labelled):
    RECEIVED = "received", "已收到"
    ANSWERED = "answered", "已答复"


RECEIVE = beginning("receive", "登记", LetterState.RECEIVED)
CORRECT = move("correct", "更正", LetterState.RECEIVED)
ANSWER = move("answer", "答复", LetterState.RECEIVED, to=LetterState.ANSWERED)


class Letter(Record):
    """A letter (来信) of a resident to a unit."""

    states = LetterState
    sensitive = frozenset({"phone"})

    objects: ClassVar[models.Manager["Letter"]] = models.Manager()

    unit = models.CharField(max_length=100, default="/14/04/")
    title = models.CharField(max_length=20)
    phone = models.CharField(max_length=20, blank=True)
    minutes = models.IntegerField(default=0)
    number = models.IntegerField(null=True, blank=True, unique=True)

    class Meta:
        app_label = "letters"  # no app: its table is made by the fixtures beside this file
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(minutes__gte=0),
                name="letters_minutes_not_negative",
                violation_error_message="用时不能为负数。",
            ),
        ]

    def __str__(self) -> str:
        return self.title


@events.on(ANSWER)
@task
def hear_of_the_answer(pk: int) -> None:
    """Only there to be queued."""
