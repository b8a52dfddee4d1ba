from datetime import date

import pytest

from qingshe.foundation.calendar.arrangements import Arrangement
from qingshe.foundation.calendar.services import replace_year
from qingshe.foundation.notices import box
from qingshe.kernel.actor import Actor
from qingshe.kernel.answer import YES
from qingshe.kernel.errors import Conflict, Denied, Invalid
from qingshe.kernel.roles import Role
from qingshe.modules.admission import facade, rules, tasks
from qingshe.modules.admission.models import Application
from qingshe.modules.admission.queries import applications
from qingshe.modules.admission.queries import flow as flow_queries
from qingshe.modules.admission.rules import Outcome, Request, State
from qingshe.modules.admission.services import (
    deciding,
    drafting,
    examining,
    flow,
    nightly,
    urgent,
)
from qingshe.modules.catalog import facade as catalog
from qingshe.modules.orgs.tests.builders import an_account
from tests.cast import (
    CITY,
    COUNTY,
    DEPARTMENT,
    department_officer,
    gatekeeper,
    head,
    leader,
    visitor,
    worker,
)

from .builders import (
    ACCEPTED,
    BEGUN,
    CLOSED,
    DECIDED,
    IN_FORCE,
    a_consulted,
    a_decision,
    a_draft,
    a_proposed,
    a_submitted,
    an_admitted,
    an_assessment,
    lay_places,
)

pytestmark = pytest.mark.django_db


