"""One law over all reads: who sees what follows from the place of the unit and the role."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from qingshe.kernel.actor import Actor
from qingshe.kernel.divisions import territory
from qingshe.kernel.roles import Role
from qingshe.modules.catalog.tests.builders import TODAY
from qingshe.modules.demands.models import Assignment, Demand, OffPlatform, Refusal
from qingshe.modules.demands.queries import demands, inbox, refusals, reports
from qingshe.modules.demands.rules import Ground, ReportState
from tests.cast import acting_as

from .builders import FRIDAY, MORNING

CITIES = ("/14/04/", "/14/05/")
COMMUNITIES = tuple(f"{city}0{n}/001/00{n}/" for city in CITIES for n in (1, 2))
DEPARTMENTS = tuple(f"{city}d0{n}/" for city in CITIES for n in (1, 2))
UNITS = (*CITIES, *COMMUNITIES, *DEPARTMENTS, "/14/04/01/", "/14/04/01/001/", "/14/")
ROLES = st.sampled_from(list(Role))
WATCHING = (Role.GATEKEEPER, Role.LEADER, Role.SUPERVISOR)
WORKING = (Role.WORKER, Role.HEAD)

pytestmark = pytest.mark.django_db


def _a_record_of_each(department: str, community: str) -> None:
    """As the database would hold them; the law is about reading, not about how they came."""
    place = territory(department)
    demand = Demand.objects.create(
        state="issued",
        number=f"{department}{community}",
        key=community,
        issuer=department,
        issuer_name="部门",
        place=place,
        under_kind="item",
        under="CZ",
        under_title="事项",
        kind="task",
        title="事项",
        text="事项",
        due_on=FRIDAY,
        scope_text="社区",
        communities=1,
        issued_at=MORNING,
        issued_on=TODAY,
        verdict="allowed",
    )
    share = Assignment.objects.create(
        state="refused", demand=demand, community=community, due_on=FRIDAY
    )
    Refusal.objects.create(
        state="waiting",
        assignment=share,
        community=community,
        place=place,
        ground=Ground.NO_BASIS,
        lodged_on=TODAY,
        due_on=FRIDAY,
        clock="",
    )
    for state in (ReportState.REPORTED, ReportState.ASKED):
        OffPlatform.objects.create(
            state=state,
            community=community,
            place=place,
            text="事项",
            by_whom="部门",
            department=department,
            channel="phone",
            kind="task",
            received_on=TODAY,
            reported_on=TODAY,
            outcome="refused",
            outcome_label="不得下达",
        )


class TestScope(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        for department in DEPARTMENTS:
            for community in COMMUNITIES:
                if community.startswith(territory(department)):
                    _a_record_of_each(department, community)

    @settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
    @given(unit=st.sampled_from(UNITS), role=ROLES)
    def test_everybody_sees_by_place_and_role_and_nothing_else(self, unit: str, role: Role) -> None:
        actor = acting_as(role, unit, 1)
        for demand in demands.visible_to(actor):
            assert _watches(actor, demand.place) or _issued(actor, demand.issuer)
        for share in inbox.visible_to(actor):
            assert _works(actor, share.community)
        for refusal in refusals.visible_to(actor):
            assert _works(actor, refusal.community) or _rules(actor, refusal.place)
        for report in reports.visible_to(actor):
            told = _issued(actor, report.department) and report.state != ReportState.REPORTED
            assert told or _works(actor, report.community) or _watches(actor, report.place)

    def test_those_it_concerns_do_see_it(self) -> None:
        worker = acting_as(Role.WORKER, COMMUNITIES[0], 1)
        assert inbox.visible_to(worker).count() == 2
        assert refusals.visible_to(acting_as(Role.GATEKEEPER, CITIES[0], 5)).count() == 4
        assert demands.visible_to(acting_as(Role.DEPARTMENT, DEPARTMENTS[0], 4)).count() == 2


def _watches(actor: Actor, place: str) -> bool:
    return actor.role in WATCHING and place.startswith(actor.unit)


def _rules(actor: Actor, place: str) -> bool:
    return actor.role is Role.GATEKEEPER and place.startswith(actor.unit)


def _issued(actor: Actor, department: str) -> bool:
    return actor.role is Role.DEPARTMENT and department == actor.unit


def _works(actor: Actor, community: str) -> bool:
    return actor.role in WORKING and community == actor.unit
