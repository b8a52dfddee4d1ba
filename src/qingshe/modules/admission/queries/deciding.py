"""Assessments, meetings, decisions and objections."""

from collections.abc import Sequence

from django.db.models import QuerySet

from qingshe.foundation.records import Action
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import NotFound
from qingshe.modules.admission import policy, rules
from qingshe.modules.admission.models import (
    Application,
    Assessment,
    Decision,
    Meeting,
    Objection,
)
from qingshe.modules.admission.queries import applications
from qingshe.modules.admission.rules import DecisionState, ObjectionState


def assessment_of(application: Application) -> Assessment | None:
    found = Assessment.objects.filter(application=application)
    return found.select_related("application").first()


def decision_of(application: Application) -> Decision | None:
    """The decision that counts; an earlier one that was replaced is in `decisions_of`."""
    return decisions_of(application).filter(state=DecisionState.MADE).first()


def decisions_of(application: Application) -> QuerySet[Decision]:
    found = Decision.objects.filter(application=application)
    return found.select_related("application", "meeting").order_by("-pk")


def objections_of(application: Application) -> QuerySet[Objection]:
    """Objections to a decision, oldest first; their contacts are for the office alone."""
    found = Objection.objects.filter(application=application)
    return found.select_related("application").order_by("pk")


def open_objections(application: Application) -> QuerySet[Objection]:
    return objections_of(application).filter(state=ObjectionState.RAISED)


def with_key(pk: int) -> Objection:
    """The objection with a key, for whoever has just raised it. Errors: NotFound."""
    objection = Objection.objects.filter(pk=pk).first()
    if objection is None:
        raise NotFound("没有这项异议。")
    return objection


def get_objection(actor: Actor, pk: int) -> Objection:
    """An objection to an application the actor sees."""
    mine = applications.visible_to(actor).values("pk")
    found = Objection.objects.filter(pk=pk, application__in=mine)
    objection = found.select_related("application").first()
    if objection is None:
        raise NotFound("没有这项异议，或不在您的范围内。")
    return objection


def meetings(actor: Actor) -> QuerySet[Meeting]:
    """Sessions at the actor's place and below, the latest first."""
    seen = Meeting.objects.filter(policy.scope_of_meetings(actor))
    return seen.order_by("-held_on", "-pk")


def get_meeting(actor: Actor, pk: int) -> Meeting:
    meeting = meetings(actor).filter(pk=pk).first()
    if meeting is None:
        raise NotFound("没有这次会议，或不在您的范围内。")
    return meeting


def agenda(actor: Actor, meeting: Meeting) -> list[Application]:
    """The applications of a session in their order; one query."""
    found = {one.pk: one for one in applications.visible_to(actor).filter(pk__in=meeting.agenda)}
    return [found[pk] for pk in meeting.agenda if pk in found]


def decided_at(meeting: Meeting) -> dict[int, str]:
    """By application: what was decided at a session, with its conditions; one query."""
    made = Decision.objects.filter(meeting=meeting, state=DecisionState.MADE)
    return {one.application_id: _in_words(one) for one in made}


def recommended_for(keys: Sequence[int]) -> dict[int, str]:
    """By application: what the office recommends, with its reason; one query."""
    sheets = Assessment.objects.filter(application__in=keys)
    return {one.application_id: _in_words(one) for one in sheets}


def _in_words(said: Assessment | Decision) -> str:
    """准入：理由 / 附条件准入：条件."""
    more = said.conditions or said.reason
    return f"{said.outcome_label}：{more}" if more else said.outcome_label


def proposed_at(place: str, keys: Sequence[int]) -> set[int]:
    """Which of these keys are applications that wait for a decision at a place."""
    waiting = Application.objects.filter(
        pk__in=keys, place=place, state__in=(rules.State.ASSESSING, rules.State.PROPOSED)
    )
    return set(waiting.values_list("pk", flat=True))


def meeting_actions(actor: Actor, meeting: Meeting) -> list[Action]:
    moves = (rules.RECORD_MINUTES, rules.REARRANGE, rules.CALL_OFF)
    said = policy.may_convene(actor, meeting)
    return [
        Action(move.name, move.label, said) for move in moves if move.starts_from(meeting.state)
    ]
