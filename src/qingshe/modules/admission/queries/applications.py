"""Applications: who sees which, what they cost, what may be done with them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from qingshe.foundation.access import below
from qingshe.foundation.calendar.services import workdays
from qingshe.foundation.records import Action
from qingshe.foundation.search import index
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import NotFound
from qingshe.modules.admission import policy, rules
from qingshe.modules.admission.models import Application, ApplicationScope, Opinion, PaymentPlan
from qingshe.modules.admission.queries import flow
from qingshe.modules.admission.rules import (
    Asked,
    Burden,
    Capacity,
    Clock,
    Instalment,
    Parameters,
    PaymentState,
    Problem,
    Setting,
    State,
)

SEARCHED_AS = "admission.application"
BY_CALENDAR = {rules.WARN, rules.ESCALATE, rules.RECKON, rules.LAPSE, rules.ARCHIVE, rules.BEGIN}


def visible_to(actor: Actor) -> QuerySet[Application]:
    """Applications in the actor's scope, the newest first."""
    asked = Opinion.objects.filter(below("unit", actor.unit), application=OuterRef("pk"))
    found = Application.objects.annotate(is_asked=Exists(asked))
    return found.filter(policy.scope(actor)).order_by("-pk")


def get(actor: Actor, pk: int) -> Application:
    application = visible_to(actor).filter(pk=pk).first()
    if application is None:
        raise NotFound("没有这件申请，或不在您的范围内。")
    return application


def address(pk: int) -> str:
    """The page of an application, for notices and links."""
    return reverse("admission:case", args=[pk])


def of_applicant(actor: Actor) -> QuerySet[Application]:
    """What the actor's own department applied for."""
    return visible_to(actor).filter(applicant=actor.unit)


def found(actor: Actor, words: str) -> QuerySet[Application]:
    """Applications in scope whose number, title, content or department hold every word."""
    return visible_to(actor).filter(pk__in=index.matching(SEARCHED_AS, words))


def waiting(actor: Actor, *states: State) -> QuerySet[Application]:
    """The desk of office and leading group at the actor's place, the most pressing clock first.

    Without states all that is open. Made for keyset pages over (due_on, pk).
    """
    mine = visible_to(actor).filter(place=policy.home(actor), state__in=states or rules.OPEN)
    return mine.order_by("due_on", "pk")


def on_public_notice() -> QuerySet[Application]:
    """What anybody may read and object to, the newest first."""
    return Application.objects.filter(state=State.PUBLICITY).order_by("-published_on", "-pk")


def public(pk: int) -> Application:
    """An application on public notice, whoever asks."""
    application = on_public_notice().filter(pk=pk).first()
    if application is None:
        raise NotFound("没有这件公示，或公示已经结束。")
    return application


def published(actor: Actor, pk: int) -> Application:
    """An application whose notice somebody may read: everybody while it is public."""
    return on_public_notice().filter(pk=pk).first() or get(actor, pk)


def with_number(number: str) -> Application | None:
    return Application.objects.filter(number=number).first()


def with_permit(number: str) -> Application | None:
    """The application a permit came of, whoever asks: money and terms belong to it."""
    mine = Q(permit_number=number) | Q(urgent_permit=number)
    return Application.objects.filter(mine).order_by("-pk").first()


def open_renewal_of(number: str) -> Application | None:
    """An application to renew or amend a permit that is still on its way."""
    on_its_way = (State.DRAFT, *rules.OPEN)
    return Application.objects.filter(before_number=number, state__in=on_its_way).first()


def continuing(numbers: Sequence[str]) -> dict[str, Application]:
    """By permit: the application on its way, or admitted, that renews or amends it; one query."""
    live = (State.DRAFT, *rules.OPEN, State.ADMITTED)
    found = Application.objects.filter(before_number__in=numbers, state__in=live)
    return {one.before_number: one for one in found.order_by("pk")}


def refused_since(place: str, day: date) -> QuerySet[Application]:
    """Applications that a place refused since a day, the newest first."""
    refused = Application.objects.filter(place=place, state=State.REFUSED, decided_on__gte=day)
    return refused.order_by("-pk")


def refused_by_applicant(place: str, year: int) -> dict[str, int]:
    """How many applications of each department were refused in a year, by its name; one query."""
    refused = Application.objects.filter(
        below("place", place), state=State.REFUSED, decided_on__year=year
    )
    counted = refused.values("applicant_name").annotate(count=Count("pk")).order_by()
    return dict(counted.values_list("applicant_name", "count"))


def scope_of(application: Application) -> list[str]:
    """The paths asked for, in the order of the tree."""
    rows = ApplicationScope.objects.filter(application=application)
    return sorted(rows.values_list("path", flat=True))


