from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from pytest_django import DjangoAssertNumQueries

from qingshe.foundation.audit import trail
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Conflict, Denied, Invalid, NotFound
from qingshe.modules.catalog import facade as catalog
from qingshe.modules.catalog.tests.builders import TODAY, a_permit
from qingshe.modules.demands import rules
from qingshe.modules.demands.models import Assignment, Demand
from qingshe.modules.demands.queries import drafts
from qingshe.modules.demands.rules import AssignmentState, DemandState, Terms
from qingshe.modules.demands.services import issuing, ruling, working
from qingshe.modules.orgs.tests.builders import a_closed_unit, a_unit
from tests.cast import (
    CITY,
    COMMUNITY,
    COUNTY,
    NEIGHBOUR,
    STREET,
    administrator,
    department_officer,
    gatekeeper,
    visitor,
    worker,
)

from .builders import (
    FRIDAY,
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
SUNDAY = datetime(2025, 9, 7, 2, 0, tzinfo=UTC)
CLOCK = ZoneInfo("Asia/Shanghai")
NIGHT = datetime(2025, 9, 1, 14, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _town() -> None:
    a_town()


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2025, 9, 5, hour, minute, tzinfo=CLOCK)


def problems_of(terms: Terms, *, now: datetime = MORNING) -> str:
    return "".join(drafts.examine(department_officer(), terms, now=now).problems)


def break_down(*_: object) -> None:
    raise OSError("断电")


class TestIssuing:
    def test_under_a_list_item_reaches_every_community_of_the_city(self) -> None:
        demand = a_demand()
        assert set(demand.assignments.values_list("community", flat=True)) == {
            COMMUNITY,
            NEIGHBOUR,
        }
        assert demand.scope_text == "长治市全部 2 个社区"

    @pytest.mark.parametrize(
        ("paths", "count"), [((COMMUNITY,), 1), ((STREET,), 2), ((COUNTY,), 2), ((STREET, CITY), 2)]
    )
    def test_reaches_one_community_a_street_a_county(
        self, paths: tuple[str, ...], count: int
    ) -> None:
        assert a_demand(fire(paths=paths)).communities == count

    def test_under_a_permit_has_a_serial_inside_the_permit(self) -> None:
        number = a_permit().number
        numbers = [a_demand(aged(number), key=key).number for key in ("一", "二")]
        assert numbers == [f"{number}-01", f"{number}-02"]

    def test_takes_the_minutes_of_the_permit(self) -> None:
        assert share_of(a_permitted_demand()).minutes == 12

    def test_leaves_a_trace_for_the_demand_and_every_share(self) -> None:
        demand = a_demand()
        shares = list(demand.assignments.all())
        assert [entry.action for entry in trail.of(demand.subject)] == ["issue"]
        assert all(trail.of(share.subject).count() == 1 for share in shares)

    def test_twice_with_one_key_issues_once(self) -> None:
        assert a_demand().pk == a_demand().pk
        assert Demand.objects.count() == 1

    def test_with_the_key_of_something_else_is_told(self) -> None:
        a_demand()
        with pytest.raises(Conflict, match="幂等键"):
            a_demand(fire(title="协助开展消防宣传活动"))

    def test_all_or_none(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(trail, "record_many", break_down)
        with pytest.raises(OSError, match="断电"):
            a_demand()
        assert not Demand.objects.exists()
        assert not Assignment.objects.exists()

    def test_a_number_that_was_not_used_is_given_again(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        number = a_permit().number
        with monkeypatch.context() as broken:
            broken.setattr(trail, "record_many", break_down)
            with pytest.raises(OSError, match="断电"):
                a_demand(aged(number))
        assert a_demand(aged(number)).number == f"{number}-01"

    def test_costs_no_query_for_each_community(
        self, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        terms = fire()
        a_demand(terms, key="热身")
        for number in range(5, 45):
            a_unit(f"{STREET}{number:03}/")
        with django_assert_max_num_queries(50):
            assert a_demand(terms).communities == 42

    @pytest.mark.parametrize("actor", [worker(), gatekeeper(), visitor, administrator()])
    def test_is_for_departments(self, actor: Actor) -> None:
        with pytest.raises(Denied, match="职能部门"):
            issuing.issue(actor, fire(), key="一", now=MORNING)


class TestTheGate:
    def test_refuses_what_may_not_be_asked_with_the_reason(self) -> None:
        terms = fire(text="请协助开展消防宣传，并与社区签订消防安全责任状，实行一票否决。")
        assert "闸门：不得下达" in problems_of(terms)
        with pytest.raises(Invalid) as refused:
            a_demand(terms)
        assert any("不得下达" in problem for problem in refused.value.problems)

    def test_sends_what_is_on_no_list_to_admission(self) -> None:
        terms = fire(title="宠物疫苗统计", text="请统计小区内宠物猫狗的疫苗接种数量。")
        assert "需要准入" in problems_of(terms)

    def test_does_not_let_one_item_carry_another(self) -> None:
        terms = fire(title="协助开展禁毒宣传", text="请社区协助开展禁毒宣传。")
        assert "不是一回事" in problems_of(replace(terms, under=fire().under))

    def test_does_not_let_a_permit_carry_another_matter(self) -> None:
        terms = aged(a_permit().number, title="宠物疫苗统计", text="请统计小区内宠物的数量。")
        assert "不是一回事" in problems_of(terms)

    def test_an_unknown_number_is_told(self) -> None:
        with pytest.raises(NotFound, match="申请准入"):
            a_demand(fire(under="长社准〔2025〕9999号"))

    def test_shows_a_void_demand_come_back_in_other_words(self) -> None:
        demand = a_demand()
        ruling.uphold(gatekeeper(), a_refusal(demand).pk, now=MORNING)
        again = fire(text="请社区协助开展消防宣传，在各楼院张贴消防安全提示。")
        assert a_demand(again, key="二").echo_of == demand.number


class TestAPermit:
    def test_of_another_department_is_no_ground(self) -> None:
        number = a_permit().number
        other = department_officer("/14/04/d02/")
        a_unit("/14/04/d02/")
        with pytest.raises(Invalid) as refused:
            a_demand(aged(number), by=other)
        assert "持有" in refused.value.problems[0]

    def test_past_its_day_is_no_ground(self) -> None:
        number = a_permit(valid_until=TODAY).number
        tomorrow = MORNING + timedelta(days=1)
        assert "已到期" in problems_of(aged(number), now=tomorrow)

    def test_without_its_money_is_no_ground(self) -> None:
        permit = a_permit()
        catalog.suspend_permit(
            gatekeeper(), permit.pk, cause=catalog.SuspensionCause.UNPAID, reason="未拨付"
        )
        assert "经费未按期拨付" in problems_of(aged(permit.number))

    def test_covers_only_its_scope(self) -> None:
        number = a_permit(scope=(NEIGHBOUR,)).number
        assert "不在许可范围内" in problems_of(aged(number))
        assert not problems_of(aged(number, paths=(NEIGHBOUR,)))

    def test_is_for_its_own_kind(self) -> None:
        assert "不能下达" in problems_of(aged(a_permit().number, kind="report"))

    def test_has_a_frequency(self) -> None:
        number = a_permit(times_per_year=1).number
        a_demand(aged(number))
        assert "今年已经下达 1 次" in problems_of(aged(number))

    def test_ends_before_what_is_due_later(self) -> None:
        number = a_permit().number
        assert "有效期" in problems_of(aged(number, due_on=date(2026, 1, 5)))


class TestDays:
    def test_three_working_days_are_left(self) -> None:
        assert "最早 9月4日" in problems_of(fire(due_on=date(2025, 9, 3)))
        assert not problems_of(fire(due_on=date(2025, 9, 4)))

    def test_the_past_is_no_due_date(self) -> None:
        assert "已经过去" in problems_of(fire(due_on=date(2025, 8, 29)))

    def test_a_year_far_away_is_told(self) -> None:
        assert "太远" in problems_of(fire(due_on=date(2028, 2, 29)))

    @pytest.mark.parametrize("now", [NIGHT, SUNDAY])
    def test_nothing_is_issued_outside_working_hours(self, now: datetime) -> None:
        assert "不是工作时间" in problems_of(fire(due_on=date(2025, 9, 15)), now=now)

    def test_unless_it_is_urgent_and_says_why(self) -> None:
        urgent = fire(is_urgent=True, due_on=date(2025, 9, 2))
        assert "紧急的原因" in problems_of(urgent, now=NIGHT)
        assert not problems_of(replace(urgent, urgent_reason="气象台红色预警"), now=NIGHT)

    def test_a_closed_community_gets_nothing(self) -> None:
        closed = a_closed_unit(f"{STREET}099/", name="老街社区").path
        assert "已撤销的社区不能下达" in problems_of(fire(paths=(closed,)))
        assert {share.community for share in a_demand().assignments.all()}.isdisjoint({closed})

    def test_what_lies_outside_the_territory_gets_nothing(self) -> None:
        a_unit("/14/05/01/001/001/")
        assert "至少一个社区" in problems_of(fire(paths=("/14/05/",)))


class TestKinds:
    def test_an_inspection_must_be_in_the_plan(self) -> None:
        terms = fire(kind="inspection", starts_at=at(10), length_minutes=60)
        assert "督查检查计划" in problems_of(terms)

    def test_a_meeting_begins_at_an_hour_and_lasts(self) -> None:
        assert "开始的日期和时间" in problems_of(fire(kind="meeting"))

    def test_a_meeting_is_held_in_working_hours(self) -> None:
        number = a_permit(kind="meeting").number
        late = aged(number, starts_at=at(17, 30), length_minutes=60, due_on=None)
        assert "只能安排在工作日" in problems_of(late)
        assert not problems_of(replace(late, starts_at=at(10)))

    def test_a_list_names_no_minutes_so_the_department_does(self) -> None:
        assert "预计用多少分钟" in problems_of(fire(minutes=None))

    def test_a_group_says_whose_it_is_and_when_it_ends(self) -> None:
        assert "责任单位和截止日期" in problems_of(fire(kind="group"))

    def test_a_meeting_shows_whom_it_clashes_with(self) -> None:
        number = a_permit(kind="meeting").number
        first = aged(
            number,
            starts_at=at(10),
            length_minutes=60,
            due_on=None,
            paths=(COMMUNITY,),
        )
        a_demand(first)
        second = replace(first, starts_at=at(10, 30), paths=(CITY,))
        diary = drafts.examine(department_officer(), second, now=MORNING).diary
        assert diary is not None
        assert (diary.clashing, diary.most_in_week) == (1, 2)


class TestEnding:
    def test_taking_back_frees_every_community(self) -> None:
        demand = a_demand()
        issuing.withdraw(department_officer(), demand.pk, reason="并入下月")
        assert set(demand.assignments.values_list("state", flat=True)) == {AssignmentState.VOID}

    def test_taking_back_says_why(self) -> None:
        with pytest.raises(Invalid, match="原因"):
            issuing.withdraw(department_officer(), a_demand().pk, reason=" ")

    def test_closing_finishes_what_was_handed_in_and_frees_the_rest(self) -> None:
        demand = a_demand()
        working.hand_in(worker(), share_of(demand).pk, now=MORNING, result="已张贴")
        issuing.close(department_officer(), demand.pk)
        assert share_of(demand).state == AssignmentState.DONE
        assert share_of(demand, NEIGHBOUR).state == AssignmentState.VOID

    def test_what_has_ended_is_not_done_any_more(self) -> None:
        demand = a_demand()
        issuing.close(department_officer(), demand.pk)
        with pytest.raises(Denied, match="已经结束"):
            working.accept(worker(), share_of(demand).pk)

    def test_of_another_department_does_not_exist(self) -> None:
        demand = a_demand()
        with pytest.raises(NotFound):
            issuing.close(department_officer("/14/04/d02/"), demand.pk)

    def test_only_once(self) -> None:
        demand = a_demand()
        issuing.close(department_officer(), demand.pk)
        with pytest.raises(Conflict):
            issuing.withdraw(department_officer(), demand.pk, reason="迟了")
        assert Demand.objects.get().state == DemandState.CLOSED


def test_a_year_without_holidays_published_counts_provisionally() -> None:
    assert "暂按周一至周五" in rules.provisional_words((2031,))


def test_friday_is_four_working_days_after_monday() -> None:
    assert not problems_of(fire(due_on=FRIDAY))
