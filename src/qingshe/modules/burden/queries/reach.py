"""What one may look at (范围): a place, and perhaps one department; made here and nowhere else."""

from dataclasses import dataclass

from qingshe.kernel.actor import Actor
from qingshe.kernel.divisions import Level
from qingshe.modules.burden import policy
from qingshe.modules.orgs import facade as orgs


@dataclass(frozen=True, slots=True)
class Reach:
    """A place and, unless it is "", the one department whose minutes are meant there.

    `level` is that of the place, None for the root. Only `reach` and `public_reach` make one: who
    holds it may read what it names.
    """

    place: str
    place_name: str
    level: Level | None
    department: str = ""
    department_name: str = ""

    @property
    def is_community(self) -> bool:
        return self.level in (Level.COMMUNITY, Level.GRID)


def reach(actor: Actor, place: str = "") -> Reach:
    """What an actor may look at there; without a place at the own one.

    A department always gets its own minutes only. Errors: NotFound outside the scope, Denied for
    whoever has no use for the ledger.
    """
    wanted = place or policy.home(actor)
    policy.insist_on_place(actor, wanted)
    return _reach(wanted, policy.department_of(actor))


def public_reach(place: str = "") -> Reach:
    """What anybody may look at: a county and larger; without a place the city it is run for."""
    wanted = place or _city()
    policy.insist_on_public(wanted)
    return _reach(wanted)


def _reach(place: str, department: str = "") -> Reach:
    unit = orgs.unit(place)
    name = orgs.unit(department).name if department else ""
    return Reach(place, unit.name, policy.level_of(place), department, name)


def _city() -> str:
    """The first city, or the root where there is none."""
    return next((unit.path for unit in orgs.units_below("/", Level.CITY)), "/")
