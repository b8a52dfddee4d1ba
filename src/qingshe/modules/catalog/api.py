from dataclasses import asdict
from datetime import date
from typing import Annotated

from django.db.models import QuerySet
from django.utils import timezone
from ninja import Query, Router

from qingshe.modules.catalog import rules
from qingshe.modules.catalog.models import Edition
from qingshe.modules.catalog.queries import editions, items
from qingshe.modules.catalog.queries import permits as permit_queries
from qingshe.modules.catalog.rules import PermitKind, PermitStanding
from qingshe.modules.catalog.schemas import (
    ChangeOut,
    ComparisonOut,
    EditionOut,
    ItemOut,
    ItemPage,
    ItemTextOut,
    ListPage,
    MoveOut,
    PermitOut,
    PermitPage,
    VerifiedOut,
    told_of,
)
from qingshe.web.http import ActorRequest
from qingshe.web.paging import keyset

router = Router(tags=["清单"])
permits = Router(tags=["许可"])
LARGEST_PAGE = 500
PATH = r"^/([0-9a-z]+/)*$"


@router.get("/lists", response=ListPage, summary="清单")
def list_lists(request: ActorRequest, after: str = "") -> dict[str, object]:
    """Lists with a published edition, and those the caller drafts."""
    page = keyset(editions.lists_visible_to(request.actor), order=("place", "pk"), after=after)
    return {"lists": page.rows, "next_after": page.next_after}


@router.get("/lists/{pk}/editions", response=list[EditionOut], summary="一份清单的各版次")
def list_editions(request: ActorRequest, pk: int) -> QuerySet[Edition]:
    item_list = editions.get_list(request.actor, pk)
    return editions.of_list(request.actor, item_list)


@router.get("/in-force", response=list[EditionOut], summary="某地某日施行的版次")
def list_in_force(
    request: ActorRequest,
    place: Annotated[str, Query(max_length=100, pattern=PATH)] = "/",
    on: date | None = None,
) -> list[Edition]:
    """The editions a unit with this path lives under: its own and those above it."""
    return editions.in_force(place, on or timezone.localdate())


@router.get("/editions/{pk}", response=EditionOut, summary="一个版次")
def show_edition(request: ActorRequest, pk: int) -> Edition:
    return editions.get(request.actor, pk)


@router.get("/editions/{pk}/items", response=ItemPage, summary="一个版次的事项")
def list_items(
    request: ActorRequest,
    pk: int,
    q: Annotated[str, Query(max_length=100)] = "",
    category: Annotated[str, Query(max_length=100)] = "",
    after: str = "",
    size: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 100,
) -> ItemPage:
    edition = editions.get(request.actor, pk)
    found = items.found_in(edition, words=q, category=category)
    page = keyset(found, order=("serial", "pk"), after=after, size=size)
    told = [ItemOut.of(row) for row in items.rows(page.rows)]
    return ItemPage(items=told, next_after=page.next_after)


@router.get("/items/{pk}", response=ItemOut, summary="一个事项")
def show_item(request: ActorRequest, pk: int) -> ItemOut:
    return ItemOut.of(items.row(items.get(request.actor, pk)))


@router.get("/editions/{pk}/compare/{other}", response=ComparisonOut, summary="与另一版次对照")
def compare_editions(request: ActorRequest, pk: int, other: int) -> ComparisonOut:
    """What was done to `other` to make `pk`."""
    before = items.texts(editions.get(request.actor, other))
    after = items.texts(editions.get(request.actor, pk))
    return _told(rules.compare(before, after))


@permits.get("", response=PermitPage, summary="许可登记簿")
def list_permits(
    request: ActorRequest,
    q: Annotated[str, Query(max_length=100)] = "",
    standing: PermitStanding | None = None,
    kind: PermitKind | None = None,
    after: str = "",
    size: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 100,
) -> PermitPage:
    """The permits that the caller may see, the newest first."""
    today = timezone.localdate()
    found = permit_queries.register(
        request.actor, today=today, words=q, standing=standing or "", kind=kind or ""
    )
    page = keyset(found, order=("-pk",), after=after, size=size)
    told = [PermitOut.model_validate(told_of(row)) for row in permit_queries.rows(page.rows, today)]
    return PermitPage(permits=told, next_after=page.next_after)


@permits.get("/{path:number}", response=VerifiedOut, summary="查验一个编号")
def verify_permit(request: ActorRequest, number: str) -> VerifiedOut:
    """Whether a number is good, for anybody; the brackets may be written any way."""
    return VerifiedOut.model_validate(
        told_of(permit_queries.verified(number, timezone.localdate()))
    )


def _told(comparison: rules.Comparison) -> ComparisonOut:
    return ComparisonOut(
        added=[_head(item) for item in comparison.added],
        removed=[_head(item) for item in comparison.removed],
        changed=[
            ChangeOut(key=revised.item.key, label=change.label, **asdict(change))
            for revised in comparison.changed
            for change in revised.changes
        ],
        moved=[
            MoveOut(
                key=moved.after.key,
                serial_before=moved.before.serial,
                serial_after=moved.after.serial,
                category_before=moved.before.category,
                category_after=moved.after.category,
            )
            for moved in comparison.moved
        ],
    )


def _head(item: rules.ItemText) -> ItemTextOut:
    return ItemTextOut(key=item.key, serial=item.serial, category=item.category, title=item.title)
