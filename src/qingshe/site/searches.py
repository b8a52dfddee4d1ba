"""One search over all a person may see: items, permits, applications, units; word or number."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.urls import reverse

from qingshe.kernel.actor import Actor
from qingshe.modules.admission.queries import applications
from qingshe.modules.catalog.queries import permits
from qingshe.modules.catalog.queries import search as catalog
from qingshe.modules.orgs.queries import units

MOST = 20  # hits a group


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: what it is called, where it stands, its page."""

    title: str
    detail: str
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    """Hits of one sort; `more` says that there are others."""

    label: str
    hits: Sequence[Hit]
    more: bool


def everywhere(actor: Actor, query: str) -> list[Group]:
    """What matches `query`, sort by sort; nothing for an empty query."""
    if not query:
        return []
    found = (
        ("清单事项", _items(actor, query)),
        ("许可", _permits(actor, query)),
        ("准入申请", _applications(actor, query)),
        ("组织", _units(actor, query)),
    )
    groups = [(label, list(islice(hits, MOST + 1))) for label, hits in found]
    return [Group(label, hits[:MOST], len(hits) > MOST) for label, hits in groups if hits]


def _items(actor: Actor, query: str) -> Iterator[Hit]:
    for item in catalog.published_items(query)[: MOST + 1]:
        where = f"{item.key} · {item.edition.item_list.title}"
        yield Hit(item.title, where, reverse("catalog:item", args=[item.pk]))


def _permits(actor: Actor, query: str) -> Iterator[Hit]:
    """Permits of the own register by word; any permit by its whole number."""
    named = permits.by_number(query)
    if named is not None:
        yield Hit(named.title, named.number, reverse("catalog:verification", args=[named.number]))
    for permit in permits.containing(actor, query)[: MOST + 1]:
        if permit != named:
            yield Hit(permit.title, permit.number, reverse("catalog:permit", args=[permit.pk]))


def _applications(actor: Actor, query: str) -> Iterator[Hit]:
    for one in applications.found(actor, query)[: MOST + 1]:
        yield Hit(one.title, f"{one} · {one.applicant_name}", applications.address(one.pk))


def _units(actor: Actor, query: str) -> Iterator[Hit]:
    for unit in units.found(actor, query):
        yield Hit(unit.name, unit.code, reverse("orgs:unit", args=[unit.pk]))
