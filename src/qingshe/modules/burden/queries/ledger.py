"""The ledger as the services that keep it need it: what is booked, for whom."""

from collections.abc import Collection, Iterator, Mapping

from django.db.models import QuerySet, Sum

from qingshe.foundation.access import lineage
from qingshe.modules.burden.models import BurdenEntry, BurdenSource, BurdenTotal
from qingshe.modules.burden.rules import Sums

AMOUNTS = ("shares", "estimated", "told", "observed", "compared")
FEW = 500  # communities named in a query; for more all of the source are read


def held(subject: str) -> BurdenSource:
    """The source with a name, its row held until the transaction ends."""
    return BurdenSource.objects.select_for_update().get(subject=subject)


def booked(source: BurdenSource, communities: Collection[str] | None = None) -> Mapping[str, Sums]:
    """What is booked for each of these communities, or for all; one query."""
    found = BurdenEntry.objects.filter(source=source)
    if communities is not None and len(communities) <= FEW:
        found = found.filter(community__in=communities)
    rows = found.values("community").annotate(*map(Sum, AMOUNTS)).order_by()
    return {row["community"]: sums_of(row) for row in rows}


def places_above(community: str) -> list[str]:
    """Where the minutes of a community are summed: every place above it, the root included."""
    return lineage(community)[:-1]


def totals_wanted(source: BurdenSource) -> dict[tuple[str, str], Sums]:
    """The sums by place and cause that the entries of a source amount to."""
    rows = (
        BurdenEntry.objects.filter(source=source)
        .values("community", "cause")
        .annotate(*map(Sum, AMOUNTS))
        .order_by()
    )
    wanted: dict[tuple[str, str], Sums] = {}
    for row in rows.iterator():
        for place in places_above(row["community"]):
            at = (place, row["cause"])
            wanted[at] = wanted.get(at, Sums()) + sums_of(row)
    return {at: sums for at, sums in wanted.items() if sums}


def totals_stored(source: BurdenSource) -> dict[tuple[str, str], Sums]:
    """The sums by place and cause as they are stored."""
    rows = BurdenTotal.objects.filter(source=source)
    stored = {
        (row.place, row.cause): Sums(*(getattr(row, name) for name in AMOUNTS)) for row in rows
    }
    return {at: sums for at, sums in stored.items() if sums}


def sources() -> Iterator[BurdenSource]:
    """Every source, the oldest first, read in pieces."""
    return BurdenSource.objects.order_by("pk").iterator(chunk_size=1000)


def source_with(subject: str) -> BurdenSource | None:
    return BurdenSource.objects.filter(subject=subject).first()


def above_budget() -> QuerySet[BurdenSource]:
    """What was issued beyond a budget, the newest first."""
    return BurdenSource.objects.filter(over_budget__gt=0).order_by("-issued_on", "-pk")


def sums_of(row: Mapping[str, int | None]) -> Sums:
    """The amounts of a grouped row."""
    return Sums(*(row[f"{name}__sum"] or 0 for name in AMOUNTS))
