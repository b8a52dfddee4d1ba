"""Who may see and do what with a complaint."""

from collections.abc import Callable, Mapping

from django.db.models import Q

from qingshe.foundation.access import below
from qingshe.kernel.actor import VISITOR, Actor
from qingshe.kernel.answer import YES, Answer, no
from qingshe.kernel.divisions import territory
from qingshe.kernel.roles import Role
from qingshe.kernel.workflow import Transition

from . import rules
from .models import Feedback

GRANTS: Mapping[str, frozenset[Role]] = {
    "feedback.answer": frozenset({Role.ADMINISTRATOR, Role.GATEKEEPER}),
}


def scope(actor: Actor) -> Q:
    """Those who answer see what comes from their place; everybody what they wrote themselves.

    A visitor finds it by the code alone.
    """
    own = Q(author=actor.id) & ~Q(author=VISITOR.id)
    return own | below("place", territory(actor.unit)) if actor.has("feedback.answer") else own


def may_submit(actor: Actor, feedback: Feedback) -> Answer:
    """Everybody, signed in or not: this door has no lock."""
    return YES


def may_answer(actor: Actor, feedback: Feedback) -> Answer:
    if actor.has("feedback.answer"):
        return YES
    return no("由领导小组办公室或系统管理员答复。")


def may_reopen(actor: Actor, feedback: Feedback) -> Answer:
    """Whoever holds the code: finding the record by it was the proof."""
    return YES


MAY: Mapping[Transition, Callable[[Actor, Feedback], Answer]] = {
    rules.SUBMIT: may_submit,
    rules.ANSWER: may_answer,
    rules.REOPEN: may_reopen,
}
