"""What a street sees of its communities: their shares, and what it can do for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from qingshe.foundation.records import Action
from qingshe.kernel.actor import Actor
from qingshe.kernel.answer import YES, Answer, no
from qingshe.kernel.divisions import Level
from qingshe.kernel.errors import NotFound
from qingshe.modules.demands import policy, rules
from qingshe.modules.demands.models import Assignment, Refusal
from qingshe.modules.demands.queries import demands, limits, refusals
from qingshe.modules.demands.queries.demands import IN
from qingshe.modules.demands.rules import AssignmentState
from qingshe.modules.orgs import facade as orgs

VIEWS = {"": "在办", "in": "已报送", "ended": "不用办了"}
PENDING = (AssignmentState.OPEN, AssignmentState.ACCEPTED, AssignmentState.REFUSED)
ORDER = ("due_on", "pk")
ONLY_COMMUNITIES = "本市规定只由社区自己拒收。"


def visible_to(actor: Actor) -> QuerySet[Assignment]:
    mine = Assignment.objects.filter(policy.scope_of_street(actor))
    return mine.select_related("demand")


def get(actor: Actor, pk: int) -> Assignment:
    share = visible_to(actor).filter(pk=pk).first()
    if share is None:
        raise NotFound("没有这件社区事项，或不在您的范围内。")
    return share


def seen(actor: Actor, view: str, *, community: str = "", words: str = "") -> QuerySet[Assignment]:
    """One part of the list; `community` is a path, `words` are looked for in titles."""
    found = visible_to(actor)
    if community:
        found = found.filter(community=community)
    for word in words.split():
        found = found.filter(demand__title__icontains=word)
    if view == "in":
        return found.filter(state__in=IN)
    if view == "ended":
        return found.filter(state=AssignmentState.VOID)
    return found.filter(state__in=PENDING)


def communities(actor: Actor) -> list[tuple[str, str]]:
    """Path and name of the communities of the street."""
    return [(each.path, each.name) for each in orgs.units_below(actor.unit, Level.COMMUNITY)]


def may_streets_refuse(place: str, today: date) -> Answer:
    """Whether a place lets streets refuse for their communities (参数“谁可以拒收”)."""
    return YES if limits.limits_at(place, today).may_street_refuse else no(ONLY_COMMUNITIES)


@dataclass(frozen=True, slots=True)
class Row:
    """A share as the street sees it: that it was sent back only where the street has a say."""

    share: Assignment
    community: str
    state_label: str
    tone: str


def rows(found: Sequence[Assignment], today: date) -> list[Row]:
    """The lines of a page; one query for names and one for each deciding place on it."""
    names = orgs.names(each.community for each in found)
    places = {each.demand.place for each in found}
    open_to_streets = {place for place in places if may_streets_refuse(place, today)}
    return [
        _row(each, names.get(each.community, each.community), open_to_streets) for each in found
    ]


def actions(actor: Actor, share: Assignment, today: date) -> list[Action]:
    """Refuse for the community, or say that it was right; each greyed out with its reason."""
    may_at_all = may_streets_refuse(share.demand.place, today)
    if rules.REFUSE.starts_from(share.state):
        answer = may_at_all and policy.may_refuse(actor, share)
        return [Action("refuse", "代为拒收", answer)]
    waiting = refusals.waiting_of(share) if may_at_all else None
    if waiting is None:
        return []
    return [Action("second", rules.SECOND.label, policy.may_second(actor, waiting))]


def refusal_of(share: Assignment, today: date) -> Refusal | None:
    """The latest refusal, where the street has a say."""
    if not may_streets_refuse(share.demand.place, today):
        return None
    return share.refusals.order_by("-pk").first()


def _row(share: Assignment, name: str, open_to_streets: set[str]) -> Row:
    if share.demand.place in open_to_streets:
        return Row(share, name, share.state_label, share.tone)
    label, tone = demands.masked(share.state)
    return Row(share, name, label, tone)