def now(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


def titles(person: str) -> list[str]:
    return [one.title for one in box.of(Actor(person, CITY))]


def someone(role: Role, unit: str = CITY) -> str:
    lay_places()
    return f"user:{an_account(role, unit).pk}"


class TestTheNight:
    def test_ends_a_consultation_whose_days_are_over(self) -> None:
        consulted = a_consulted()
        nightly.keep_clocks(today=date(2026, 9, 21))
        assert now(consulted).state == State.CONSULTING
        nightly.keep_clocks(today=date(2026, 9, 22))
        assert now(consulted).state == State.ASSESSING

    def test_puts_in_force_what_was_on_notice_long_enough(self) -> None:
        application = a_decision().application
        nightly.keep_clocks(today=date(2026, 10, 11))
        admitted = now(application)
        assert admitted.state == State.ADMITTED
        assert catalog.permit(admitted.permit_number).issued_on == date(2026, 10, 11)

    def test_waits_while_an_objection_is_open(self) -> None:
        application = a_decision().application
        deciding.object_to(visitor, application.pk, text="重复", today=DECIDED)
        nightly.keep_clocks(today=date(2026, 10, 12))
        assert now(application).state == State.PUBLICITY

    def test_lets_lapse_what_was_not_corrected(self) -> None:
        submitted = a_submitted()
        examining.send_back_for_correction(
            gatekeeper(), submitted.pk, note="请补充", today=ACCEPTED
        )
        nightly.keep_clocks(today=date(2026, 9, 30))
        assert now(submitted).state == State.LAPSED

    def test_lets_lapse_what_was_urgent_and_not_registered(self) -> None:
        draft = a_draft()
        urgent.go_ahead(department_officer(), draft.pk, start=BEGUN, reason="防汛", today=BEGUN)
        nightly.keep_clocks(today=date(2026, 9, 18))
        lapsed = now(draft)
        assert lapsed.state == State.LAPSED
        assert catalog.permit(lapsed.urgent_permit).state == catalog.PermitState.REVOKED

    def test_leaves_an_ordinary_draft_alone(self) -> None:
        draft = a_draft()
        nightly.keep_clocks(today=date(2027, 9, 18))
        assert now(draft).state == State.DRAFT

    def test_warns_the_office_three_working_days_before_and_once(self) -> None:
        office = someone(Role.GATEKEEPER)
        a_submitted()
        before = len(titles(office))
        nightly.keep_clocks(today=date(2026, 9, 29))
        assert len(titles(office)) == before
        for _ in range(2):
            nightly.keep_clocks(today=date(2026, 9, 30))
        assert len(titles(office)) == before + 1
        assert "将于 2026-10-10 到期" in titles(office)[0]

    def test_reports_what_is_over_to_leaders_and_supervisors_once(self) -> None:
        people = [someone(Role.LEADER), someone(Role.SUPERVISOR)]
        submitted = a_submitted()
        for _ in range(2):
            nightly.keep_clocks(today=date(2026, 10, 12))
        for person in people:
            assert [one for one in titles(person) if "已超期" in one] == [
                f"“{submitted.number}”待受理已超期（2026-10-10）"
            ]

    def test_counts_anew_when_the_calendar_is_replaced(self) -> None:
        submitted = a_submitted()
        table = Arrangement(2026, "更正后的通知", {date(2026, 9, 16): False})
        replace_year(gatekeeper(), table, YES)
        nightly.keep_clocks(today=ACCEPTED)
        assert now(submitted).decide_by != submitted.decide_by

    def test_tells_a_department_once_that_a_permit_ends(self) -> None:
        officer = someone(Role.DEPARTMENT, DEPARTMENT)
        an_admitted()
        assert nightly.warn_of_expiry(today=date(2027, 2, 28)) == 0
        assert nightly.warn_of_expiry(today=date(2027, 3, 1)) == 1
        assert nightly.warn_of_expiry(today=date(2027, 3, 2)) == 0
        assert "2027-03-31 到期" in titles(officer)[0]

    def test_files_what_has_been_closed_for_a_month(self) -> None:
        refused = a_decision(outcome=Outcome.REFUSE).application
        assert nightly.archive(today=date(2026, 10, 20)) == 0
        assert nightly.archive(today=date(2026, 10, 30)) == 1
        assert now(refused).state == State.ARCHIVED

    def test_files_nothing_whose_permit_runs(self) -> None:
        an_admitted()
        assert nightly.archive(today=date(2027, 2, 1)) == 0

    def test_does_not_stop_at_one_that_cannot_be_moved(self) -> None:
        over, fine = a_decision().application, a_decision().application
        Application.objects.filter(pk=over.pk).update(
            valid_from=date(2026, 9, 1), valid_until=date(2026, 9, 30)
        )
        nightly.keep_clocks(today=date(2026, 10, 11))
        assert now(over).state == State.PUBLICITY
        assert now(fine).state == State.ADMITTED

    def test_tasks_may_run_on_an_empty_house(self) -> None:
        for task in (tasks.keep_clocks, tasks.settle_money, tasks.warn_of_expiry, tasks.archive):
            task.call()


class TestAnAmendment:
    def test_takes_the_place_of_the_permit_on_its_day(self) -> None:
        admitted = an_admitted()
        officer = department_officer()
        again = drafting.begin_again(
            officer, permit=admitted.permit_number, request=Request.AMENDMENT, today=IN_FORCE
        )
        drafting.write(
            officer,
            again.pk,
            minutes=30,
            valid_from=date(2027, 1, 4),
            negative_self_check="不涉及",
            consistency_self_assessment="一致",
            verdict_reply="变更。",
        )
        drafting.submit(officer, again.pk, today=IN_FORCE)
        examining.accept(gatekeeper(), again.pk, today=IN_FORCE)
        examining.close_consultation(gatekeeper(), again.pk, today=date(2026, 11, 2))
        an_assessment(again)
        examining.propose(gatekeeper(), again.pk, today=date(2026, 11, 2))
        deciding.decide(leader(), again.pk, outcome="admit", today=date(2026, 11, 3))
        nightly.keep_clocks(today=date(2026, 12, 1))
        assert now(again).state == State.PUBLICITY
        nightly.keep_clocks(today=date(2027, 1, 4))
        old = catalog.permit(admitted.permit_number)
        new = catalog.permit(now(again).permit_number)
        assert old.state == catalog.PermitState.SUPERSEDED
        assert (new.minutes, new.replaces) == (30, old.number)


class TestTheParametersOfACity:
    def test_are_the_defaults_until_somebody_decides(self) -> None:
        assert flow_queries.parameters_at(CITY, BEGUN) == rules.DEFAULTS

    def test_count_below_the_city_unless_a_county_has_its_own(self) -> None:
        self.set(gatekeeper(), 20)
        assert flow_queries.parameters_at(COUNTY, BEGUN).decide_days_wd == 20
        self.set(gatekeeper(COUNTY), 12)
        assert flow_queries.parameters_at(COUNTY, BEGUN).decide_days_wd == 12
        assert flow_queries.parameters_at(CITY, BEGUN).decide_days_wd == 20

    def test_leave_alone_what_was_handed_in_before(self) -> None:
        submitted = a_submitted()
        self.set(gatekeeper(), 2, on=ACCEPTED)
        nightly.keep_clocks(today=ACCEPTED)
        assert now(submitted).decide_by == submitted.decide_by

    def test_are_set_by_one_of_two_at_once(self) -> None:
        self.set(gatekeeper(), 20, number=0)
        with pytest.raises(Conflict, match="刚刚公布"):
            self.set(gatekeeper(), 10, number=0)

    def test_are_not_set_by_a_worker(self) -> None:
        with pytest.raises(Denied, match="领导小组办公室"):
            self.set(worker(), 20)

    def test_that_make_no_sense_are_all_named(self) -> None:
        with pytest.raises(Invalid) as refused:
            flow.set_parameters(
                gatekeeper(),
                values={"decide_days_wd": 0, "silence": "consent"},
                reason="试行",
                today=BEGUN,
            )
        assert len(refused.value.problems) == 2

    def test_need_a_reason(self) -> None:
        with pytest.raises(Invalid, match="理由"):
            flow.set_parameters(gatekeeper(), values={}, reason="", today=BEGUN)

    def test_are_shown_with_their_evidence(self) -> None:
        self.set(gatekeeper(), 20)
        rows = {one.key: (value, words) for one, value, words in flow_queries.sheet(CITY, BEGUN)}
        assert rows["decide_days_wd"] == (20, "20 个工作日")

    def set(self, actor: Actor, days: int, *, on: date = BEGUN, number: int | None = None) -> None:
        values: dict[str, rules.Value] = {"decide_days_wd": days}
        flow.set_parameters(actor, values=values, reason="会议纪要", today=on, number=number)


class TestTheFacade:
    def test_shows_the_desk_of_the_office_most_pressing_first(self) -> None:
        submitted, consulted = a_submitted(), a_consulted()
        waiting = facade.applications_waiting(gatekeeper())
        assert [one.pk for one in waiting] == [consulted.pk, submitted.pk]
        assert waiting[0].minutes_a_year == 45 * 4 * 2

    def test_shows_the_leading_group_what_waits_for_it(self) -> None:
        proposed = a_proposed()
        (waiting,) = facade.applications_waiting(leader(), [State.PROPOSED])
        assert waiting.pk == proposed.pk

    def test_shows_a_community_what_it_is_asked(self) -> None:
        consulted = a_consulted()
        (due,) = facade.opinions_due(head())
        assert (due.application, due.due_on) == (consulted.pk, date(2026, 9, 21))

    def test_shows_the_burden_that_is_on_its_way(self) -> None:
        a_submitted()
        assert facade.minutes_asked(DEPARTMENT, 2026) == 45 * 4 * 2
        assert facade.minutes_asked(DEPARTMENT, 2029) == 0

    def test_knows_no_money_of_a_permit_without_application(self) -> None:
        assert facade.money_of("长社准〔2026〕9999号") is None

    def test_explains_each_clock(self) -> None:
        submitted = a_submitted()
        (clock,) = applications.clocks(submitted, CLOSED)
        assert clock.name == "决定"
