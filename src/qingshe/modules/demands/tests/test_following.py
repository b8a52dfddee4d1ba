"""What runs under a permit rests, goes on and ends with it, without anybody doing anything."""

from datetime import timedelta

import pytest
from django.utils import timezone

from qingshe.foundation.audit import trail
from qingshe.foundation.notices.models import Notice
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Conflict, Denied
from qingshe.kernel.roles import Role
from qingshe.modules.catalog import facade as catalog
from qingshe.modules.catalog.facade import PermitSummary, SuspensionCause
from qingshe.modules.catalog.tests.builders import TODAY, a_permit
from qingshe.modules.demands import policy, rules
from qingshe.modules.demands.models import Demand, Refusal
from qingshe.modules.demands.queries import drafts, inbox
from qingshe.modules.demands.rules import AssignmentState, DemandState, Fate, RefusalState
from qingshe.modules.demands.services import following, issuing, working
from qingshe.modules.orgs.tests.builders import an_account
from tests.cast import COMMUNITY, DEPARTMENT, NEIGHBOUR, department_officer, gatekeeper, worker
from tests.queue import run_waiting_tasks

from .builders import FRIDAY, MORNING, a_demand, a_refusal, a_town, aged, share_of

MONDAY_AFTER = MORNING + timedelta(days=7)


@pytest.fixture
def permit() -> PermitSummary:
    a_town()
    return a_permit()


@pytest.fixture
def demand(permit: PermitSummary) -> Demand:
    return a_demand(aged(permit.number))


def suspend(permit: PermitSummary) -> None:
    catalog.suspend_permit(gatekeeper(), permit.pk, cause=SuspensionCause.ORDERED, reason="核查")


def stands(demand: Demand) -> str:
    return Demand.objects.get(pk=demand.pk).state


@pytest.mark.parametrize(
    ("standing", "fate"),
    [
        (catalog.PermitStanding.VALID, Fate.RUN),
        (catalog.PermitStanding.PENDING, Fate.RUN),
        (catalog.PermitStanding.SUSPENDED, Fate.REST),
        (catalog.PermitStanding.EXPIRED, Fate.END),
        (catalog.PermitStanding.REVOKED, Fate.END),
        (catalog.PermitStanding.WITHDRAWN, Fate.END),
        (catalog.PermitStanding.SUPERSEDED, Fate.END),
    ],
)
def test_every_standing_of_a_permit_has_its_fate(
    standing: catalog.PermitStanding, fate: Fate
) -> None:
    assert rules.fate(standing) is fate


