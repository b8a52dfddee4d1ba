"""Permits: the register of those who may see it, and what anybody may verify by number."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from qingshe.foundation.access import above, below
from qingshe.foundation.numbers import style
from qingshe.foundation.records import Action
from qingshe.foundation.search import index
from qingshe.kernel.actor import Actor
from qingshe.kernel.answer import Answer
from qingshe.kernel.errors import Denied, NotFound
from qingshe.kernel.workflow import Transition
from qingshe.modules.catalog import policy, rules
from qingshe.modules.catalog.models import Permit, PermitScope, PermitSeries
from qingshe.modules.catalog.rules import PERMIT_TONES, PermitStanding, PermitState
from qingshe.modules.orgs import facade as orgs

SEARCHED_AS = "catalog.permit"
NAMED = 100  # places of a scope that a page writes out
LIVE = (PermitState.IN_FORCE, PermitState.SUSPENDED)
OF_A_PERMIT = (  # in the order of the buttons
    rules.SUSPEND_PERMIT,
    rules.RESUME_PERMIT,
    rules.WITHDRAW_PERMIT,
    rules.REVOKE_PERMIT,
)


@dataclass(frozen=True, slots=True)
class PermitRow:
    """A permit, what it is worth today, and for how many days after today it still runs."""

    permit: Permit
    standing: PermitStanding
    days_left: int

    @property
    def tone(self) -> str:
        return PERMIT_TONES[self.standing]

    @property
    def state_label(self) -> str:
        return self.standing.label

    @property
    def is_valid(self) -> bool:
        return self.standing is PermitStanding.VALID


def visible_to(actor: Actor) -> QuerySet[Permit]:
    """The permits that exist as far as this actor is concerned, the newest first."""
    seen = policy.scope_of_permits(actor)
    place = policy.place_of_reach(actor)
    if place:
        seen |= _reaching(place)
    return Permit.objects.filter(seen).order_by("-pk")


def register(
    actor: Actor, *, today: date, words: str = "", standing: str = "", kind: str = ""
) -> QuerySet[Permit]:
    """The register (许可登记簿) under some conditions. Errors: Denied to whoever has none."""
    if not actor.has(policy.READ_PERMITS):
        raise Denied("没有查看许可登记簿的权限；许可可以凭编号查验。")
    found = containing(actor, words) if words else visible_to(actor)
    if standing:
        found = found.filter(_stands(PermitStanding(standing), today))
    return found.filter(kind=kind) if kind else found


def containing(actor: Actor, words: str) -> QuerySet[Permit]:
    """The permits of the own register whose number, title or parties hold all of `words`."""
    return visible_to(actor).filter(pk__in=index.matching(SEARCHED_AS, words))


def get(actor: Actor, pk: int) -> Permit:
    found = visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound("没有这个许可，或不在您的范围内。")
    return found


def row(permit: Permit, today: date) -> PermitRow:
    return PermitRow(permit, permit.standing(today), (permit.valid_until - today).days)


def rows(found: Sequence[Permit], today: date) -> list[PermitRow]:
    return [row(permit, today) for permit in found]


def each_row(found: QuerySet[Permit], today: date) -> Iterator[PermitRow]:
    """The rows of a whole register, read as they are written out."""
    return (row(permit, today) for permit in found.iterator(chunk_size=2000))


def actions(actor: Actor, permit: Permit) -> list[Action]:
    """What can be done to a permit now, each with whether this actor may.

    Whoever only works under permits is shown no buttons: none would ever be theirs.
    """
    moves = (move for move in _moves_of(actor) if move.starts_from(permit.state))
    return [Action(move.name, move.label, policy.MAY[move](actor, permit)) for move in moves]


def _moves_of(actor: Actor) -> Sequence[Transition]:
    if actor.has(policy.PERMIT):
        return OF_A_PERMIT
    return (rules.WITHDRAW_PERMIT,) if actor.has(policy.WITHDRAW_PERMIT) else ()


def by_number(text: str) -> Permit | None:
    """The permit with a number, whoever asks and however the brackets are written."""
    said = rules.permit_number_in(text)
    number = style(*said) if said else text.strip()
    return Permit.objects.filter(number=number).first() if number.isprintable() else None


def verified(number: str, today: date) -> PermitRow:
    """The permit with a number and what it is worth today. Errors: NotFound."""
    found = by_number(number)
    if found is None:
        raise NotFound("没有这个编号的许可。")
    return row(found, today)


def by_pk(pk: int) -> Permit:
    """A permit for the modules above, which ask for whomever they act."""
    found = Permit.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound("没有这个许可。")
    return found


def numbers_covering(path: str, on: date, among: Collection[str]) -> set[str]:
    """Which of some permits can be relied on there on a day; one light query."""
    reach = PermitScope.objects.filter(above("path", path), permit=OuterRef("pk"))
    valid = Permit.objects.filter(_stands(PermitStanding.VALID, on), Exists(reach))
    return set(valid.filter(number__in=among).values_list("number", flat=True))


def numbered(numbers: Collection[str]) -> QuerySet[Permit]:
    """The permits with some numbers, as they are written in the register."""
    return with_scopes().filter(number__in=numbers)


def touching(path: str, on: date) -> QuerySet[Permit]:
    """Permits in force on a day that cover a place or a part of it, without their scopes."""
    here = below("place", path) | _reaching(path)
    return Permit.objects.filter(_stands(PermitStanding.VALID, on), here).order_by("-pk")


def versions_touching(path: str, on: date) -> tuple[tuple[int, int], ...]:
    """Keys and versions of the permits that touch a place; one light query."""
    return tuple(touching(path, on).values_list("pk", "version"))


def names_touching(path: str, on: date) -> list[tuple[int, str, str, str]]:
    """Key, number, title and department of those permits; one light query."""
    return list(touching(path, on).values_list("pk", "number", "title", "holder_name"))


def of_holder(path: str) -> QuerySet[Permit]:
    """Every permit a department ever held, the newest first."""
    return with_scopes().filter(below("holder", path))


def running_of(holder: str, on: date, words: str = "") -> QuerySet[Permit]:
    """Permits of a department that have not ended on a day, the first to end first.

    Every one of `words` stands in number or title.
    """
    running = with_scopes().filter(below("holder", holder), state__in=LIVE, valid_until__gte=on)
    for word in words.split():
        running = running.filter(Q(number__icontains=word) | Q(title__icontains=word))
    return running.order_by("valid_until", "pk")


def ending_before(day: date, place: str = "") -> QuerySet[Permit]:
    """Permits that still run but end before a day, of one place or all, the first to end first."""
    running = with_scopes().filter(state__in=LIVE, valid_until__lt=day)
    running = running.filter(place=place) if place else running
    return running.order_by("valid_until", "pk")


def ended_since(place: str, day: date) -> QuerySet[Permit]:
    """Permits of a place issued since a day that were revoked or given up, the newest first."""
    ended = (PermitState.REVOKED, PermitState.WITHDRAWN)
    return with_scopes().filter(place=place, state__in=ended, issued_on__gte=day)


def with_scopes() -> QuerySet[Permit]:
    return Permit.objects.prefetch_related("scopes").order_by("-pk")


def names_in_scope(permit: Permit) -> list[str]:
    """The names of the places a permit covers, the first hundred."""
    paths = permit.scopes.order_by("path").values_list("path", flat=True)[:NAMED]
    names = orgs.names(paths)
    return [names[path] for path in paths if path in names]


def series_of(place: str) -> PermitSeries | None:
    return PermitSeries.objects.filter(place=place).first()


def own_series(actor: Actor) -> PermitSeries | None:
    """The series of the own place, for whoever may choose it. Errors: Denied."""
    answer = may_set_series(actor)
    if not answer:
        raise Denied(answer.reason)
    return series_of(policy.home(actor))


def may_set_series(actor: Actor) -> Answer:
    return policy.may_permit(actor, PermitSeries(place=policy.home(actor)))


def series_taken() -> Collection[str]:
    return set(PermitSeries.objects.values_list("series", flat=True))


def _reaching(path: str) -> Q:
    """Permits decided above a place whose scope touches it; each asks for its own scopes only."""
    reach = PermitScope.objects.filter(policy.touching(path), permit=OuterRef("pk"))
    return policy.decided_above(path) & Q(Exists(reach))


def _stands(standing: PermitStanding, on: date) -> Q:
    """`rules.permit_standing` as a condition."""
    running = Q(valid_until__gte=on)
    match standing:
        case PermitStanding.VALID:
            return Q(state=PermitState.IN_FORCE, valid_from__lte=on) & running
        case PermitStanding.PENDING:
            return Q(state=PermitState.IN_FORCE, valid_from__gt=on)
        case PermitStanding.SUSPENDED:
            return Q(state=PermitState.SUSPENDED) & running
        case PermitStanding.EXPIRED:
            return Q(state=PermitState.EXPIRED) | Q(state__in=LIVE, valid_until__lt=on)
        case _:
            return Q(state=standing.value)


def counted_by_holder(place: str, year: int) -> list[tuple[str, int, int]]:
    """Name of a department, how many permits it was given in a year and how many ran out; by name.

    Those decided at or below a place; one that took another's place is not a new one. One query.
    """
    given = Q(issued_on__year=year, replaces="")
    over = Q(valid_until__year=year, state=PermitState.EXPIRED)
    found = (
        Permit.objects.filter(below("place", place), given | over)
        .values("holder_name")
        .annotate(given=Count("pk", filter=given), over=Count("pk", filter=over))
        .order_by("holder_name")
    )
    return list(found.values_list("holder_name", "given", "over"))
