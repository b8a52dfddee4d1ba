"""What a community with forty things to do relies on: many at once, undone, found, timed."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from qingshe.foundation.audit import trail
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Conflict, Denied, Invalid, NotFound
from qingshe.modules.catalog.tests.builders import TODAY, a_permit
from qingshe.modules.demands.models import Assignment, Refusal
from qingshe.modules.demands.queries import inbox, refusals
from qingshe.modules.demands.rules import AssignmentState, RefusalState, usual_minutes
from qingshe.modules.demands.services import issuing, ruling, working
from qingshe.modules.demands.services.working import Picked
from tests.cast import NEIGHBOUR, department_officer, gatekeeper, worker

from .builders import MORNING, a_demand, a_refusal, a_town, aged, share_of

Acting = Callable[[Actor], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    a_town()
    monkeypatch.setattr(timezone, "now", lambda: MORNING)


def some_shares(count: int = 3) -> list[Assignment]:
    number = a_permit(times_per_year=None).number
    return [share_of(a_demand(aged(number), key=str(key))) for key in range(count)]


def handed_in() -> Assignment:
    return working.hand_in(worker(), share_of(a_demand()).pk, now=MORNING, result="已张贴")


class TestAMisTap:
    def test_is_taken_back_with_what_was_written(self) -> None:
        share = working.reopen(worker(), handed_in().pk)
        assert (share.state, share.result) == (AssignmentState.ACCEPTED, "已张贴")
        assert share.handed_in_on is None

    def test_leaves_its_trace(self) -> None:
        share = working.reopen(worker(), handed_in().pk)
        assert [entry.action for entry in trail.of(share.subject)][-1] == "reopen"

    def test_cannot_be_taken_back_when_the_department_has_ended_the_demand(self) -> None:
        share = handed_in()
        issuing.close(department_officer(), share.demand_id)
        with pytest.raises(Denied, match="已经结束"):
            working.reopen(worker(), share.pk)

    def test_of_a_neighbour_does_not_exist(self) -> None:
        with pytest.raises(NotFound):
            working.reopen(worker(NEIGHBOUR), handed_in().pk)

    def test_of_having_begun_is_undone(self) -> None:
        share = working.accept(worker(), share_of(a_demand()).pk)
        assert working.put_down(worker(), share.pk).state == AssignmentState.OPEN

    def test_of_refusing_is_undone_until_somebody_has_ruled(self) -> None:
        refusal = a_refusal()
        share = working.retract(worker(), refusal.assignment_id)
        assert share.state == AssignmentState.OPEN
        assert Refusal.objects.get().state == RefusalState.RETRACTED
        assert not refusals.queue(gatekeeper()).exists()

    def test_of_refusing_cannot_be_undone_afterwards(self) -> None:
        refusal = a_refusal()
        ruling.reject(gatekeeper(), refusal.pk, text="清单第一项", now=MORNING)
        with pytest.raises(Conflict, match="没有等着裁定"):
            working.retract(worker(), refusal.assignment_id)

    def test_can_be_refused_again_afterwards(self) -> None:
        refusal = a_refusal()
        working.retract(worker(), refusal.assignment_id)
        assert a_refusal(refusal.assignment.demand).pk != refusal.pk

    def test_is_taken_back_from_the_line_that_says_it_was_handed_in(self, acting: Acting) -> None:
        share = share_of(a_demand())
        client = acting(worker())
        sent = {"version": 1, "result": "已张贴"}
        page = client.post(f"/today/{share.pk}/hand_in/", sent, follow=True)
        assert f"/today/{share.pk}/reopen/" in page.text
        client.post(f"/today/{share.pk}/reopen/", {"version": 2})
        assert share_of(share.demand).state == AssignmentState.ACCEPTED


class TestMinutes:
    def test_are_said_afterwards_with_one_tap(self, acting: Acting) -> None:
        share = handed_in()
        page = acting(worker()).get("/today/", {"done": share.pk})
        assert "40 分钟" in page.text
        sent = {"version": share.version, "minutes": 40}
        acting(worker()).post(f"/today/{share.pk}/note_minutes/", sent)
        assert share_of(share.demand).minutes_observed == 40

    def test_are_said_even_when_the_demand_has_ended(self) -> None:
        share = handed_in()
        issuing.close(department_officer(), share.demand_id)
        assert working.note_minutes(worker(), share.pk, minutes=20).minutes_observed == 20

    def test_of_a_neighbour_are_nobodys_business(self) -> None:
        with pytest.raises(NotFound):
            working.note_minutes(worker(NEIGHBOUR), handed_in().pk, minutes=5)

    def test_of_what_is_not_done_are_not_taken(self) -> None:
        with pytest.raises(Conflict):
            working.note_minutes(worker(), share_of(a_demand()).pk, minutes=5)

    @pytest.mark.parametrize("expected", [0, 12, 30])
    def test_offered_are_round_and_hold_what_was_expected(self, expected: int) -> None:
        offered = usual_minutes(expected)
        assert offered == sorted(set(offered))
        assert 0 not in offered
        assert not expected or expected in offered


class TestSeveralAtOnce:
    def test_are_handed_in_with_the_same_words_and_their_own_minutes(self) -> None:
        first, second, third = some_shares()
        picked = [Picked(first.pk, 1, 15), Picked(second.pk, 1)]
        working.hand_in_many(worker(), picked, now=MORNING, result="已办")
        told = Assignment.objects.filter(result="已办").order_by("pk")
        assert [each.minutes_observed for each in told] == [15, None]
        assert share_of(third.demand).state == AssignmentState.OPEN

    def test_are_handed_in_all_or_none_and_the_wrong_one_is_named(self) -> None:
        first, second, _ = some_shares()
        working.accept(worker(), second.pk)
        with pytest.raises(Invalid) as refused:
            working.hand_in_many(worker(), [Picked(first.pk, 1), Picked(second.pk, 1)], now=MORNING)
        assert refused.value.problems == (f"{second}：该记录刚刚被他人修改，请刷新后重试。",)
        assert not Assignment.objects.filter(state=AssignmentState.HANDED_IN).exists()

    def test_are_begun(self) -> None:
        picked = [Picked(each.pk, 1) for each in some_shares()]
        working.accept_many(worker(), picked)
        assert Assignment.objects.filter(state=AssignmentState.ACCEPTED).count() == len(picked)

    def test_of_a_neighbour_are_not_among_them(self) -> None:
        shares = [share_of(each.demand, NEIGHBOUR) for each in some_shares()]
        with pytest.raises(NotFound):
            working.accept_many(worker(), [Picked(each.pk, 1) for each in shares])
        assert inbox.picked(worker(), [str(each.pk) for each in shares]) == []

    def test_are_at_least_one(self) -> None:
        with pytest.raises(Invalid, match="先勾选"):
            working.accept_many(worker(), [])

    def test_are_ticked_on_the_page_and_sent_from_one_form(self, acting: Acting) -> None:
        shares = some_shares()
        client = acting(worker())
        ticked = {"pick": [each.pk for each in shares[:2]]}
        assert "报送 2 件" in client.get("/today/hand_in/", ticked).text
        sent = {
            "picked": [f"{each.pk}:1" for each in shares[:2]],
            "result": "已办",
            f"minutes_{shares[0].pk}": "25",
        }
        page = client.post("/today/hand_in/", sent, follow=True)
        assert "已报送 2 件" in page.text
        assert share_of(shares[0].demand).minutes_observed == 25

    def test_that_somebody_changed_meanwhile_are_told_in_the_form(self, acting: Acting) -> None:
        share = some_shares(1)[0]
        working.accept(worker(), share.pk)
        page = acting(worker()).post("/today/hand_in/", {"picked": [f"{share.pk}:1"]})
        assert page.status_code == 422
        assert "刚刚被他人修改" in page.text

    def test_without_any_tick_the_page_says_what_to_do(self, acting: Acting) -> None:
        assert "先在“今日”勾选" in acting(worker()).get("/today/hand_in/").text

    def test_are_not_for_departments(self, acting: Acting) -> None:
        assert acting(department_officer()).get("/today/accept/").status_code == 403


class TestFinding:
    def test_by_words_of_title_department_and_number(self) -> None:
        share = some_shares(1)[0]
        a_demand()
        for words in ("高龄 核对", "民政局 高龄", share.demand.number):
            found, _ = inbox.seen(worker(), "later", TODAY, words=words)
            assert [each.pk for each in found] == [share.pk]

    def test_by_kind(self) -> None:
        some_shares(1)
        found, _ = inbox.seen(worker(), "later", TODAY, kind="meeting")
        assert not found.exists()

    def test_stays_in_the_tab_one_was_in(self, acting: Acting) -> None:
        some_shares(1)
        page = acting(worker()).get("/today/", {"view": "later", "q": "高龄"})
        assert "高龄津贴人员核对" in page.text
        assert 'name="view" value="later"' in page.text

    def test_that_finds_nothing_says_so(self, acting: Acting) -> None:
        page = acting(worker()).get("/today/", {"view": "later", "q": "没有这回事"})
        assert "没有符合条件的事项" in page.text


def test_a_closed_share_is_not_taken_in_hand() -> None:
    share = handed_in()
    issuing.withdraw(department_officer(), share.demand_id, reason="并入下月")
    with pytest.raises(Denied, match="已经结束"):
        working.accept(worker(), share.pk)
