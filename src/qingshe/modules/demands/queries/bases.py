"""What a demand can rest on: the department's permits, and the items of the lists in force."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.http import urlencode

from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Denied, NotFound
from qingshe.kernel.text import normalise
from qingshe.modules.catalog import facade as catalog
from qingshe.modules.demands import policy
from qingshe.modules.demands.models import PlanItem
from qingshe.modules.demands.queries import plans
from qingshe.modules.demands.rules import Allowance, Kind, PlanItemState, Under
from qingshe.web.values import Link

ITEM_KINDS = frozenset(
    {
        catalog.ListKind.OWN_DUTY,
        catalog.ListKind.ASSIST,
        catalog.ListKind.SUPERVISE,
        catalog.ListKind.INSPECTION_PLAN,
        catalog.ListKind.REPORT_CATALOGUE,
        catalog.ListKind.SIGN,
    }
)
_INSPECTIONS, _NOTHING = frozenset({Kind.INSPECTION}), frozenset[Kind]()
_RESTING = frozenset({catalog.PermitStanding.SUSPENDED, catalog.PermitStanding.PENDING})
MOST_FOUND = 30
MOST_PERMITS = 100  # of a department on one page; more are found by their words
YEAR = "〔"  # before the year in every number of a permit
MOST_AMENDED = 50  # times that one permit took the place of another


@dataclass(frozen=True, slots=True)
class Basis:
    """A permit or a list item as a demand names it; `allowance` is what the checks need of it.

    `scope` are the paths it covers; `minutes` are the permit's, 0 when nobody said.
    """

    kind: Under
    key: str
    title: str
    words: str
    url: str
    allowance: Allowance
    scope: tuple[str, ...]
    minutes: int = 0
    permit: catalog.PermitSummary | None = None

    @property
    def label(self) -> str:
        return f"{self.key} {self.title}"


def basis(actor: Actor, under: str, today: date) -> Basis:
    """What is meant by a number or key. Errors: NotFound when it is neither."""
    found = (
        _of_permit(actor, under, today) or _of_plan(actor, under) or _of_item(actor, under, today)
    )
    if found is None:
        raise NotFound("没有这个许可编号或清单事项编号；清单外的事请先申请准入。")
    return found


def offered(actor: Actor, words: str, today: date) -> list[Basis]:
    """The department's own permits that may be used today, then those that do not run now.

    These say why in `allowance.refusal`: what is not on the list would be looked for elsewhere.
    Each holds every word in number or title; the first hundred to end.
    """
    found = catalog.permits_running(actor.unit, today, words=words, most=MOST_PERMITS)
    mine = [_from_permit(actor, each, today) for each in found]
    usable = [each for each in mine if not each.allowance.refusal]
    return [*usable, *(each for each in mine if _rests(each, today))]


def planned(actor: Actor, today: date) -> list[Basis]:
    """What the department leads in the plans of the year and may be issued."""
    return [_from_plan(actor, item) for item in plans.ready(actor.unit, today)]


def listed(actor: Actor, words: str, today: date) -> list[Basis]:
    """Items of the lists in force whose title or category holds every word; the first thirty."""
    wanted = normalise(words).split()
    if not wanted:
        return []
    found = [
        _from_item(actor, item)
        for item in catalog.effective_entries(policy.home(actor), today)
        if item.kind in ITEM_KINDS and _holds(item, wanted)
    ]
    return found[:MOST_FOUND]


@dataclass(frozen=True, slots=True)
class Worth:
    """What a permit is worth for a community: how it stands, is money unpaid, is it covered."""

    standing: str
    is_unpaid: bool
    is_covered: bool


UNKNOWN = Worth(catalog.PermitStanding.EXPIRED, is_unpaid=False, is_covered=False)


def worth(permit: catalog.PermitSummary | None, community: str, today: date) -> Worth:
    """What a permit is worth for a community; None is worth as much as one that has run out."""
    if permit is None:
        return UNKNOWN
    return Worth(
        permit.standing(today),
        permit.suspended_for == catalog.SuspensionCause.UNPAID,
        catalog.covers(permit, community),
    )


def worth_by_number(numbers: Collection[str], community: str, today: date) -> dict[str, Worth]:
    """The same for several that are named; two queries, and two more if some were amended."""
    now = permits_now(numbers)
    return {number: worth(now.get(number), community, today) for number in numbers}


def permit_now(number: str) -> catalog.PermitSummary | None:
    """The permit with a number, or the one that took its place when it was amended."""
    return permits_now([number]).get(number)


def permits_now(numbers: Collection[str]) -> dict[str, catalog.PermitSummary]:
    """The same for several, by the number that was asked; two queries for each step of amending."""
    found: dict[str, catalog.PermitSummary] = {}
    asked = {number: number for number in numbers}  # and by what it is looked for now
    for _ in range(MOST_AMENDED):
        if not asked:
            break
        known = catalog.permits_numbered(set(asked.values()))
        here = {number: known[now] for number, now in asked.items() if now in known}
        found |= {number: permit for number, permit in here.items() if not permit.replaced_by}
        asked = {number: one.replaced_by for number, one in here.items() if one.replaced_by}
    return found


def _of_permit(actor: Actor, number: str, today: date) -> Basis | None:
    if YEAR not in number:  # no permit is numbered so: it need not be looked for
        return None
    try:
        permit = catalog.permit(number)
    except NotFound:
        return None
    return _from_permit(actor, permit, today)


def _from_permit(actor: Actor, permit: catalog.PermitSummary, today: date) -> Basis:
    return Basis(
        kind=Under.PERMIT,
        key=permit.number,
        title=permit.title,
        words=f"{permit.scope_text}，有效至 {permit.valid_until}",
        url=permit.public_url,
        allowance=Allowance(
            under=Under.PERMIT,
            refusal=_refusal(actor, permit, today),
            until=permit.valid_until,
            kind=permit.kind,
            times_a_year=permit.times_per_year,
        ),
        scope=permit.scope,
        minutes=permit.minutes,
        permit=permit,
    )


def _rests(basis: Basis, today: date) -> bool:
    permit = basis.permit
    return permit is not None and permit.standing(today) in _RESTING


def _refusal(actor: Actor, permit: catalog.PermitSummary, today: date) -> str:
    if permit.holder != actor.unit:
        return f"许可 {permit.number} 由{permit.holder_name}持有，不能用来下达。"
    standing = permit.standing(today)
    if standing == catalog.PermitStanding.VALID:
        return ""
    if permit.suspended_for == catalog.SuspensionCause.UNPAID:
        return f"许可 {permit.number} 因经费未按期拨付已暂停，到位后自动恢复。"
    return f"许可 {permit.number} {standing.label}，不能下达。"


def _of_plan(actor: Actor, key: str) -> Basis | None:
    item = plans.with_key(key)
    return _from_plan(actor, item) if item else None


def _from_plan(actor: Actor, item: PlanItem) -> Basis:
    kind = Kind(item.plan.kind)
    return Basis(
        kind=Under.PLAN,
        key=item.key,
        title=item.title,
        words=f"{item.plan}，{item.first_on} 至 {item.last_on}，每个社区全年 {item.times} 次",
        url=reverse("demands:plan_item", args=[item.pk]),
        allowance=Allowance(
            under=Under.PLAN,
            refusal=_refusal_of_item(actor, item),
            since=item.first_on,
            until=item.last_on,
            kind=kind,
            planned=frozenset({kind}),
            times_a_year=item.times,
        ),
        scope=(item.plan.place,),
        minutes=item.minutes,
    )


def _refusal_of_item(actor: Actor, item: PlanItem) -> str:
    if item.department != actor.unit:
        return f"这一项由{item.department_name}牵头，不能用来下达。"
    if item.state != PlanItemState.APPROVED:
        return f"这一项{item.state_label}，不能下达。"
    return ""


def _of_item(actor: Actor, key: str, today: date) -> Basis | None:
    entries = catalog.effective_entries(policy.home(actor), today)
    found = (each for each in entries if each.key == key and each.kind in ITEM_KINDS)
    item = next(found, None)
    return _from_item(actor, item) if item else None


def _from_item(actor: Actor, item: catalog.ListEntry) -> Basis:
    return Basis(
        kind=Under.ITEM,
        key=item.key,
        title=item.title,
        words=f"{item.kind.label}：{item.category}" if item.category else item.kind.label,
        url=item.url,
        allowance=Allowance(
            under=Under.ITEM,
            planned=_INSPECTIONS if item.kind == catalog.ListKind.INSPECTION_PLAN else _NOTHING,
        ),
        scope=(policy.home(actor),),
    )


def _holds(item: catalog.ListEntry, wanted: list[str]) -> bool:
    text = normalise(f"{item.key} {item.title} {item.category}")
    return all(word in text for word in wanted)


def usable(actor: Actor, under: str, today: date) -> Basis:
    """As `basis`, for whoever wants to issue. Errors: NotFound, Denied with the reason."""
    found = basis(actor, under, today)
    if found.allowance.refusal:
        raise Denied(found.allowance.refusal)
    return found


def onward(actor: Actor, permit: catalog.PermitSummary, today: date) -> Link | None:
    """From the page of a permit: its department issues under it, while anything may be issued."""
    if not actor.has(policy.ISSUE) or permit.holder != actor.unit:
        return None
    if _from_permit(actor, permit, today).allowance.refusal:
        return None
    return Link("凭此下达", f"{reverse('demands:issue')}?{urlencode({'under': permit.number})}")


def kinds_of(basis: Basis) -> list[Kind]:
    """In which forms it can be issued: a permit has one, the plan is for inspections."""
    if basis.allowance.kind:
        return [Kind(basis.allowance.kind)]
    if basis.allowance.planned:
        return sorted(basis.allowance.planned)
    return [Kind.TASK, Kind.REPORT, Kind.SURVEY, Kind.MEETING]


def kind_asked(basis: Basis, asked: str) -> Kind:
    """The kind that the address names, if it can be issued; else the first that can."""
    kinds = kinds_of(basis)
    return next((kind for kind in kinds if kind == asked), kinds[0])
