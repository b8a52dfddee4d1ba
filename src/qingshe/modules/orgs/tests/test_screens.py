from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from qingshe.foundation import sheets, uploads
from qingshe.kernel.actor import Actor
from qingshe.kernel.roles import Role
from qingshe.modules.orgs import queries, services
from tests.cast import (
    CITY,
    COMMUNITY,
    COUNTY,
    DEPARTMENT,
    NEIGHBOUR,
    STREET,
    acting_as,
    administrator,
    gatekeeper,
    visitor,
    worker,
)

from .builders import a_unit, an_account

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
Acting = Callable[[Actor], Client]


def many_communities(count: int) -> None:
    rows = [
        {"code": f"140403001{number:03}", "name": f"社区{number}"} for number in range(1, count + 1)
    ]
    a_unit(STREET)
    content = sheets.write("组织", services.imports.COLUMNS, rows)
    services.imports.apply(administrator(), services.imports.plan_of(administrator(), content))


class TestTree:
    def test_begins_at_the_own_place(self, acting: Acting) -> None:
        a_unit(COMMUNITY, name="西大街社区")
        page = acting(worker()).get("/orgs/").text
        assert "西大街社区" in page

    def test_opens_level_by_level(self, acting: Acting) -> None:
        a_unit(COMMUNITY, name="西大街社区")
        a_unit("/14/04/04/", name="上党区")
        client = acting(gatekeeper())
        assert "西大街社区" not in client.get("/orgs/").text
        branch = client.get(f"/orgs/{a_unit(STREET).pk}/branch/", headers=HTMX).text
        assert "西大街社区" in branch
        assert "<html" not in branch

    def test_begins_where_it_forks(self, acting: Acting) -> None:
        a_unit("/14/04/03/", name="潞州区")
        a_unit("/14/04/04/", name="上党区")
        page = acting(administrator()).get("/orgs/").text
        assert "潞州区" in page
        assert "上党区" in page

    def test_without_javascript_leads_to_the_page_of_the_unit(self, acting: Acting) -> None:
        pk = a_unit(STREET).pk
        assert acting(gatekeeper()).get(f"/orgs/{pk}/branch/")["Location"] == f"/orgs/{pk}/"

    def test_lists_two_hundred_and_then_goes_on(self, acting: Acting) -> None:
        many_communities(205)
        client = acting(gatekeeper())
        first = client.get(f"/orgs/{a_unit(STREET).pk}/branch/", headers=HTMX).text
        assert (first.count("tree-name"), "继续列出" in first) == (200, True)
        following = first.split("branch/?after=")[1].split('"')[0]
        address = f"/orgs/{a_unit(STREET).pk}/branch/?after={following}"
        rest = client.get(address, headers=HTMX).text
        assert (rest.count("tree-name"), "继续列出" in rest) == (5, False)

    def test_costs_the_same_however_many_there_are(
        self, acting: Acting, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        many_communities(150)
        client = acting(gatekeeper())
        with django_assert_max_num_queries(3):
            client.get(f"/orgs/{a_unit(STREET).pk}/branch/", headers=HTMX)

    def test_asks_a_visitor_to_sign_in(self, acting: Acting) -> None:
        pk = a_unit(STREET).pk
        client = acting(visitor)
        for address in ("/orgs/", f"/orgs/{pk}/", "/orgs/export/", "/accounts/", "/tokens/"):
            assert client.get(address)["Location"].startswith("/sign-in/?next=")


class TestSearch:
    def test_finds_by_two_characters_and_tells_the_place(self, acting: Acting) -> None:
        a_unit(CITY, name="长治市")
        a_unit(COMMUNITY, name="西大街社区")
        page = acting(gatekeeper()).get("/orgs/", {"q": "大街"}).text
        assert "<mark>大街</mark>" in page
        assert "长治市" in page

    def test_finds_by_the_code(self, acting: Acting) -> None:
        a_unit(COMMUNITY, name="西大街社区")
        assert "社区" in acting(gatekeeper()).get("/orgs/", {"q": "140403001003"}).text

    def test_does_not_find_a_neighbour(self, acting: Acting) -> None:
        a_unit(COMMUNITY)
        a_unit(NEIGHBOUR, name="东大街社区")
        assert "没有找到" in acting(worker()).get("/orgs/", {"q": "东大街"}).text

    @pytest.mark.parametrize("words", ["%", "_", "'", '"', "a' OR 1=1", "*", "（）"])
    def test_takes_any_words(self, acting: Acting, words: str) -> None:
        a_unit(COMMUNITY)
        assert acting(gatekeeper()).get("/orgs/", {"q": words}).status_code == 200

    def test_costs_the_same_however_many_are_found(
        self, acting: Acting, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        many_communities(60)
        client = acting(gatekeeper())
        with django_assert_max_num_queries(3):
            assert "多于 50 个" in client.get("/orgs/", {"q": "社区"}).text


class TestUnitPage:
    def test_shows_facts_children_and_history(self, acting: Acting) -> None:
        a_unit(COMMUNITY, name="西大街社区")
        page = acting(administrator()).get(f"/orgs/{a_unit(STREET).pk}/").text
        for words in ("140403001000", "西大街社区", "设立", "变更区划代码"):
            assert words in page

    def test_a_greyed_button_says_why(self, acting: Acting) -> None:
        a_unit(COMMUNITY)
        page = acting(administrator()).get(f"/orgs/{a_unit(STREET).pk}/").text
        assert "还有未撤销的下级组织" in page

    def test_shows_who_sits_there_to_administrators_alone(self, acting: Acting) -> None:
        an_account(name="李芳")
        pk = a_unit(COMMUNITY).pk
        assert "李芳" in acting(administrator()).get(f"/orgs/{pk}/").text
        assert "李芳" not in acting(worker()).get(f"/orgs/{pk}/").text

    def test_of_a_neighbour_does_not_exist(self, acting: Acting) -> None:
        a_unit(COMMUNITY)
        pk = a_unit(NEIGHBOUR).pk
        for address in (f"/orgs/{pk}/", f"/orgs/{pk}/branch/", f"/orgs/{pk}/correct/"):
            assert acting(worker()).get(address).status_code == 404

    def test_of_the_root_can_be_drawn(self, acting: Acting) -> None:
        assert "全国" in acting(administrator()).get(f"/orgs/{a_unit('/').pk}/").text


class TestChanging:
    def test_a_community_is_set_up_below_its_street(self, acting: Acting) -> None:
        street = a_unit(STREET)
        told = {"code": "140403001003", "name": "西大街社区", "community_kind": "urban"}
        page = acting(administrator()).post(f"/orgs/{street.pk}/establish_place/", told)
        assert page["Location"] == f"/orgs/{a_unit(COMMUNITY).pk}/"

    def test_a_department_is_set_up(self, acting: Acting) -> None:
        city = a_unit(CITY)
        told = {"name": "市民政局", "kind": "department"}
        acting(administrator()).post(f"/orgs/{city.pk}/establish_office/", told)
        assert a_unit(DEPARTMENT).name == "市民政局"

    def test_a_wrong_code_is_told_in_plain_words(self, acting: Acting) -> None:
        street = a_unit(STREET)
        told = {"code": "1404", "name": "西大街社区"}
        page = acting(administrator()).post(f"/orgs/{street.pk}/establish_place/", told)
        assert page.status_code == 422
        assert "12位数字" in page.text

    def test_of_two_editors_one_is_told(self, acting: Acting) -> None:
        pk = a_unit(STREET).pk
        client = acting(administrator())
        client.post(f"/orgs/{pk}/correct/", {"name": "英雄街道", "version": 1})
        page = client.post(f"/orgs/{pk}/correct/", {"name": "别名街道", "version": 1})
        assert (page.status_code, a_unit(STREET).name) == (409, "英雄街道")

    def test_pressed_twice_is_done_once(self, acting: Acting) -> None:
        pk = a_unit(COMMUNITY).pk
        client = acting(administrator())
        assert client.post(f"/orgs/{pk}/close/", {"version": 1}).status_code == 302
        assert client.post(f"/orgs/{pk}/close/", {"version": 1}).status_code == 409

    def test_a_forged_field_changes_nothing(self, acting: Acting) -> None:
        pk = a_unit(STREET).pk
        told = {"name": "英雄街道", "version": 1, "path": "/", "state": "closed", "code": "1"}
        acting(administrator()).post(f"/orgs/{pk}/correct/", told)
        assert a_unit(STREET).state == "active"

    def test_without_the_token_of_the_form_is_refused(self) -> None:
        account = an_account(Role.ADMINISTRATOR, "/")
        client = Client(enforce_csrf_checks=True)
        client.force_login(account)
        pk = a_unit(COMMUNITY).pk
        assert client.post(f"/orgs/{pk}/close/", {"version": 1}).status_code == 403
        assert a_unit(COMMUNITY).state == "active"

    def test_is_refused_to_others_with_the_reason(self, acting: Acting) -> None:
        pk = a_unit(COMMUNITY).pk
        page = acting(gatekeeper()).post(f"/orgs/{pk}/close/", {"version": 1})
        assert page.status_code == 403
        assert "系统管理员" in page.text


class TestTables:
    def upload(self, client: Client, content: bytes, name: str = "组织.xlsx") -> Any:  # noqa: ANN401 - Django's own
        return client.post("/orgs/import/", {"file": SimpleUploadedFile(name, content)})

    def test_the_export_is_an_excel_of_the_own_territory(self, acting: Acting) -> None:
        a_unit(COMMUNITY, name="西大街社区")
        answer = acting(acting_as(Role.ADMINISTRATOR, COUNTY, 8)).get("/orgs/export/")
        sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
        assert sheet is not None
        assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == [
            "140403000000",
            "140403001000",
            "140403001003",
        ]

    def test_an_import_is_shown_before_it_is_done(self, acting: Acting) -> None:
        a_unit(STREET)
        rows = [{"code": "140403001003", "name": "西大街社区"}]
        content = sheets.write("组织", services.imports.COLUMNS, rows)
        client = acting(administrator())
        here = self.upload(client, content)["Location"]
        assert "西大街社区" in client.get(here).text
        client.post(f"{here}confirm_import/", {"version": 1})
        assert "正在导入" in client.get(here).text
        services.imports.carry_out(int(here.split("/")[-2]))
        assert "新设 1 个" in client.get(here).text

    def test_bad_rows_are_listed_with_their_places(self, acting: Acting) -> None:
        content = sheets.write("组织", services.imports.COLUMNS, [{"code": "1", "name": "短"}])
        page = self.upload(acting(administrator()), content)
        assert page.status_code == 422
        assert "第 2 行" in page.text

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("组织.csv", b"a,b"),
            ("组织.xlsx", b"MZ\x90\x00 an executable"),
            ("组织.xlsx", b""),
            ("组织.xlsx", b"PK\x03\x04 no zip"),
        ],
    )
    def test_other_files_are_refused(self, acting: Acting, name: str, content: bytes) -> None:
        page = self.upload(acting(administrator()), content, name)
        assert page.status_code == 422

    def test_a_file_too_large_is_refused(self, acting: Acting) -> None:
        content = b"PK\x03\x04" + b"x" * (uploads.MEGABYTE * 21)
        page = self.upload(acting(administrator()), content)
        assert "不能超过" in page.text

    def test_an_import_of_another_territory_does_not_exist(self, acting: Acting) -> None:
        a_unit(COUNTY)
        rows = [{"code": "140403001000", "name": "英雄街道"}]
        content = sheets.write("组织", services.imports.COLUMNS, rows)
        record = services.imports.preview(administrator(), filename="a.xlsx", content=content)
        elsewhere = acting(acting_as(Role.ADMINISTRATOR, COUNTY, 8))
        assert elsewhere.get(f"/orgs/imports/{record.pk}/").status_code == 404


