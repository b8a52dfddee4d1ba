"""The parameters that count at a place, and their history."""

from datetime import date

from django.db.models import Max, QuerySet

from qingshe.foundation.access import above, lineage
from qingshe.kernel.actor import Actor
from qingshe.modules.admission import policy, rules
from qingshe.modules.admission.models import FlowEdition
from qingshe.modules.admission.rules import FlowState, Parameters


def visible_to(actor: Actor) -> QuerySet[FlowEdition]:
    """Editions of the own place and those above it, the newest first."""
    seen = FlowEdition.objects.filter(policy.scope_of_flow(actor))
    return seen.order_by("-place", "-number")


def parameters_at(place: str, on: date) -> Parameters:
    """What counts at a place on a day: its own last edition, else that of the nearest place above.

    Where nobody has set anything, the defaults. One query.
    """
    return parameters_of(_nearest_edition(place, on))


def _nearest_edition(place: str, on: date) -> FlowEdition | None:
    found = FlowEdition.objects.filter(above("place", place), effective_from__lte=on)
    nearest = {step: rank for rank, step in enumerate(lineage(place))}
    return max(found, key=lambda one: (nearest[one.place], one.number), default=None)


def parameters_of(edition: FlowEdition | None) -> Parameters:
    return Parameters.of(edition.values if edition else {})


def current(place: str) -> FlowEdition | None:
    """The edition of the place itself that is in force."""
    return FlowEdition.objects.filter(place=place, state=FlowState.IN_FORCE).first()


def last_number(place: str) -> int:
    newest = FlowEdition.objects.filter(place=place).aggregate(last=Max("number"))
    return newest["last"] or 0


def sheet(place: str, on: date) -> list[tuple[rules.Parameter, rules.Value, str]]:
    """Each parameter with its value at a place on a day, and the value in words."""
    values = parameters_at(place, on)
    return [
        (one, value, one.in_words(value))
        for one in rules.PARAMETERS
        for value in [getattr(values, one.key)]
    ]
