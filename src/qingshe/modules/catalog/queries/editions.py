"""Lists and their editions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum

from qingshe.foundation.access import above, below, lineage
from qingshe.foundation.records import Action
from qingshe.kernel.actor import Actor
from qingshe.kernel.answer import Answer
from qingshe.kernel.divisions import Level
from qingshe.kernel.errors import Denied, NotFound
from qingshe.modules.catalog import policy, rules
from qingshe.modules.catalog.models import Edition, ItemList, Opinion
from qingshe.modules.catalog.rules import AppliesTo, EditionState, ReviewState
from qingshe.modules.orgs import facade as orgs

COMMUNITY_DEPTH = len(Level) - 1  # the root, province, city, county, street come before
OPEN = (EditionState.DRAFT, EditionState.CONSULTING)
OF_AN_EDITION = (  # the first is the one that people come for
    rules.PUBLISH,
    rules.CONSULT,
    rules.RESUME,
    rules.REVISE,
    rules.WITHDRAW,
)


def visible_to(actor: Actor) -> QuerySet[Edition]:
    """Editions with their lists, the newest of a list first."""
    seen = Edition.objects.filter(policy.scope(actor)).select_related("item_list")
    return seen.order_by("item_list__place", "item_list__pk", "-number")


def get(actor: Actor, pk: int) -> Edition:
    edition = visible_to(actor).filter(pk=pk).first()
    if edition is None:
        raise NotFound("没有这个版次，或者它还没有公布。")
    return edition


def lists_visible_to(actor: Actor) -> QuerySet[ItemList]:
    public = Edition.objects.filter(item_list=OuterRef("pk"), state__in=policy.PUBLIC)
    lists = ItemList.objects.annotate(has_public=Exists(public))
    return lists.filter(policy.scope_of_lists(actor)).order_by("place", "pk")


def get_list(actor: Actor, pk: int) -> ItemList:
    item_list = lists_visible_to(actor).filter(pk=pk).first()
    if item_list is None:
        raise NotFound("没有这份清单，或不在您的范围内。")
    return item_list


def in_force(path: str, on: date) -> list[Edition]:
    """The editions a community lives under on a day: its own and its ancestors', one query.

    An edition that was replaced stays in force until the day its successor begins. A list for
    urban communities does not bind villages, nor the other way round; only where there is such a
    list is it asked what kind a community is.
    """
    still = Q(effective_until__isnull=True) | Q(effective_until__gte=on)
    found = Edition.objects.filter(
        above("item_list__place", path),
        still,
        state__in=policy.PUBLIC,
        effective_from__lte=on,
    )
    ordered = found.select_related("item_list").order_by("item_list__place", "item_list__pk")
    return _applying(path, list(ordered))


def _applying(path: str, found: list[Edition]) -> list[Edition]:
    if all(edition.item_list.applies_to == AppliesTo.ALL for edition in found):
        return found
    kind = _community_kind(path)
    wanted = {AppliesTo.ALL, kind} if kind else set(AppliesTo)
    return [edition for edition in found if edition.item_list.applies_to in wanted]


def _community_kind(path: str) -> str:
    """Urban or village; "" above the communities, and for a place that nobody has set up."""
    if len(lineage(path)) <= COMMUNITY_DEPTH:
        return ""
    try:
        return orgs.unit(path).community_kind
    except NotFound:
        return ""


def published() -> QuerySet[Edition]:
    """The editions that stand on the public page, wide places first."""
    now = Edition.objects.filter(state=EditionState.PUBLISHED).select_related("item_list")
    return now.order_by("item_list__place", "item_list__pk")


def public(pk: int) -> Edition | None:
    """A published edition, or one that was, for the worker."""
    found = Edition.objects.filter(pk=pk, state__in=policy.PUBLIC).select_related("item_list")
    return found.first()


def of_list(actor: Actor, item_list: ItemList) -> QuerySet[Edition]:
    return visible_to(actor).filter(item_list=item_list)


def latest_of(item_list: ItemList) -> Edition | None:
    """The edition a next one starts from: the published one."""
    return published().filter(item_list=item_list).first()


def open_draft_of(item_list: ItemList) -> Edition | None:
    drafts = Edition.objects.filter(item_list=item_list, state__in=OPEN)
    return drafts.select_related("item_list").first()


def open_drafts(actor: Actor) -> QuerySet[Edition]:
    return visible_to(actor).filter(state__in=OPEN)


def not_reminded() -> QuerySet[Edition]:
    """Published editions without a draft after them whose keepers were never reminded."""
    drafts = Edition.objects.filter(item_list=OuterRef("item_list"), state__in=OPEN)
    return published().filter(~Exists(drafts), reminded_on=None)


def actions(actor: Actor, edition: Edition) -> list[Action]:
    """What can be done to an edition now, each with whether this actor may."""
    moves = (move for move in OF_AN_EDITION if move.starts_from(edition.state))
    return [Action(move.name, move.label, policy.MAY[move](actor, edition)) for move in moves]


def consulted(actor: Actor) -> QuerySet[Edition]:
    """The drafts of which this actor is asked an opinion."""
    return visible_to(actor).filter(state=EditionState.CONSULTING)


def may_give_opinion(actor: Actor, edition: Edition) -> Answer:
    return policy.may_give_opinion(actor, edition)


def lists_of(pks: Iterable[int]) -> tuple[int, ...]:
    """The keys of the lists that some editions are of, in order."""
    found = Edition.objects.filter(pk__in=list(pks)).order_by("item_list")
    return tuple(found.values_list("item_list", flat=True).distinct())


def items_in(pks: Iterable[int]) -> int:
    """How many items some editions hold together."""
    found = Edition.objects.filter(pk__in=list(pks)).aggregate(count=Sum("item_count"))
    return found["count"] or 0


def predecessor_of(edition: Edition) -> Edition | None:
    """The edition that is followed until this one begins; None once it has begun."""
    if not edition.is_awaited:
        return None
    before = Edition.objects.filter(
        item_list=edition.item_list_id, state=EditionState.SUPERSEDED, number__lt=edition.number
    )
    return before.order_by("-number").first()


@dataclass(frozen=True, slots=True)
class OpinionRow:
    """An opinion with the name of the unit that gave it."""

    opinion: Opinion
    unit_name: str


def opinions(actor: Actor, edition: Edition) -> list[OpinionRow]:
    """What was said of an edition, as far as this actor may read it, oldest first."""
    seen = Opinion.objects.filter(policy.scope_of_opinions(actor), edition=edition)
    found = list(seen.order_by("pk"))
    names = orgs.names({each.unit for each in found}) if found else {}
    return [OpinionRow(each, names.get(each.unit, "")) for each in found]


def last_number(item_list: ItemList) -> int:
    """The number of the newest edition; that of a withdrawn draft is free again. 0 for none."""
    kept = Edition.objects.filter(item_list=item_list).exclude(state=EditionState.WITHDRAWN)
    newest = kept.aggregate(last=Max("number"))
    return newest["last"] or 0


def count_lists_at(place: str) -> int:
    return ItemList.objects.filter(place=place).count()


def list_by_code(place: str, code: str) -> ItemList | None:
    return ItemList.objects.filter(place=place, code=code).first()


def loaded_packs() -> list[tuple[str, str]]:
    """Pack and place of every list that came from a pack, each pair once."""
    lists = ItemList.objects.exclude(pack="").order_by("pack", "place_name")
    return list(lists.values_list("pack", "place_name").distinct())


@dataclass(frozen=True, slots=True)
class DeskRow:
    """A list on the gatekeeper's desk: what is in force, what is being drafted, what is due.

    `awaited` is published for a day that has not come; until then `current` is followed.
    """

    item_list: ItemList
    current: Edition | None
    awaited: Edition | None
    draft: Edition | None
    waiting: int
    is_due: bool
    may_start: Answer


def desk(actor: Actor) -> QuerySet[ItemList]:
    """The lists of the own territory with the number of their open reviews."""
    if not actor.has(policy.DRAFT):
        raise Denied("没有起草清单的权限。")
    mine = lists_visible_to(actor).filter(below("place", policy.home(actor)))
    is_open = Q(reviews__state=ReviewState.OPEN)
    return mine.annotate(waiting=Count("reviews", filter=is_open))


def desk_rows(actor: Actor, lists: Sequence[ItemList], today: date) -> list[DeskRow]:
    """The lists with their published and open editions, in one query more."""
    still = Q(state=EditionState.SUPERSEDED, effective_until__gte=today)
    found = Edition.objects.filter(
        still | Q(state__in=(*OPEN, EditionState.PUBLISHED)), item_list__in=lists
    ).select_related("item_list")
    standing = [each for each in found.order_by("number") if each.state not in OPEN]
    current = {each.item_list_id: each for each in standing if not _begins_after(each, today)}
    awaited = {each.item_list_id: each for each in standing if _begins_after(each, today)}
    drafts = {each.item_list_id: each for each in found if each.state in OPEN}
    return [
        DeskRow(
            item_list=each,
            current=current.get(each.pk),
            awaited=awaited.get(each.pk),
            draft=drafts.get(each.pk),
            waiting=getattr(each, "waiting", 0),
            is_due=_is_due(current.get(each.pk), today) and each.pk not in drafts | awaited,
            may_start=policy.may_keep(actor, each),
        )
        for each in lists
    ]


def may_edit(actor: Actor, edition: Edition) -> Answer:
    return policy.may_edit(actor, edition)


def _begins_after(edition: Edition, today: date) -> bool:
    return edition.effective_from is not None and edition.effective_from > today


def _is_due(current: Edition | None, today: date) -> bool:
    """Whether a year has passed since the list was published."""
    if current is None or current.published_on is None:
        return False
    return rules.refresh_is_due(current.published_on, today)


def with_one_before(pk: int) -> tuple[Edition, Edition | None]:
    """An edition and the one it took the place of, whoever asks. Errors: NotFound."""
    edition = Edition.objects.filter(pk=pk).select_related("item_list").first()
    if edition is None:
        raise NotFound("没有这个版次。")
    older = Edition.objects.filter(item_list=edition.item_list, number__lt=edition.number)
    before = older.filter(state=EditionState.SUPERSEDED).order_by("-number").first()
    return edition, before