class TestAccountPages:
    def told(self, unit: str) -> dict[str, str]:
        return {"login_name": "lifang", "name": "李芳", "unit": unit, "role": "head"}

    def test_an_account_is_opened_and_its_password_shown_once(self, acting: Acting) -> None:
        a_unit(COMMUNITY, name="西大街社区")
        page = acting(administrator()).post("/accounts/open/", self.told("西大街社区"))
        assert "初始密码" in page.text
        assert "no-store" in page["Cache-Control"]

    @pytest.mark.parametrize("words", ["西大街", "140403001003", f"长治 {COMMUNITY}"])
    def test_a_unit_is_meant_by_name_code_or_path(self, acting: Acting, words: str) -> None:
        a_unit(COMMUNITY, name="西大街社区")
        acting(administrator()).post("/accounts/open/", self.told(words))
        assert queries.accounts.named("lifang") is not None

    def test_a_unit_outside_the_scope_is_unknown(self, acting: Acting) -> None:
        a_unit(COUNTY)
        a_unit("/14/04/04/001/001/")
        client = acting(acting_as(Role.ADMINISTRATOR, COUNTY, 8))
        page = client.post("/accounts/open/", self.told("/14/04/04/001/001/"))
        assert page.status_code == 422
        assert "没有这个组织" in page.text
        assert queries.accounts.named("lifang") is None

    def test_words_that_mean_several_units_are_asked_again(self, acting: Acting) -> None:
        a_unit(COMMUNITY, name="西大街社区")
        a_unit(NEIGHBOUR, name="东大街社区")
        page = acting(administrator()).post("/accounts/open/", self.told("大街"))
        assert "不止一个" in page.text

    def test_units_are_suggested_while_one_types(self, acting: Acting) -> None:
        a_unit(COMMUNITY, name="西大街社区")
        page = acting(administrator()).get("/orgs/suggest/", {"unit": "大街"}, headers=HTMX)
        assert f"西大街社区 {COMMUNITY}" in page.text

    def test_the_list_is_for_administrators(self, acting: Acting) -> None:
        assert acting(gatekeeper()).get("/accounts/").status_code == 403

    def test_the_list_finds_by_name(self, acting: Acting) -> None:
        an_account(name="李芳")
        an_account(Role.HEAD, name="赵立")
        page = acting(administrator()).get("/accounts/", {"q": "李"}).text
        assert ("李芳" in page, "赵立" in page) == (True, False)

    def test_the_list_costs_the_same_however_many_there_are(
        self, acting: Acting, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        for number in range(12):
            an_account(login_name=f"name{number}")
        client = acting(administrator())
        with django_assert_max_num_queries(3):
            client.get("/accounts/")

    def test_every_move_has_its_page(self, acting: Acting) -> None:
        pk = an_account().pk
        client = acting(administrator())
        account = queries.accounts.get(administrator(), pk)
        for action in queries.accounts.actions(administrator(), account, timezone.now()):
            page = client.get(f"/accounts/{pk}/{action.name}/")
            assert page.status_code == (200 if action.answer else 403)

    def test_a_role_is_added_and_ended(self, acting: Acting) -> None:
        account = an_account()
        client = acting(administrator())
        told = {"unit": COMMUNITY, "role": "head"}
        client.post(f"/accounts/{account.pk}/appoint/", told)
        held = queries.accounts.held_by(account.pk)[-1]
        assert held.role == Role.HEAD
        client.post(f"/memberships/{held.pk}/end_membership/", {"version": held.version})
        assert len(queries.accounts.held_by(account.pk)) == 1

    def test_the_page_of_somebody_elsewhere_does_not_exist(self, acting: Acting) -> None:
        account = an_account(unit="/14/04/04/001/001/")
        a_unit(COUNTY)
        client = acting(acting_as(Role.ADMINISTRATOR, COUNTY, 8))
        for address in ("", "reset_password/", "lock/", "appoint/"):
            assert client.get(f"/accounts/{account.pk}/{address}").status_code == 404


@pytest.mark.parametrize(
    "address",
    ["/accounts/open/", "/tokens/issue/", "/orgs/import/", "/orgs/{pk}/establish_place/"],
)
def test_a_form_is_not_shown_to_who_may_not_send_it(acting: Acting, address: str) -> None:
    street = a_unit(STREET)
    page = acting(worker()).get(address.format(pk=street.pk))
    assert page.status_code == 403
    assert "系统管理员" in page.text


class TestTokenPages:
    def test_a_token_is_issued_in_two_steps_and_shown_once(self, acting: Acting) -> None:
        a_unit(DEPARTMENT)
        client = acting(administrator())
        address = f"/tokens/issue/?unit={DEPARTMENT}&role=department"
        assert "查看组织" in client.get(address).text
        told = {
            "unit": DEPARTMENT,
            "role": "department",
            "name": "省一表通",
            "grants": ["orgs.read"],
            "expires_on": in_days(30),
        }
        page = client.post(address, told)
        assert "qs_" in page.text
        assert "省一表通" in client.get("/tokens/").text
        assert "qs_" not in client.get("/tokens/").text

    def test_a_grant_the_role_has_not_is_refused(self, acting: Acting) -> None:
        a_unit(DEPARTMENT)
        address = f"/tokens/issue/?unit={DEPARTMENT}&role=department"
        told = {
            "unit": DEPARTMENT,
            "role": "department",
            "name": "x",
            "grants": ["orgs.manage"],
            "expires_on": in_days(30),
        }
        assert acting(administrator()).post(address, told).status_code == 422


def in_days(days: int) -> str:
    return str(timezone.localdate() + timedelta(days=days))