def actions(actor: Actor, application: Application) -> list[Action]:
    """What the state allows people to do, each with whether this actor may."""
    moves = [
        move
        for move in policy.MAY_APPLICATION
        if move.starts_from(application.state) and move not in BY_CALENDAR
    ]
    return [
        Action(move.name, move.label, policy.MAY_APPLICATION[move](actor, application))
        for move in moves
    ]


def payments_of(application: Application) -> QuerySet[PaymentPlan]:
    planned = PaymentPlan.objects.filter(application=application)
    return planned.exclude(state=PaymentState.STRUCK).order_by("due_on", "pk")


def parameters_for(application: Application, today: date) -> Parameters:
    """What counts for an application: what counted on the day it was handed in, until then today.

    Editions are never edited, so a later change leaves what is under way alone.
    """
    return flow.parameters_at(application.place, application.submitted_on or today)


def burden_of(application: Application) -> Burden:
    return Burden(application.minutes, application.times_per_year, application.community_count)


def capacity(parameters: Parameters) -> Capacity:
    return Capacity(
        parameters.workers_per_community, parameters.workdays_a_year, parameters.hours_a_day
    )


@dataclass(frozen=True, slots=True)
class BurdenSheet:
    """What an application costs, in words, with the counts it was computed from."""

    burden: Burden
    hours: str
    share: str
    assumption: str


def burden_sheet(application: Application, today: date) -> BurdenSheet:
    burden = burden_of(application)
    assumed = capacity(parameters_for(application, today))
    return BurdenSheet(
        burden,
        rules.in_hours(burden.hours_a_year),
        rules.in_percent(burden.share(assumed)),
        str(assumed),
    )


def minutes_asked(applicant: str, year: int) -> int:
    """Minutes a year that the open applications of a department ask of all communities."""
    open_now = Application.objects.filter(
        applicant=applicant,
        state__in=rules.OPEN,
        valid_from__year__lte=year,
        valid_until__year__gte=year,
    )
    return sum(burden_of(application).minutes_a_year for application in open_now)


def asked(application: Application, scope: Sequence[str], payments: Iterable[PaymentPlan]) -> Asked:
    """The application as its rules see it."""
    return Asked(
        request=application.request,
        title=application.title,
        kind=application.kind,
        actions=application.actions,
        other_action=application.other_action,
        necessity=application.necessity,
        content=application.content,
        basis=application.basis,
        scope=scope,
        duration_type=application.duration_type,
        valid_from=application.valid_from,
        valid_until=application.valid_until,
        times_per_year=application.times_per_year,
        minutes=application.minutes,
        powers=application.powers,
        staffing=application.staffing,
        money_amount=application.money_amount,
        money_source=application.money_source,
        payments=[Instalment(one.due_on, one.amount) for one in payments],
        exit_terms=application.exit_terms,
        negative_self_check=application.negative_self_check,
        consistency_self_assessment=application.consistency_self_assessment,
        contact_name=application.contact_name,
        contact_phone=application.contact_phone,
        urgent_from=application.urgent_from,
        verdict=application.verdict,
        verdict_reply=application.verdict_reply,
    )


def problems(application: Application, today: date) -> list[Problem]:
    """What still stands in the way of handing it in, each with its field."""
    setting = Setting(
        parameters_for(application, today),
        workdays(),
        today,
        application.submitted_on or today,
    )
    said = asked(application, scope_of(application), payments_of(application))
    return rules.problems_of(said, setting)


def clocks(application: Application, today: date) -> list[Clock]:
    """The clocks that run now, the one of the stage first."""
    return clocks_under(application, parameters_for(application, today))


def clocks_under(application: Application, parameters: Parameters) -> list[Clock]:
    """As `clocks`, with parameters that are known already."""
    found = [_stage_clock(application, parameters), _decision_clock(application, parameters)]
    return [clock for clock in found if clock is not None]


def _stage_clock(application: Application, parameters: Parameters) -> Clock | None:
    starts = {
        State.DRAFT: ("应急事项补报", application.urgent_from, parameters.urgent_register_wd),
        State.CORRECTING: ("补正", application.halted_on, parameters.correction_days_wd),
        State.CONSULTING: ("征求意见", application.consulted_on, parameters.consult_days_wd),
        State.PUBLICITY: ("公示", application.published_on, parameters.publicity_days_wd),
    }
    name, start, length = starts.get(State(application.state), ("", None, 0))
    return Clock(name, start, length) if start else None


def _decision_clock(application: Application, parameters: Parameters) -> Clock | None:
    if application.submitted_on is None or application.state not in rules.UNDECIDED:
        return None
    return Clock(
        "决定",
        application.submitted_on,
        parameters.decide_days_wd,
        application.paused_days,
        application.halted_on,
    )
