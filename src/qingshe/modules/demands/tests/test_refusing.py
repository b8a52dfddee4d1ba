from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from qingshe.foundation.audit import trail
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Conflict, Denied, Invalid, NotFound
from qingshe.modules.catalog import facade as catalog
from qingshe.modules.catalog.tests.builders import PERMITTED, TODAY, a_permit
from qingshe.modules.demands.models import Demand, Refusal, Violation
from qingshe.modules.demands.queries import demands, inbox, refusals
from qingshe.modules.demands.rules import AssignmentState, DemandState, Ground, RefusalState
from qingshe.modules.demands.services import ruling, working
from qingshe.modules.orgs.tests.builders import a_unit
from tests.cast import (
    COUNTY,
    NEIGHBOUR,
    STREET,
    department_officer,
    gatekeeper,
    head,
    leader,
    street_officer,
    supervisor,
    worker,
)

from .builders import (
    MORNING,
    a_demand,
    a_permitted_demand,
    a_refusal,
    a_town,
    aged,
    fire,
    share_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _town() -> None:
    a_town()


class TestACommunity:
    def test_does_its_share_and_says_how_long_it_took(self) -> None:
        share = share_of(a_demand())
        working.accept(worker(), share.pk)
        done = working.hand_in(worker(), share.pk, now=MORNING, result="已张贴", minutes=30)
        assert (done.state_label, done.minutes_observed) == ("已报送", 30)

    def test_need_not_take_it_in_hand_first(self) -> None:
        share = share_of(a_demand())
        assert working.hand_in(head(), share.pk, now=MORNING).state == AssignmentState.HANDED_IN

    def test_never_sees_the_share_of_a_neighbour(self) -> None:
        share = share_of(a_demand(), NEIGHBOUR)
        with pytest.raises(NotFound):
            working.accept(worker(), share.pk)

    @pytest.mark.parametrize(
        "actor", [department_officer(), gatekeeper(), street_officer(), leader(), supervisor()]
    )
    def test_is_the_only_one_that_does_its_share(self, actor: Actor) -> None:
        with pytest.raises(NotFound):
            working.hand_in(actor, share_of(a_demand()).pk, now=MORNING)

    def test_is_told_when_a_colleague_was_quicker(self) -> None:
        share = share_of(a_demand())
        working.hand_in(head(), share.pk, now=MORNING)
        with pytest.raises(Conflict, match="已报送"):
            working.hand_in(worker(), share.pk, now=MORNING)

    def test_cannot_have_needed_less_than_nothing(self) -> None:
        with pytest.raises(Invalid):
            working.hand_in(worker(), share_of(a_demand()).pk, now=MORNING, minutes=-5)

    def test_expects_its_own_median_after_three_times(self) -> None:
        number = a_permit(times_per_year=None).number
        for key, minutes in enumerate((20, 50, 30)):
            share = share_of(a_demand(aged(number), key=str(key)))
            working.hand_in(worker(), share.pk, now=MORNING, minutes=minutes)
        a_demand(aged(number), key="又一次")
        found = list(inbox.seen(worker(), "later", TODAY)[0])
        assert inbox.rows(worker(), found, TODAY)[0].minutes == 30


class TestARefusal:
    def test_waits_three_working_days_and_says_how_they_are_counted(self) -> None:
        refusal = a_refusal()
        assert refusal.due_on == date(2025, 9, 4)
        assert refusal.clock == "9月1日提出，次日起算 3 个工作日（9月2日、9月3日、9月4日）。"

    def test_has_a_ground_that_is_known(self) -> None:
        with pytest.raises(Invalid, match="拒收理由"):
            working.refuse(worker(), share_of(a_demand()).pk, ground="懒", now=MORNING)

    def test_is_made_once(self) -> None:
        demand = a_demand()
        a_refusal(demand)
        with pytest.raises(Conflict):
            a_refusal(demand)

    def test_goes_to_the_office_of_the_place_that_issued(self) -> None:
        a_refusal()
        assert refusals.queue(gatekeeper()).count() == 1
        assert not refusals.queue(gatekeeper(COUNTY)).exists()

    @pytest.mark.parametrize("actor", [department_officer(), worker(NEIGHBOUR), street_officer()])
    def test_does_not_exist_for_department_street_and_neighbour(self, actor: Actor) -> None:
        refusal = a_refusal()
        with pytest.raises(NotFound):
            refusals.get(actor, refusal.pk)

    def test_has_its_ground_chosen_when_the_money_did_not_come(self) -> None:
        permit = a_permit()
        share = share_of(a_demand(aged(permit.number)))
        catalog.suspend_permit(
            gatekeeper(), permit.pk, cause=catalog.SuspensionCause.UNPAID, reason="未拨付"
        )
        assert refusals.grounds_of(worker(), share, now=MORNING).ground == Ground.UNFUNDED
        assert inbox.load(worker(), TODAY).refusable == 1

    def test_has_its_ground_chosen_when_the_permit_was_revoked(self) -> None:
        permit = a_permit()
        share = share_of(a_demand(aged(permit.number)))
        catalog.revoke_permit(gatekeeper(), permit.pk, reason="法规变化")
        assert refusals.grounds_of(worker(), share, now=MORNING).ground == Ground.EXPIRED

    def test_is_proposed_for_many_stopped_permits_with_as_few_questions_as_for_one(self) -> None:
        counts = []
        for at in range(4):
            permit = a_permit(title=f"核对{at}")
            a_demand(aged(permit.number, title=f"核对{at}"), key=str(at))
            catalog.revoke_permit(gatekeeper(), permit.pk, reason="法规变化")
            with CaptureQueriesContext(connection) as asked:
                assert inbox.load(worker(), TODAY).refusable == at + 1
                rows = inbox.rows(worker(), list(inbox.visible_to(worker())), TODAY)
            assert [row.warning for row in rows] == ["许可已撤销"] * (at + 1)
            counts.append(len(asked))
        assert len(set(counts)) == 1

    def test_follows_the_permits_that_took_the_place_of_several(self) -> None:
        for at in range(2):
            permit = a_permit(title=f"核对{at}")
            a_demand(aged(permit.number), key=str(at))
            catalog.amend_permit(gatekeeper(), permit.pk, PERMITTED, today=TODAY, reason="减少次数")
        assert inbox.load(worker(), TODAY).refusable == 0

    def test_has_no_ground_chosen_when_all_is_in_order(self) -> None:
        share = share_of(a_permitted_demand())
        assert refusals.grounds_of(worker(), share, now=MORNING).ground is None


class TestAnUpheldRefusal:
    def test_voids_the_demand_for_all(self) -> None:
        demand = a_demand()
        ruling.uphold(gatekeeper(), a_refusal(demand).pk, now=MORNING)
        assert Demand.objects.get().state == DemandState.VOID
        assert set(demand.assignments.values_list("state", flat=True)) == {AssignmentState.VOID}

    def test_books_a_violation_that_names_no_community(self) -> None:
        refusal = a_refusal()
        ruling.uphold(gatekeeper(), refusal.pk, now=MORNING)
        violation = Violation.objects.get()
        assert violation.department_name == "市民政局"
        told = "".join(map(str, vars(violation).values()))
        assert refusal.community not in told
        assert "西大街" not in told

    def test_makes_other_refusals_of_it_needless(self) -> None:
        demand = a_demand()
        other = a_refusal(demand, by=worker(NEIGHBOUR))
        ruling.uphold(gatekeeper(), a_refusal(demand).pk, now=MORNING)
        other.refresh_from_db()
        assert other.state == RefusalState.LAPSED
        with pytest.raises(Conflict):
            ruling.uphold(gatekeeper(), other.pk, now=MORNING)
        assert Violation.objects.count() == 1

    def test_is_upheld_by_the_office_alone(self) -> None:
        refusal = a_refusal()
        with pytest.raises(Denied, match="本级"):
            ruling.uphold(gatekeeper("/14/"), refusal.pk, now=MORNING)

    def test_costs_no_query_for_each_community(
        self, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        for number in range(5, 45):
            a_unit(f"{STREET}{number:03}/")
        refusal = a_refusal()
        with django_assert_max_num_queries(70):
            ruling.uphold(gatekeeper(), refusal.pk, now=MORNING)


class TestAYearWithoutAHolidayTable:
    """Nobody has published 2031 yet; what is issued then goes on, and says how it was counted."""

    NOW = datetime(2031, 3, 3, 2, tzinfo=UTC)  # a Monday, ten o'clock in Changzhi

    def test_stops_neither_issuing_nor_refusing(self) -> None:
        demand = a_demand(fire(due_on=date(2031, 3, 10)), now=self.NOW)
        share = share_of(demand)
        refusal = working.refuse(worker(), share.pk, ground=Ground.NO_BASIS, now=self.NOW)
        assert refusal.due_on == date(2031, 3, 6)
        assert "2031 年放假安排尚未公布，暂按周一至周五计算" in refusal.clock

    def test_is_told_where_a_clock_runs_into_it(self) -> None:
        eve = datetime(2030, 12, 31, 2, tzinfo=UTC)
        refusal = working.refuse(
            worker(),
            share_of(a_demand(fire(due_on=date(2031, 1, 10)), now=eve)).pk,
            ground=Ground.NO_BASIS,
            now=eve,
        )
        assert "2030、2031 年放假安排尚未公布" in refusal.clock


class TestARejectedRefusal:
    def test_hands_the_share_back_with_time_to_do_it(self) -> None:
        refusal = a_refusal()
        ruling.reject(gatekeeper(), refusal.pk, text="清单第一项", now=MORNING)
        share = refusal.assignment
        share.refresh_from_db()
        assert share.state == AssignmentState.OPEN
        assert share.due_on >= date(2025, 9, 4)

    def test_says_why(self) -> None:
        with pytest.raises(Invalid, match="不成立的理由"):
            ruling.reject(gatekeeper(), a_refusal().pk, text=" ", now=MORNING)

    def test_leaves_nothing_behind_when_it_fails(self) -> None:
        refusal = a_refusal()
        with pytest.raises(Invalid):
            ruling.reject(gatekeeper(), refusal.pk, text="", now=MORNING)
        assert Refusal.objects.get().state == RefusalState.WAITING
        assert trail.of(refusal.subject).count() == 1

    def test_books_nothing(self) -> None:
        ruling.reject(gatekeeper(), a_refusal().pk, text="清单第一项", now=MORNING)
        assert not Violation.objects.exists()


class TestWhatADepartmentLearns:
    def test_a_share_sent_back_looks_like_one_not_handed_in(self) -> None:
        demand = a_demand()
        a_refusal(demand)
        rows = demands.share_rows(list(demands.shares(demand)))
        assert {row.state_label for row in rows} == {"未报送"}
        assert demands.progress(demand).pending == 2

    def test_of_few_communities_not_even_that_somebody_sent_it_back(self) -> None:
        demand = a_demand()
        a_refusal(demand)
        assert not demands.progress(demand).is_disputed

    def test_of_many_that_somebody_did_but_not_who(self) -> None:
        for number in range(5, 10):
            a_unit(f"{STREET}{number:03}/")
        demand = a_demand()
        a_refusal(demand)
        assert demands.progress(demand).is_disputed
