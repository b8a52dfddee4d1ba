"""What demands put on the burden ledger, and what comes off again."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Invalid
from qingshe.modules.burden import facade as burden
from qingshe.modules.burden.facade import Cause
from qingshe.modules.burden.tests.builders import a_budget, a_hard_rule, booked, noted_above
from qingshe.modules.demands.models import Demand
from qingshe.modules.demands.services import booking, issuing, ruling, working
from tests.cast import CITY, DEPARTMENT, NEIGHBOUR, department_officer, gatekeeper, worker
from tests.queue import run_waiting_tasks

from .builders import FRIDAY, MORNING, a_demand, a_refusal, a_town, fire, fire_item, share_of

pytestmark = pytest.mark.django_db(transaction=True)  # the worker closes its connection
Acting = Callable[[Actor], Client]
NOON = MORNING + timedelta(hours=2)


@pytest.fixture(autouse=True)
def _town() -> None:
    a_town()


def a_handed_in(minutes: int) -> Demand:
    demand = a_demand()
    share = share_of(demand, NEIGHBOUR)
    working.hand_in(worker(NEIGHBOUR), share.pk, now=NOON, result="已张贴", minutes=minutes)
    return demand


class TestTheLedgerHears:
    def test_of_an_issue(self) -> None:
        a_demand()
        run_waiting_tasks()
        assert booked(Cause.ISSUED) == 80

    def test_of_how_long_it_took(self) -> None:
        a_handed_in(65)
        run_waiting_tasks()
        assert (booked(), booked(name="observed")) == (80, 65)

    def test_of_what_was_handed_in_by_mistake(self) -> None:
        share = share_of(a_handed_in(65), NEIGHBOUR)
        working.reopen(worker(NEIGHBOUR), share.pk)
        run_waiting_tasks()
        assert (booked(), booked(name="observed")) == (80, 0)

    def test_of_a_withdrawal(self) -> None:
        demand = a_demand()
        issuing.withdraw(department_officer(), demand.pk, reason="改由部门自行张贴")
        run_waiting_tasks()
        assert booked() == 0

    def test_that_what_was_done_before_stays_on_the_account(self) -> None:
        demand = a_handed_in(65)
        issuing.withdraw(department_officer(), demand.pk, reason="改由部门自行张贴")
        run_waiting_tasks()
        assert (booked(), booked(Cause.CANCELLED), booked(name="observed")) == (40, -40, 65)

    def test_that_an_upheld_refusal_takes_it_off_for_all(self) -> None:
        refusal = a_refusal()
        ruling.uphold(gatekeeper(), refusal.pk, now=NOON)
        run_waiting_tasks()
        assert booked() == 0

    def test_that_closing_is_no_saving(self) -> None:
        demand = a_demand()
        issuing.close(department_officer(), demand.pk)
        run_waiting_tasks()
        assert (booked(Cause.RELEASED), booked(Cause.CANCELLED)) == (-80, 0)

    def test_twice_and_counts_once(self) -> None:
        demand = a_demand()
        run_waiting_tasks()
        assert booking.book_demand(demand.pk, on=FRIDAY) == 0

    def test_nothing_of_who_refused(self) -> None:
        a_refusal()
        run_waiting_tasks()
        assert booked(Cause.ISSUED) == booked() == 80


class TestCommand:
    def test_check_finds_what_is_missing_and_rebuild_books_it(self) -> None:
        a_demand()
        with pytest.raises(CommandError, match="1 处"):
            call_command("burden", "check")
        call_command("burden", "rebuild")
        call_command("burden", "check")
        assert booked() == 80


class TestHardBudget:
    def test_refuses_what_goes_beyond_with_the_sums(self) -> None:
        a_hard_rule()
        a_budget(60)
        with pytest.raises(Invalid, match="用时，取消本部门别的事项，或请领导小组调整预算"):
            a_demand()
        assert booked(Cause.ISSUED) == 0

    def test_lets_the_second_of_two_fail(self) -> None:
        a_hard_rule()
        a_budget(100)
        a_demand(key="一")
        with pytest.raises(Invalid, match=r"已用 1\.3 小时"):
            a_demand(key="二")

    def test_gets_back_what_is_withdrawn(self) -> None:
        a_hard_rule()
        a_budget(100)
        demand = a_demand(key="一")
        issuing.withdraw(department_officer(), demand.pk, reason="改期")
        run_waiting_tasks()
        assert a_demand(key="二").pk

    def test_does_not_stop_what_is_urgent_but_notes_it(self) -> None:
        a_hard_rule()
        a_budget(60)
        a_demand(fire(is_urgent=True, urgent_reason="大风红色预警"))
        assert noted_above() == [20]


class TestSoftBudget:
    def test_issues_and_notes_by_how_much_it_goes_beyond(self) -> None:
        a_budget(60)
        a_demand()
        assert noted_above() == [20]

    def test_knows_what_is_left(self) -> None:
        a_budget(600)
        a_demand()
        budget = burden.budget_of(DEPARTMENT, 2025)
        assert (budget.used, budget.left, budget.is_hard) == (80, 520, False)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
class TestTwoIssuersAtOnce:
    def test_one_wins(self) -> None:
        a_hard_rule()
        a_budget(100)
        terms = fire()

        def issue(key: str) -> bool:
            try:
                a_demand(terms, key=key)
            except Invalid:
                return False
            finally:
                connection.close()
            return True

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(issue, ["一", "二"])) == [False, True]


class TestIssuingPage:
    @pytest.fixture(autouse=True)
    def _monday_morning(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(timezone, "now", lambda: MORNING)

    def test_shows_what_is_left_before_issuing(self, acting: Acting) -> None:
        a_budget(600)
        assert "用后剩 8.7 小时" in previewed(acting)

    def test_warns_above_a_soft_budget_and_lets_it_pass(self, acting: Acting) -> None:
        a_budget(60)
        text = previewed(acting)
        assert "仍可下达" in text
        assert 'name="issue"' in text

    def test_says_why_a_hard_budget_does_not_let_it_pass(self, acting: Acting) -> None:
        a_hard_rule()
        a_budget(60)
        text = previewed(acting)
        assert "超出负担预算，不得下达" in text
        assert 'name="issue"' not in text


def previewed(acting: Acting) -> str:
    """The page of an issue as it is looked at before the last click."""
    sent = {
        "title": "协助开展消防宣传",
        "text": "请社区协助开展消防宣传，在楼院张贴消防安全提示。",
        "places": [CITY],
        "due_on": FRIDAY.isoformat(),
        "minutes": 40,
        "key": "页面",
    }
    page = acting(department_officer()).post(f"/demands/new/?under={fire_item()}", sent)
    return page.content.decode()
