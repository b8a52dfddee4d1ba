"""The review list of the gatekeeper (依据复核)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from qingshe.foundation.records import Action
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import NotFound
from qingshe.modules.catalog import policy, rules
from qingshe.modules.catalog.models import Edition, ItemList, ListItem, Review
from qingshe.modules.catalog.queries import editions, items
from qingshe.modules.catalog.rules import BasisStatus, ItemState, ReviewState


def visible_to(actor: Actor) -> QuerySet[Review]:
    """Reviews of the own territory, the gravest first."""
    seen = Review.objects.filter(policy.scope_of_reviews(actor)).select_related("item_list")
    return seen.order_by("rank", "pk")


def queue(
    actor: Actor,
    *,
    state: str = ReviewState.OPEN,
    gravity: str = "",
    document: str = "",
    item_list: int | None = None,
) -> QuerySet[Review]:
    """Reviews in one state: of one gravity, about one document (title), of one list (pk)."""
    waiting = visible_to(actor).filter(state=state)
    if gravity:
        waiting = waiting.filter(gravity=gravity)
    if document:
        waiting = waiting.filter(concern__contains=rules.mention_of(document))
    return waiting.filter(item_list=item_list) if item_list else waiting


def together(
    actor: Actor, *, document: str = "", gravity: str = "", item_list: int | None = None
) -> list[Review]:
    """The open reviews of the own level under some conditions, to be decided alike."""
    waiting = queue(actor, document=document, gravity=gravity, item_list=item_list)
    return list(waiting.filter(item_list__place=policy.home(actor)))


def bases_now(found: Sequence[Review]) -> dict[int, str]:
    """`basis_now` of many, by review, in a handful of queries; "" where nobody has said."""
    told = {row.review.pk: row.item for row in rows(found)}
    known = items.cited_by([item for item in told.values() if item])
    return {
        pk: "\n".join(basis.now_at for basis in known.get(item.pk, ()) if basis.now_at)
        if item
        else ""
        for pk, item in told.items()
    }


def documents_in(actor: Actor, *, state: str) -> list[tuple[str, int]]:
    """The documents that reviews in one state are about, with how many; the most cited first."""
    concerns = visible_to(actor).filter(state=state).order_by().values_list("concern", flat=True)
    counted = Counter(title for each in concerns for title in rules.mentioned_in(each))
    return counted.most_common()


def lists_in(actor: Actor) -> list[tuple[int, str]]:
    """The lists that have reviews: key and title."""
    found = visible_to(actor).order_by("item_list__place", "item_list")
    return list(found.values_list("item_list", "item_list__title").distinct())


def get(actor: Actor, pk: int) -> Review:
    review = visible_to(actor).filter(pk=pk).first()
    if review is None:
        raise NotFound("没有这件复核，或不在您的范围内。")
    return review


DECISIONS = (rules.CONFIRM, rules.KEEP, rules.SUSPEND, rules.LEAVE_OUT, rules.REOPEN)
WITHOUT_LAW = (rules.SUSPEND, rules.LEAVE_OUT, rules.CONFIRM, rules.KEEP, rules.REOPEN)


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A review with the item it is about, as that stands in the published edition."""

    review: Review
    item: ListItem | None


def rows(found: Sequence[Review]) -> list[ReviewRow]:
    """Reviews with their items, in two queries."""
    current = editions.published().filter(item_list__in={each.item_list_id for each in found})
    keys = {each.item_key for each in found}
    standing = ListItem.objects.filter(edition__in=current.order_by(), key__in=keys)
    of_key = {
        (item.edition.item_list_id, item.key): item
        for item in standing.filter(state=ItemState.LISTED).select_related("edition")
    }
    return [ReviewRow(each, of_key.get((each.item_list_id, each.item_key))) for each in found]


def counts(actor: Actor) -> dict[str, int]:
    """How many wait in the own territory, by what is the matter with their bases."""
    return _counted(Review.objects.filter(policy.scope_of_reviews(actor)))


def item_of(review: Review) -> ListItem | None:
    """The item as it stands now: in the published edition."""
    current = editions.latest_of(review.item_list)
    return items.of_edition(current).filter(key=review.item_key).first() if current else None


def basis_now(review: Review) -> str:
    """Where the duties of the item stand in today's law, as far as its bases say so."""
    item = item_of(review)
    found = [basis.now_at for basis in items.bases_of(item) if basis.now_at] if item else []
    return "\n".join(found)


def latest_by_key(item_list: ItemList) -> dict[str, Review]:
    """The newest review of each item of a list."""
    return {
        review.item_key: review
        for review in Review.objects.filter(item_list=item_list).order_by("pk")
    }


def editions_citing(document_pk: int) -> QuerySet[Edition]:
    """Published editions with items that rest on a document."""
    return (
        editions.published()
        .filter(
            items__bases__document=document_pk, items__bases__state="cited", items__state="listed"
        )
        .distinct()
    )


def actions(actor: Actor, review: Review, standing: BasisStatus) -> list[Action]:
    """What can be decided; where nothing carries the item any more, to suspend it comes first."""
    ordered = WITHOUT_LAW if standing == BasisStatus.REPEALED else DECISIONS
    moves = (move for move in ordered if move.starts_from(review.state))
    return [Action(move.name, move.label, policy.MAY[move](actor, review)) for move in moves]


def decided_for(item_list: ItemList, state: ReviewState) -> dict[str, Review]:
    """The items of a list whose latest review ended so, by key."""
    return {
        key: review for key, review in latest_by_key(item_list).items() if review.state == state
    }


def open_counts(edition: Edition) -> dict[str, int]:
    """How many items of a list wait to be reviewed, by what is the matter with their bases."""
    return _counted(Review.objects.filter(item_list=edition.item_list))


def _counted(reviews: QuerySet[Review]) -> dict[str, int]:
    waiting = reviews.filter(state=ReviewState.OPEN).order_by()
    counted = waiting.values("gravity").annotate(count=Count("pk"))
    return {row["gravity"]: row["count"] for row in counted}
