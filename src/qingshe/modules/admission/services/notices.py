"""Who is told of what: the department, the office, the leading group, those who are asked."""

from typing import TypedDict, Unpack

from qingshe.foundation.notices import box
from qingshe.foundation.notices.rules import Kind
from qingshe.kernel.roles import Role
from qingshe.modules.admission.models import Application
from qingshe.modules.admission.queries.applications import address
from qingshe.modules.orgs import facade as orgs


class How(TypedDict, total=False):
    """What kind of notice it is (办理结果 unless said), and whether it passes the quiet hours."""

    kind: Kind
    urgent: bool


def tell_applicant(
    application: Application, title: str, body: str = "", **how: Unpack[How]
) -> None:
    """The officers of the applying department."""
    _send(application, orgs.holders(Role.DEPARTMENT, application.applicant), title, body, **how)


def tell_office(application: Application, title: str, body: str = "", **how: Unpack[How]) -> None:
    """The office of the leading group at the deciding place."""
    _send(application, _at_place(application, Role.GATEKEEPER), title, body, **how)


def tell_leaders(application: Application, title: str, body: str = "", **how: Unpack[How]) -> None:
    """The leading group at the deciding place."""
    _send(application, _at_place(application, Role.LEADER), title, body, **how)


def tell_supervisors(
    application: Application, title: str, body: str = "", **how: Unpack[How]
) -> None:
    """Those who supervise at the deciding place."""
    _send(application, _at_place(application, Role.SUPERVISOR), title, body, **how)


def tell_asked(application: Application, units: set[str], title: str) -> None:
    """Streets, community heads and departments that are asked; three queries however many."""
    roles = (Role.STREET, Role.HEAD, Role.DEPARTMENT)
    found = [orgs.holders_below(role, application.place) for role in roles]
    people = [one for held in found for unit, ids in held.items() if unit in units for one in ids]
    _send(application, people, title, "", kind=Kind.DECIDE)


def _at_place(application: Application, role: Role) -> list[str]:
    return orgs.holders_below(role, application.place).get(application.place, [])


def _send(
    application: Application, people: list[str], title: str, body: str, **how: Unpack[How]
) -> None:
    box.send(people, title, link=address(application.pk), body=body, **how)
