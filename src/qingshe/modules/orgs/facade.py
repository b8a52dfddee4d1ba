"""What other modules and the site may know of units and people: plain values, and some moves."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from qingshe.kernel.actor import Actor
from qingshe.kernel.divisions import Level, territory
from qingshe.kernel.errors import NotFound
from qingshe.kernel.roles import Role

from . import queries, services
from .models import Membership, OrgUnit
from .policy import GRANTS
from .rules import CLOSE, CORRECT, ESTABLISH, HAPPENINGS, RELOCATE, REOPEN, UnitState

__all__ = [
    "CLOSE",
    "CORRECT",
    "ESTABLISH",
    "GRANTS",
    "HAPPENINGS",
    "RELOCATE",
    "REOPEN",
    "SEAT",
    "Seat",
    "SignedIn",
    "UnitSummary",
    "actor_for",
    "actor_of_token",
    "ancestry",
    "children",
    "common_place",
    "counts_below",
    "departments",
    "holders",
    "holders_below",
    "names",
    "paths_below",
    "people",
    "people_known",
    "people_named",
    "place_name",
    "signed_in",
    "unit",
    "units_at",
    "units_below",
    "visible_paths",
]


SEAT = "orgs.seat"  # where a session keeps the membership whose role the person has chosen


@dataclass(frozen=True, slots=True)
class UnitSummary:
    """A unit as its neighbours see it; `level` and `code` are "" for the root, see `OrgUnit`."""

    pk: int
    name: str
    path: str
    code: str
    kind: str
    level: str
    community_kind: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class Seat:
    """One role that a signed-in person holds: what the role switch lists."""

    pk: int
    unit: str
    unit_name: str
    role: Role

    @property
    def label(self) -> str:
        return self.role.label


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The person behind a session, the role they act in now, and all they could."""

    account: int
    name: str
    must_change_password: bool
    password_mark: str
    current: Seat
    seats: Sequence[Seat]


def unit(path: str) -> UnitSummary:
    """The unit with a path, whoever asks. Errors: NotFound."""
    found = queries.units.at_path(path)
    if found is None:
        raise NotFound("没有这个组织。")
    return _summary(found)


def units_at(paths: Iterable[str]) -> list[UnitSummary]:
    """The units with these paths, closed ones too, whoever asks; one query a thousand."""
    return [_summary(one) for one in queries.units.many_at(paths)]


def units_below(path: str, level: Level | None = None) -> list[UnitSummary]:
    """Places in force at or below a path, of one level or all: the communities of a city, say."""
    return [_summary(one) for one in queries.units.places_below(path, level)]


def paths_below(path: str, level: Level) -> list[str]:
    """Only the paths of the same: for counting eleven thousand communities, one light query."""
    return list(queries.units.places_below(path, level).values_list("path", flat=True))


def counts_below(path: str, level: Level, length: int) -> dict[str, int]:
    """How many of the same stand under each beginning of a path, `length` characters; one query."""
    return queries.units.counts_below(path, level, length)


def common_place() -> str:
    """The lowest place under which every community in force lies: the city that runs this."""
    return queries.units.common_place()


def departments(path: str) -> list[UnitSummary]:
    """Departments and offices in force that hang on the place with this path."""
    return [_summary(one) for one in queries.units.departments_of(path)]


def children(actor: Actor, path: str) -> list[UnitSummary]:
    """What hangs directly on a unit, as far as the actor may know."""
    return [_summary(one) for one in queries.units.visible_to(actor).filter(parent__path=path)]


def names(paths: Iterable[str]) -> dict[str, str]:
    """The names of many units by path, in one query; a path nobody has is left out."""
    return {one.path: one.name for one in queries.units.at_paths(paths)}


def place_name(path: str) -> str:
    """The names from the province down: "山西省 长治市 潞州区"; "" for a path nobody has."""
    return " ".join(one.name for one in ancestry(path))


