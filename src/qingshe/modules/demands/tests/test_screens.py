from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from qingshe.kernel.actor import Actor
from qingshe.kernel.roles import Role
from qingshe.modules.catalog import facade as catalog
from qingshe.modules.catalog.tests.builders import a_permit
from qingshe.modules.demands.models import Demand, Refusal
from qingshe.modules.demands.rules import DemandState
from qingshe.modules.demands.services import reporting, ruling
from qingshe.modules.orgs.tests.builders import a_unit
from tests.cast import (
    CITY,
    COMMUNITY,
    DEPARTMENT,
    NEIGHBOUR,
    STREET,
    acting_as,
    administrator,
    department_officer,
    gatekeeper,
    head,
    leader,
    street_officer,
    supervisor,
    visitor,
    worker,
)

from .builders import (
    MORNING,
    a_demand,
    a_permitted_demand,
    a_refusal,
    a_report,
    a_town,
    aged,
    fire_item,
    share_of,
)

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

Acting = Callable[[Actor], Client]
pytestmark = pytest.mark.django_db
EVERYBODY = [
    visitor,
    worker(),
    head(),
    worker(NEIGHBOUR),
    street_officer(),
    department_officer(),
    gatekeeper(),
    leader(),
    supervisor(),
    administrator(),
    acting_as(Role.RESIDENT, COMMUNITY, 9),
]
FAULTS = ("扣分", "通报社区", "问责", "不合格", "未完成", "逾期", "拖延", "社区违规")


