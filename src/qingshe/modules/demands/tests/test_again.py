"""What was issued once is issued again with other days; its progress comes as a workbook."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from qingshe.kernel.actor import Actor
from qingshe.modules.catalog.tests.builders import a_permit
from qingshe.modules.demands.queries import demands
from qingshe.modules.demands.services import working
from qingshe.modules.orgs.tests.builders import a_unit
from tests.cast import NEIGHBOUR, STREET, department_officer, gatekeeper, worker

from .builders import MORNING, a_demand, a_permitted_demand, a_refusal, a_town, aged, share_of

Acting = Callable[[Actor], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    a_town()
    monkeypatch.setattr(timezone, "now", lambda: MORNING)


class TestIssuingAgain:
    def test_begins_with_the_words_of_the_last_time_and_without_its_days(
        self, acting: Acting
    ) -> None:
        demand = a_permitted_demand()
        page = acting(department_officer()).get(
            "/demands/new/", {"under": demand.under, "like": str(demand.pk)}
        )
        assert "请协助核对八十岁以上老人的居住和健在情况。" in page.text
        assert "2025-09-05" not in page.text

    def test_is_offered_to_the_department_and_not_to_the_office(self, acting: Acting) -> None:
        demand = a_permitted_demand()
        address = f"/demands/{demand.pk}/"
        assert "照这件再下达一次" in acting(department_officer()).get(address).text
        assert "照这件再下达一次" not in acting(gatekeeper()).get(address).text

    def test_copies_nothing_of_another_department_or_ground(self) -> None:
        demand = a_permitted_demand()
        other = department_officer("/14/04/d02/")
        assert demands.like(other, str(demand.pk), demand.under) is None
        assert demands.like(department_officer(), str(demand.pk), "CZ-1") is None

    @pytest.mark.parametrize("key", ["", "x", "9" * 30, "²"])
    def test_of_nothing_begins_empty(self, key: str) -> None:
        assert demands.like(department_officer(), key, "CZ-1") is None

    def test_stops_at_the_frequency_of_the_permit(self, acting: Acting) -> None:
        number = a_permit(times_per_year=1).number
        demand = a_demand(aged(number))
        sent = {
            "key": "二",
            "title": demand.title,
            "text": demand.text,
            "places": [demand.place],
            "due_on": "2025-09-12",
            "issue": "1",
        }
        page = acting(department_officer()).post(f"/demands/new/?under={number}", sent)
        assert "今年已经下达 1 次，每年最多 1 次" in page.text


class TestProgressAsAWorkbook:
    def rows(self, acting: Acting, actor: Actor, pk: int) -> list[tuple[object, ...]]:
        answer = acting(actor).get(f"/demands/{pk}/sheet/")
        sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
        return list(sheet.iter_rows(min_row=2, values_only=True))

    def test_has_a_line_for_each_community(self, acting: Acting) -> None:
        demand = a_demand()
        working.hand_in(worker(), share_of(demand).pk, now=MORNING, result="已张贴", minutes=30)
        found = self.rows(acting, department_officer(), demand.pk)
        assert [(row[1], row[2], row[4]) for row in found] == [
            ("已报送", "已张贴", 30),
            ("未报送", None, None),
        ]

    def test_does_not_tell_who_sent_it_back(self, acting: Acting) -> None:
        demand = a_demand()
        a_refusal(demand, by=worker(NEIGHBOUR))
        found = self.rows(acting, department_officer(), demand.pk)
        assert {row[1] for row in found} == {"未报送"}

    def test_of_another_department_does_not_exist(self, acting: Acting) -> None:
        demand = a_demand()
        other = acting(department_officer("/14/04/d02/"))
        assert other.get(f"/demands/{demand.pk}/sheet/").status_code == 404

    def test_asks_no_more_for_many_communities(
        self, acting: Acting, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        for number in range(5, 45):
            a_unit(f"{STREET}{number:03}/")
        demand = a_demand()
        client = acting(department_officer())
        with django_assert_max_num_queries(4):
            assert client.get(f"/demands/{demand.pk}/sheet/").status_code == 200
