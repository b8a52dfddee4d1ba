"""What a community may be asked for on a day, as plain rows: five queries for 100,000 items."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from qingshe.modules.catalog import rules
from qingshe.modules.catalog.models import Document, Edition, LegalBasis, ListItem, Marker, Review
from qingshe.modules.catalog.queries import editions
from qingshe.modules.catalog.queries.items import cited
from qingshe.modules.catalog.rules import BasisState, Cited, ItemState, ReviewState

_COLUMNS = (
    "pk",
    "edition_id",
    "key",
    "serial",
    "category",
    "title",
    "detail",
    "department",
    "ref",
    "conflicts_with",
    "conflict_note",
)


_SAID = ("articles", "checked", "checked_on", "status_note")  # what tells one basis from another


@dataclass(frozen=True, slots=True)
class EffectiveItem:
    """One item in force, with its edition; each basis as printed and as the rules see it."""

    pk: int
    edition: Edition
    key: str
    serial: int
    category: str
    title: str
    detail: str
    department: str
    ref: str
    conflicts_with: str
    conflict_note: str
    bases: list[tuple[str, Cited]]


@dataclass(frozen=True, slots=True)
class Suspension:
    """Since when an item rests, and why."""

    since: date | None
    reason: str


def effective(path: str, on: date) -> list[EffectiveItem]:
    """The items of all lists in force at a place on a day, without those that are suspended."""
    known = {edition.pk: edition for edition in editions.in_force(path, on)}
    resting = _suspended(edition.item_list_id for edition in known.values())
    items = ListItem.objects.filter(edition__in=known, state=ItemState.LISTED)
    return [item for item in _read(items, known) if _name_of(item) not in resting]


def suspended(path: str, on: date) -> list[tuple[EffectiveItem, Suspension]]:
    """The items that are left out of `effective`, each with its suspension."""
    known = {edition.pk: edition for edition in editions.in_force(path, on)}
    resting = _suspended(edition.item_list_id for edition in known.values())
    if not resting:
        return []
    keys = {key for _, key in resting}
    items = ListItem.objects.filter(edition__in=known, state=ItemState.LISTED, key__in=keys)
    found = ((item, resting.get(_name_of(item))) for item in _read(items, known))
    return [(item, rest) for item, rest in found if rest is not None]


def _read(items: QuerySet[ListItem], known: Mapping[int, Edition]) -> Iterator[EffectiveItem]:
    bases = _bases(items)
    rows = items.order_by("edition", "serial", "pk").values(*_COLUMNS)
    for row in rows.iterator(chunk_size=5000):
        yield EffectiveItem(
            edition=known[row.pop("edition_id")], bases=bases.get(row["pk"], []), **row
        )


def _name_of(item: EffectiveItem) -> tuple[int, str]:
    return item.edition.item_list_id, item.key


def editions_in_force(path: str, on: date) -> tuple[int, ...]:
    """The keys of the editions a community lives under on a day; one light query."""
    return tuple(edition.pk for edition in editions.in_force(path, on))


def markers() -> tuple[int, int]:
    """Two numbers, one query.

    The first grows with every publication, review, settlement and change of a document's status,
    the second with every rule of the gate that is switched off or on.
    """
    counted = dict(Marker.objects.values_list("pk", "number"))
    return counted.get(rules.LISTS, 0), counted.get(rules.GATE_RULES, 0)


def _bases(items: QuerySet[ListItem]) -> dict[int, list[tuple[str, Cited]]]:
    """The bases of every item: how they are printed, and how they stand.

    100,000 items rest on few documents: each document is read once, each basis is made once.
    """
    found: defaultdict[int, list[tuple[str, Cited]]] = defaultdict(list)
    registered = {
        document.pk: document
        for document in Document.objects.filter(citations__item__in=items).distinct()
    }
    made: dict[tuple[object, ...], tuple[str, Cited]] = {}
    bases = LegalBasis.objects.filter(item__in=items, state=BasisState.CITED)
    rows = bases.order_by("position").values_list("item", "document", *_SAID)
    for item, document, *said in rows.iterator(chunk_size=5000):
        basis = made.get((document, *said))
        if basis is None:
            stated = LegalBasis(
                document=registered[document], **dict(zip(_SAID, said, strict=True))
            )
            basis = made[document, *said] = (str(stated), cited(stated))
        found[item].append(basis)
    return found


def _suspended(lists: Iterable[int]) -> dict[tuple[int, str], Suspension]:
    """Items whose latest review suspended them: older reviews of the same item do not count."""
    latest: dict[tuple[int, str], Suspension | None] = {}
    for item_list, key, state, since, reason in (
        Review.objects.filter(item_list__in=set(lists))
        .order_by("pk")
        .values_list("item_list", "item_key", "state", "decided_on", "reason")
    ):
        rests = state == ReviewState.SUSPENDED
        latest[item_list, key] = Suspension(since, reason) if rests else None
    return {item: rest for item, rest in latest.items() if rest}
