"""A community's day (今日): what is due, what waits for others, what is done."""

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils import timezone

from qingshe.foundation.records import Action
from qingshe.kernel.actor import Actor
from qingshe.kernel.answer import Answer
from qingshe.kernel.errors import NotFound
from qingshe.kernel.workflow import Transition
from qingshe.modules.catalog import facade as catalog
from qingshe.modules.demands import policy, rules
from qingshe.modules.demands.models import Assignment, Demand, Refusal
from qingshe.modules.demands.queries import bases
from qingshe.modules.demands.rules import APPOINTED, AssignmentState, DemandState, Kind, Load, Under

TO_DO = (AssignmentState.OPEN, AssignmentState.ACCEPTED)
ENDED = (AssignmentState.HANDED_IN, AssignmentState.DONE, AssignmentState.VOID)
MOVES = (
    rules.HAND_IN,
    rules.ACCEPT,
    rules.REFUSE,
    rules.REOPEN,
    rules.PUT_DOWN,
    rules.KEEP,
)
VIEWS = {"": "今天", "later": "明天以后", "waiting": "等别人", "done": "已办"}
OFTEN = 3  # times a community has done something before its own median counts
LOOKED_BACK = 500  # entries of minutes
MOST_PICKED = 200  # shares ticked on a page
LONG_KEY = 19  # digits; longer ones are no key
WEEK = timedelta(days=6)


def visible_to(actor: Actor) -> QuerySet[Assignment]:
    """The shares of the actor's own community."""
    mine = Assignment.objects.filter(policy.scope_of_assignments(actor))
    return mine.select_related("demand")


def get(actor: Actor, pk: int) -> Assignment:
    share = visible_to(actor).filter(pk=pk).first()
    if share is None:
        raise NotFound("没有这件社区事项，或不在您的范围内。")
    return share


def title_of(pk: int) -> str:
    """What a share is called, for telling its own community of it."""
    return Assignment.objects.filter(pk=pk).values_list("demand__title", flat=True).get()


def picked(actor: Actor, keys: Iterable[str]) -> list[Assignment]:
    """The shares ticked on a page, as far as they are the community's own, soonest due first."""
    wanted = {int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < LONG_KEY}
    return list(visible_to(actor).filter(pk__in=wanted).order_by("due_on", "pk")[:MOST_PICKED])


def seen(
    actor: Actor, view: str, today: date, *, words: str = "", kind: str = ""
) -> tuple[QuerySet[Assignment], tuple[str, ...]]:
    """The shares of one part of the inbox, and the order in which it is read.

    `words` must all be found in title, department or number; `kind` is a code of `Kind`.
    """
    mine = visible_to(actor).filter(*(_holds(word) for word in words.split()))
    if kind:
        mine = mine.filter(demand__kind=kind)
    if view == "done":
        return mine.filter(state__in=ENDED), ("-pk",)
    if view == "waiting":
        held = Q(state__in=TO_DO, demand__state=DemandState.HELD)
        return mine.filter(Q(state=AssignmentState.REFUSED) | held), ("due_on", "pk")
    to_do = mine.filter(state__in=TO_DO, demand__state=DemandState.ISSUED)
    if view == "later":
        return to_do.filter(due_on__gt=today), ("due_on", "pk")
    return to_do.filter(due_on__lte=today), ("due_on", "pk")


def _holds(word: str) -> Q:
    return (
        Q(demand__title__icontains=word)
        | Q(demand__issuer_name__icontains=word)
        | Q(demand__number__icontains=word)
    )


def load(actor: Actor, today: date) -> Load:
    """The counts of the first line; one query and those of `_doubts`."""
    sunday = rules.monday(today) + WEEK
    mine = visible_to(actor).filter(state__in=TO_DO, demand__state=DemandState.ISSUED)
    is_today = Q(due_on__lte=today)
    of_week = [
        OfWeek(**row)
        for row in mine.filter(due_on__lte=sunday)
        .order_by()
        .values(kind=F("demand__under_kind"), under=F("demand__under"))
        .annotate(
            week=Count("pk"),
            today=Count("pk", filter=is_today),
            cost=Sum("minutes", filter=is_today, default=0),
        )
    ]
    resting = {one.under for one in of_week if one.kind == Under.PERMIT}
    doubts = _doubts(actor.unit, resting, today)
    return Load(
        today=sum(one.today for one in of_week),
        minutes_today=sum(one.cost for one in of_week),
        week=sum(one.week for one in of_week),
        refusable=sum(one.week for one in of_week if one.under in doubts),
    )


