"""What listeners look up: the records that moved, whoever may see them."""

from collections.abc import Iterable

from qingshe.modules.demands.models import (
    Assignment,
    Demand,
    OffPlatform,
    Rebound,
    Refusal,
    RegisterEntry,
)
from qingshe.modules.demands.queries import people
from qingshe.modules.demands.rules import AssignmentState, RefusalState


def demand(pk: int) -> Demand:
    return Demand.objects.get(pk=pk)


def entry(pk: int) -> RegisterEntry:
    return RegisterEntry.objects.get(pk=pk)


def refusal(pk: int) -> Refusal:
    return Refusal.objects.select_related("assignment__demand").get(pk=pk)


def report(pk: int) -> OffPlatform:
    return OffPlatform.objects.get(pk=pk)


def people_concerned(demand: Demand, states: Iterable[AssignmentState]) -> list[str]:
    """Those who work in the communities whose share stands so, each once; three queries.

    Whoever was right to send it back is told that by the ruling, and not twice.
    """
    shares = Assignment.objects.filter(demand=demand, state__in=list(states)).exclude(
        refusals__state=RefusalState.UPHELD
    )
    known = people.below(demand.place)
    found = (known.get(path, ()) for path in shares.values_list("community", flat=True))
    return list(dict.fromkeys(one for some in found for one in some))


def rebound(pk: int) -> Rebound:
    return Rebound.objects.get(pk=pk)
