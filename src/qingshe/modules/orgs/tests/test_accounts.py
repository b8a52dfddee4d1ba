import pytest
from django.utils import timezone

from qingshe.foundation.audit.models import AuditEntry
from qingshe.kernel.divisions import Level
from qingshe.kernel.errors import Conflict, Denied, Invalid, NotFound
from qingshe.kernel.roles import Role
from qingshe.modules.orgs import facade, queries, services
from tests.cast import (
    CITY,
    COMMUNITY,
    COUNTY,
    DEPARTMENT,
    NEIGHBOUR,
    STREET,
    acting_as,
    administrator,
    worker,
)

from .builders import PASSWORD, a_membership, a_unit, an_account

pytestmark = pytest.mark.django_db
NOW = timezone.now()
COUNTY_ADMINISTRATOR = acting_as(Role.ADMINISTRATOR, COUNTY, 18)


class TestPausing:
    def test_who_may_not_sign_in_for_a_while_is_listed_so_and_can_be_released(self) -> None:
        account = an_account(login_name="zhouming")
        assert queries.accounts.standing(account, NOW).state_label == "正常"
        for _ in range(5):
            services.sign_in.begin_attempt("zhouming", address="10.0.0.9", now=NOW)
        assert queries.accounts.standing(account, NOW).state_label.startswith("暂停登录至 ")
        offered = queries.accounts.actions(administrator(), account, NOW)
        assert "release" in [one.name for one in offered]

    def test_a_failure_to_sign_in_is_told_in_words(self) -> None:
        account = an_account(login_name="zhouming")
        services.sign_in.tell_failure(account, address="10.0.0.9", now=NOW)
        last = queries.history.history(account.subject)[0]
        assert (last.label, last.who) == ("登录失败", "未登录的人")


def test_a_password_that_is_too_short_is_refused_in_chinese() -> None:
    account = an_account()
    own = acting_as(Role.WORKER, COMMUNITY, account.pk)
    with pytest.raises(Invalid, match="密码太短，至少要 10 个字符。"):
        services.accounts.change_password(own, old=PASSWORD, new="kq7")


class TestOpening:
    def test_gives_a_first_password_to_be_changed(self) -> None:
        a_unit(COMMUNITY)
        account, password = services.accounts.open_account(
            administrator(), login_name="Li.Fang", name="李芳", unit=COMMUNITY, role=Role.HEAD
        )
        assert account.login_name == "li.fang"
        assert account.must_change_password
        assert account.check_password(password)

    def test_is_refused_to_who_is_no_administrator(self) -> None:
        a_unit(COMMUNITY)
        with pytest.raises(Denied, match="系统管理员"):
            services.accounts.open_account(
                worker(), login_name="lifang", name="李芳", unit=COMMUNITY, role=Role.HEAD
            )

    def test_outside_the_own_territory_looks_as_if_there_were_no_such_unit(self) -> None:
        a_unit(COUNTY)
        a_unit("/14/04/04/001/001/")
        with pytest.raises(NotFound):
            services.accounts.open_account(
                COUNTY_ADMINISTRATOR,
                login_name="lifang",
                name="李芳",
                unit="/14/04/04/001/001/",
                role=Role.HEAD,
            )

    def test_above_the_own_territory_is_refused_and_leaves_no_account(self) -> None:
        a_unit(COUNTY)
        with pytest.raises(Denied, match="管理范围"):
            services.accounts.open_account(
                COUNTY_ADMINISTRATOR,
                login_name="lifang",
                name="李芳",
                unit=CITY,
                role=Role.GATEKEEPER,
            )
        assert queries.accounts.named("lifang") is None

    def test_with_a_name_that_is_taken_is_refused_with_words(self) -> None:
        an_account(login_name="lifang")
        with pytest.raises(Invalid, match="该登录名已被使用"):
            an_account(Role.HEAD, login_name="lifang")

    def test_tells_the_trail_no_personal_data(self) -> None:
        account = an_account(login_name="lifang", name="李芳")
        services.accounts.correct_account(
            administrator(), account.pk, name="李方", phone="13900000000", staff_number="A7"
        )
        entries = AuditEntry.objects.filter(subject=account.subject)
        told = str(list(entries.values_list("change", flat=True)))
        assert not any(secret in told for secret in ("李芳", "李方", "13900000000", "A7"))