@dataclass(frozen=True, slots=True)
class OfWeek:
    """What one permit or list item brings a community this week and by today, in minutes too."""

    kind: str
    under: str
    week: int
    today: int
    cost: int


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the inbox: what, of whom, by which number, until when, how long."""

    share: Assignment
    due: str
    minutes: int
    is_own_median: bool
    source: str
    warning: str
    too_early: str
    may_hand_in: bool
    may_refuse: bool

    @property
    def may_reopen(self) -> bool:
        return rules.REOPEN.starts_from(self.share.state)

    @property
    def standing(self) -> Assignment | Demand:
        """What says how it stands: the demand while it rests, else the share."""
        return self.share.demand if self.share.demand.state == DemandState.HELD else self.share

    @property
    def minutes_word(self) -> str:
        """What the figure is: what was needed, the community's own median, or the permit's."""
        if self.share.minutes_observed is not None:
            return "实际"
        return "本社区平均" if self.is_own_median else "预计"

    @property
    def result_word(self) -> str:
        """What the button says: one hands in a report, and attends a meeting."""
        return "已参加" if self.share.demand.kind in APPOINTED else "办理"


def rows(actor: Actor, found: Sequence[Assignment], today: date) -> list[Row]:
    """The lines of a page, with the community's own medians and what may be refused."""
    own = own_minutes(actor.unit, {each.demand.under for each in found})
    doubtful = warnings(actor, found, today)
    return [_row(each, own, doubtful.get(each.pk, ""), today) for each in found]


@dataclass(frozen=True, slots=True)
class JustDone:
    """Something handed in a moment ago: it can be taken back, and its minutes said with a tap."""

    share: Assignment
    choices: Sequence[int]

    @property
    def may_reopen(self) -> bool:
        return rules.REOPEN.starts_from(self.share.state)


def just_done(actor: Actor, keys: Iterable[str], today: date) -> list[JustDone]:
    """What the address says was handed in, if it was; the minutes are asked for one alone."""
    found = [one for one in picked(actor, keys) if one.state == AssignmentState.HANDED_IN]
    if len(found) != 1 or found[0].minutes_observed is not None:
        return [JustDone(one, ()) for one in found]
    expected = rows(actor, found, today)[0].minutes
    return [JustDone(found[0], rules.usual_minutes(expected))]


def own_minutes(community: str, grounds: Iterable[str]) -> dict[str, int]:
    """What a community itself needed, by number or key: its median after three times."""
    noted = Assignment.objects.filter(
        community=community, minutes_observed__isnull=False, demand__under__in=set(grounds)
    ).order_by("-pk")
    by_ground: defaultdict[str, list[int]] = defaultdict(list)
    for under, minutes in noted.values_list("demand__under", "minutes_observed")[:LOOKED_BACK]:
        by_ground[under].append(minutes or 0)
    return {
        under: round(median(known)) for under, known in by_ground.items() if len(known) >= OFTEN
    }


def warnings(actor: Actor, found: Sequence[Assignment], today: date) -> dict[int, str]:
    """Which shares rest on a permit that no longer carries them, by key, in words."""
    resting = [
        each
        for each in found
        if each.demand.under_kind == Under.PERMIT
        and each.state in TO_DO
        and each.demand.state == DemandState.ISSUED
    ]
    if not resting:
        return {}
    doubts = _doubts(actor.unit, {each.demand.under for each in resting}, today)
    return {each.pk: doubts[each.demand.under] for each in resting if each.demand.under in doubts}


def _doubts(community: str, numbers: Set[str], today: date) -> dict[str, str]:
    """Which of some permits do not carry a demand to a community today, in words, by number.

    One light query while all of them do, as they mostly do; for the rest what it takes to name
    them (`bases.worth_by_number`).
    """
    doubtful = numbers - catalog.permits_covering(community, today, numbers)
    worth = bases.worth_by_number(doubtful, community, today)
    words = {number: _doubt(one) for number, one in worth.items()}
    return {number: said for number, said in words.items() if said}


def actions(actor: Actor, share: Assignment, today: date) -> list[Action]:
    def answer(move: Transition) -> Answer:
        if move is rules.HAND_IN:
            return policy.may_hand_in(actor, share, today)
        return policy.MAY[move](actor, share)

    moves = (move for move in MOVES if move.starts_from(share.state))
    return [Action(move.name, move.label, answer(move)) for move in moves]


def refusal_of(share: Assignment) -> Refusal | None:
    """The latest refusal of a share, if there was one."""
    return share.refusals.order_by("-pk").first()


def _doubt(worth: bases.Worth) -> str:
    if worth.is_unpaid:
        return "许可因经费未拨付已暂停"
    if worth.standing != catalog.PermitStanding.VALID:
        return f"许可{catalog.PermitStanding(worth.standing).label}"
    return "" if worth.is_covered else "许可范围不含本社区"


def _minutes(share: Assignment, own: dict[str, int]) -> int:
    if share.minutes_observed is not None:
        return share.minutes_observed
    return own.get(share.demand.under, share.minutes)


def _row(share: Assignment, own: dict[str, int], warning: str, today: date) -> Row:
    demand = share.demand
    at = timezone.localtime(demand.starts_at) if demand.starts_at else None
    due = rules.due_words(share.due_on, today)
    until = f" 有效至 {demand.under_until:%m-%d}" if demand.under_until else ""
    is_to_do = share.state in TO_DO and demand.state == DemandState.ISSUED
    early = rules.too_early(demand.kind, share.due_on, today)
    return Row(
        share=share,
        due=f"{due} {at:%H:%M} {Kind(demand.kind).label}" if at else due,
        too_early=early if is_to_do else "",
        minutes=_minutes(share, own),
        is_own_median=demand.under in own,
        source=f"{demand.under_label}{until}",
        warning=warning,
        may_hand_in=is_to_do and not early,
        may_refuse=is_to_do,
    )
