"""What speaks against publishing a draft; counted by the database, so that length is no matter."""

from collections.abc import Iterator

from django.db.models import Count, Exists, OuterRef, QuerySet

from qingshe.modules.catalog.models import Edition, LegalBasis, ListItem, Review
from qingshe.modules.catalog.rules import (
    BasisState,
    BasisStatus,
    Concern,
    ConcernKind,
    ItemState,
    ReviewState,
    rests_on_law,
)

SHOWN = 100  # of each kind; who has more than that knows enough
SETTLED = (ReviewState.CONFIRMED, ReviewState.KEPT, ReviewState.SUSPENDED)


def before_publication(edition: Edition) -> tuple[Concern, ...]:
    """At most 100 of each kind, in the order of the items."""
    items = ListItem.objects.filter(edition=edition, state=ItemState.LISTED)
    items = items.order_by("serial", "pk")
    return (
        *_told(ConcernKind.NO_TITLE, items.filter(title__regex=r"^\s*$")),
        *_told(ConcernKind.TWICE, items.filter(serial__in=_serials_twice(items))),
        *_told(ConcernKind.NO_BASIS, _without_basis(edition, items)),
        *_told(ConcernKind.REPEALED, _on_repealed(edition, items)),
    )


def _told(kind: ConcernKind, items: QuerySet[ListItem]) -> Iterator[Concern]:
    for item in items[:SHOWN]:
        yield Concern(kind, item.pk, item.key, f"第{item.serial}项 {item.title}")


def _serials_twice(items: QuerySet[ListItem]) -> QuerySet[ListItem, int]:
    counted = items.order_by().values("serial").annotate(times=Count("pk"))
    return counted.filter(times__gt=1).values_list("serial", flat=True)


def _without_basis(edition: Edition, items: QuerySet[ListItem]) -> QuerySet[ListItem]:
    if not rests_on_law(edition.item_list.kind):
        return items.none()
    return items.filter(~Exists(_cited()))


def _on_repealed(edition: Edition, items: QuerySet[ListItem]) -> QuerySet[ListItem]:
    of_item = Review.objects.filter(item_list=edition.item_list, item_key=OuterRef("key"))
    settled = of_item.filter(state__in=SETTLED)
    waiting = of_item.filter(state=ReviewState.OPEN)
    gone = _cited().filter(document__status=BasisStatus.REPEALED)
    return items.filter(Exists(gone) & (Exists(waiting) | ~Exists(settled)))


def _cited() -> QuerySet[LegalBasis]:
    return LegalBasis.objects.filter(item=OuterRef("pk"), state=BasisState.CITED)
