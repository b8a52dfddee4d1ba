"""Items with what they rest on; the number of queries never depends on the number of items."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from django.db.models import Min, Prefetch, Q, QuerySet

from qingshe.foundation.records import Action
from qingshe.foundation.search import index
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import NotFound
from qingshe.modules.catalog import policy, rules
from qingshe.modules.catalog.models import Document, Edition, ItemList, LegalBasis, ListItem, Review
from qingshe.modules.catalog.queries import editions
from qingshe.modules.catalog.rules import (
    BasisCheck,
    BasisState,
    BasisStatus,
    Cited,
    CommunityAction,
    ItemState,
    ItemText,
)

SEARCHED_AS = "catalog.item"
CHUNK = 2000
WRITTEN = (  # of an item, by people
    "key",
    "serial",
    "title",
    "category",
    "detail",
    "department",
    "cadence",
    "funding",
    "guide",
    "note",
)
VERIFIED = (BasisCheck.VERIFIED, BasisCheck.CORRECTED)


@dataclass(frozen=True, slots=True)
class BasisRow:
    """A basis with how it stands."""

    basis: LegalBasis
    cited: Cited

    def __str__(self) -> str:
        return str(self.basis)


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item as pages show it: with its bases, how it stands, and what became of a review.

    `warning` tells the whole story of doubtful bases, `brief` only which they are.
    """

    item: ListItem
    bases: tuple[BasisRow, ...]
    standing: BasisStatus
    warning: str
    brief: str
    review: Review | None = None

    @property
    def tone(self) -> str:
        """The colour of the warning."""
        return "red" if self.standing == BasisStatus.REPEALED else "amber"

    @property
    def is_suspended(self) -> bool:
        return self.review is not None and self.review.state == rules.ReviewState.SUSPENDED


def of_edition(edition: Edition) -> QuerySet[ListItem]:
    """The items of an edition in their order, the bases fetched along."""
    return _listed().filter(edition=edition).order_by("serial", "pk")


def each_of(edition: Edition) -> Iterator[ListItem]:
    """The same one after another, for work over a whole edition; memory stays flat."""
    return of_edition(edition).iterator(chunk_size=CHUNK)


def found_in(edition: Edition, *, words: str = "", category: str = "") -> QuerySet[ListItem]:
    """Those with all of `words` (two characters are enough) and of one category."""
    found = of_edition(edition)
    if category:
        found = found.filter(category=category)
    if words.strip():
        found = found.filter(pk__in=index.matching(SEARCHED_AS, words))
    return found


def containing(edition: Edition, *, words: str = "", category: str = "") -> QuerySet[ListItem]:
    """The same for a draft, which changes too often to stand in the search index."""
    found = of_edition(edition)
    if category:
        found = found.filter(category=category)
    for word in words.split():
        found = found.filter(Q(title__contains=word) | Q(key__contains=word))
    return found


def categories_of(edition: Edition) -> list[str]:
    """The categories in the order in which they first stand in the edition.

    Of a published edition they are noted once and for all; a draft is asked anew.
    """
    if edition.published_on:
        return list(edition.categories)
    named = ListItem.objects.filter(edition=edition, state=ItemState.LISTED).exclude(category="")
    first = named.values("category").annotate(first=Min("serial")).order_by("first", "category")
    return [row["category"] for row in first]


def get(actor: Actor, pk: int) -> ListItem:
    seen = _listed().filter(pk=pk, edition__in=editions.visible_to(actor).order_by())
    item = seen.first()
    if item is None:
        raise NotFound("没有这个事项，或者它还没有公布。")
    return item


def history(actor: Actor, item: ListItem) -> QuerySet[ListItem]:
    """The same matter in every edition of its list that the actor may see, oldest first."""
    seen = editions.visible_to(actor).order_by()
    same = _listed().filter(key=item.key, edition__item_list=item.edition.item_list)
    return same.filter(edition__in=seen).order_by("edition__number")


def rows(items: Sequence[ListItem]) -> list[ItemRow]:
    """The items of one list with their standing and the latest review of each: one query more."""
    reviews = _latest_reviews(items)
    return [_row(item, reviews.get(item.key)) for item in items]


def row(item: ListItem) -> ItemRow:
    return rows([item])[0]


def texts(edition: Edition) -> list[ItemText]:
    """What an edition says, for comparison: two queries for 2,000 items."""
    return [text_of(item) for item in each_of(edition)]


def text_of(item: ListItem) -> ItemText:
    return ItemText(
        key=item.key,
        serial=item.serial,
        title=item.title,
        category=item.category,
        detail=item.detail,
        department=item.department,
        actions=item.action_labels,
        cadence=item.cadence,
        funding=item.funding,
        guide=item.guide,
        ref=item.ref,
        bases=tuple(map(str, item.bases.all())),
        note="；".join(
            note
            for note in (
                item.category_note,
                item.reconstruction_note,
                item.conflict_note,
                item.note,
            )
            if note
        ),
    )


def editable_text_of(item: ListItem) -> ItemText:
    """The part of an item that people write themselves: in a form, or in a row of a table."""
    return replace(text_of(item), ref="", note=item.note)


def editable_texts(edition: Edition) -> Iterator[ItemText]:
    """The same of every item in order, for the table of a long edition.

    Two light queries for 2,000 items: no record is built, every document is named once.
    """
    plain = ListItem.objects.filter(edition=edition, state=ItemState.LISTED)
    found = plain.order_by("serial", "pk").values("pk", "actions", *WRITTEN)
    rows = found.iterator(chunk_size=CHUNK)
    documents: dict[int, str] = {}
    while piece := list(islice(rows, CHUNK)):
        bases = _named_bases([row["pk"] for row in piece], documents)
        for row in piece:
            actions = tuple(CommunityAction(code).label for code in row.pop("actions"))
            yield ItemText(actions=actions, bases=tuple(bases[row.pop("pk")]), **row)


