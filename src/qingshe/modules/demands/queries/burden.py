"""Demands as the burden ledger counts them: what was asked, and what each share costs now."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse

from qingshe.modules.burden import facade as burden
from qingshe.modules.burden.facade import Cause, Posting, Share
from qingshe.modules.demands.models import Assignment, Demand
from qingshe.modules.demands.queries.drafts import Examined
from qingshe.modules.demands.rules import AssignmentState, DemandState, Slot


def posting(demand: Demand) -> Posting:
    """What is booked for a demand."""
    return Posting(
        source=demand.subject,
        number=demand.number,
        title=demand.title,
        department=demand.issuer,
        under=demand.under,
        under_title=demand.under_title,
        kind=demand.kind,
        issued_on=demand.issued_on,
        url=reverse("demands:detail", args=[demand.pk]),
    )


def share(assignment: Assignment) -> Share:
    """What one share costs: a void one nothing, unless it had been handed in; that was work."""
    is_gone = assignment.state == AssignmentState.VOID and assignment.handed_in_on is None
    closed = assignment.demand.state == DemandState.CLOSED
    cause = Cause.RELEASED if closed else Cause.CANCELLED
    return Share(
        community=assignment.community,
        minutes=assignment.minutes,
        observed=assignment.minutes_observed,
        gone=cause if is_gone else None,
    )


def shares(assignments: Iterable[Assignment]) -> list[Share]:
    """The same for many, which have their demand at hand."""
    return [share(each) for each in assignments]


@dataclass(frozen=True, slots=True)
class BudgetNote:
    """How a demand stands against its department's budget; `warning` "" within it."""

    words: str
    warning: str


def against_budget(examined: Examined, department: str, today: date) -> tuple[Examined, BudgetNote]:
    """What would be left of the budget; a hard one that does not suffice is one more problem."""
    budget, total = burden.budget_of(department, today.year), examined.total_minutes
    note = BudgetNote(budget.words(total), burden.warning(budget, total))
    refused = "" if examined.terms.is_urgent else burden.refusal(budget, total)
    if not refused:
        return examined, note
    return replace(examined, problems=(*examined.problems, refused)), note


def of_rounds(examined: Examined, department: str, year: int, rounds: Iterable[Slot]) -> BudgetNote:
    """What the rounds of a year would leave of its budget; each is checked when it comes."""
    times = sum(slot.issue_on.year == year for slot in rounds)
    budget, total = burden.budget_of(department, year), examined.total_minutes * times
    words = f"{year} 年的 {times} 次合在一起：{budget.words(total)}"
    return BudgetNote(words, burden.warning(budget, total))


def of_demand(pk: int) -> tuple[Posting, Sequence[Share]] | None:
    """A demand with all its shares; None when there is none. Two queries."""
    demand = Demand.objects.filter(pk=pk).first()
    if demand is None:
        return None
    return posting(demand), _shares(demand)


def of_assignment(pk: int) -> tuple[Posting, Sequence[Share]] | None:
    """A demand with one of its shares; None when there is none. One query."""
    found = Assignment.objects.filter(pk=pk).select_related("demand").first()
    return (posting(found.demand), [share(found)]) if found else None


def every() -> Iterator[tuple[Posting, Sequence[Share]]]:
    """Every demand with its shares, the oldest first, read one after the other."""
    for demand in Demand.objects.order_by("pk").iterator(chunk_size=500):
        yield posting(demand), _shares(demand)


def _shares(demand: Demand) -> list[Share]:
    found = list(Assignment.objects.filter(demand=demand).order_by("pk"))
    for each in found:
        each.demand = demand
    return shares(found)
