"""Refusals: what speaks for one, and the queue of the office that rules."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from qingshe.foundation.calendar import services as calendar
from qingshe.foundation.records import Action
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import NotFound
from qingshe.modules.catalog import facade as catalog
from qingshe.modules.demands import policy, rules
from qingshe.modules.demands.models import Assignment, Demand, Refusal
from qingshe.modules.demands.queries import bases, drafts, limits
from qingshe.modules.demands.queries.demands import IN
from qingshe.modules.demands.queries.drafts import LIVE
from qingshe.modules.demands.rules import Facts, Ground, RefusalState, Under
from qingshe.modules.gate import facade as gate
from qingshe.modules.orgs import facade as orgs

MOVES = (rules.UPHOLD, rules.REJECT)
LOOKED_BACK = 200  # things handed in this year


def visible_to(actor: Actor) -> QuerySet[Refusal]:
    seen = Refusal.objects.filter(policy.scope_of_refusals(actor))
    return seen.select_related("assignment__demand").order_by("due_on", "pk")


def queue(actor: Actor, state: str = RefusalState.WAITING) -> QuerySet[Refusal]:
    """What waits for a ruling, the first to run out first."""
    return visible_to(actor).filter(state=state)


def get(actor: Actor, pk: int) -> Refusal:
    refusal = visible_to(actor).filter(pk=pk).first()
    if refusal is None:
        raise NotFound("没有这件拒收，或不在您的范围内。")
    return refusal


def waiting_for(demand: Demand) -> list[Refusal]:
    """Refusals of the same demand that nobody has ruled on yet."""
    found = Refusal.objects.filter(assignment__demand=demand, state=RefusalState.WAITING)
    refusals = list(found.select_related("assignment").order_by("pk"))
    for each in refusals:
        each.assignment.demand = demand
    return refusals


def waiting_of(share: Assignment) -> Refusal | None:
    """The refusal of a share that nobody has ruled on yet, with the share at hand."""
    found = Refusal.objects.filter(assignment=share, state=RefusalState.WAITING).first()
    if found:
        found.assignment = share
    return found


def actions(actor: Actor, refusal: Refusal) -> list[Action]:
    moves = (move for move in MOVES if move.starts_from(refusal.state))
    return [Action(move.name, move.label, policy.MAY[move](actor, refusal)) for move in moves]


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the gate says today of a share, the ground that the facts speak for, and all there are.

    `offered` are the grounds that the city has chosen; `words` say why one is proposed.
    """

    verdict: gate.Verdict
    ground: Ground | None
    paper: str
    offered: Sequence[Ground]
    words: str


def grounds_of(actor: Actor, share: Assignment, *, now: datetime) -> Grounds:
    """The ground preselected for whoever wants to refuse; writes nothing."""
    today = timezone.localdate(now)
    verdict = verdict_of(actor, share, now=now)
    facts = _facts(share, verdict, today)
    offered = offered_for(share, today)
    ground = rules.likely(facts, offered)
    words = rules.why(ground, facts) or (verdict.explanation if ground else "")
    return Grounds(verdict, ground, verdict.citation, offered, words)


def offered_for(share: Assignment, today: date) -> list[Ground]:
    """The grounds that the city has chosen, in our order; one query."""
    allowed = limits.limits_at(share.demand.place, today).grounds
    return [ground for ground in Ground if ground in allowed]


def verdict_of(actor: Actor, share: Assignment, *, now: datetime) -> gate.Verdict:
    """What the gate says today of what was asked."""
    moment = timezone.localtime(now)
    question = _question(share.demand, moment)
    return gate.judged(actor, question, today=moment.date()).verdict


def _question(demand: Demand, moment: datetime) -> gate.Question:
    return gate.Question(
        text=f"{demand.title}。{demand.text}",
        kind=demand.kind,
        issuer=demand.issuer_name,
        on=moment.date(),
        is_urgent=demand.urgent,
        permit=_permit(demand, moment),
    )


def _permit(demand: Demand, moment: datetime) -> gate.Permit | None:
    if demand.under_kind != Under.PERMIT:
        return None
    try:
        return drafts.gate_permit(catalog.permit(demand.under), moment)
    except NotFound:
        return None


def _facts(share: Assignment, verdict: gate.Verdict, today: date) -> Facts:
    demand = share.demand
    facts = Facts(
        verdict.outcome,
        is_off_hours=demand.off_hours,
        handed_in_before=_handed_in_before(share, today),
    )
    if demand.under_kind != Under.PERMIT:
        return facts
    permit = bases.permit_now(demand.under)
    worth = bases.worth(permit, share.community, today)
    return replace(
        facts,
        standing=worth.standing,
        is_unpaid=worth.is_unpaid,
        is_covered=worth.is_covered,
        times=_times_asked(share),
        most_times=permit.times_per_year if permit else None,
    )


def _handed_in_before(share: Assignment, today: date) -> str:
    """What the community handed in this year for another demand in nearly the same words.

    What the same department asks again under the same permit is a matter of its frequency.
    """
    asked = share.demand
    same = Q(demand__under=asked.under, demand__issuer=asked.issuer)
    done = (
        Assignment.objects.filter(
            community=share.community, state__in=IN, handed_in_on__year=today.year
        )
        .exclude(same)
        .order_by("-pk")
        .values_list("demand__title", "demand__text", "demand__issuer_name", "handed_in_on")
    )
    text = f"{asked.title}{asked.text}"
    return next(
        (
            f"“{title}”（{issuer}，{day:%m-%d} 报送）"
            for title, said, issuer, day in done[:LOOKED_BACK]
            if rules.alike(f"{title}{said}", text) >= rules.ECHO
        ),
        "",
    )


def _times_asked(share: Assignment) -> int:
    """How often the community was asked in that year under the same permit, up to this share."""
    demand = share.demand
    asked = Assignment.objects.filter(
        community=share.community,
        demand__under=demand.under,
        demand__issued_on__year=demand.issued_on.year,
        demand__state__in=LIVE,
        pk__lte=share.pk,
    )
    return asked.count()


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of the queue: how many working days are left, and of whom."""

    refusal: Refusal
    community: str
    left: int

    @property
    def clock(self) -> str:
        if self.left < 0:
            return f"超期 {-self.left} 个工作日"
        return f"还有 {self.left} 个工作日" if self.left else "今天到期"

    @property
    def tone(self) -> str:
        if self.refusal.state != RefusalState.WAITING:
            return "grey"
        return "red" if self.left < 0 else "amber" if self.left <= 1 else "blue"


def rows(found: Sequence[Refusal], today: date) -> list[QueueRow]:
    """The lines of a page with the names of the communities; two queries."""
    names = orgs.names(each.community for each in found)
    workdays = calendar.workdays()
    return [
        QueueRow(
            each,
            names.get(each.community, each.community),
            workdays.between(today, each.due_on),
        )
        for each in found
    ]