@pytest.mark.django_db
class TestAPermitThatRests:
    def test_lets_what_runs_under_it_rest(self, permit: PermitSummary, demand: Demand) -> None:
        suspend(permit)
        assert following.follow(permit.number, now=MORNING) == 1
        assert stands(demand) == DemandState.HELD

    def test_is_followed_once_however_often_it_is_told(
        self, permit: PermitSummary, demand: Demand
    ) -> None:
        suspend(permit)
        assert [following.follow(permit.number, now=MORNING) for _ in range(3)] == [1, 0, 0]
        assert trail.of(demand.subject).count() == 2

    def test_leaves_nothing_to_do_meanwhile_and_says_why(
        self, permit: PermitSummary, demand: Demand
    ) -> None:
        suspend(permit)
        following.follow(permit.number, now=MORNING)
        assert not inbox.seen(worker(), "later", TODAY)[0].exists()
        waiting = list(inbox.seen(worker(), "waiting", TODAY)[0])
        assert [row.may_hand_in for row in inbox.rows(worker(), waiting, TODAY)] == [False]
        with pytest.raises(Denied, match="先不用办；恢复后期限顺延"):
            working.hand_in(worker(), share_of(demand).pk, now=MORNING)

    def test_counts_for_nothing_in_the_first_line_of_the_day(
        self, permit: PermitSummary, demand: Demand
    ) -> None:
        suspend(permit)
        following.follow(permit.number, now=MORNING)
        assert inbox.load(worker(), FRIDAY).week == 0

    def test_goes_on_with_as_many_days_as_if_it_came_today(
        self, permit: PermitSummary, demand: Demand
    ) -> None:
        suspend(permit)
        following.follow(permit.number, now=MORNING)
        catalog.resume_permit(gatekeeper(), permit.pk)
        following.follow(permit.number, now=MONDAY_AFTER)
        share = share_of(demand)
        assert stands(demand) == DemandState.ISSUED
        assert str(share.due_on) == "2025-09-11"
        assert [entry.action for entry in trail.of(share.subject)] == ["assign", "put_off"]

    def test_shortens_no_time_that_somebody_has(
        self, permit: PermitSummary, demand: Demand
    ) -> None:
        suspend(permit)
        following.follow(permit.number, now=MORNING)
        catalog.resume_permit(gatekeeper(), permit.pk)
        following.follow(permit.number, now=MORNING)
        assert share_of(demand).due_on == FRIDAY

    def test_may_be_ended_by_the_department_meanwhile(
        self, permit: PermitSummary, demand: Demand
    ) -> None:
        suspend(permit)
        following.follow(permit.number, now=MORNING)
        issuing.withdraw(department_officer(), demand.pk, reason="不办了")
        catalog.resume_permit(gatekeeper(), permit.pk)
        assert following.follow(permit.number, now=MORNING) == 0
        assert stands(demand) == DemandState.WITHDRAWN

    def test_holds_no_meeting_whose_hour_has_passed(self, permit: PermitSummary) -> None:
        meeting = a_permit(kind="meeting")
        starts = MORNING + timedelta(days=3)
        terms = aged(meeting.number, starts_at=starts, length_minutes=60, due_on=None)
        called = a_demand(terms)
        suspend(meeting)
        following.follow(meeting.number, now=MORNING)
        catalog.resume_permit(gatekeeper(), meeting.pk)
        following.follow(meeting.number, now=MONDAY_AFTER)
        assert stands(called) == DemandState.ENDED


@pytest.mark.django_db
class TestAPermitThatEnds:
    def end(self, permit: PermitSummary, how: str) -> None:
        if how == "revoked":
            catalog.revoke_permit(gatekeeper(), permit.pk, reason="法规变化")
        elif how == "withdrawn":
            catalog.withdraw_permit(department_officer(), permit.pk, reason="不再需要")
        following.follow(permit.number, now=MORNING if how != "expired" else LONG_AFTER)

    @pytest.mark.parametrize("how", ["revoked", "withdrawn", "expired"])
    def test_ends_what_runs_under_it(self, permit: PermitSummary, demand: Demand, how: str) -> None:
        self.end(permit, how)
        assert stands(demand) == DemandState.ENDED
        assert share_of(demand).state == AssignmentState.VOID

    def test_ends_it_however_long_the_reason_is(
        self, permit: PermitSummary, demand: Demand
    ) -> None:
        reason = "查明事项与减负要求不符。" * 160
        catalog.revoke_permit(gatekeeper(), permit.pk, reason=reason)
        following.follow(permit.number, now=MORNING)
        told = Demand.objects.get(pk=demand.pk)
        assert told.state == DemandState.ENDED
        assert "……），没有办的不用再办" in told.ended_reason

    def test_leaves_done_what_was_done(self, permit: PermitSummary, demand: Demand) -> None:
        working.hand_in(worker(), share_of(demand).pk, now=MORNING, result="已核对")
        self.end(permit, "revoked")
        assert share_of(demand).state == AssignmentState.DONE
        assert share_of(demand, NEIGHBOUR).state == AssignmentState.VOID

    def test_ends_what_rests_too(self, permit: PermitSummary, demand: Demand) -> None:
        suspend(permit)
        following.follow(permit.number, now=MORNING)
        self.end(permit, "revoked")
        assert stands(demand) == DemandState.ENDED

    def test_leaves_no_refusal_to_rule_on(self, permit: PermitSummary, demand: Demand) -> None:
        a_refusal(demand)
        self.end(permit, "revoked")
        assert Refusal.objects.get().state == RefusalState.LAPSED

    def test_says_why_in_plain_words(self, permit: PermitSummary, demand: Demand) -> None:
        self.end(permit, "revoked")
        words = f"许可 {permit.number} 已撤销（法规变化），没有办的不用再办，已报送的仍然有效。"
        assert Demand.objects.get(pk=demand.pk).ended_reason == words

    def test_is_no_way_round_the_gate_when_it_comes_again(
        self, permit: PermitSummary, demand: Demand
    ) -> None:
        self.end(permit, "expired")
        again = drafts.examine(department_officer(), aged(a_permit().number), now=MORNING)
        assert not again.echo_of

    def test_touches_nothing_of_other_permits(self, permit: PermitSummary, demand: Demand) -> None:
        other = a_demand(aged(a_permit().number), key="二")
        self.end(permit, "revoked")
        assert stands(other) == DemandState.ISSUED

    def test_is_followed_by_the_system_in_the_name_of_the_office(
        self, permit: PermitSummary, demand: Demand
    ) -> None:
        self.end(permit, "revoked")
        entry = trail.of(demand.subject).last()
        assert entry is not None
        assert (entry.actor, entry.action) == ("task:demands", "cut_off")

    @pytest.mark.parametrize("actor", [department_officer(), worker(), gatekeeper("/14/")])
    def test_is_followed_by_nobody_else(
        self, permit: PermitSummary, demand: Demand, actor: Actor
    ) -> None:
        assert not policy.may_follow(actor, demand)