@pytest.fixture(autouse=True)
def _monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock on the wall stands at ten on an ordinary Monday."""
    a_town()
    monkeypatch.setattr(timezone, "now", _now)


def _now() -> datetime:
    return MORNING


class TestTheInbox:
    def test_says_in_its_first_line_what_is_due_and_how_long_it_takes(self, acting: Acting) -> None:
        a_permitted_demand()
        page = acting(worker()).get("/today/")
        assert "今天没有到期的事。本周 1 件。" in page.text

    def test_names_the_number_the_department_and_the_minutes(self, acting: Acting) -> None:
        demand = a_permitted_demand()
        page = acting(worker()).get("/today/", {"view": "later"})
        assert demand.under in page.text
        assert "市民政局" in page.text
        assert "约 12 分钟" in page.text

    def test_refuses_in_two_clicks(self, acting: Acting) -> None:
        share = share_of(a_demand())
        client = acting(worker())
        form = client.get(f"/today/{share.pk}/refuse/")
        assert "确认拒收" in form.text
        sent = {"version": 1, "ground": "no_basis", "text": ""}
        page = client.post(f"/today/{share.pk}/refuse/", sent, follow=True)
        assert "9月4日前答复。拒收不计入对社区的任何考核。" in page.text

    def test_asks_the_gate_once_when_it_refuses(self, acting: Acting) -> None:
        share = share_of(a_permitted_demand())
        client = acting(worker())
        sent = {"version": share.version, "ground": "no_basis", "text": ""}
        with CaptureQueriesContext(connection) as asked:
            client.post(f"/today/{share.pk}/refuse/", sent)
        lists = [one for one in asked.captured_queries if 'FROM "catalog_marker"' in one["sql"]]
        assert len(lists) == 1

    def test_waiting_and_done_are_a_click_away(self, acting: Acting) -> None:
        a_refusal()
        page = acting(worker()).get("/today/", {"view": "waiting"})
        assert "已拒收，等裁定" in page.text

    def test_of_a_visitor_is_none(self, acting: Acting) -> None:
        assert acting(visitor).get("/today/").status_code == 302

    def test_asks_the_database_no_more_for_many_than_for_few(
        self, acting: Acting, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        number = a_permit(times_per_year=None).number
        for key in range(8):
            a_demand(aged(number), key=str(key))
        client = acting(worker())
        with django_assert_max_num_queries(9):
            assert client.get("/today/", {"view": "later"}).status_code == 200


class TestTheDepartment:
    def issued(self, client: Client, **values: object) -> "Answer":
        told = {
            "key": "一",
            "title": "协助开展消防宣传",
            "text": "请社区协助开展消防宣传，张贴提示。",
            "places": [CITY],
            "due_on": "2025-09-05",
            "minutes": "40",
            **values,
        }
        return client.post(f"/demands/new/?under={quote(fire_item())}", told, follow=True)

    def test_sees_first_what_the_gate_says_and_then_issues(self, acting: Acting) -> None:
        client = acting(department_officer())
        assert "可以下达" in self.issued(client).text
        assert not Demand.objects.exists()
        page = self.issued(client, issue="1")
        assert "0 / 2 个社区已报送" in page.text

    def test_pressing_twice_issues_once(self, acting: Acting) -> None:
        client = acting(department_officer())
        self.issued(client, issue="1")
        self.issued(client, issue="1")
        assert Demand.objects.count() == 1

    def test_is_told_why_it_cannot_issue(self, acting: Acting) -> None:
        page = self.issued(
            acting(department_officer()), issue="1", text="签订消防安全责任状，实行一票否决。"
        )
        assert page.status_code == 422
        assert "现在不能下达" in page.text
        assert not Demand.objects.exists()

    def test_names_streets_and_communities_by_line(self, acting: Acting) -> None:
        client = acting(department_officer())
        self.issued(client, issue="1", places=[], named="西大街社区\n")
        assert Demand.objects.get().communities == 1
        page = self.issued(client, named="西大街社区", key="二")
        assert "请取消勾选" in page.text
        page = self.issued(client, places=[], named="没有的社区", key="二")
        assert "没有这个在用的街道或社区" in page.text

    def test_takes_a_demand_back(self, acting: Acting) -> None:
        demand = a_demand()
        told = {"version": 1, "reason": "并入下月"}
        acting(department_officer()).post(f"/demands/{demand.pk}/withdraw/", told)
        assert Demand.objects.get().state == DemandState.WITHDRAWN

    def test_finds_items_by_two_characters(self, acting: Acting) -> None:
        page = acting(department_officer()).get("/demands/choose/", {"q": "禁毒"})
        assert "协助开展禁毒宣传" in page.text
        assert "消防" not in page.text.split("<main")[1]

    def test_finds_permits_by_words_of_their_name(self, acting: Acting) -> None:
        number = a_permit().number
        client = acting(department_officer())
        assert number in client.get("/demands/choose/", {"q": "高龄 津贴"}).text
        assert number not in client.get("/demands/choose/", {"q": "高龄 禁毒"}).text

    def test_a_permit_that_rests_stays_on_the_list_and_says_why(self, acting: Acting) -> None:
        permit = a_permit()
        unpaid = catalog.SuspensionCause.UNPAID
        catalog.suspend_permit(gatekeeper(), permit.pk, cause=unpaid, reason="经费没有到位。")
        page = acting(department_officer()).get("/demands/choose/")
        assert "因经费未按期拨付已暂停，到位后自动恢复" in page.text
        assert "/demands/new/?under=" not in page.text

    def test_lists_without_a_query_for_each_row(
        self, acting: Acting, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        number = a_permit(times_per_year=None).number
        demands = [a_demand(aged(number), key=str(key)) for key in range(6)]
        for place in range(5, 25):
            a_unit(f"{STREET}{place:03}/")
        client = acting(department_officer())
        with django_assert_max_num_queries(3):
            assert client.get("/demands/").status_code == 200
        with django_assert_max_num_queries(8):
            assert client.get(f"/demands/{demands[0].pk}/").status_code == 200


class TestTheOffice:
    def test_sees_the_clock_and_how_it_was_counted(self, acting: Acting) -> None:
        refusal = a_refusal()
        client = acting(gatekeeper())
        assert "还有 3 个工作日" in client.get("/rulings/").text
        assert "次日起算 3 个工作日" in client.get(f"/rulings/{refusal.pk}/").text

    def test_upholds_for_all(self, acting: Acting) -> None:
        refusal = a_refusal()
        client = acting(gatekeeper())
        client.post(f"/rulings/{refusal.pk}/uphold/", {"version": 1, "text": ""})
        assert "已作废" in acting(worker(NEIGHBOUR)).get("/today/", {"view": "done"}).text
        assert "无依据：协助开展消防宣传" in acting(gatekeeper()).get("/violations/").text

    def test_two_of_them_rule_once(self, acting: Acting) -> None:
        refusal = a_refusal()
        client = acting(gatekeeper())
        sent = {"version": 1, "text": ""}
        client.post(f"/rulings/{refusal.pk}/uphold/", sent)
        assert client.post(f"/rulings/{refusal.pk}/uphold/", sent).status_code == 409
        assert Refusal.objects.get().version == 2


class TestARoundOfReports:
    def test_is_one_form_with_the_verdict_at_once(self, acting: Acting) -> None:
        told = {
            "text": "上报辖区内商户纳税情况摸底台账，作为年度目标责任考核依据",
            "by_whom": "县税务局",
            "channel": "phone",
            "kind": "ledger",
            "received_on": "2025-09-01",
        }
        page = acting(worker()).post("/off-platform/new/", told, follow=True)
        assert "不得下达" in page.text

    def test_the_department_reads_what_but_not_who(self, acting: Acting) -> None:
        report = reporting.ask(gatekeeper(), a_report().pk, department=DEPARTMENT)
        page = acting(department_officer()).get(f"/off-platform/{report.pk}/")
        assert "商户纳税" in page.text
        assert "西大街" not in page.text.split("<main")[1]


def pages(client: Client) -> list[str]:
    """Every page of this module as somebody sees it, as far as they may."""
    demand, refusal = Demand.objects.get(), Refusal.objects.get()
    share = share_of(demand)
    addresses = [
        "/",
        "/today/",
        *(f"/today/?view={view}" for view in ("later", "waiting", "done")),
        f"/today/{share.pk}/",
        "/demands/",
        f"/demands/{demand.pk}/",
        f"/demands/{demand.pk}/?view=pending",
        "/rulings/",
        "/rulings/?state=upheld",
        "/rulings/?state=rejected",
        f"/rulings/{refusal.pk}/",
        "/violations/",
        "/off-platform/",
        *(f"/api/v1/demands{path}" for path in ("", f"/{demand.pk}", f"/{demand.pk}/shares")),
        "/api/v1/demands/today",
        "/api/v1/demands/rulings",
        "/api/v1/demands/violations",
    ]
    answers = (client.get(address) for address in addresses)
    return [answer.text for answer in answers if answer.status_code == 200]


@pytest.mark.parametrize("actor", EVERYBODY, ids=lambda actor: f"{actor.role}{actor.unit}")
@pytest.mark.parametrize("ruled", ["waiting", "upheld", "rejected"])
def test_a_refusal_never_appears_as_a_fault_of_the_community(
    acting: Acting, actor: Actor, ruled: str
) -> None:
    refusal = a_refusal()
    if ruled == "upheld":
        ruling.uphold(gatekeeper(), refusal.pk, now=MORNING)
    if ruled == "rejected":
        ruling.reject(gatekeeper(), refusal.pk, text="清单第一项", now=MORNING)
    for text in pages(acting(actor)):
        assert not [word for word in FAULTS if word in text]


@pytest.mark.parametrize("ruled", ["waiting", "upheld", "rejected"])
def test_the_department_never_learns_who_refused(acting: Acting, ruled: str) -> None:
    refusal = a_refusal()
    if ruled == "upheld":
        ruling.uphold(gatekeeper(), refusal.pk, now=MORNING)
    if ruled == "rejected":
        ruling.reject(gatekeeper(), refusal.pk, text="清单第一项", now=MORNING)
    mine, other = (_row_of(acting, name) for name in ("西大街社区", "东大街社区"))
    assert mine.replace("西大街", "") == other.replace("东大街", "")
    for text in pages(acting(department_officer())):
        assert "已拒收" not in text


def _row_of(acting: Acting, community: str) -> str:
    page = acting(department_officer()).get(f"/demands/{Demand.objects.get().pk}/").text
    return next(row for row in page.split("<tr>") if community in row).split("</tr>")[0]
