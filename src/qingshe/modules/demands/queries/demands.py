"""Demands as their department and those who watch see them: lists, progress, what can be done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db.models import Count, Q, QuerySet

from qingshe.foundation.access import below
from qingshe.foundation.records import Action
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import NotFound
from qingshe.modules.demands import policy, rules
from qingshe.modules.demands.models import Assignment, Demand, Refusal, Violation
from qingshe.modules.demands.rules import AssignmentState, DemandState, RefusalState
from qingshe.modules.orgs import facade as orgs

MOVES = (rules.CLOSE, rules.WITHDRAW)
IN = (AssignmentState.HANDED_IN, AssignmentState.DONE)
LONG_KEY = 19  # digits; longer ones are no key
CHUNK = 2_000  # shares read at a time
FEW = 5  # communities; among fewer it could be guessed who sent something back
VIEWS = {"pending": "未报送", "in": "已报送"}


def visible_to(actor: Actor) -> QuerySet[Demand]:
    """The demands this actor may see, newest first."""
    return Demand.objects.filter(policy.scope(actor)).order_by("-issued_at", "-pk")


def get(actor: Actor, pk: int) -> Demand:
    demand = visible_to(actor).filter(pk=pk).first()
    if demand is None:
        raise NotFound("没有这件下达事项，或不在您的范围内。")
    return demand


def like(actor: Actor, key: str, under: str) -> Demand | None:
    """An earlier demand of the actor's own under the same ground, to be issued once more."""
    if not (key.isascii() and key.isdigit() and len(key) < LONG_KEY):
        return None
    return visible_to(actor).filter(pk=int(key), issuer=actor.unit, under=under).first()


def of_key(issuer: str, key: str) -> Demand | None:
    """What a department issued before under a key of its own."""
    return Demand.objects.filter(issuer=issuer, key=key).first()


def narrowed(actor: Actor, *, state: str = "", kind: str = "") -> QuerySet[Demand]:
    found = visible_to(actor)
    if state in set(DemandState):
        found = found.filter(state=state)
    return found.filter(kind=kind) if kind else found


def actions(actor: Actor, demand: Demand) -> list[Action]:
    """What the state allows, each with whether this actor may."""
    moves = (move for move in MOVES if move.starts_from(demand.state))
    return [Action(move.name, move.label, policy.MAY[move](actor, demand)) for move in moves]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a demand has come, in counts; who sent it back is not among them.

    A share that waits for a ruling counts as one not handed in, like any other.
    """

    total: int
    handed_in: int
    void: int
    minutes_observed: int
    is_disputed: bool

    @property
    def pending(self) -> int:
        return self.total - self.handed_in - self.void

    @property
    def words(self) -> str:
        if self.void == self.total:
            return f"{self.total:,} 个社区全部作废"
        return f"{self.handed_in:,} / {self.total:,} 个社区已报送"


def progress(demand: Demand) -> Progress:
    """The counts of one demand; one query over its shares and one for disputes."""
    by_state = dict(
        Assignment.objects.filter(demand=demand)
        .values("state")
        .annotate(count=Count("pk"))
        .values_list("state", "count")
    )
    waiting = Refusal.objects.filter(assignment__demand=demand, state=RefusalState.WAITING)
    return Progress(
        total=sum(by_state.values()),
        handed_in=sum(by_state.get(state, 0) for state in IN),
        void=by_state.get(AssignmentState.VOID, 0),
        minutes_observed=0,
        is_disputed=demand.communities >= FEW and waiting.exists(),
    )


def shares(demand: Demand, *, view: str = "") -> QuerySet[Assignment]:
    """The shares of a demand by community."""
    found = Assignment.objects.filter(demand=demand).order_by("community", "pk")
    if view == "in":
        return found.filter(state__in=IN)
    if view == "pending":
        return found.exclude(state__in=(*IN, AssignmentState.VOID))
    return found


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One community's share, as the department sees it: three words, no refusals."""

    community: str
    state_label: str
    tone: str
    result: str
    handed_in_on: object
    minutes: int | None


def share_rows(found: Sequence[Assignment]) -> list[ShareRow]:
    """The rows of a page with the names of the communities; one query."""
    names = orgs.names(each.community for each in found)
    return [_share_row(each, names.get(each.community, each.community)) for each in found]


def _share_row(share: Assignment, name: str) -> ShareRow:
    label, tone = masked(share.state)
    return ShareRow(name, label, tone, share.result, share.handed_in_on, share.minutes_observed)


def each_share_row(demand: Demand, *, view: str = "") -> Iterator[ShareRow]:
    """Every row of a demand, read and named in pieces: 11,000 need no more memory than 2,000."""
    found = shares(demand, view=view).iterator(chunk_size=CHUNK)
    while piece := list(islice(found, CHUNK)):
        yield from share_rows(piece)


def masked(state: str) -> tuple[str, str]:
    """How a share stands in three words, and its tone: a refusal looks like work to do."""
    if state in IN:
        return VIEWS["in"], "green"
    if state == AssignmentState.VOID:
        return AssignmentState.VOID.label, "grey"
    return VIEWS["pending"], "blue"


def open_shares(demand: Demand, *states: AssignmentState) -> list[Assignment]:
    """The shares of a demand in some states, with the demand at hand."""
    found = list(Assignment.objects.filter(demand=demand, state__in=states).order_by("pk"))
    for each in found:
        each.demand = demand
    return found


def running_under(number: str) -> list[Demand]:
    """The demands under a permit that have not ended, whoever asks."""
    running = (DemandState.ISSUED, DemandState.HELD)
    return list(Demand.objects.filter(under=number, state__in=running).order_by("pk"))


def live_shares(demand: Demand) -> list[Assignment]:
    """Every share that is not void."""
    return open_shares(demand, *(set(AssignmentState) - {AssignmentState.VOID}))


def violations(actor: Actor) -> QuerySet[Violation]:
    return Violation.objects.filter(policy.scope_of_violations(actor)).order_by("-found_on", "-pk")


@dataclass(frozen=True, slots=True)
class DepartmentViolations:
    """How often a department went round the rules, and how."""

    department_name: str
    upheld: int
    off_platform: int
    rebound: int
    total: int


def violations_by_department(place: str, year: int) -> list[DepartmentViolations]:
    """By department, the most first; one query."""
    kinds = {"upheld": "refusal", "off_platform": "off_platform", "rebound": "rebound"}
    counts = {name: Count("pk", filter=Q(kind=kind)) for name, kind in kinds.items()}
    found = (
        Violation.objects.filter(below("place", place), found_on__year=year)
        .values("department_name")
        .annotate(**counts, total=Count("pk"))
        .order_by("-total", "department_name")
    )
    return [DepartmentViolations(**row) for row in found]


def insist_on_access(actor: Actor) -> None:
    """Denied for everybody who neither issues nor watches."""
    if not actor.has(policy.WATCH):
        policy.insist(actor, policy.ISSUE)


def by_pk(pk: int) -> Demand | None:
    """The demand with a key, whoever asks: for other modules."""
    return Demand.objects.filter(pk=pk).first()


def all_shares(pk: int) -> Iterator[Assignment]:
    """Every share of a demand with the demand, read in pieces."""
    shares = Assignment.objects.filter(demand=pk).select_related("demand").order_by("pk")
    return shares.iterator(chunk_size=2000)
