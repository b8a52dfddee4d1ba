"""What was refused or cancelled and seems to come back (反弹), as the office is shown it."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import QuerySet
from django.urls import reverse

from qingshe.foundation.records import Action
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import NotFound
from qingshe.modules.admission import facade as admission
from qingshe.modules.catalog import facade as catalog
from qingshe.modules.demands import policy, rules
from qingshe.modules.demands.models import Demand, OffPlatform, Rebound
from qingshe.modules.demands.rules import DemandState, ReboundState, ReportState, Thing

MOVES = (rules.CONFIRM_REBOUND, rules.DISMISS_REBOUND, rules.REOPEN_REBOUND)
REMEMBERED = 730  # days that what is gone is looked back for
MOST_COMPARED = 2_000  # things of each sort, the newest
GONE = (ReportState.CONFIRMED, ReportState.TAKEN_BACK)
DEMAND, REPORT, APPLICATION, PERMIT = "下达事项", "体外下达", "准入申请", "准入许可"


def visible_to(actor: Actor) -> QuerySet[Rebound]:
    """What this actor may see, the latest first."""
    return Rebound.objects.filter(policy.scope_of_rebounds(actor)).order_by("-pk")


def queue(actor: Actor, state: str = ReboundState.SUSPECTED) -> QuerySet[Rebound]:
    return visible_to(actor).filter(state=state)


def get(actor: Actor, pk: int) -> Rebound:
    rebound = visible_to(actor).filter(pk=pk).first()
    if rebound is None:
        raise NotFound("没有这条反弹线索，或不在您的范围内。")
    return rebound


def of_subject(again: str) -> Rebound | None:
    """What was found of a newcomer before."""
    return Rebound.objects.filter(again=again).first()


def demand_of(rebound: Rebound) -> Demand | None:
    """The demand that came back, while communities still have it; None for anything else."""
    label, _, pk = rebound.again.partition(":")
    if label != Demand._meta.label_lower:
        return None
    return Demand.objects.filter(pk=int(pk), state=DemandState.ISSUED).first()


def actions(actor: Actor, rebound: Rebound) -> list[Action]:
    """What the state allows; who only watches is shown no buttons."""
    if not actor.has(policy.RULE):
        return []
    moves = (move for move in MOVES if move.starts_from(rebound.state))
    return [Action(move.name, move.label, policy.MAY[move](actor, rebound)) for move in moves]


# --- what came, and what is gone --------------------------------------------------------------


def thing_of_demand(demand: Demand) -> Thing:
    return Thing(
        subject=demand.subject,
        what=DEMAND,
        title=demand.title,
        text=demand.text,
        department=demand.issuer,
        department_name=demand.issuer_name,
        kind=demand.kind,
        on=demand.issued_on,
        url=reverse("demands:detail", args=[demand.pk]),
        fate=demand.ended_reason or demand.state_label,
    )


def thing_of_report(report: OffPlatform) -> Thing:
    return Thing(
        subject=report.subject,
        what=REPORT,
        title=report.text[:40],
        text=report.text,
        department=report.department,
        department_name=report.by_whom,
        kind=report.kind,
        on=report.reported_on,
        url=reverse("demands:report", args=[report.pk]),
        fate=report.state_label,
    )


def thing_of_application(found: admission.ApplicationSummary, on: date) -> Thing:
    return Thing(
        subject=f"admission.application:{found.pk}",
        what=APPLICATION,
        title=found.title,
        text=found.content,
        department=found.applicant,
        department_name=found.applicant_name,
        kind=found.kind,
        on=on,
        url=found.url,
        fate="不予准入",
    )


def gone(place: str, today: date) -> Iterator[Thing]:
    """What was refused, cancelled or found to go round the gate at a place; four queries."""
    since = today - timedelta(days=REMEMBERED)
    void = Demand.objects.filter(place=place, state=DemandState.VOID, issued_on__gte=since)
    yield from map(thing_of_demand, void.order_by("-pk")[:MOST_COMPARED])
    caught = OffPlatform.objects.filter(place=place, state__in=GONE, reported_on__gte=since)
    yield from map(thing_of_report, caught.order_by("-pk")[:MOST_COMPARED])
    for refused in admission.refused_since(place, since, MOST_COMPARED):
        yield thing_of_application(refused, refused.decided_on or today)
    for permit in catalog.ended_since(place, since, MOST_COMPARED):
        yield Thing(
            subject=f"catalog.permit:{permit.pk}",
            what=PERMIT,
            title=permit.title,
            text=permit.subject_text,
            department=permit.holder,
            department_name=permit.holder_name,
            kind=permit.kind,
            on=permit.issued_on,
            url=permit.url,
            fate=permit.state.label,
        )
