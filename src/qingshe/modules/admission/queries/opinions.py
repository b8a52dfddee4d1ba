"""Opinions: those asked of a unit, and how all of an application's add up."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Q, QuerySet

from qingshe.foundation.calendar.services import workdays
from qingshe.foundation.records import Action
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import NotFound
from qingshe.modules.admission import policy, rules
from qingshe.modules.admission.models import Application, Opinion
from qingshe.modules.admission.queries import applications
from qingshe.modules.admission.rules import OpinionState, Stance, State, Tally

MOST_TEXTS = 2_000  # of objections; more are not read to find the commonest


def visible_to(actor: Actor) -> QuerySet[Opinion]:
    seen = Opinion.objects.filter(policy.scope_of_opinions(actor))
    return seen.select_related("application").order_by("application", "unit")


def get(actor: Actor, pk: int) -> Opinion:
    opinion = visible_to(actor).filter(pk=pk).first()
    if opinion is None:
        raise NotFound("没有这项征求意见，或不在您的范围内。")
    return opinion


def due(actor: Actor) -> QuerySet[Opinion]:
    """What the actor's own unit is asked and has not answered, the most pressing first."""
    mine = visible_to(actor).filter(unit=actor.unit, state=OpinionState.ASKED)
    return mine.filter(application__state=State.CONSULTING).order_by("application__due_on", "pk")


def own(actor: Actor, application: Application) -> Opinion | None:
    """The opinion asked of the actor's own unit on one application."""
    return visible_to(actor).filter(application=application, unit=actor.unit).first()


def of_application(actor: Actor, application: Application) -> QuerySet[Opinion]:
    """The opinions on an application that the actor may read.

    Whoever sees the application through their post at the deciding place, or applied for it,
    reads all of them; who was only asked reads those of their own unit and below.
    """
    every = Opinion.objects.filter(application=application).order_by("unit", "pk")
    decides = actor.has(policy.WATCH) and application.place.startswith(policy.home(actor))
    if decides or (actor.has(policy.APPLY) and application.applicant == actor.unit):
        return every
    return every.filter(policy.scope_of_opinions(actor))


def unanswered(application: Application) -> list[Opinion]:
    waiting = Opinion.objects.filter(application=application, state=OpinionState.ASKED)
    return list(waiting.select_related("application").order_by("pk"))


def why_open(application: Application, today: date) -> str:
    """Why the consultation cannot end yet; "" when its days are over or everybody has answered."""
    days = applications.parameters_for(application, today).consult_days_wd
    last = workdays().after(application.consulted_on or today, days).end
    silent = Opinion.objects.filter(application=application, state=OpinionState.ASKED)
    if today > last or not (waiting := silent.count()):
        return ""
    return f"征求意见期限未满（到 {last}），还有 {waiting} 个单位没有回复。"


def tallies(application: Application) -> list[Tally]:
    """How streets, communities and departments answered, in counts; one query."""
    grouped = Opinion.objects.filter(application=application).values_list("part", "stance")
    counted = grouped.order_by().annotate(number=Count("pk"))
    return rules.tallies({(part, stance): number for part, stance, number in counted})


def answered(keys: Sequence[int]) -> dict[int, str]:
    """By application: how many answered of how many asked, and how many are against; one query."""
    grouped = (
        Opinion.objects.filter(application__in=keys)
        .values("application")
        .annotate(
            asked=Count("pk"),
            given=Count("pk", filter=~Q(stance="")),
            against=Count("pk", filter=Q(stance=Stance.OBJECT)),
        )
        .order_by()
    )
    return {
        one["application"]: f"{one['given']}/{one['asked']}（反对 {one['against']}）"
        for one in grouped
    }


def main_objections(application: Application) -> list[tuple[str, int]]:
    """What those against it say most often, with how many say so."""
    against = Opinion.objects.filter(application=application, stance=Stance.OBJECT)
    texts = against.order_by("pk").values_list("text", flat=True)
    return rules.main_objections(texts[:MOST_TEXTS])


def actions(actor: Actor, opinion: Opinion) -> list[Action]:
    if not rules.GIVE_OPINION.starts_from(opinion.state):
        return []
    said = policy.may_give_opinion(actor, opinion)
    return [Action(rules.GIVE_OPINION.name, rules.GIVE_OPINION.label, said)]
