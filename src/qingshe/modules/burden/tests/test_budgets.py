from datetime import date

import pytest

from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Conflict, Denied, Invalid, NotFound
from qingshe.modules.burden.facade import BudgetMode
from qingshe.modules.burden.queries import budgets as queries
from qingshe.modules.burden.queries import desk
from qingshe.modules.burden.services import budgets
from qingshe.modules.catalog.tests.builders import a_city
from qingshe.modules.orgs.tests.builders import a_unit
from tests.cast import (
    CITY,
    COUNTY,
    DEPARTMENT,
    department_officer,
    gatekeeper,
    leader,
    supervisor,
    worker,
)

from .builders import TODAY, a_booked, a_budget, a_hard_rule

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _city() -> None:
    a_city()


def set_again(minutes: int = 900, *, by: Actor | None = None, **stated: object) -> None:
    values: dict[str, object] = {"year": 2025, "reason": "年中调整", "today": TODAY} | stated
    budgets.set_budget(by or leader(), DEPARTMENT, minutes=minutes, **values)  # type: ignore[arg-type]


class TestSetting:
    def test_is_kept_with_its_history(self) -> None:
        a_budget(600)
        set_again(900)
        told = [(one.number, one.minutes, one.state) for one in queries.visible_to(leader())]
        assert told == [(2, 900, "in_force"), (1, 600, "superseded")]

    @pytest.mark.parametrize("actor", [gatekeeper(), supervisor(), department_officer()])
    def test_is_for_the_leading_group(self, actor: Actor) -> None:
        with pytest.raises((Denied, NotFound)):
            set_again(by=actor)

    def test_of_a_department_elsewhere_does_not_exist(self) -> None:
        a_unit(f"{COUNTY}d01/", name="潞州区民政局")
        with pytest.raises(NotFound, match="本级没有"):
            budgets.set_budget(
                leader(), f"{COUNTY}d01/", year=2025, minutes=1, reason="核定", today=TODAY
            )

    def test_needs_a_reason(self) -> None:
        with pytest.raises(Invalid, match="依据"):
            set_again(reason=" ")

    @pytest.mark.parametrize("minutes", [-1, 10**12])
    def test_refuses_amounts_that_cannot_be(self, minutes: int) -> None:
        with pytest.raises(Invalid, match="1,000 万小时"):
            set_again(minutes)

    @pytest.mark.parametrize("year", [2020, 2030])
    def test_refuses_years_far_off(self, year: int) -> None:
        with pytest.raises(Invalid, match="年份"):
            set_again(year=year)

    def test_of_two_at_once_one_is_told(self) -> None:
        a_budget(600)
        with pytest.raises(Conflict, match="刚刚"):
            set_again(number=0)


class TestRule:
    def test_is_soft_where_nobody_decided(self) -> None:
        assert queries.mode_at(CITY, TODAY) is BudgetMode.SOFT

    def test_of_the_city_counts_in_its_counties(self) -> None:
        a_hard_rule()
        assert queries.mode_at(COUNTY, TODAY) is BudgetMode.HARD

    def test_counts_from_its_day(self) -> None:
        a_hard_rule()
        assert queries.mode_at(CITY, date(2024, 12, 31)) is BudgetMode.SOFT

    def test_is_replaced_and_not_edited(self) -> None:
        a_hard_rule()
        a_hard_rule(BudgetMode.SOFT)
        assert [one.state for one in queries.rules_at(CITY)] == ["in_force", "superseded"]


class TestDesk:
    def test_shows_every_department_the_heaviest_first(self) -> None:
        a_unit("/14/04/d02/", name="市消防救援支队")
        a_booked(department="/14/04/d02/", minutes=400)
        a_budget(600)
        lines = desk.lines(gatekeeper(), 2025, TODAY)
        assert [(line.name, line.state_label) for line in lines] == [
            ("市消防救援支队", "未核定"),
            ("市民政局", "预算内"),
        ]

    def test_says_who_is_above(self) -> None:
        a_budget(30)
        a_booked(minutes=30)
        (line,) = desk.lines(gatekeeper(), 2025, TODAY)
        assert (line.state_label, line.left) == ("已超出", "-30 分钟")
        assert desk.lead([line], 2025) == "2025 年 1 个部门，1 个超出预算。"

    def test_of_a_department_is_its_own_line(self) -> None:
        a_unit("/14/04/d02/", name="市消防救援支队")
        assert [one.name for one in desk.lines(department_officer(), 2025, TODAY)] == ["市民政局"]

    def test_is_not_for_communities(self) -> None:
        with pytest.raises(Denied):
            desk.insist_on_budgets(worker())
