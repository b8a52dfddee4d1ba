import pytest

from qingshe.foundation.audit.models import AuditEntry
from qingshe.kernel.errors import Conflict, Denied, Invalid, NotFound
from qingshe.kernel.roles import Role
from qingshe.modules.orgs import queries, rules, services
from qingshe.modules.orgs.models import OrgUnit
from tests.cast import (
    CITY,
    COMMUNITY,
    COUNTY,
    DEPARTMENT,
    NEIGHBOUR,
    STREET,
    acting_as,
    administrator,
    department_officer,
    gatekeeper,
    visitor,
    worker,
)

from .builders import a_unit, an_account

pytestmark = pytest.mark.django_db


def paths(units: list[OrgUnit]) -> list[str]:
    return [unit.path for unit in units]


class TestEstablishing:
    def test_a_place_hangs_where_its_code_says(self) -> None:
        community = a_unit(COMMUNITY)
        assert (community.path, community.level) == (COMMUNITY, "community")
        assert community.parent == a_unit(STREET)

    def test_a_community_is_urban_unless_told_otherwise(self) -> None:
        assert a_unit(COMMUNITY).community_kind == rules.CommunityKind.URBAN

    def test_a_street_right_below_a_city_hangs_on_the_city(self) -> None:
        city = a_unit("/44/19/")
        street = services.units.establish_place(
            administrator(), code="441900003000", name="东城街道"
        )
        assert (street.path, street.parent) == ("/44/19/00/003/", city)

    def test_without_the_place_above_is_refused(self) -> None:
        with pytest.raises(Invalid, match="请先设立上级"):
            services.units.establish_place(administrator(), code="140403001003", name="西大街社区")

    @pytest.mark.parametrize("code", ["", "14", "abcdefghijkl", "014040300100", "1404030010031"])
    def test_with_a_wrong_code_is_refused(self, code: str) -> None:
        with pytest.raises(Invalid, match="12位数字"):
            services.units.establish_place(administrator(), code=code, name="甲")

    def test_twice_with_one_code_is_refused(self) -> None:
        a_unit(STREET)
        with pytest.raises(Invalid, match="已有"):
            services.units.establish_place(administrator(), code="140403001000", name="乙街道")

    def test_at_the_same_moment_as_somebody_else_is_told(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        a_unit(STREET)
        monkeypatch.setattr(OrgUnit, "validate_unique", lambda unit: None)
        monkeypatch.setattr(OrgUnit, "validate_constraints", lambda unit: None)
        with pytest.raises(Conflict, match="与已有记录重复"):
            services.units.establish_place(administrator(), code="140403001000", name="乙街道")

    def test_of_a_department_gives_it_the_next_number(self) -> None:
        a_unit(DEPARTMENT)
        second = services.units.establish_office(
            administrator(), a_unit(CITY).pk, name="市财政局", kind=rules.Kind.DEPARTMENT
        )
        assert (second.path, second.level) == ("/14/04/d02/", "city")

    def test_of_a_department_in_a_department_is_refused(self) -> None:
        with pytest.raises(Invalid, match="不设在部门"):
            services.units.establish_office(
                administrator(), a_unit(DEPARTMENT).pk, name="科", kind=rules.Kind.OFFICE
            )

    def test_of_a_grid_needs_a_community(self) -> None:
        with pytest.raises(Invalid, match="社区"):
            services.units.establish_grid(administrator(), a_unit(STREET).pk, name="一网格")

    def test_is_the_business_of_administrators(self) -> None:
        a_unit(STREET)
        with pytest.raises(Denied, match="系统管理员"):
            services.units.establish_place(gatekeeper(), code="140403001003", name="西大街社区")

    def test_outside_the_own_territory_is_refused(self) -> None:
        a_unit(COUNTY)
        a_unit("/14/04/04/")
        elsewhere = acting_as(Role.ADMINISTRATOR, COUNTY, 8)
        with pytest.raises(Denied, match="管理范围"):
            services.units.establish_place(elsewhere, code="140404001000", name="别处街道")

    def test_leaves_the_first_trace(self) -> None:
        entry = AuditEntry.objects.get(subject=a_unit(COMMUNITY).subject)
        assert (entry.actor, entry.action) == ("user:8", "establish")


class TestCorrecting:
    def test_changes_the_name_and_tells_the_trail(self) -> None:
        unit = services.units.correct(administrator(), a_unit(STREET).pk, name="英雄街道")
        entry = AuditEntry.objects.get(subject=unit.subject, action="correct")
        assert entry.change["name"][1] == "英雄街道"

    def test_makes_it_findable_under_the_new_name_alone(self) -> None:
        unit = a_unit(STREET, name="东街道")
        services.units.correct(administrator(), unit.pk, name="英雄街道")
        assert queries.units.found(administrator(), "英雄") == [unit]
        assert queries.units.found(administrator(), "东街") == []

    def test_loses_to_a_change_made_meanwhile(self) -> None:
        unit = a_unit(STREET)
        services.units.correct(administrator(), unit.pk, name="英雄街道", version=1)
        with pytest.raises(Conflict, match="刚刚被他人修改"):
            services.units.correct(administrator(), unit.pk, name="东街道", version=1)

    def test_of_a_neighbour_looks_as_if_it_did_not_exist(self) -> None:
        with pytest.raises(NotFound):
            services.units.correct(worker(), a_unit(NEIGHBOUR).pk, name="甲")


class TestRelocating:
    def test_moves_the_whole_subtree(self) -> None:
        a_unit("/14/04/11/")
        a_unit("/14/04/03/001/003/g01/")
        services.units.relocate(administrator(), a_unit(STREET).pk, code="140411001000")
        moved = a_unit("/14/04/11/001/003/")
        assert (moved.code, moved.parent) == ("140411001003", a_unit("/14/04/11/001/"))
        assert a_unit("/14/04/11/001/003/g01/").parent == moved
        assert queries.units.at_path(COMMUNITY) is None

    def test_leaves_a_trace_of_everything_moved(self) -> None:
        a_unit("/14/04/11/")
        community = a_unit(COMMUNITY)
        services.units.relocate(administrator(), a_unit(STREET).pk, code="140411001000")
        entry = AuditEntry.objects.get(subject=community.subject, action="follow")
        assert entry.change["path"] == [COMMUNITY, "/14/04/11/001/003/"]

    def test_to_a_code_of_another_level_is_refused(self) -> None:
        with pytest.raises(Invalid, match="应为街道"):
            services.units.relocate(administrator(), a_unit(STREET).pk, code="140411000000")

    def test_onto_another_place_is_refused_and_nothing_moves(self) -> None:
        a_unit(COMMUNITY)
        a_unit("/14/04/03/002/")
        with pytest.raises(Invalid, match="已有"):
            services.units.relocate(administrator(), a_unit(STREET).pk, code="140403002000")
        assert queries.units.at_path(COMMUNITY) is not None

    def test_of_a_department_is_refused_with_the_way_out(self) -> None:
        with pytest.raises((Denied, Invalid), match="区划代码"):
            services.units.relocate(administrator(), a_unit(DEPARTMENT).pk, code="140411001000")


class TestClosing:
    def test_of_a_leaf_takes_it_out_of_force(self) -> None:
        assert services.units.close(administrator(), a_unit(COMMUNITY).pk).state == "closed"

    def test_over_the_heads_of_lower_units_is_refused(self) -> None:
        a_unit(COMMUNITY)
        with pytest.raises(Denied, match="下级组织"):
            services.units.close(administrator(), a_unit(STREET).pk)

    def test_over_the_heads_of_people_is_refused(self) -> None:
        an_account(Role.WORKER, COMMUNITY)
        with pytest.raises(Denied, match="任职"):
            services.units.close(administrator(), a_unit(COMMUNITY).pk)

    def test_can_be_taken_back(self) -> None:
        unit = services.units.close(administrator(), a_unit(COMMUNITY).pk)
        assert services.units.reopen(administrator(), unit.pk).state == "active"

    def test_cannot_be_taken_back_below_a_closed_unit(self) -> None:
        unit = services.units.close(administrator(), a_unit(COMMUNITY).pk)
        services.units.close(administrator(), a_unit(STREET).pk)
        with pytest.raises(Denied, match="先恢复上级"):
            services.units.reopen(administrator(), unit.pk)

    def test_of_the_root_is_refused(self) -> None:
        with pytest.raises(Denied, match="本级"):
            services.units.close(administrator(), a_unit("/").pk)


class TestScope:
    @pytest.fixture(autouse=True)
    def _tree(self) -> None:
        for path in (COMMUNITY, NEIGHBOUR, DEPARTMENT, "/14/04/03/d01/", "/14/05/d01/"):
            a_unit(path)

    def test_a_community_sees_itself_and_who_stands_above_it(self) -> None:
        seen = paths(list(queries.units.visible_to(worker())))
        above = ["/", "/14/", CITY, COUNTY, "/14/04/03/d01/", STREET, DEPARTMENT, COMMUNITY]
        assert sorted(seen) == sorted(above)

    def test_a_department_sees_the_place_it_works_for(self) -> None:
        seen = paths(list(queries.units.visible_to(department_officer())))
        assert NEIGHBOUR in seen
        assert "/14/05/" not in seen

    def test_a_visitor_sees_nothing(self) -> None:
        assert not queries.units.visible_to(visitor).exists()