def _named_bases(some: Collection[int], documents: dict[int, str]) -> dict[int, list[str]]:
    """`str` of each basis by item; names of documents are kept in `documents`."""
    live = LegalBasis.objects.filter(item__in=some, state=BasisState.CITED)
    cited = list(live.order_by("position", "pk").values_list("item", "document", "articles"))
    unknown = {document for _, document, _ in cited} - documents.keys()
    if unknown:
        documents |= {pk: str(one) for pk, one in Document.objects.in_bulk(unknown).items()}
    found: defaultdict[int, list[str]] = defaultdict(list)
    for item, document, articles in cited:
        found[item].append(f"{documents[document]}{articles}")
    return found


def cited(basis: LegalBasis) -> Cited:
    """What the rules need to know of a basis; its document must be at hand."""
    document = basis.document
    return Cited(
        document=document.title,
        status=BasisStatus(document.status),
        is_verified=basis.checked in VERIFIED,
        changed_on=document.changed_on,
        checked_text=basis.checked_on or document.checked_text,
        note=basis.status_note or document.status_note,
    )


def count_ever(item_list: ItemList) -> int:
    """How many items all editions of a list ever had, struck ones included."""
    return ListItem.objects.filter(edition__item_list=item_list).count()


def neighbour(item: ListItem, *, above: bool) -> ListItem | None:
    """The item that stands directly before or after this one."""
    others = of_edition(item.edition).exclude(pk=item.pk)
    if above:
        return others.filter(serial__lte=item.serial).order_by("-serial", "-pk").first()
    return others.filter(serial__gte=item.serial).first()


def to_close_up(struck: ListItem) -> list[ListItem]:
    """The items after one that is gone; none while another still bears its serial number."""
    others = ListItem.objects.filter(edition=struck.edition_id, state=ItemState.LISTED)
    if others.filter(serial=struck.serial).exists():
        return []
    after = others.filter(serial__gt=struck.serial).select_related("edition__item_list")
    return list(after.order_by("serial", "pk"))


def touched(edition: Edition) -> list[ListItem]:
    """The items of a draft that somebody changed or struck since it was begun."""
    every = ListItem.objects.filter(edition=edition)
    return list(every.filter(Q(version__gt=1) | Q(state=ItemState.STRUCK)).order_by("pk"))


def actions(actor: Actor, item: ListItem) -> list[Action]:
    moves = (rules.REVISE_ITEM, rules.STRIKE_ITEM)
    return [Action(move.name, move.label, policy.MAY[move](actor, item)) for move in moves]


def _listed() -> QuerySet[ListItem]:
    live = LegalBasis.objects.filter(state=BasisState.CITED).select_related("document")
    bases = Prefetch("bases", queryset=live.order_by("position", "pk"))
    listed = ListItem.objects.filter(state=ItemState.LISTED)
    return listed.select_related("edition__item_list").prefetch_related(bases)


def _row(item: ListItem, review: Review | None) -> ItemRow:
    bases = tuple(BasisRow(basis, cited(basis)) for basis in item.bases.all())
    seen = [basis.cited for basis in bases]
    doubts = rules.doubts_in(seen)
    return ItemRow(
        item=item,
        bases=bases,
        standing=rules.standing(seen),
        warning=rules.sentence_of(doubts),
        brief="；".join(dict.fromkeys(doubt.brief for doubt in doubts)),
        review=review,
    )


def _latest_reviews(items: Sequence[ListItem]) -> Mapping[str, Review]:
    if not items:
        return {}
    of_list = Review.objects.filter(item_list=items[0].edition.item_list)
    found = of_list.filter(item_key__in=[item.key for item in items]).order_by("pk")
    return {review.item_key: review for review in found}


def bases_of(item: ListItem) -> list[LegalBasis]:
    """What the item rests on now, read anew."""
    live = LegalBasis.objects.filter(item=item, state=BasisState.CITED)
    return list(live.select_related("document", "item__edition__item_list").order_by("position"))


def cited_by(some: Iterable[ListItem]) -> dict[int, list[LegalBasis]]:
    """What each of some items rests on, by item; one query."""
    live = LegalBasis.objects.filter(item__in=list(some), state=BasisState.CITED)
    found: dict[int, list[LegalBasis]] = {}
    for basis in live.select_related("document").order_by("position", "pk"):
        found.setdefault(basis.item_id, []).append(basis)
    return found


def in_force_of_kind(kind: str, path: str, on: date) -> QuerySet[ListItem]:
    """Items of one kind of list that are in force at a place on a day, wide places first."""
    current = [each for each in editions.in_force(path, on) if each.item_list.kind == kind]
    order = ("edition__item_list__place", "edition", "serial", "pk")
    return _listed().filter(edition__in=current).order_by(*order)


def in_force_named(key: str, path: str, on: date) -> ListItem:
    """The item with this key in force at a place; NotFound when there is none."""
    current = editions.in_force(path, on)
    item = _listed().filter(key=key, edition__in=current).first()
    if item is None:
        raise NotFound("现行清单中没有这个编号的事项。")
    return item


def opposed_by(item: ListItem) -> list[ListItem]:
    """The items of published lists that say the opposite of this one."""
    current = editions.published().order_by()
    return list(_listed().filter(key__in=item.conflicts_with.split(), edition__in=current))
