"""The people of every test: each in a real role, at a fixed place in the tree."""

from qingshe.kernel.actor import VISITOR, Actor
from qingshe.kernel.roles import Role
from qingshe.site.grants import grants_of

CITY = "/14/04/"
COUNTY = "/14/04/03/"
STREET = "/14/04/03/001/"
COMMUNITY = "/14/04/03/001/003/"
NEIGHBOUR = "/14/04/03/001/004/"
DEPARTMENT = "/14/04/d01/"

visitor = VISITOR


def acting_as(role: Role, unit: str, number: int) -> Actor:
    """Somebody with all the grants of a role, and nothing else."""
    return Actor(f"user:{number}", unit, grants_of(role), role)


def worker(unit: str = COMMUNITY) -> Actor:
    return acting_as(Role.WORKER, unit, 1)


def head(unit: str = COMMUNITY) -> Actor:
    return acting_as(Role.HEAD, unit, 2)


def street_officer() -> Actor:
    return acting_as(Role.STREET, STREET, 3)


def department_officer(unit: str = DEPARTMENT) -> Actor:
    return acting_as(Role.DEPARTMENT, unit, 4)


def gatekeeper(unit: str = CITY) -> Actor:
    return acting_as(Role.GATEKEEPER, unit, 5)


def leader() -> Actor:
    return acting_as(Role.LEADER, CITY, 6)


def supervisor() -> Actor:
    return acting_as(Role.SUPERVISOR, CITY, 7)


def administrator() -> Actor:
    return acting_as(Role.ADMINISTRATOR, "/", 8)
