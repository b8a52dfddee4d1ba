"""The places that have published lists, and which of them somebody means."""

from dataclasses import dataclass

from qingshe.kernel.actor import Actor
from qingshe.kernel.divisions import Level
from qingshe.modules.catalog import policy
from qingshe.modules.catalog.models import ItemList, Settlement
from qingshe.modules.catalog.rules import AppliesTo, EditionState, SettlementState
from qingshe.modules.orgs import facade as orgs


@dataclass(frozen=True, slots=True)
class Place:
    """A place with lists of its own."""

    path: str
    name: str


def with_lists() -> list[Place]:
    """Places below the nation, by path; one query."""
    lists = ItemList.objects.filter(editions__state=EditionState.PUBLISHED).exclude(place="/")
    found = lists.order_by("place").values_list("place", "place_name").distinct()
    return list({path: Place(path, name) for path, name in found}.values())


def judged() -> list[str]:
    """Paths that stand for all units: who lives under the same lists judges like one of these.

    The nation, every place with lists or settlements of its own and, where a list is for one kind
    of community only, a community of each kind there.
    """
    lists = ItemList.objects.filter(editions__state=EditionState.PUBLISHED)
    settled = Settlement.objects.filter(state=SettlementState.SETTLED)
    places = {"/", *lists.values_list("place", flat=True), *settled.values_list("place", flat=True)}
    found = set(places)
    if lists.exclude(applies_to=AppliesTo.ALL).exists():
        for place in places:
            communities = orgs.units_below(place, Level.COMMUNITY)
            of_kind = {each.community_kind: each.path for each in communities}
            found |= set(of_kind.values())
    return sorted(found)


def meant_by(actor: Actor, asked: str, city: str) -> str:
    """The path of the place whose lists to show: the one asked for, one's own, or the city's.

    `asked` is what stands in the address; only places with lists are taken from there. `city` is
    the name of the city this installation is of.
    """
    places = with_lists()
    if asked in {place.path for place in places}:
        return asked
    if actor.role is not None:
        return policy.home(actor)
    own = (place.path for place in places if place.name.endswith(city))
    return next(own, places[0].path if places else "/")
