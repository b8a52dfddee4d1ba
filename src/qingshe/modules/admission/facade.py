"""What modules above and the site may know of admission: plain values, and the moves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import NotFound

from .models import Application
from .policy import GRANTS
from .queries import agreements as agreement_queries
from .queries import applications as application_queries
from .queries import flow as flow_queries
from .queries import money as money_queries
from .queries import night as night_queries
from .queries import opinions as opinion_queries
from .queries.money import MoneyStatus
from .rules import (
    ADMIT,
    ESCALATE,
    FALL_OVERDUE,
    LAPSE,
    PAY,
    PUT_IN_FORCE,
    REFUSE,
    SEND_TO_PURCHASE,
    SUBMIT,
    WITHDRAW,
    Candidate,
    Capacity,
    Near,
    Parameters,
    RefusalGround,
    State,
    near_duplicates,
)

__all__ = [
    "ADMIT",
    "ESCALATE",
    "FALL_OVERDUE",
    "GRANTS",
    "LAPSE",
    "PAY",
    "PUT_IN_FORCE",
    "REFUSE",
    "SEND_TO_PURCHASE",
    "SUBMIT",
    "WITHDRAW",
    "ApplicationSummary",
    "Candidate",
    "Capacity",
    "MoneyStatus",
    "Near",
    "OpinionDue",
    "Parameters",
    "RefusalGround",
    "State",
    "application",
    "applications_waiting",
    "capacity_at",
    "is_agreed",
    "minutes_asked",
    "money_of",
    "near_duplicates",
    "opinions_due",
    "parameters_at",
    "refused_since",
]

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class ApplicationSummary:
    """An application as its neighbours see it.

    `applicant` and `place` are paths; `due_on` is the end of the clock that runs now;
    `minutes_a_year` are those of all communities asked, computed from the counts.
    """

    pk: int
    number: str
    title: str
    content: str
    kind: str
    applicant: str
    applicant_name: str
    place: str
    state: State
    is_urgent: bool
    due_on: date | None
    decided_on: date | None
    permit_number: str
    urgent_permit: str
    communities: int
    minutes_a_year: int
    url: str


@dataclass(frozen=True, slots=True)
class OpinionDue:
    """An application somebody is asked about and has not answered; `due_on` is the last day."""

    pk: int
    application: int
    title: str
    applicant_name: str
    due_on: date | None
    url: str


def application(pk: int) -> ApplicationSummary:
    """The application with a key, whoever asks: for listeners. Errors: NotFound."""
    found = night_queries.with_key(pk)
    if found is None:
        raise NotFound("没有这件申请。")
    return _summary(found)


def applications_waiting(
    actor: Actor, states: Iterable[State] = (), most: int = MOST_SHOWN
) -> list[ApplicationSummary]:
    """The desk of the office or leading group at the actor's place, most pressing first.

    Without states all that is open; one query, at most `most` and one more ("there are more").
    """
    waiting = application_queries.waiting(actor, *states)
    return [_summary(one) for one in waiting[: most + 1]]


def opinions_due(actor: Actor, most: int = MOST_SHOWN) -> list[OpinionDue]:
    """What the actor's unit is asked and has not answered, most pressing first; one query."""
    return [
        OpinionDue(
            pk=one.pk,
            application=one.application_id,
            title=one.application.title,
            applicant_name=one.application.applicant_name,
            due_on=one.application.due_on,
            url=application_queries.address(one.application_id),
        )
        for one in opinion_queries.due(actor)[: most + 1]
    ]


def money_of(permit_number: str) -> MoneyStatus | None:
    """How the money promised with a permit stands; None for one that came of no application."""
    found = application_queries.with_permit(permit_number)
    return money_queries.status(found) if found else None


def is_agreed(permit_number: str, community: str) -> bool:
    """Whether department and community have both signed the agreement in force of a permit."""
    found = application_queries.with_permit(permit_number)
    agreement = agreement_queries.current_of(found) if found else None
    return agreement is not None and agreement_queries.is_signed_by_both(agreement, community)


def refused_since(place: str, day: date, most: int) -> list[ApplicationSummary]:
    """Applications that a place refused since a day, the newest first; one query."""
    return [_summary(one) for one in application_queries.refused_since(place, day)[:most]]


def refused_counted(place: str, year: int) -> dict[str, int]:
    """Applications refused in a year at or below a place, by the name of the department.

    Whoever asks has settled who may see that place; so below.
    """
    return application_queries.refused_by_applicant(place, year)


def money_counted(place: str, year: int) -> dict[str, tuple[Decimal, Decimal]]:
    """Yuan that were to be paid and were paid in a year, by the name of the department."""
    return money_queries.counted_by_applicant(place, year)


def parameters_at(place: str, on: date) -> Parameters:
    """What a place decided of its flow, on a day; defaults where it decided nothing. One query.

    For demands: `min_notice_wd`, `ruling_days_wd`, `work_begins`, `work_ends` (hours),
    `most_times_a_year`, `refusal_grounds` (codes of `RefusalGround`), `who_may_refuse`.
    """
    return flow_queries.parameters_at(place, on)


def capacity_at(place: str, on: date) -> Capacity:
    """The working time of an average community at a place, for shares of it."""
    return application_queries.capacity(parameters_at(place, on))


def minutes_asked(applicant: str, year: int) -> int:
    """Minutes a year that the open applications of a department ask of all communities."""
    return application_queries.minutes_asked(applicant, year)


def _summary(found: Application) -> ApplicationSummary:
    return ApplicationSummary(
        pk=found.pk,
        number=found.number,
        title=found.title,
        content=found.content,
        kind=found.kind,
        applicant=found.applicant,
        applicant_name=found.applicant_name,
        place=found.place,
        state=State(found.state),
        is_urgent=found.is_urgent,
        due_on=found.due_on,
        decided_on=found.decided_on,
        permit_number=found.permit_number,
        urgent_permit=found.urgent_permit,
        communities=found.community_count,
        minutes_a_year=application_queries.burden_of(found).minutes_a_year,
        url=application_queries.address(found.pk),
    )
