"""A demand before it is issued: the verdict, the communities, and everything against it."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Count
from django.utils import timezone

from qingshe.foundation.calendar import services as calendar
from qingshe.kernel.actor import Actor
from qingshe.modules.catalog import facade as catalog
from qingshe.modules.demands import policy, rules
from qingshe.modules.demands.models import Assignment, Demand
from qingshe.modules.demands.queries import bases, limits, places
from qingshe.modules.demands.queries.bases import Basis
from qingshe.modules.demands.rules import (
    APPOINTED,
    Appointment,
    DemandState,
    Diary,
    Kind,
    Terms,
    Under,
)
from qingshe.modules.gate import facade as gate
from qingshe.modules.orgs import facade as orgs

ANSWERED: Mapping[tuple[str, str], AbstractSet[str]] = {  # rules of the gate, by what was decided
    (Under.PLAN, Kind.EVALUATION): {"separate_evaluation"},
    (Under.PERMIT, Kind.GROUP): {"chat_group"},
}
LOOKED_BACK = 300  # void demands compared with a new one
AS_NEAR = 0.8  # of the nearest item: near enough to be the one meant
SOMEWHAT = 0.3  # of 1; below, nothing on the list is meant
LIVE = (DemandState.ISSUED, DemandState.HELD, DemandState.CLOSED)


@dataclass(frozen=True, slots=True)
class Examined:
    """What would happen if this were issued now; with `problems` nothing would."""

    terms: Terms
    issuer_name: str
    basis: Basis
    kind: Kind
    communities: Sequence[str]
    scope_text: str
    minutes: int
    verdict: gate.Verdict
    problems: Sequence[str]
    diary: Diary | None
    echo_of: str
    is_off_hours: bool

    @property
    def may_issue(self) -> bool:
        return not self.problems

    @property
    def total_minutes(self) -> int:
        return self.minutes * len(self.communities)


def examine(actor: Actor, terms: Terms, *, now: datetime) -> Examined:
    """Everything there is to know before issuing; writes nothing.

    Errors: Denied for whoever may not issue, NotFound for an unknown permit or item, Invalid for
    a text that the gate cannot read.
    """
    policy.insist(actor, policy.ISSUE)
    moment, terms = timezone.localtime(now), _in_local_time(terms)
    territory = policy.home(actor)
    basis = bases.basis(actor, terms.under, moment.date())
    units = places.communities_of(territory, terms.paths)
    communities = [each.path for each in units]
    allowed = limits.limits_at(territory, moment.date())
    workdays = calendar.workdays()
    issued = most_issued(basis.key, actor.unit, communities, moment.year)
    names = orgs.names([actor.unit, territory, *terms.paths[: places.NAMED]])
    issuer_name = names.get(actor.unit, "")
    question = _question(issuer_name, terms, basis, moment, issued)
    verdict = gate.judged(actor, question, today=moment.date()).verdict
    problems = [
        *rules.wrong_with(terms, basis.allowance, now=moment, workdays=workdays, limits=allowed),
        *_wrong_scope(basis, communities),
        *_wrong_frequency(basis, issued, allowed),
        *_wrong_verdict(terms, basis, verdict),
    ]
    kind = rules.kind_of(terms, basis.allowance) or Kind.TASK
    return Examined(
        terms=terms,
        issuer_name=issuer_name,
        basis=basis,
        kind=kind,
        communities=communities,
        scope_text=places.words(territory, terms.paths, len(communities), names),
        minutes=_minutes(terms, basis, kind),
        verdict=verdict,
        problems=tuple(dict.fromkeys(problems)),
        diary=_diary(terms, kind, communities),
        echo_of=_echo(territory, terms),
        is_off_hours=not allowed.is_working_hour(moment, workdays),
    )


def _in_local_time(terms: Terms) -> Terms:
    """The same, its hour read by the clock on the wall."""
    at = terms.starts_at
    if at is None:
        return terms
    return replace(
        terms, starts_at=timezone.localtime(at) if at.tzinfo else timezone.make_aware(at)
    )


def _question(
    issuer_name: str, terms: Terms, basis: Basis, moment: datetime, issued: int
) -> gate.Question:
    """The department's own words: what it calls upon must not stand in for what it says."""
    permit = basis.permit
    return gate.Question(
        text=f"{terms.title}。{terms.text}",
        kind=terms.kind or basis.allowance.kind or Kind.TASK,
        issuer=issuer_name,
        on=moment.date(),
        is_urgent=terms.is_urgent,
        permit=gate_permit(permit, moment) if permit else None,
        issued_this_year=issued,
    )


def gate_permit(permit: catalog.PermitSummary, moment: datetime) -> gate.Permit:
    """A permit as the gate wants it."""
    due = permit.next_payment_due
    is_unpaid = bool(permit.money) and not permit.funded and due and due < moment.date()
    return gate.Permit(
        number=permit.number,
        valid_until=permit.valid_until,
        times_a_year=permit.times_per_year,
        funded=False if is_unpaid else None,
    )


