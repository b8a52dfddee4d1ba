"""The pages: who gets which, what they say when there is nothing, what a wrong form keeps."""

from collections.abc import Callable
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from qingshe.kernel.actor import Actor
from qingshe.modules.burden.models import Baseline, BudgetRule, BurdenBudget, BurdenChange
from qingshe.modules.burden.services import baselines as services
from qingshe.modules.catalog.tests.builders import a_city
from qingshe.modules.orgs.tests.builders import a_unit
from qingshe.web.downloads import EXCEL
from tests.cast import CITY, DEPARTMENT, department_officer, gatekeeper, leader, visitor, worker

from .builders import a_booked, a_budget

pytestmark = pytest.mark.django_db
Acting = Callable[[Actor], Client]
THIS_YEAR = timezone.localdate().year
SET = f"/burden/budgets/set_budget/?department={DEPARTMENT}&year={THIS_YEAR}"
CHANGE = {
    "under": "没有",
    "cause": "merged",
    "kind": "task",
    "communities_after": 1,
    "times_after": 1,
    "minutes_after": 1,
    "evidence": "纪要",
}


@pytest.fixture(autouse=True)
def _city() -> None:
    a_city()


class TestBudgets:
    def test_are_set_by_the_leading_group(self, acting: Acting) -> None:
        client = acting(leader())
        sent = {"year": THIS_YEAR, "hours": "1000", "reason": "会议核定", "number": 0}
        assert client.post(SET, sent).status_code == 302
        assert BurdenBudget.objects.get().minutes == 60_000
        assert "1,000 小时" in client.get("/burden/budgets/").content.decode()

    def test_filled_in_wrongly_come_back(self, acting: Acting) -> None:
        answer = acting(leader()).post(SET, {"year": THIS_YEAR, "hours": "很多", "number": 0})
        assert answer.status_code == 422
        assert "很多" in answer.content.decode()

    def test_show_a_department_only_its_own(self, acting: Acting) -> None:
        a_unit("/14/04/d02/", name="市消防救援支队")
        text = acting(department_officer()).get("/burden/budgets/").content.decode()
        assert "市民政局" in text
        assert "市消防救援支队" not in text

    def test_go_out_as_excel(self, acting: Acting) -> None:
        a_budget(90)
        answer = acting(gatekeeper()).get("/burden/budgets/as-sheet/?year=2025")
        sheet = openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0]
        assert list(sheet.values)[1] == ("市民政局", 2025, 1.5, 0, 1.5, "预算内")

    def test_have_a_rule_that_the_leading_group_sets(self, acting: Acting) -> None:
        sent = {"mode": "hard", "reason": "硬控", "number": 0}
        assert acting(leader()).post("/burden/budgets/set_budget_rule/", sent).status_code == 302
        assert BudgetRule.objects.get().mode == "hard"

    def test_are_not_for_communities_nor_visitors(self, acting: Acting) -> None:
        assert acting(worker()).get("/burden/budgets/").status_code == 403
        assert acting(visitor).get("/burden/budgets/").status_code == 302

    def test_cost_no_query_for_each_department(
        self, acting: Acting, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        for number in range(2, 12):
            a_unit(f"/14/04/d{number:02}/")
        client = acting(leader())
        with django_assert_max_num_queries(14):
            client.get("/burden/budgets/")


class TestChanges:
    def test_that_cannot_be_booked_keep_what_was_typed(self, acting: Acting) -> None:
        answer = acting(gatekeeper()).post("/burden/changes/book_change/", CHANGE)
        text = answer.content.decode()
        assert answer.status_code == 422
        assert "没有这个编号的许可" in text
        assert "纪要" in text
        assert not BurdenChange.objects.exists()

    def test_say_why_the_page_is_empty(self, acting: Acting) -> None:
        text = acting(leader()).get("/burden/changes/").content.decode()
        assert "没有符合条件的变动" in text
        assert "由领导小组办公室登记" in text


class TestBaselines:
    def test_are_seen_before_they_count(self, acting: Acting) -> None:
        client = acting(gatekeeper())
        file = SimpleUploadedFile("底数.xlsx", services.sample(), EXCEL)
        sent = {"place": CITY, "year": THIS_YEAR - 1, "title": "摸底", "file": file}
        answer = client.post("/burden/baselines/upload_baseline/", sent, follow=True)
        text = answer.content.decode()
        assert "核对下面的数" in text
        assert "启用底数" in text
        made = Baseline.objects.get()
        client.post(f"/burden/baselines/{made.pk}/adopt_baseline/", {"version": made.version})
        assert "在用" in client.get(f"/burden/baselines/{made.pk}/").content.decode()

    def test_that_are_no_workbook_are_told(self, acting: Acting) -> None:
        file = SimpleUploadedFile("底数.xlsx", b"no", EXCEL)
        sent = {"place": CITY, "year": THIS_YEAR - 1, "file": file}
        answer = acting(gatekeeper()).post("/burden/baselines/upload_baseline/", sent)
        assert answer.status_code == 422
        assert "xlsx" in answer.content.decode()

    @pytest.mark.parametrize("name", ["template", "sample"])
    def test_have_a_table_to_fill_in(self, acting: Acting, name: str) -> None:
        assert acting(gatekeeper()).get(f"/burden/baselines/{name}/").status_code == 200

    def test_say_why_the_page_is_empty(self, acting: Acting) -> None:
        assert "还没有底数" in acting(gatekeeper()).get("/burden/baselines/").content.decode()


def test_what_goes_beyond_a_budget_is_named(acting: Acting) -> None:
    a_budget(30)
    a_booked(minutes=30)
    assert "已超出" in acting(leader()).get("/burden/budgets/?year=2025").content.decode()