def ancestry(path: str) -> list[UnitSummary]:
    """The units from the province down to the one with this path, itself included; one query."""
    return [_summary(one) for one in queries.units.line_of(path)]


def visible_paths(actor: Actor, paths: Iterable[str]) -> set[str]:
    """Which of these paths are units the actor may know of: check what a form brought."""
    mine = queries.units.visible_to(actor).filter(path__in=set(paths))
    return set(mine.values_list("path", flat=True))


def people(ids: Iterable[str]) -> dict[str, str]:
    """Names to show for ids of actors ("user:42"), in at most two queries."""
    return queries.history.names_of_actors(ids)


def people_known(actor: Actor, ids: Iterable[str]) -> dict[str, str]:
    """As `people`, of those accounts alone that the actor looks after."""
    wanted = set(ids)
    known = queries.accounts.visible_to(actor).values_list("pk", "name")
    keys = [int(one.removeprefix("user:")) for one in wanted if one.startswith("user:")]
    return {f"user:{pk}": name for pk, name in known.filter(pk__in=keys)}


def people_named(words: str) -> list[str]:
    """The ids of actors ("user:42") whose name holds `words`, at most 100; for who audits."""
    return [f"user:{account}" for account in queries.accounts.named_like(words)[:100]]


def holders(role: Role, path: str) -> list[str]:
    """The ids of actors ("user:42") who hold a role at the unit with this path: whom to notify."""
    return [f"user:{account}" for account in queries.accounts.holders(role, path)]


def holders_below(role: Role, path: str) -> dict[str, list[str]]:
    """Whom to notify at a place and everywhere below it, by what they act for; one query.

    A gatekeeper whose desk is in a department of the place acts for the place.
    """
    found: dict[str, list[str]] = {}
    for unit_path, account in queries.accounts.holders_below(role, path):
        found.setdefault(_acts_for(role, unit_path), []).append(f"user:{account}")
    return found


def signed_in(account: int, membership: int | None) -> SignedIn | None:
    """Who a session belongs to, in one query; None when the account has no role in force.

    `membership` is the role chosen last; when it is gone the first one takes its place.
    """
    held = queries.accounts.held_by(account)
    if not held:
        return None
    seats = [_seat(one) for one in held]
    current = next((seat for seat in seats if seat.pk == membership), seats[0])
    person = held[0].account
    return SignedIn(
        account,
        person.name,
        person.must_change_password,
        person.get_session_auth_hash(),
        current,
        seats,
    )


def actor_for(account: int, seat: Seat, grants_of: Callable[[Role], frozenset[str]]) -> Actor:
    """The actor a person is in one of their roles."""
    return Actor(
        f"user:{account}", _acts_for(seat.role, seat.unit), grants_of(seat.role), seat.role
    )


def actor_of_token(
    key: str, today: date, grants_of: Callable[[Role], frozenset[str]]
) -> Actor | None:
    """The actor an outside system is, in one query; None for a key that is not in force."""
    token = queries.tokens.token_with(services.tokens.digest_of(key), today)
    if token is None:
        return None
    role = Role(token.role)
    grants = grants_of(role) & frozenset(token.grants)
    return Actor(f"token:{token.pk}", _acts_for(role, token.unit.path), grants, role)


def _acts_for(role: Role, path: str) -> str:
    """A department officer acts for the department; everybody else for the place."""
    return path if role is Role.DEPARTMENT else territory(path)


def _seat(membership: Membership) -> Seat:
    unit = membership.unit
    return Seat(membership.pk, unit.path, unit.name, Role(membership.role))


def _summary(unit: OrgUnit) -> UnitSummary:
    return UnitSummary(
        pk=unit.pk,
        name=unit.name,
        path=unit.path,
        code=unit.code,
        kind=unit.kind,
        level=unit.level,
        community_kind=unit.community_kind,
        is_active=unit.state == UnitState.ACTIVE,
    )