def _minutes(terms: Terms, basis: Basis, kind: Kind) -> int:
    if terms.minutes is not None:
        return terms.minutes
    if kind in APPOINTED and terms.length_minutes:
        return terms.length_minutes
    return basis.minutes


def _wrong_scope(basis: Basis, communities: Sequence[str]) -> Iterator[str]:
    if not communities:
        yield "请选择至少一个社区；已撤销的社区不能下达。"
        return
    beyond = [path for path in communities if not path.startswith(basis.scope)]
    if beyond:
        named = "、".join(orgs.names(beyond[:3]).values())
        yield f"有 {len(beyond):,} 个社区不在许可范围内（{named}等）。"


def _wrong_frequency(basis: Basis, issued: int, allowed: rules.Limits) -> Iterator[str]:
    most = basis.allowance.times_a_year or allowed.most_times_a_year
    if issued >= most:
        yield f"今年已经下达 {issued} 次，每年最多 {most} 次。"


def _wrong_verdict(terms: Terms, basis: Basis, verdict: gate.Verdict) -> Iterator[str]:
    answered = ANSWERED.get((basis.kind, basis.allowance.kind), frozenset())
    if verdict.rules and set(verdict.rules) <= answered:
        return
    if verdict.outcome == gate.Outcome.REFUSED:
        yield f"闸门：{verdict.outcome.label}。{verdict.explanation}"
    elif basis.allowance.planned:
        return
    elif verdict.outcome == gate.Outcome.NEEDS_ADMISSION:
        yield f"闸门：{verdict.outcome.label}。{verdict.explanation}"
    elif not _is_the_matter(terms, basis, verdict):
        yield f"写的内容与“{basis.title}”不是一回事，请按许可或清单载明的事项写。"


def _is_the_matter(terms: Terms, basis: Basis, verdict: gate.Verdict) -> bool:
    if basis.permit is None:
        return basis.key == verdict.item or _is_as_near(basis.key, verdict)
    said = f"{terms.title}{terms.text}"
    return rules.share(basis.title, said) >= rules.SAME_MATTER


def _is_as_near(key: str, verdict: gate.Verdict) -> bool:
    """Whether the item that is called upon is about as near as the one the gate chose."""
    nearest = max((near.score for near in verdict.matches), default=0.0)
    own = max((near.score for near in verdict.matches if near.key == key), default=0.0)
    return own >= max(AS_NEAR * nearest, SOMEWHAT)


def most_issued(under: str, issuer: str, communities: Sequence[str], year: int) -> int:
    """How often the community that was asked most was asked this year under the same ground."""
    rows = (
        Assignment.objects.filter(
            demand__under=under,
            demand__issuer=issuer,
            demand__issued_on__year=year,
            demand__state__in=LIVE,
        )
        .values("community")
        .annotate(times=Count("pk"))
        .order_by("-times")
        .values_list("community", "times")
    )
    asked = set(communities)
    return next((times for community, times in rows.iterator() if community in asked), 0)


def _diary(terms: Terms, kind: Kind, communities: Sequence[str]) -> Diary | None:
    if kind not in APPOINTED or terms.starts_at is None or not terms.length_minutes:
        return None
    start = rules.monday(terms.starts_at.date())
    return rules.diary(
        communities,
        appointments(communities, start.isoformat(), days=7),
        terms.starts_at,
        terms.length_minutes,
    )


def appointments(communities: Sequence[str], first: str, *, days: int) -> list[Appointment]:
    """What is appointed in these communities from a day (ISO) on, in local time; one query."""
    start = timezone.make_aware(datetime.fromisoformat(first))
    rows = Assignment.objects.filter(
        demand__starts_at__gte=start,
        demand__starts_at__lt=start + timedelta(days=days),
        demand__state=DemandState.ISSUED,
    )
    if len(communities) == 1:
        rows = rows.filter(community=communities[0])
    found = rows.values_list(
        "community", "demand__title", "demand__starts_at", "demand__length_minutes"
    )
    return [
        Appointment(community, title, timezone.localtime(at), length or 0)
        for community, title, at, length in found.iterator(chunk_size=5000)
    ]


def _echo(place: str, terms: Terms) -> str:
    """The number of a void demand of the place that this one repeats in other words, else ""."""
    void = Demand.objects.filter(place=place, state=DemandState.VOID).order_by("-pk")
    rows = void.values_list("number", "title", "text")[:LOOKED_BACK]
    return next(
        (
            number
            for number, title, said in rows
            if rules.resemblance(title, said, terms.title, terms.text) >= rules.REBOUND
        ),
        "",
    )
