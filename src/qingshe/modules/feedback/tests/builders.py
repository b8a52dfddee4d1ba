"""Complaints as production makes them."""

from datetime import UTC, datetime

from qingshe.kernel.actor import Actor
from qingshe.modules.feedback import services
from qingshe.modules.feedback.models import Feedback
from tests.cast import visitor

MORNING = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


def a_complaint(author: Actor = visitor, text: str = "字太小，看不清。") -> Feedback:
    return services.submit(author, text=text, page="/gate/", now=MORNING)
