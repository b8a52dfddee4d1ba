"""Figures: exact sums of entries, in the scope of who asks, in as many queries for any size."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from qingshe.kernel.actor import VISITOR, Actor
from qingshe.kernel.errors import Denied, NotFound
from qingshe.kernel.roles import Role
from qingshe.modules.burden.facade import Cause, Share, post, public_reach, reach
from qingshe.modules.burden.queries import figures
from qingshe.modules.catalog.tests.builders import a_city
from qingshe.modules.orgs.tests.builders import a_unit
from tests.cast import (
    CITY,
    COMMUNITY,
    COUNTY,
    NEIGHBOUR,
    STREET,
    acting_as,
    administrator,
    department_officer,
    gatekeeper,
    leader,
    street_officer,
    supervisor,
    worker,
)

from .builders import MARCH, TODAY, a_booked, a_budget, a_posting

pytestmark = pytest.mark.django_db
OTHER = "/14/04/d02/"


@pytest.fixture(autouse=True)
def _city() -> None:
    a_city()
    a_unit(OTHER, name="市消防救援支队")


class TestReach:
    @pytest.mark.parametrize(
        ("actor", "place"),
        [
            (worker(), COMMUNITY),
            (street_officer(), STREET),
            (gatekeeper(), CITY),
            (leader(), CITY),
            (supervisor(), CITY),
        ],
    )
    def test_begins_at_the_own_place(self, actor: Actor, place: str) -> None:
        assert reach(actor).place == place

    def test_of_a_department_is_its_own_minutes_only(self) -> None:
        found = reach(department_officer())
        assert (found.place, found.department_name) == (CITY, "市民政局")

    @pytest.mark.parametrize(
        ("actor", "place"),
        [
            (worker(), NEIGHBOUR),
            (worker(), STREET),
            (street_officer(), COUNTY),
            (gatekeeper(), "/14/"),
            (gatekeeper(), "/14/05/"),
            (department_officer(), "/14/"),
        ],
    )
    def test_outside_does_not_exist(self, actor: Actor, place: str) -> None:
        with pytest.raises(NotFound):
            reach(actor, place)

    @pytest.mark.parametrize("actor", [VISITOR, administrator(), acting_as(Role.RESIDENT, CITY, 9)])
    def test_is_for_officials_and_communities(self, actor: Actor) -> None:
        with pytest.raises(Denied):
            reach(actor, CITY)

    def test_of_everybody_ends_at_the_county(self) -> None:
        assert public_reach().place == CITY
        assert public_reach(COUNTY).place == COUNTY
        with pytest.raises(NotFound):
            public_reach(STREET)


class TestFigures:
    def test_by_month_has_every_month_up_to_now(self) -> None:
        a_booked(minutes=30)
        lines = figures.by_month(reach(gatekeeper()), 2025, TODAY)
        assert [line.month.month for line in lines] == list(range(1, 10))
        assert [line.estimated for line in lines if line.estimated] == [60]

    def test_of_a_community_are_its_own(self) -> None:
        a_booked(minutes=30)
        lines = figures.by_month(reach(worker()), 2025, TODAY)
        assert sum(line.estimated for line in lines) == 30

    def test_of_a_department_leave_out_the_others(self) -> None:
        a_booked(1, minutes=30)
        a_booked(2, minutes=500, department=OTHER)
        lines = figures.by_month(reach(department_officer()), 2025, TODAY)
        assert sum(line.estimated for line in lines) == 60

    def test_by_department_come_with_the_year_before_and_the_budget(self) -> None:
        a_booked(1, minutes=30)
        a_booked(2, minutes=50, issued_on=date(2024, 3, 1))
        a_booked(3, minutes=90, issued_on=date(2024, 12, 1))
        a_budget(600)
        (line,) = figures.by_department(reach(gatekeeper()), 2025, TODAY)
        assert (line.name, line.estimated, line.estimated_before) == ("市民政局", 60, 100)
        assert (line.budget, line.budget_is_hard) == (600, False)

    def test_by_kind_come_the_most_first(self) -> None:
        a_booked(1, minutes=30)
        a_booked(2, minutes=50, kind="report")
        lines = figures.by_kind(reach(gatekeeper()), 2025, TODAY)
        assert [(line.label, line.estimated) for line in lines] == [("报表材料", 100), ("任务", 60)]

    def test_by_place_show_those_with_nothing_too(self) -> None:
        a_booked(minutes=30)
        a_unit("/14/04/11/", name="上党区")
        lines = figures.by_place(reach(gatekeeper()), 2025, TODAY)
        assert [(line.name, line.estimated, line.communities) for line in lines] == [
            ("潞州区", 60, 2),
            ("上党区", 0, 0),
        ]

    def test_by_place_of_a_street_are_its_communities(self) -> None:
        a_booked(minutes=30)
        lines = figures.by_place(reach(street_officer()), 2025, TODAY)
        assert [(line.path, line.estimated, line.communities) for line in lines] == [
            (COMMUNITY, 30, 1),
            (NEIGHBOUR, 30, 1),
        ]

    def test_top_items_add_up_demands_under_the_same_permit(self) -> None:
        a_booked(1, minutes=30)
        a_booked(2, minutes=30)
        (line,) = figures.top_items(reach(gatekeeper()), 2025, TODAY, 5)
        assert (line.title, line.shares, line.estimated) == ("高龄津贴人员核对", 4, 120)

    def test_cancelled_ones_say_what_was_spared(self) -> None:
        a_booked(minutes=30)
        post(a_posting(), [Share(COMMUNITY, 30, gone=Cause.CANCELLED)], on=MARCH)
        (line,) = figures.cancelled(reach(gatekeeper()), 2025, 5)
        assert (line.minutes, line.communities, line.cause_label) == (30, 1, "取消")

    def test_years_are_those_with_entries(self) -> None:
        assert figures.years(reach(gatekeeper())) == ()
        a_booked(1)
        a_booked(2, issued_on=date(2023, 5, 1))
        assert figures.years(reach(gatekeeper())) == (2025, 2024, 2023)

    def test_the_children_of_a_place_add_up_to_it(self) -> None:
        a_booked(minutes=30)
        seen = reach(gatekeeper(), STREET)
        below = figures.by_place(seen, 2025, TODAY)
        months = figures.by_month(seen, 2025, TODAY)
        assert sum(one.estimated for one in below) == sum(one.estimated for one in months)

    def test_cost_no_query_for_each_department(
        self, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        for number in range(1, 8):
            a_booked(number, department=f"/14/04/d{number:02}/")
        city = reach(gatekeeper())
        with django_assert_max_num_queries(4):
            figures.by_department(city, 2025, TODAY)
