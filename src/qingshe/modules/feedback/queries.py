"""Every read of complaints; each starts from what the actor may see, or from the code."""

from django.db.models import QuerySet

from qingshe.foundation.records import Action
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import NotFound

from . import policy, rules
from .models import Feedback


def visible_to(actor: Actor) -> QuerySet[Feedback]:
    return Feedback.objects.filter(policy.scope(actor)).order_by("-submitted_at", "-pk")


def get(actor: Actor, pk: int) -> Feedback:
    feedback = visible_to(actor).filter(pk=pk).first()
    if feedback is None:
        raise NotFound("没有这条意见，或不在您的范围内。")
    return feedback


def waiting(actor: Actor) -> QuerySet[Feedback]:
    """What has no answer yet, for who may answer; nothing for anybody else."""
    if not actor.has("feedback.answer"):
        return Feedback.objects.none()
    return visible_to(actor).filter(state=rules.State.SUBMITTED)


def by_code(code: str) -> Feedback:
    """The complaint with this code: whoever knows the code wrote it or was told."""
    feedback = Feedback.objects.filter(code=code.strip().upper()).first()
    if feedback is None:
        raise NotFound("没有这个查询码，请核对后再试（8 位字母和数字，不含 0、1、I、L、O）。")
    return feedback


def actions(actor: Actor, feedback: Feedback) -> list[Action]:
    """What the state allows, each with whether this actor may."""
    moves = (step for step in policy.MAY if step.starts_from(feedback.state))
    return [Action(step.name, step.label, policy.MAY[step](actor, feedback)) for step in moves]
