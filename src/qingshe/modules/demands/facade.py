"""What the site and modules above may know of demands: plain values, and the moves."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from qingshe.kernel.actor import Actor

from . import policy, rules
from .models import Assignment
from .policy import GRANTS
from .queries import demands as demand_queries
from .queries import inbox as inbox_queries
from .queries import rebounds as rebound_queries
from .queries import refusals as refusal_queries
from .queries import reports as report_queries
from .queries.demands import DepartmentViolations
from .rules import (
    ACCEPT,
    ANNUL,
    ASK,
    BOOK,
    CLOSE,
    CONFIRM,
    CUT_OFF,
    DISMISS,
    HAND_IN,
    HOLD,
    ISSUE,
    LIFT,
    LODGE,
    NOTE_MINUTES,
    OBJECT,
    REFUSE,
    REJECT,
    REOPEN,
    REPORT,
    TAKE_BACK,
    UPHOLD,
    WITHDRAW,
    AssignmentState,
    DemandState,
    Kind,
    Under,
)

__all__ = [
    "ACCEPT",
    "ANNUL",
    "ASK",
    "BOOK",
    "CLOSE",
    "CONFIRM",
    "CUT_OFF",
    "DISMISS",
    "GRANTS",
    "HAND_IN",
    "HOLD",
    "ISSUE",
    "LIFT",
    "LODGE",
    "NOTE_MINUTES",
    "OBJECT",
    "REFUSE",
    "REJECT",
    "REOPEN",
    "REPORT",
    "TAKE_BACK",
    "UPHOLD",
    "WITHDRAW",
    "AssignmentState",
    "AssignmentSummary",
    "Day",
    "DemandState",
    "DemandSummary",
    "DepartmentViolations",
    "Due",
    "Kind",
    "Under",
    "assignments",
    "day",
    "demand",
    "rebounds_due",
    "replies_due",
    "rulings_due",
    "violations_by_department",
]
MOST_SHOWN = 20  # of a day on the home page


@dataclass(frozen=True, slots=True)
class DemandSummary:
    """A demand as its neighbours see it; `under` is a permit number or the key of a list item.

    `minutes` are for one community and one time, `communities` how many were asked.
    """

    pk: int
    number: str
    title: str
    kind: Kind
    issuer: str
    issuer_name: str
    place: str
    under_kind: Under
    under: str
    under_title: str
    minutes: int
    communities: int
    issued_on: date
    due_on: date
    urgent: bool
    echo_of: str
    state: DemandState
    url: str


@dataclass(frozen=True, slots=True)
class AssignmentSummary:
    """One community's share, as the burden is counted from it: nothing of refusals or of people.

    `minutes` were estimated, `minutes_observed` are the community's own, None when it did not say.
    """

    pk: int
    demand: int
    community: str
    issuer: str
    under: str
    kind: Kind
    issued_on: date
    minutes: int
    minutes_observed: int | None
    state: AssignmentState


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that a community has to do: what, of whom by which number, when, where."""

    title: str
    detail: str
    due: str
    warning: str
    url: str


@dataclass(frozen=True, slots=True)
class Day:
    """A community's day: its first line, and what is due."""

    lead: str
    due: tuple[Due, ...]


def demand(pk: int) -> DemandSummary | None:
    """The demand with a key, whoever asks; None when there is none."""
    found = demand_queries.by_pk(pk)
    if found is None:
        return None
    return DemandSummary(
        pk=found.pk,
        number=found.number,
        title=found.title,
        kind=Kind(found.kind),
        issuer=found.issuer,
        issuer_name=found.issuer_name,
        place=found.place,
        under_kind=Under(found.under_kind),
        under=found.under,
        under_title=found.under_title,
        minutes=found.minutes,
        communities=found.communities,
        issued_on=found.issued_on,
        due_on=found.due_on,
        urgent=found.urgent,
        echo_of=found.echo_of,
        state=DemandState(found.state),
        url=reverse("demands:detail", args=[found.pk]),
    )


def assignments(demand_pk: int) -> Iterator[AssignmentSummary]:
    """The shares of a demand as rows, read as they are asked for; one query for 11,000."""
    return (_summary(share) for share in demand_queries.all_shares(demand_pk))


def day(actor: Actor, today: date) -> Day | None:
    """What a community has to do today; None for everybody else."""
    if not actor.has(policy.WORK):
        return None
    found, order = inbox_queries.seen(actor, "", today)
    rows = inbox_queries.rows(actor, list(found.order_by(*order)[:MOST_SHOWN]), today)
    lead = rules.sentence(inbox_queries.load(actor, today))
    return Day(lead, tuple(_due(row) for row in rows))


def rulings_due(actor: Actor, most: int) -> int:
    """How many refusals wait for the ruling of this office, counted up to `most`."""
    if not actor.has(policy.RULE):
        return 0
    return len(refusal_queries.queue(actor).values_list("pk", flat=True)[:most])


def rebounds_due(actor: Actor, most: int) -> int:
    """How many things that seem to have come back wait for the office, counted up to `most`."""
    if not actor.has(policy.RULE):
        return 0
    return len(rebound_queries.queue(actor).values_list("pk", flat=True)[:most])


def replies_due(actor: Actor, most: int) -> int:
    """How many reports wait for whoever acts: the office's word or the department's, up to most."""
    return len(report_queries.waiting_for(actor).values_list("pk", flat=True)[:most])


def violations_by_department(place: str, year: int) -> list[DepartmentViolations]:
    """How often each department went round the rules at or below a place in a year, most first.

    Whoever asks has settled who may see that place. One query.
    """
    return demand_queries.violations_by_department(place, year)


def _summary(share: Assignment) -> AssignmentSummary:
    of = share.demand
    state = AssignmentState(share.state)
    return AssignmentSummary(
        pk=share.pk,
        demand=of.pk,
        community=share.community,
        issuer=of.issuer,
        under=of.under,
        kind=Kind(of.kind),
        issued_on=of.issued_on,
        minutes=share.minutes,
        minutes_observed=share.minutes_observed,
        state=AssignmentState.OPEN if state is AssignmentState.REFUSED else state,
    )


def _due(row: inbox_queries.Row) -> Due:
    asked = row.share.demand
    return Due(
        title=asked.title,
        detail=f"{asked.issuer_name} · {row.source} · {rules.in_words(row.minutes)}",
        due=row.due,
        warning=row.warning,
        url=reverse("demands:share", args=[row.share.pk]),
    )