class TestSeats:
    @pytest.mark.parametrize(
        ("role", "unit", "words"),
        [
            (Role.WORKER, STREET, "社区"),
            (Role.STREET, COMMUNITY, "街道"),
            (Role.DEPARTMENT, CITY, "部门或办公室"),
            (Role.GATEKEEPER, COMMUNITY, "县级"),
            (Role.WORKER, DEPARTMENT, "社区"),
        ],
    )
    def test_that_do_not_fit_the_role_are_refused(self, role: Role, unit: str, words: str) -> None:
        account = an_account()
        with pytest.raises(Invalid, match=words):
            a_membership(account, role, unit)

    def test_may_be_several(self) -> None:
        account = an_account()
        a_membership(account, Role.HEAD, COMMUNITY)
        a_membership(account, Role.WORKER, NEIGHBOUR)
        assert len(queries.accounts.held_by(account.pk)) == 3

    def test_are_not_held_twice(self) -> None:
        with pytest.raises(Invalid, match="已有这个角色"):
            a_membership(an_account(), Role.WORKER, COMMUNITY)

    def test_can_be_taken_again_after_they_ended(self) -> None:
        account = an_account()
        services.accounts.end_membership(administrator(), account.memberships.get().pk)
        assert a_membership(account, Role.WORKER, COMMUNITY).state == "active"

    def test_of_the_own_account_are_not_ended_by_oneself(self) -> None:
        account = an_account(Role.ADMINISTRATOR, "/")
        me = acting_as(Role.ADMINISTRATOR, "/", account.pk)
        with pytest.raises(Denied, match="另一名管理员"):
            services.accounts.end_membership(me, account.memberships.get().pk)


class TestAdministering:
    def test_of_who_also_sits_higher_up_is_refused(self) -> None:
        account = an_account()
        a_membership(account, Role.GATEKEEPER, CITY)
        for act in (services.accounts.reset_password, services.accounts.lock):
            with pytest.raises(Denied, match="管理范围之外任职"):
                act(COUNTY_ADMINISTRATOR, account.pk)

    def test_of_somebody_elsewhere_looks_as_if_there_were_nobody(self) -> None:
        account = an_account(unit="/14/04/04/001/001/")
        a_unit(COUNTY)
        with pytest.raises(NotFound):
            services.accounts.reset_password(COUNTY_ADMINISTRATOR, account.pk)

    def test_of_oneself_is_for_somebody_else_to_do(self) -> None:
        account = an_account(Role.ADMINISTRATOR, "/")
        with pytest.raises(Denied, match="另一名管理员"):
            services.accounts.lock(acting_as(Role.ADMINISTRATOR, "/", account.pk), account.pk)

    def test_loses_to_a_change_made_meanwhile(self) -> None:
        account = an_account()
        services.accounts.reset_password(administrator(), account.pk, version=1)
        with pytest.raises(Conflict, match="刚刚被他人修改"):
            services.accounts.reset_password(administrator(), account.pk, version=1)

    def test_a_locked_account_can_be_restored(self) -> None:
        account = services.accounts.lock(administrator(), an_account().pk)
        assert services.accounts.unlock(administrator(), account.pk).state == "active"

    def test_every_move_has_its_answer_for_an_administrator(self) -> None:
        names = [one.name for one in queries.accounts.actions(administrator(), an_account(), NOW)]
        assert names == [
            "correct_account",
            "reset_password",
            "disable_factor",
            "lock",
        ]


class TestFacade:
    def test_names_many_units_at_once(self) -> None:
        a_unit(COMMUNITY, name="西大街社区")
        assert facade.names([COMMUNITY, "/99/"]) == {COMMUNITY: "西大街社区"}

    def test_tells_the_line_of_a_unit_from_the_top(self) -> None:
        a_unit(COMMUNITY)
        assert [one.path for one in facade.ancestry(COMMUNITY)] == [
            "/14/",
            CITY,
            COUNTY,
            STREET,
            COMMUNITY,
        ]

    def test_lists_the_communities_of_a_place_without_closed_ones(self) -> None:
        a_unit(COMMUNITY)
        services.units.close(administrator(), a_unit(NEIGHBOUR).pk)
        found = facade.units_below(CITY, Level.COMMUNITY)
        assert [one.path for one in found] == [COMMUNITY]

    def test_does_not_know_a_path_nobody_has(self) -> None:
        with pytest.raises(NotFound):
            facade.unit("/99/")

    def test_knows_people_by_the_ids_of_the_trail(self) -> None:
        account = an_account(name="李芳")
        ids = [f"user:{account.pk}", "user:999", "task:orgs", "visitor"]
        assert facade.people(ids) == {f"user:{account.pk}": "李芳", "task:orgs": "系统"}

    def test_tells_which_paths_of_a_form_are_in_the_scope(self) -> None:
        a_unit(COMMUNITY)
        a_unit(NEIGHBOUR)
        assert facade.visible_paths(worker(), [COMMUNITY, NEIGHBOUR]) == {COMMUNITY}
