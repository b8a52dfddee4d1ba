"""What a permit allows again and again is planned once; each round is issued on its day or told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from qingshe.foundation.audit import trail
from qingshe.foundation.calendar import services as calendar
from qingshe.foundation.notices.models import Notice
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Conflict, Denied, Invalid, NotFound
from qingshe.kernel.roles import Role
from qingshe.kernel.workdays import Workdays
from qingshe.modules.burden.tests.builders import a_budget, a_hard_rule
from qingshe.modules.catalog import facade as catalog
from qingshe.modules.catalog.tests.builders import PERMITTED, TODAY, a_permit
from qingshe.modules.demands import rules, tasks
from qingshe.modules.demands.models import Assignment, Demand, Round, Series
from qingshe.modules.demands.queries import series as queries
from qingshe.modules.demands.rules import Cadence, Kind, Rhythm, RoundState, SeriesState
from qingshe.modules.demands.services import ruling, working
from qingshe.modules.demands.services import series as services
from qingshe.modules.demands.services.series import Words
from qingshe.modules.orgs.tests.builders import a_unit, an_account, close_the_unit
from tests.cast import (
    CITY,
    COMMUNITY,
    DEPARTMENT,
    NEIGHBOUR,
    STREET,
    administrator,
    department_officer,
    gatekeeper,
    street_officer,
    visitor,
    worker,
)
from tests.queue import run_waiting_tasks
from tests.racing import Race

from .builders import MONTHLY, MORNING, a_demand, a_town, aged, share_of
from .builders import a_series as planned

Acting = Callable[[Actor], Client]
CLOCK = ZoneInfo("Asia/Shanghai")
FIRST = date(2025, 9, 30)
OCTOBER = Workdays.of({date(2025, 10, day): False for day in range(1, 9)})
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))


def on(day: date, hour: int = 8) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=CLOCK)


def a_series(number: str = "", cadence: Cadence = MONTHLY, **stated: object) -> Series:
    return planned(aged(number or a_permit().number, due_on=None, **stated), cadence)


def round_of(series: Series, serial: int = 1) -> Round:
    return Round.objects.select_related("series").get(series=series, serial=serial)


def its_day(series: Series, serial: int = 1) -> datetime:
    """When work begins on the day a round is to be issued."""
    return on(round_of(series, serial).issue_on)


def issue(series: Series, serial: int = 1, *, now: datetime | None = None) -> bool:
    one = round_of(series, serial)
    return services.issue_round(one.pk, now=now or on(one.issue_on))


def states(series: Series) -> list[str]:
    rounds = Round.objects.filter(series=series).order_by("serial")
    return list(rounds.values_list("state", flat=True))


def standing(series: Series) -> str:
    return Series.objects.get(pk=series.pk).state


class TestDays:
    @given(DAYS, st.sampled_from(list(Rhythm)), st.integers(3, 30))
    def test_give_the_notice_that_was_planned_on_working_days(
        self, first: date, rhythm: Rhythm, lead: int
    ) -> None:
        cadence = Cadence(first, rhythm, first + timedelta(days=600), lead)
        found = rules.slots(cadence, OCTOBER)
        assert [slot.serial for slot in found] == list(range(1, len(found) + 1))
        for slot in found:
            assert OCTOBER.is_workday(slot.issue_on)
            assert OCTOBER.is_workday(slot.due_on)
            assert rules.notice_given(slot.issue_on, slot.due_on, OCTOBER) == lead

    @given(DAYS, st.sampled_from(list(Rhythm)))
    def test_never_pass_the_last_one(self, first: date, rhythm: Rhythm) -> None:
        last = first + timedelta(days=400)
        assert all(
            slot.due_on <= last for slot in rules.slots(Cadence(first, rhythm, last), OCTOBER)
        )

    def test_move_off_rest_days_to_the_next_working_day(self) -> None:
        saturday = Cadence(date(2025, 9, 6), Rhythm.MONTHLY, date(2025, 10, 31))
        assert [slot.due_on for slot in rules.slots(saturday, OCTOBER)] == [
            date(2025, 9, 8),
            date(2025, 10, 9),  # the sixth lies in the holidays
        ]

    def test_move_forward_where_the_permit_would_have_ended(self) -> None:
        sunday = Cadence(date(2025, 10, 30), Rhythm.MONTHLY, date(2025, 11, 30))
        assert rules.slots(sunday, OCTOBER)[-1].due_on == date(2025, 11, 28)

    def test_keep_the_end_of_the_month(self) -> None:
        monthly = Cadence(date(2025, 10, 31), Rhythm.MONTHLY, date(2026, 3, 31))
        assert [slot.due_on.month for slot in rules.slots(monthly, Workdays())] == [
            10,
            12,
            12,
            2,
            3,
            3,
        ]

    def test_are_none_for_a_span_without_sense(self) -> None:
        assert rules.slots(Cadence(FIRST, Rhythm.MONTHLY, date(2090, 1, 1)), OCTOBER) == []
        assert rules.slots(Cadence(FIRST, Rhythm.MONTHLY, date(2025, 1, 1)), OCTOBER) == []


@pytest.fixture
def _town(db: None) -> None:
    a_town()


@pytest.mark.usefixtures("_town")
class TestPlanning:
    def test_lays_every_round_within_the_permit(self) -> None:
        series = a_series()
        days = Round.objects.filter(series=series).order_by("serial")
        assert [one.due_on for one in days] == [
            date(2025, 9, 30),
            date(2025, 10, 30),
            date(2025, 12, 1),  # the thirtieth of November is a Sunday
            date(2025, 12, 30),
        ]
        assert days[0].issue_on == date(2025, 9, 24)  # Sunday the 28th is worked

    def test_asks_nothing_of_communities_yet(self) -> None:
        a_series()
        assert not Demand.objects.exists()

    def test_leaves_a_trace_of_the_series_and_of_each_round(self) -> None:
        series = a_series()
        assert [entry.action for entry in trail.of(series.subject)] == ["plan_series"]
        assert all(trail.of(one.subject).count() == 1 for one in series.rounds.all())

    @pytest.mark.parametrize(
        ("cadence", "problem"),
        [
            (replace(MONTHLY, until=date(2026, 1, 31)), "超出许可有效期"),
            (replace(MONTHLY, until=date(2029, 1, 1)), "太远"),
            (replace(MONTHLY, until=date(2025, 10, 1)), "不到两次"),
            (replace(MONTHLY, until=date(2025, 9, 1)), "不到两次"),
            (replace(MONTHLY, lead_wd=2), "提前 3 至 30 个工作日"),
            (replace(MONTHLY, first=date(2025, 9, 5)), "来不及安排"),
        ],
    )
    def test_keeps_to_notice_and_validity(self, cadence: Cadence, problem: str) -> None:
        with pytest.raises(Invalid) as refused:
            a_series(cadence=cadence)
        assert problem in "".join(refused.value.problems)
        assert not Series.objects.exists()

    def test_keeps_to_the_frequency_of_the_permit(self) -> None:
        with pytest.raises(Invalid) as refused:
            a_series(a_permit(times_per_year=3).number)
        assert "2025 年要下达 4 次，每年最多 3 次" in "".join(refused.value.problems)

    def test_counts_what_was_issued_and_planned_before(self) -> None:
        number = a_permit(times_per_year=4).number
        a_demand(aged(number))
        a_series(number, replace(MONTHLY, rhythm=Rhythm.QUARTERLY))
        with pytest.raises(Invalid) as refused:
            a_series(number, replace(MONTHLY, rhythm=Rhythm.QUARTERLY))
        assert "已经下达和安排的有 3 次" in "".join(refused.value.problems)

    def test_passes_the_gate(self) -> None:
        with pytest.raises(Invalid) as refused:
            a_series(text="核对高龄津贴人员，并签订责任状，实行一票否决。")
        assert "闸门：不得下达" in "".join(refused.value.problems)

    def test_of_a_sign_makes_no_sense(self) -> None:
        assert rules.wrong_with_series(MONTHLY, Kind.SIGN, (), today=FIRST, limits=rules.Limits())[
            0
        ].startswith("“牌子”只设一次")

    @pytest.mark.parametrize("actor", [worker(), gatekeeper(), visitor, administrator()])
    def test_is_for_departments(self, actor: Actor) -> None:
        with pytest.raises(Denied, match="职能部门"):
            services.plan(actor, aged(a_permit().number), MONTHLY, now=MORNING)

    def test_of_a_meeting_keeps_its_hour(self) -> None:
        number = a_permit(kind="meeting").number
        series = a_series(
            number, kind="meeting", starts_at=on(FIRST, 10), length_minutes=60, venue="三楼"
        )
        assert issue(series)
        starts = Demand.objects.get().starts_at
        assert starts is not None
        assert timezone.localtime(starts) == on(FIRST, 10)


@pytest.mark.usefixtures("_town")
class TestARound:
    def test_is_issued_to_every_community_on_its_day(self) -> None:
        series = a_series()
        assert issue(series)
        demand = Demand.objects.get()
        assert (demand.issuer, demand.due_on, demand.communities) == (DEPARTMENT, FIRST, 2)
        assert round_of(series).demand == demand
        assert states(series) == [RoundState.ISSUED, *[RoundState.PLANNED] * 3]

    def test_waits_for_its_day_and_for_working_hours(self) -> None:
        series = a_series()
        day = round_of(series).issue_on
        for early in (on(day - timedelta(days=1)), on(day, 6), on(day, 19)):
            assert not issue(series, now=early)
        assert states(series)[0] == RoundState.PLANNED

    def test_is_queued_for_the_beginning_of_work(self) -> None:
        series = a_series()
        one = round_of(series)
        assert list(services.moments(on(one.issue_on, 3))) == [(one.pk, on(one.issue_on, 8))]
        assert list(services.moments(on(one.issue_on - timedelta(days=1), 3))) == []

    def test_is_issued_once_however_often_the_task_runs(self) -> None:
        series = a_series()
        assert [issue(series) for _ in range(3)] == [True, False, False]
        assert Demand.objects.count() == 1

    def test_is_issued_wholly_or_not_at_all(self, monkeypatch: pytest.MonkeyPatch) -> None:
        series = a_series()
        with monkeypatch.context() as broken:
            broken.setattr(queries, "key_of", lambda one: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                issue(series)
        with monkeypatch.context() as broken:
            broken.setattr(Round, "subject", property(lambda one: 1 / 0))
            with pytest.raises(ZeroDivisionError):  # after the demand has been written
                issue(series)
        assert not Assignment.objects.exists()
        assert states(series)[0] == RoundState.PLANNED
        assert issue(series)

    def test_that_a_sleeping_worker_let_pass_is_told_and_not_lost(self) -> None:
        series = a_series()
        late = on(FIRST - timedelta(days=1))
        assert [pk for pk, _ in services.moments(late)] == [round_of(series).pk]
        assert not issue(series, now=late)
        one = round_of(series)
        assert one.state == RoundState.MISSED
        assert "只留了 1 个工作日" in one.reason

    def test_whose_day_became_a_holiday_is_due_on_the_next_working_day(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        series = a_series()
        published = Workdays.of({FIRST: False})
        monkeypatch.setattr(calendar, "workdays", lambda: published)
        assert issue(series)
        assert Demand.objects.get().due_on == round_of(series).due_on == date(2025, 10, 1)

    def test_of_a_year_without_published_holidays_says_so(self) -> None:
        assert "2031 年放假安排尚未公布" in queries.caution([FIRST, date(2031, 5, 6)])
        assert not queries.caution([FIRST])

    def test_stops_at_the_frequency_of_the_year(self) -> None:
        number = a_permit(times_per_year=4).number
        series = a_series(number)
        a_demand(aged(number))
        assert [issue(series, serial) for serial in (1, 2, 3, 4)] == [True, True, True, False]
        assert "今年已经下达 4 次" in round_of(series, 4).reason

    def test_does_not_come_when_its_permit_has_been_suspended(self) -> None:
        permit = a_permit()
        series = a_series(permit.number)
        cause = catalog.SuspensionCause.UNPAID
        catalog.suspend_permit(gatekeeper(), permit.pk, cause=cause, reason="未拨付")
        assert not issue(series)
        assert "经费未按期拨付" in round_of(series).reason

    def test_does_not_come_from_a_department_that_is_closed(self) -> None:
        series = a_series()
        close_the_unit(DEPARTMENT)
        assert not issue(series)
        assert round_of(series).reason == services.CLOSED

    def test_void_by_a_ruling_leaves_the_next_to_the_gate(self) -> None:
        series = a_series()
        issue(series)
        share = share_of(Demand.objects.get())
        refusal = working.refuse(worker(), share.pk, ground="no_basis", now=its_day(series))
        ruling.uphold(gatekeeper(), refusal.pk, now=its_day(series))
        issue(series, 2)
        assert Demand.objects.order_by("pk").last().echo_of  # type: ignore[union-attr]


def test_two_workers_issue_a_round_once(race: Race) -> None:
    def prepare() -> int:
        a_town()
        return round_of(a_series()).pk

    def count() -> tuple[int, int, int, str]:
        one = Round.objects.get(serial=1)
        told = (Demand.objects.count(), Assignment.objects.count())
        return (*told, trail.of(one.subject).count(), one.state)

    (pk,) = race([prepare])
    assert isinstance(pk, int)
    day = on(date(2025, 9, 24))
    outcomes = race([lambda: services.issue_round(pk, now=day)] * 4)
    assert sorted(map(str, outcomes)) == ["False", "False", "False", "True"]
    assert race([count]) == [(1, 2, 2, RoundState.ISSUED)]


@pytest.mark.usefixtures("_town")
class TestChanges:
    def test_of_the_words_reach_only_what_is_still_to_come(self) -> None:
        series = a_series()
        issue(series)
        words = Words(series.title, "请协助核对八十岁以上老人的居住情况，健在情况由系统比对。", 8)
        services.edit(department_officer(), series.pk, words, now=its_day(series))
        issue(series, 2)
        assert list(Demand.objects.order_by("pk").values_list("minutes", flat=True)) == [12, 8]

    def test_of_the_words_pass_the_gate(self) -> None:
        series = a_series()
        words = Words("宠物疫苗统计", "请统计小区内宠物猫狗的疫苗接种数量。")
        with pytest.raises(Invalid):
            services.edit(department_officer(), series.pk, words, now=MORNING)
        assert Series.objects.get().title == series.title

    def test_another_day_for_one_round(self) -> None:
        series = a_series()
        services.move_round(
            department_officer(), series.pk, 2, due_on=date(2025, 10, 18), now=MORNING
        )
        one = round_of(series, 2)
        assert (one.due_on, one.issue_on) == (date(2025, 10, 20), date(2025, 10, 13))

    def test_a_missed_round_is_planned_anew(self) -> None:
        series = a_series()
        issue(series, now=on(FIRST))
        services.move_round(
            department_officer(), series.pk, 1, due_on=date(2025, 10, 20), now=on(FIRST)
        )
        assert issue(series)
        assert states(series)[0] == RoundState.ISSUED

    @pytest.mark.parametrize(
        ("day", "problem"),
        [(date(2025, 9, 4), "来不及"), (date(2026, 1, 20), "超出许可有效期")],
    )
    def test_another_day_is_one_that_can_be_kept(self, day: date, problem: str) -> None:
        series = a_series()
        with pytest.raises(Invalid) as refused:
            services.move_round(department_officer(), series.pk, 1, due_on=day, now=MORNING)
        assert problem in "".join(refused.value.problems)

    def test_one_round_can_be_left_out(self) -> None:
        series = a_series()
        services.drop_round(department_officer(), series.pk, 2, reason="并入普查")
        assert not issue(series, 2)
        assert states(series)[1] == RoundState.DROPPED

    def test_leaving_out_says_why(self) -> None:
        series = a_series()
        with pytest.raises(Invalid, match="原因"):
            services.drop_round(department_officer(), series.pk, 2, reason=" ")

    def test_cancelling_drops_what_is_to_come_and_leaves_what_was_issued(self) -> None:
        series = a_series()
        issue(series)
        services.cancel(department_officer(), series.pk, reason="改用数据比对")
        assert standing(series) == SeriesState.CANCELLED
        assert states(series) == [RoundState.ISSUED, *[RoundState.DROPPED] * 3]
        assert Demand.objects.get().state == rules.DemandState.ISSUED

    def test_after_the_end_are_told(self) -> None:
        series = a_series()
        services.cancel(department_officer(), series.pk, reason="改用数据比对")
        with pytest.raises(Conflict, match="已取消"):
            services.move_round(department_officer(), series.pk, 1, due_on=FIRST, now=MORNING)

    def test_of_another_department_do_not_exist(self) -> None:
        series = a_series()
        a_unit("/14/04/d02/")
        with pytest.raises(NotFound):
            services.cancel(department_officer("/14/04/d02/"), series.pk, reason="别人的")

    def test_are_not_for_those_who_only_see_it(self) -> None:
        series = a_series()
        for actor in (worker(), gatekeeper(), street_officer()):
            with pytest.raises(Denied):
                services.cancel(actor, series.pk, reason="不要了")


@pytest.mark.usefixtures("_town")
class TestThePermit:
    def test_that_rests_lets_the_series_rest_and_go_on(self) -> None:
        permit = a_permit()
        series = a_series(permit.number)
        cause = catalog.SuspensionCause.ORDERED
        catalog.suspend_permit(gatekeeper(), permit.pk, cause=cause, reason="核查")
        assert [services.follow(permit.number, now=MORNING) for _ in range(2)] == [1, 0]
        assert standing(series) == SeriesState.RESTING
        catalog.resume_permit(gatekeeper(), permit.pk)
        assert services.follow(permit.number, now=MORNING) == 1
        assert standing(series) == SeriesState.RUNNING
        assert issue(series)

    def test_that_was_amended_goes_on_under_its_new_number(self) -> None:
        permit = a_permit()
        series = a_series(permit.number)
        terms = replace(PERMITTED, minutes=8)
        new = catalog.amend_permit(gatekeeper(), permit.pk, terms, today=TODAY, reason="减时")
        services.follow(permit.number, now=MORNING)
        assert issue(series)
        demand = Demand.objects.get()
        assert (demand.under, demand.minutes) == (new.number, 8)


@pytest.mark.usefixtures("_town")
class TestTheBudget:
    def test_that_does_not_suffice_keeps_a_round_back_and_says_so(self) -> None:
        series = a_series()
        a_hard_rule()
        a_budget(10)
        assert not issue(series)
        assert "预算" in round_of(series).reason
        assert not Demand.objects.exists()


@pytest.mark.usefixtures("_town")
class TestWhoSees:
    def test_a_community_what_will_come_to_it_alone(self) -> None:
        series = a_series(paths=(NEIGHBOUR,))
        assert [each.pk for each in queries.visible_to(worker(NEIGHBOUR))] == [series.pk]
        assert not queries.visible_to(worker(COMMUNITY)).exists()

    @pytest.mark.parametrize("paths", [(CITY,), (STREET,), (COMMUNITY,)])
    def test_whatever_place_was_named_over_it(self, paths: tuple[str, ...]) -> None:
        a_series(paths=paths)
        assert queries.visible_to(worker(COMMUNITY)).count() == 1
        assert queries.visible_to(street_officer()).count() == 1

    def test_nobody_else(self) -> None:
        a_series()
        a_unit("/14/04/d02/")
        for actor in (department_officer("/14/04/d02/"), visitor, administrator()):
            assert not queries.visible_to(actor).exists()

    def test_the_calendar_shows_the_rhythm_ahead(self) -> None:
        series = a_series(paths=(COMMUNITY,))
        september = queries.coming(worker(), COMMUNITY, date(2025, 9, 1), 30)
        assert [one.serial for one in september] == [1]
        assert not queries.coming(worker(NEIGHBOUR), NEIGHBOUR, date(2025, 9, 1), 30)
        issue(series)
        assert not queries.coming(worker(), COMMUNITY, date(2025, 9, 1), 30)

    def test_the_calendar_shows_nothing_that_rests(self) -> None:
        permit = a_permit()
        a_series(permit.number)
        cause = catalog.SuspensionCause.ORDERED
        catalog.suspend_permit(gatekeeper(), permit.pk, cause=cause, reason="核查")
        services.follow(permit.number, now=MORNING)
        assert not queries.coming(worker(), COMMUNITY, date(2025, 9, 1), 30)


@pytest.mark.usefixtures("_town")
class TestScreens:
    @pytest.fixture(autouse=True)
    def _monday_morning(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(timezone, "now", lambda: MORNING)

    def sent(self, **changed: object) -> dict[str, object]:
        return {
            "title": "高龄津贴人员核对",
            "text": "请协助核对八十岁以上老人的居住和健在情况。",
            "places": [CITY],
            "rhythm": "monthly",
            "due_on": "2025-09-30",
            "until": "2025-12-31",
            "lead_wd": "5",
            **changed,
        }

    def test_shows_the_days_before_it_is_planned(self, acting: Acting) -> None:
        address = f"/series/new/?under={a_permit().number}"
        page = acting(department_officer()).post(address, self.sent(preview="1"))
        assert page.status_code == 200
        assert "共 4 次" in page.text
        assert "2025-12-01" in page.text
        assert not Series.objects.exists()

    def test_plans_it_and_shows_it(self, acting: Acting) -> None:
        address = f"/series/new/?under={a_permit().number}"
        page = acting(department_officer()).post(address, self.sent(plan="1"), follow=True)
        assert "共 4 次：待下达 4 次" in page.text
        assert "这一次不下达" in page.text

    @pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "x", ""])
    def test_takes_no_day_without_sense(self, acting: Acting, day: str) -> None:
        address = f"/series/new/?under={a_permit().number}"
        for name in ("due_on", "until"):
            page = acting(department_officer()).post(address, self.sent(plan="1", **{name: day}))
            assert page.status_code == 422

    def test_a_community_reads_when_it_comes_but_not_why_it_did_not(self, acting: Acting) -> None:
        series = a_series()
        issue(series, now=on(FIRST))
        page = acting(worker()).get(f"/series/{series.pk}/")
        assert "每月" in page.text
        assert "只留了" not in page.text
        assert "改日期" not in page.text
        assert "只留了" in acting(department_officer()).get(f"/series/{series.pk}/").text

    def test_the_month_shows_what_is_expected(self, acting: Acting) -> None:
        a_series()
        page = acting(worker()).get("/calendar/", {"view": "month"})
        assert "预计" in page.text
        assert "每月，第 1 次的期限" in page.text

    def test_each_change_has_its_form(self, acting: Acting) -> None:
        series = a_series()
        client, here = acting(department_officer()), f"/series/{series.pk}/"
        version = {"version": "1"}
        moved = client.post(f"{here}2/move_round/", {**version, "due_on": "2025-10-20"})
        dropped = client.post(f"{here}3/drop_round/", {**version, "reason": "并入普查"})
        edited = client.post(
            f"{here}edit_series/", {**version, "title": series.title, "text": series.text}
        )
        ended = client.post(f"{here}cancel_series/", {"version": "2", "reason": "改用数据"})
        assert {page.status_code for page in (moved, dropped, edited, ended)} == {302}
        assert states(series) == [RoundState.DROPPED] * 4
        assert round_of(series, 3).reason == "并入普查"

    def test_a_list_of_many_asks_no_more(
        self, acting: Acting, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        number = a_permit(times_per_year=None).number
        for _ in range(3):
            a_series(number, replace(MONTHLY, rhythm=Rhythm.QUARTERLY))
        client = acting(worker())
        client.get("/series/")
        with django_assert_max_num_queries(4):
            assert client.get("/series/").text.count("每季") == 3


@pytest.mark.django_db(transaction=True)  # the worker closes its connection after each task
class TestTheWorker:
    @pytest.fixture(autouse=True)
    def _people(self) -> None:
        a_town()

    def test_issues_what_is_due(self, monkeypatch: pytest.MonkeyPatch) -> None:
        series = a_series()
        morning = its_day(series)
        monkeypatch.setattr(timezone, "now", lambda: morning)
        tasks.issue_rounds.enqueue()
        run_waiting_tasks()
        assert states(series)[0] == RoundState.ISSUED

    def test_that_was_not_issued_is_told_to_the_department(self) -> None:
        person = an_account(Role.DEPARTMENT, DEPARTMENT)
        series = a_series()
        issue(series, now=on(FIRST))
        run_waiting_tasks()
        notice = Notice.objects.get(recipient=f"user:{person.pk}")
        assert notice.title == "未能下达：高龄津贴人员核对（第 1 次）"
        assert "只留了 0 个工作日" in notice.body
        assert notice.link == f"/series/{series.pk}/"

    def test_that_has_ended_ends_the_series_and_says_why(self) -> None:
        permit = a_permit()
        series = a_series(permit.number)
        an_account(Role.DEPARTMENT, DEPARTMENT)
        catalog.revoke_permit(gatekeeper(), permit.pk, reason="群众不认可")
        run_waiting_tasks()
        assert standing(series) == SeriesState.ENDED
        assert set(states(series)) == {RoundState.DROPPED}
        assert "群众不认可" in round_of(series).reason
        assert Notice.objects.filter(title="随许可终止：高龄津贴人员核对").exists()