LONG_AFTER = MORNING + timedelta(days=400)


@pytest.mark.django_db
def test_a_demand_that_somebody_ends_in_the_same_moment_is_left_alone(
    permit: PermitSummary, demand: Demand, monkeypatch: pytest.MonkeyPatch
) -> None:
    def conflict(*_: object, **__: object) -> None:
        raise Conflict("同时")

    catalog.revoke_permit(gatekeeper(), permit.pk, reason="法规变化")
    monkeypatch.setattr(following, "_cut_off", conflict)
    assert following.follow(permit.number, now=MORNING) == 0


@pytest.mark.django_db(transaction=True)
class TestTheNews:
    @pytest.fixture(autouse=True)
    def _people(self, monkeypatch: pytest.MonkeyPatch, permit: PermitSummary) -> None:
        an_account(Role.WORKER, COMMUNITY)
        an_account(Role.WORKER, NEIGHBOUR)
        an_account(Role.DEPARTMENT, DEPARTMENT)
        monkeypatch.setattr(timezone, "now", lambda: MORNING)

    def told(self) -> list[str]:
        run_waiting_tasks()
        run_waiting_tasks()
        return sorted(Notice.objects.filter(title__contains="高龄").values_list("title", flat=True))

    def test_of_rest_reaches_department_and_communities(
        self, permit: PermitSummary, demand: Demand
    ) -> None:
        suspend(permit)
        assert self.told() == ["先不用办：高龄津贴人员核对"] * 3

    def test_of_the_end_reaches_only_those_who_had_not_done_it(
        self, permit: PermitSummary, demand: Demand
    ) -> None:
        working.hand_in(worker(), share_of(demand).pk, now=MORNING)
        catalog.revoke_permit(gatekeeper(), permit.pk, reason="法规变化")
        titles = self.told()
        assert [title[:5] for title in titles] == ["不用再办：", "随许可终止"]

    def test_of_taking_back_reaches_every_community_with_the_reason(self, demand: Demand) -> None:
        issuing.withdraw(department_officer(), demand.pk, reason="并入下月")
        assert self.told() == ["不用再办：高龄津贴人员核对（并入下月）"] * 2
