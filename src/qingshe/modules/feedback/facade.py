"""What the site may know of complaints."""

from qingshe.kernel.actor import Actor

from . import queries
from .policy import GRANTS
from .rules import ANSWER_WITHIN

__all__ = ["ANSWER_WITHIN", "GRANTS", "waiting"]


def waiting(actor: Actor, most: int) -> int:
    """How many complaints wait for an answer from this actor, counted up to `most`."""
    return queries.waiting(actor)[:most].count()
