"""Units and people as production makes them: through the services, at the places of the cast."""

from qingshe.kernel.actor import Actor
from qingshe.kernel.roles import Role
from qingshe.modules.orgs import queries, rules, services
from qingshe.modules.orgs.models import Account, Membership, OrgUnit
from tests.cast import administrator

PASSWORD = "qingming-2026-yu"  # noqa: S105 - of invented people only
_ROLE_PLACES = {Role.DEPARTMENT: "/14/04/d01/", Role.STREET: "/14/04/03/001/"}


def a_unit(
    path: str = "/14/04/03/001/003/", *, name: str = "", actor: Actor | None = None
) -> OrgUnit:
    """The unit with this path, set up with all that is missing above it."""
    known = queries.units.at_path(path)
    if known is not None:
        return known
    admin = actor or administrator()
    if path == "/":
        return services.units.lay_root(admin)
    above = a_unit(rules.parent_path(path))
    number = path.rstrip("/").rpartition("/")[2]
    called = name or f"单位{path.strip('/').replace('/', '')}"
    if number.startswith("d"):
        return services.units.establish_office(
            admin, above.pk, name=called, kind=rules.Kind.DEPARTMENT, number=number
        )
    if number.startswith("g"):
        return services.units.establish_grid(admin, above.pk, name=called, number=number)
    return services.units.establish_place(admin, code=code_of(path), name=called)


def a_closed_unit(path: str, *, name: str = "") -> OrgUnit:
    """A unit that was set up and then closed."""
    return services.units.close(administrator(), a_unit(path, name=name).pk)


def close_the_unit(path: str) -> None:
    """What was founded before is closed."""
    OrgUnit.objects.filter(path=path).update(state=rules.UnitState.CLOSED)


def code_of(path: str) -> str:
    """The division code of a place: "/14/04/03/" → "140403000000"."""
    return path.replace("/", "").ljust(12, "0")


def an_account(
    role: Role = Role.WORKER,
    unit: str = "",
    *,
    login_name: str = "",
    name: str = "周明",
    password: str = PASSWORD,
) -> Account:
    """Somebody with one role; the password is `PASSWORD` and need not be changed."""
    path = unit or _ROLE_PLACES.get(role, _place_for(role))
    a_unit(path)
    account, _ = services.accounts.open_account(
        administrator(),
        login_name=login_name or f"{role}{path.replace('/', '')}",
        name=name,
        unit=path,
        role=role,
        password=password,
    )
    return account


def a_membership(account: Account, role: Role, unit: str) -> Membership:
    a_unit(unit)
    return services.accounts.appoint(administrator(), account.pk, unit=unit, role=role)


def _place_for(role: Role) -> str:
    in_community = role in (Role.WORKER, Role.HEAD, Role.RESIDENT)
    return "/14/04/03/001/003/" if in_community else "/14/04/"
