from datetime import date, timedelta
from decimal import Decimal
from typing import cast

import pytest
from pytest_django import DjangoAssertNumQueries

from qingshe.foundation.audit import trail
from qingshe.foundation.notices import box
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Conflict, Denied, Invalid, NotFound
from qingshe.kernel.roles import Role
from qingshe.modules.admission import rules
from qingshe.modules.admission.models import Application, Opinion
from qingshe.modules.admission.queries import applications, deciding, opinions
from qingshe.modules.admission.rules import Limits, Outcome, Request, State
from qingshe.modules.admission.services import deciding as deciding_services
from qingshe.modules.admission.services import drafting, examining, flow, meetings, urgent
from qingshe.modules.admission.services.drafting import Written
from qingshe.modules.admission.services.examining import Sheet
from qingshe.modules.catalog import facade as catalog
from qingshe.modules.orgs.tests.builders import a_closed_unit, a_membership, a_unit, an_account
from tests.cast import (
    CITY,
    COMMUNITY,
    COUNTY,
    DEPARTMENT,
    NEIGHBOUR,
    STREET,
    acting_as,
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
    ACCEPTED,
    BEGUN,
    CLOSED,
    DECIDED,
    END,
    IN_FORCE,
    PROPOSED,
    SHEET,
    START,
    TEXTS,
    a_consulted,
    a_decision,
    a_draft,
    a_proposed,
    a_submitted,
    an_admitted,
    an_assessed,
    an_assessment,
    an_imported_permit,
    an_opinion,
    lay_places,
)

pytestmark = pytest.mark.django_db
OTHER_DEPARTMENT = "/14/04/d02/"
COUNTY_DEPARTMENT = "/14/04/03/d01/"
NOT_ON_A_PERMIT = set(TEXTS) - {"title", "valid_from", "valid_until", "times_per_year", "minutes"}


def actions_of(application: Application) -> list[str]:
    return [entry.action for entry in trail.of(application.subject)]


class TestADraft:
    def test_is_begun_by_a_department_and_decided_by_its_own_level(self) -> None:
        lay_places()
        a_unit(COUNTY_DEPARTMENT)
        county = drafting.begin(department_officer(COUNTY_DEPARTMENT), today=BEGUN)
        city = drafting.begin(department_officer(), today=BEGUN)
        assert (county.place, city.place) == (COUNTY, CITY)

    def test_goes_to_the_city_where_the_city_keeps_all_decisions(self) -> None:
        lay_places()
        a_unit(COUNTY_DEPARTMENT)
        values: dict[str, rules.Value] = {"deciding_tier": "city"}
        flow.set_parameters(gatekeeper(), values=values, reason="市里统一决定", today=BEGUN)
        county = drafting.begin(department_officer(COUNTY_DEPARTMENT), today=BEGUN)
        assert county.place == CITY

    def test_is_not_begun_by_a_community(self) -> None:
        lay_places()
        with pytest.raises(Denied, match="社区不为自己"):
            drafting.begin(head(), today=BEGUN)

    def test_of_the_nation_has_no_body_to_decide_it(self) -> None:
        a_unit("/")
        with pytest.raises(Invalid, match="中央"):
            drafting.begin(department_officer("/d01/"), today=BEGUN)

    def test_is_saved_a_field_at_a_time(self) -> None:
        lay_places()
        draft = drafting.begin(department_officer(), today=BEGUN)
        drafting.write(department_officer(), draft.pk, title="入户登记")
        drafting.write(department_officer(), draft.pk, minutes=30)
        draft.refresh_from_db()
        assert (draft.title, draft.minutes, draft.state) == ("入户登记", 30, State.DRAFT)

    def test_changed_meanwhile_is_not_overwritten(self) -> None:
        draft = a_draft()
        drafting.write(department_officer(), draft.pk, title="甲", version=draft.version)
        with pytest.raises(Conflict):
            drafting.write(department_officer(), draft.pk, title="乙", version=draft.version)

    @pytest.mark.parametrize(
        ("amount", "words"), [("-0.01", "负数"), ("0.005", "两位小数"), ("1e11", "太大")]
    )
    def test_takes_no_money_that_is_none(self, amount: str, words: str) -> None:
        draft = a_draft()
        with pytest.raises(Invalid, match=words):
            drafting.write(department_officer(), draft.pk, money_amount=Decimal(amount))

    def test_takes_no_end_before_the_start(self) -> None:
        draft = a_draft()
        with pytest.raises(Invalid, match="早于"):
            drafting.write(department_officer(), draft.pk, valid_until=date(2026, 11, 1))

    def test_takes_no_absurd_year(self) -> None:
        draft = a_draft()
        with pytest.raises(Invalid, match="年份"):
            drafting.write(department_officer(), draft.pk, valid_from=date(226, 1, 1))

    def test_takes_only_the_six_actions(self) -> None:
        draft = a_draft()
        with pytest.raises(Invalid, match="其他动作"):
            drafting.write(department_officer(), draft.pk, actions=["enforce"])

    def test_is_seen_by_its_department_alone(self) -> None:
        draft = a_draft()
        a_unit(OTHER_DEPARTMENT)
        for other in (gatekeeper(), leader(), worker(), department_officer(OTHER_DEPARTMENT)):
            with pytest.raises(NotFound):
                applications.get(other, draft.pk)

    def test_keeps_the_contact_out_of_the_trail(self) -> None:
        draft = a_draft()
        drafting.write(department_officer(), draft.pk, contact_phone="13900000000")
        assert "13900000000" not in str([entry.change for entry in trail.of(draft.subject)])


class TestTheScope:
    def test_counts_its_communities(self) -> None:
        draft = a_draft(scope=(CITY, COMMUNITY))
        assert applications.scope_of(draft) == [CITY]
        assert draft.community_count == 2
        assert draft.scope_words == "长治市（共 2 个社区）"

    def test_outside_the_deciding_place_is_refused(self) -> None:
        draft = a_draft()
        a_unit("/14/05/01/001/001/")
        with pytest.raises(Invalid) as refused:
            drafting.choose_scope(department_officer(), draft.pk, paths=["/14/05/"])
        assert "不在决定机构的范围内" in refused.value.problems[0]

    def test_with_a_closed_community_is_refused_by_name(self) -> None:
        draft = a_draft()
        unit = a_closed_unit("/14/04/03/001/009/", name="老街社区")
        with pytest.raises(Invalid) as refused:
            drafting.choose_scope(department_officer(), draft.pk, paths=[unit.path])
        assert refused.value.problems == ("老街社区已撤销，不能列入申请范围。",)

    @pytest.mark.parametrize("path", [DEPARTMENT, "/14/04/99/"])
    def test_of_no_place_is_refused(self, path: str) -> None:
        draft = a_draft()
        with pytest.raises(Invalid, match="范围有误"):
            drafting.choose_scope(department_officer(), draft.pk, paths=[path])

    def test_whose_community_closes_before_submission_is_refused_then(self) -> None:
        draft = a_draft(scope=(NEIGHBOUR,))
        a_closed_unit(NEIGHBOUR)
        with pytest.raises(Invalid) as refused:
            drafting.submit(department_officer(), draft.pk, today=BEGUN)
        assert "已撤销" in refused.value.problems[0]


class TestSubmission:
    def test_gives_the_next_number_and_starts_the_clock(self) -> None:
        first, second = a_submitted(), a_submitted()
        assert (first.number, second.number) == (
            "长治社申〔2026〕0001号",
            "长治社申〔2026〕0002号",
        )
        assert first.decide_by == first.due_on == date(2026, 10, 10)

    def test_keeps_what_the_gate_said(self) -> None:
        submitted = a_submitted()
        assert submitted.verdict
        assert submitted.verdict_text

    def test_lists_everything_that_is_missing(self) -> None:
        lay_places()
        draft = drafting.begin(department_officer(), today=BEGUN)
        with pytest.raises(Invalid) as refused:
            drafting.submit(department_officer(), draft.pk, today=BEGUN)
        assert len(refused.value.problems) > 10
        draft.refresh_from_db()
        assert draft.number == ""

    def test_in_the_past_is_refused(self) -> None:
        draft = a_draft()
        with pytest.raises(Invalid, match="不能提交") as refused:
            drafting.submit(department_officer(), draft.pk, today=date(2026, 12, 2))
        assert "已经过去" in refused.value.problems[0]

    def test_takes_no_number_when_it_is_refused(self) -> None:
        draft = a_draft()
        with pytest.raises(Invalid):
            drafting.submit(department_officer(), draft.pk, today=date(2026, 12, 2))
        assert a_submitted().number.endswith("0001号")

    def test_is_for_the_department_alone(self) -> None:
        a_unit(OTHER_DEPARTMENT)
        draft = a_draft()
        with pytest.raises(NotFound):
            drafting.submit(department_officer(OTHER_DEPARTMENT), draft.pk, today=BEGUN)

    def test_tells_the_office_once(self) -> None:
        lay_places()
        office = f"user:{an_account(Role.GATEKEEPER).pk}"
        a_submitted()
        told = box.of(Actor(office, CITY))
        assert [one.title for one in told] == ["单位1404d01提交准入申请“长治社申〔2026〕0001号”"]


class TestCorrection:
    def test_stops_the_clock_and_lets_it_go_on(self) -> None:
        submitted = a_submitted()
        examining.send_back_for_correction(
            gatekeeper(), submitted.pk, note="请补充经费来源", today=ACCEPTED
        )
        again = drafting.resubmit(department_officer(), submitted.pk, today=date(2026, 9, 17))
        assert again.state == State.SUBMITTED
        assert again.paused_days == 2
        assert again.decide_by == date(2026, 10, 13)
        assert again.number == submitted.number

    def test_is_paused_while_it_waits_and_has_its_own_end(self) -> None:
        submitted = a_submitted()
        back = examining.send_back_for_correction(
            gatekeeper(), submitted.pk, note="请补充", today=ACCEPTED
        )
        clocks = applications.clocks(back, ACCEPTED)
        assert [clock.name for clock in clocks] == ["补正", "决定"]
        assert clocks[1].halted_on == ACCEPTED
        assert back.due_on == date(2026, 9, 29)

    def test_says_what_is_wrong(self) -> None:
        with pytest.raises(Invalid, match="补正的内容"):
            examining.send_back_for_correction(
                gatekeeper(), a_submitted().pk, note=" ", today=ACCEPTED
            )


class TestConsultation:
    def test_asks_every_street_and_community_of_the_scope(self) -> None:
        consulted = a_consulted()
        asked = opinions.of_application(gatekeeper(), consulted)
        assert [one.unit for one in asked] == [STREET, COMMUNITY, NEIGHBOUR]
        assert consulted.state == State.CONSULTING
        assert consulted.due_on == date(2026, 9, 21)

    def test_tells_those_who_are_asked_and_nobody_else(self) -> None:
        lay_places()
        asked = f"user:{an_account(Role.HEAD, NEIGHBOUR).pk}"
        other = f"user:{an_account(Role.HEAD, COMMUNITY).pk}"
        a_consulted(scope=(NEIGHBOUR,))
        (told,) = box.of(Actor(asked, NEIGHBOUR))
        assert told.title == "请在 2026-09-21 前对“参保扩面入户登记”提出意见"
        assert not box.of(Actor(other, COMMUNITY)).exists()

    def test_leaves_out_who_lies_outside_the_scope(self) -> None:
        consulted = a_consulted(scope=(NEIGHBOUR,))
        asked = opinions.of_application(gatekeeper(), consulted)
        assert [one.unit for one in asked] == [STREET, NEIGHBOUR]

    def test_asks_a_department_that_the_office_names(self) -> None:
        submitted = a_submitted()
        a_unit(OTHER_DEPARTMENT)
        consulted = examining.accept(
            gatekeeper(), submitted.pk, today=ACCEPTED, co_departments=[OTHER_DEPARTMENT]
        )
        other = department_officer(OTHER_DEPARTMENT)
        assert applications.get(other, consulted.pk) == consulted
        assert an_opinion(other, consulted).part == "department"

    @pytest.mark.parametrize("path", [DEPARTMENT, COMMUNITY, "/14/04/d77/"])
    def test_asks_no_department_that_is_none_or_the_applicant(self, path: str) -> None:
        submitted = a_submitted()
        with pytest.raises(Invalid, match="会办部门"):
            examining.accept(gatekeeper(), submitted.pk, today=ACCEPTED, co_departments=[path])
        assert not Opinion.objects.exists()

    def test_asks_only_streets_where_the_city_wants_it_so(self) -> None:
        values: dict[str, rules.Value] = {"consultees": ["street"]}
        flow.set_parameters(gatekeeper(), values=values, reason="街道汇总", today=BEGUN)
        asked = opinions.of_application(gatekeeper(), a_consulted())
        assert [one.unit for one in asked] == [STREET]

    def test_of_nobody_goes_on_to_assessment(self) -> None:
        values: dict[str, rules.Value] = {"consultees": []}
        flow.set_parameters(gatekeeper(), values=values, reason="试行", today=BEGUN)
        assert a_consulted().state == State.ASSESSING

    def test_is_answered_by_the_head_for_the_own_community(self) -> None:
        consulted = a_consulted()
        opinion = an_opinion(head(), consulted)
        examining.give_opinion(
            head(), opinion.pk, stance="object", text="数据医保系统已有", today=ACCEPTED
        )
        assert str(opinions.tallies(consulted)[1]) == (
            "社区 1/2 已回复（同意 0，不同意 1，无意见 0）"
        )
        assert opinions.main_objections(consulted) == [("数据医保系统已有", 1)]

    def test_can_be_answered_otherwise_until_it_closes(self) -> None:
        consulted = a_consulted()
        opinion = an_opinion(head(), consulted)
        examining.give_opinion(head(), opinion.pk, stance="support", today=ACCEPTED)
        again = examining.give_opinion(head(), opinion.pk, stance="no_opinion", today=ACCEPTED)
        assert again.stance == "no_opinion"

    def test_against_it_has_a_word(self) -> None:
        opinion = an_opinion(head(), a_consulted())
        with pytest.raises(Invalid, match="一句话"):
            examining.give_opinion(head(), opinion.pk, stance="object", today=ACCEPTED)

    def test_of_an_unknown_stance_is_refused(self) -> None:
        opinion = an_opinion(head(), a_consulted())
        with pytest.raises(Invalid, match="请选择"):
            examining.give_opinion(head(), opinion.pk, stance="maybe", today=ACCEPTED)

    def test_of_a_neighbour_looks_as_if_it_did_not_exist(self) -> None:
        opinion = an_opinion(head(), a_consulted())
        with pytest.raises(NotFound):
            opinions.get(head(NEIGHBOUR), opinion.pk)

    def test_shows_a_community_its_own_opinion_and_a_street_those_below(self) -> None:
        consulted = a_consulted()
        assert opinions.of_application(head(), consulted).count() == 1
        assert opinions.of_application(street_officer(), consulted).count() == 3

    def test_of_a_community_is_not_given_by_its_street(self) -> None:
        opinion = an_opinion(head(), a_consulted())
        with pytest.raises(Denied, match="本单位"):
            examining.give_opinion(street_officer(), opinion.pk, stance="support", today=ACCEPTED)

    def test_is_not_given_by_a_worker(self) -> None:
        consulted = a_consulted()
        assert not applications.visible_to(worker()).filter(pk=consulted.pk).exists()

    def test_does_not_close_before_its_days_are_over(self) -> None:
        consulted = a_consulted()
        with pytest.raises(Invalid, match="还有 3 个单位"):
            examining.close_consultation(gatekeeper(), consulted.pk, today=date(2026, 9, 21))

    def test_closes_early_when_all_have_answered(self) -> None:
        consulted = a_consulted(scope=(COMMUNITY,))
        for actor in (head(), street_officer()):
            opinion = an_opinion(actor, consulted)
            examining.give_opinion(actor, opinion.pk, stance="support", today=ACCEPTED)
        closed = examining.close_consultation(gatekeeper(), consulted.pk, today=ACCEPTED)
        assert closed.state == State.ASSESSING

    def test_takes_silence_for_no_opinion_and_never_for_consent(self) -> None:
        consulted = a_consulted()
        examining.close_consultation(gatekeeper(), consulted.pk, today=CLOSED)
        silent = opinions.of_application(gatekeeper(), consulted)
        assert {one.state for one in silent} == {rules.OpinionState.SILENT}
        assert all(tally.support == 0 for tally in opinions.tallies(consulted))

    def test_is_not_answered_after_it_closed(self) -> None:
        consulted = a_consulted()
        opinion = an_opinion(head(), consulted)
        examining.close_consultation(gatekeeper(), consulted.pk, today=CLOSED)
        with pytest.raises(Denied, match="已经结束"):
            examining.give_opinion(head(), opinion.pk, stance="support", today=CLOSED)

    def test_opens_in_a_number_of_queries_that_does_not_grow(
        self, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        submitted = a_submitted()
        for number in range(100, 240):
            a_unit(f"/14/04/03/002/{number}/")
        with django_assert_max_num_queries(50):
            examining.accept(gatekeeper(), submitted.pk, today=ACCEPTED)
        assert Opinion.objects.count() == 144


class TestAssessment:
    def test_is_a_sheet_that_can_be_changed_until_it_is_proposed(self) -> None:
        assessed = an_assessed()
        sheet: Sheet = {**SHEET, "money": "missing"}
        again = examining.assess(gatekeeper(), assessed.pk, **sheet)
        assert again.findings[0] == ("经费", "未落实", "财政已列支")

    def test_is_needed_before_the_case_is_proposed(self) -> None:
        consulted = a_consulted()
        examining.close_consultation(gatekeeper(), consulted.pk, today=CLOSED)
        with pytest.raises(Invalid, match="评估表"):
            examining.propose(gatekeeper(), consulted.pk, today=PROPOSED)

    def test_of_a_proposed_case_stands(self) -> None:
        with pytest.raises(Denied, match="不在评估阶段"):
            an_assessment(a_proposed())

    def test_opens_again_when_the_leading_group_asks_for_more(self) -> None:
        proposed = a_proposed()
        back = examining.send_back(leader(), proposed.pk, note="补充测算", today=DECIDED)
        assert back.state == State.ASSESSING
        assert an_assessment(back).state == rules.AssessmentState.OPEN


class TestADecision:
    def test_to_admit_puts_the_case_on_public_notice(self) -> None:
        application = a_decision().application
        assert application.state == State.PUBLICITY
        assert applications.public(application.pk) == application
        assert application.due_on == date(2026, 10, 10)

    @pytest.mark.parametrize(
        ("outcome", "state"),
        [(Outcome.REFUSE, State.REFUSED), (Outcome.PURCHASE, State.PURCHASED)],
    )
    def test_otherwise_closes_it_with_its_reason(self, outcome: Outcome, state: State) -> None:
        decision = a_decision(outcome=outcome)
        assert decision.application.state == state
        assert decision.reason == "会议研究。"
        assert decision.application.due_on is None

    def test_leaves_a_trace_of_every_step(self) -> None:
        assert actions_of(a_decision().application) == [
            "begin",
            "write",
            "submit",
            "consult",
            "close_consultation",
            "propose",
            "admit",
        ]

    def test_is_made_by_the_leading_group_alone(self) -> None:
        proposed = a_proposed()
        with pytest.raises(Denied, match="由领导小组决定"):
            deciding_services.decide(
                gatekeeper(), proposed.pk, outcome="admit", today=DECIDED, reason=""
            )

    def test_is_not_made_by_another_level(self) -> None:
        proposed = a_proposed()
        elsewhere = acting_as(Role.LEADER, COUNTY, 60)
        with pytest.raises(Denied, match="不是本级"):
            deciding_services.decide(elsewhere, proposed.pk, outcome="admit", today=DECIDED)

    def test_of_a_place_elsewhere_does_not_exist(self) -> None:
        proposed = a_proposed()
        elsewhere = acting_as(Role.LEADER, "/14/05/", 61)
        with pytest.raises(NotFound):
            deciding_services.decide(elsewhere, proposed.pk, outcome="admit", today=DECIDED)

    def test_is_not_made_by_whoever_wrote_the_application(self) -> None:
        proposed = a_proposed()
        same = acting_as(Role.LEADER, CITY, 4)  # the officer of the department, in another seat
        with pytest.raises(Denied, match="经手"):
            deciding_services.decide(same, proposed.pk, outcome="admit", today=DECIDED)

    def test_is_not_made_by_a_colleague_of_the_applicant(self) -> None:
        proposed = a_proposed()
        account = an_account(Role.LEADER, CITY)
        a_membership(account, Role.DEPARTMENT, DEPARTMENT)
        colleague = acting_as(Role.LEADER, CITY, account.pk)
        with pytest.raises(Denied, match="本部门提出"):
            deciding_services.decide(colleague, proposed.pk, outcome="admit", today=DECIDED)

    def test_is_not_examined_by_whoever_wrote_it_either(self) -> None:
        submitted = a_submitted()
        same = acting_as(Role.GATEKEEPER, CITY, 4)
        with pytest.raises(Denied, match="经手"):
            examining.accept(same, submitted.pk, today=ACCEPTED)

    def test_is_made_once_and_the_second_official_is_told(self) -> None:
        proposed = a_proposed()
        a_decision(proposed)
        with pytest.raises(Conflict, match="公示中"):
            deciding_services.decide(
                leader(), proposed.pk, outcome="refuse", reason="重复", today=DECIDED
            )
        assert deciding.decisions_of(proposed).count() == 1

    def test_needs_an_outcome_there_is(self) -> None:
        with pytest.raises(Invalid, match="请选择"):
            deciding_services.decide(leader(), a_proposed().pk, outcome="maybe", today=DECIDED)

    def test_with_limits_grants_less(self) -> None:
        limits = Limits(minutes=20, times_per_year=1)
        decision = a_decision(outcome=Outcome.ADMIT_WITH_CONDITIONS, limits=limits)
        admitted = deciding_services.put_in_force(
            gatekeeper(), decision.application.pk, today=IN_FORCE
        )
        permit = catalog.permit(admitted.permit_number)
        assert (permit.minutes, permit.times_per_year) == (20, 1)
        assert permit.conditions == "先用系统数据比对"

    def test_cannot_grant_more_than_was_asked(self) -> None:
        with pytest.raises(Invalid, match="多于"):
            a_decision(outcome=Outcome.ADMIT_WITH_CONDITIONS, limits=Limits(minutes=90))


def test_of_two_officials_who_decide_at_once_one_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    proposed = a_proposed()
    read_before = applications.get(leader(), proposed.pk)
    a_decision(proposed)

    def as_read_before(actor: Actor, pk: int) -> Application:
        return read_before

    monkeypatch.setattr(applications, "get", as_read_before)
    second = acting_as(Role.LEADER, CITY, 72)
    with pytest.raises(Conflict, match="刚刚被他人修改"):
        deciding_services.decide(
            second, proposed.pk, outcome="refuse", today=DECIDED, reason="重复"
        )
    assert deciding.decisions_of(proposed).count() == 1
    assert Application.objects.get(pk=proposed.pk).state == State.PUBLICITY


class TestPublicNotice:
    def test_ends_with_a_numbered_permit_in_the_register(self) -> None:
        admitted = an_admitted()
        permit = catalog.permit(admitted.permit_number)
        assert admitted.state == State.ADMITTED
        assert (permit.valid_from, permit.valid_until) == (START, END)
        assert (permit.holder, permit.place, permit.scope) == (DEPARTMENT, CITY, (CITY,))
        assert permit.source == admitted.subject

    def test_does_not_end_early(self) -> None:
        application = a_decision().application
        with pytest.raises(Invalid, match="公示到 2026-10-10 止"):
            deciding_services.put_in_force(gatekeeper(), application.pk, today=date(2026, 10, 10))

    def test_lets_anybody_object_without_signing_in(self) -> None:
        application = a_decision().application
        objection = deciding_services.object_to(
            visitor, application.pk, text="与社保协查重复", today=DECIDED
        )
        assert list(deciding.open_objections(application)) == [objection]

    def test_waits_for_the_answer_to_an_objection(self) -> None:
        application = a_decision().application
        deciding_services.object_to(visitor, application.pk, text="重复", today=DECIDED)
        with pytest.raises(Invalid, match="异议没有答复"):
            deciding_services.put_in_force(gatekeeper(), application.pk, today=IN_FORCE)

    def test_goes_on_when_the_objection_does_not_hold(self) -> None:
        application = a_decision().application
        objection = deciding_services.object_to(visitor, application.pk, text="重复", today=DECIDED)
        deciding_services.dismiss_objection(
            gatekeeper(), objection.pk, reply="两项对象不同", today=DECIDED
        )
        admitted = deciding_services.put_in_force(gatekeeper(), application.pk, today=IN_FORCE)
        assert admitted.permit_number

    def test_goes_back_to_the_leading_group_when_it_holds(self) -> None:
        application = a_decision().application
        objection = deciding_services.object_to(visitor, application.pk, text="重复", today=DECIDED)
        deciding_services.uphold_objection(
            gatekeeper(), objection.pk, reply="情况属实", today=date(2026, 9, 30)
        )
        application.refresh_from_db()
        assert application.state == State.PROPOSED
        assert deciding.decision_of(application) is None
        again = a_decision(application, outcome=Outcome.REFUSE)
        assert again.application.state == State.REFUSED

    def test_is_over_for_objections_once_it_is_in_force(self) -> None:
        admitted = an_admitted()
        with pytest.raises(NotFound, match="公示"):
            deciding_services.object_to(visitor, admitted.pk, text="晚了", today=IN_FORCE)

    def test_of_what_would_be_over_before_it_began_is_sent_back(self) -> None:
        application = a_decision().application
        with pytest.raises(Invalid, match="已经过去"):
            deciding_services.put_in_force(gatekeeper(), application.pk, today=date(2027, 4, 1))


class TestAMeeting:
    def test_decides_the_cases_on_its_agenda(self) -> None:
        proposed = a_proposed()
        meeting = meetings.convene(
            gatekeeper(), title="第三次会议", held_on=DECIDED, agenda=[proposed.pk]
        )
        decision = deciding_services.decide(
            leader(), proposed.pk, outcome="admit", today=DECIDED, meeting=meeting.pk
        )
        closed = meetings.record_minutes(
            gatekeeper(), meeting.pk, minutes="同意准入。", today=DECIDED
        )
        assert decision.meeting == meeting
        assert closed.state == rules.MeetingState.HELD
        assert deciding.agenda(leader(), meeting) == [proposed]

    def test_takes_only_cases_that_wait_for_a_decision(self) -> None:
        submitted = a_submitted()
        with pytest.raises(Invalid, match="待决定之列"):
            meetings.convene(gatekeeper(), title="会议", held_on=DECIDED, agenda=[submitted.pk])

    def test_does_not_decide_what_is_not_on_its_agenda(self) -> None:
        first, second = a_proposed(), a_proposed()
        meeting = meetings.convene(gatekeeper(), title="会议", held_on=DECIDED, agenda=[first.pk])
        with pytest.raises(NotFound, match="议程"):
            deciding_services.decide(
                leader(), second.pk, outcome="admit", today=DECIDED, meeting=meeting.pk
            )

    def test_has_no_minutes_before_it_was_held(self) -> None:
        meeting = meetings.convene(
            gatekeeper(), title="会议", held_on=DECIDED, agenda=[a_proposed().pk]
        )
        with pytest.raises(Invalid, match="还没有到"):
            meetings.record_minutes(gatekeeper(), meeting.pk, minutes="无", today=PROPOSED)

    def test_can_be_rearranged_and_called_off(self) -> None:
        first, second = a_proposed(), a_proposed()
        meeting = meetings.convene(gatekeeper(), title="会议", held_on=DECIDED, agenda=[first.pk])
        moved = meetings.rearrange(
            gatekeeper(),
            meeting.pk,
            title="会议",
            held_on=IN_FORCE,
            agenda=[second.pk, first.pk],
        )
        assert moved.agenda == [second.pk, first.pk]
        off = meetings.call_off(gatekeeper(), meeting.pk)
        assert off.state == rules.MeetingState.CALLED_OFF

    def test_is_none_of_the_departments_business(self) -> None:
        meetings.convene(gatekeeper(), title="会议", held_on=DECIDED, agenda=[a_proposed().pk])
        assert not deciding.meetings(department_officer()).exists()
        assert deciding.meetings(supervisor()).exists()

    def test_keeps_its_cases_in_the_order_they_are_put_in(self) -> None:
        first, second = a_proposed(), a_proposed()
        meeting = meetings.convene(
            gatekeeper(), title="会议", held_on=DECIDED, agenda=[first.pk, second.pk]
        )
        moved = meetings.shift(gatekeeper(), meeting.pk, application=second.pk, up=True)
        assert [one.pk for one in deciding.agenda(leader(), moved)] == [second.pk, first.pk]
        same = meetings.shift(gatekeeper(), meeting.pk, application=second.pk, up=True)
        assert same.agenda == [second.pk, first.pk]

    def test_does_not_let_go_of_what_it_decided(self) -> None:
        first, second = a_proposed(), a_proposed()
        meeting = meetings.convene(
            gatekeeper(), title="会议", held_on=DECIDED, agenda=[first.pk, second.pk]
        )
        deciding_services.decide(
            leader(), first.pk, outcome="admit", today=DECIDED, meeting=meeting.pk
        )
        with pytest.raises(Invalid, match="不能移出"):
            meetings.rearrange(
                gatekeeper(), meeting.pk, title="会议", held_on=DECIDED, agenda=[second.pk]
            )
        kept = meetings.rearrange(
            gatekeeper(), meeting.pk, title="会议", held_on=DECIDED, agenda=[second.pk, first.pk]
        )
        assert kept.agenda == [second.pk, first.pk]


class TestWithdrawal:
    def test_is_open_until_the_decision(self) -> None:
        taken = drafting.withdraw(department_officer(), a_proposed().pk, today=DECIDED)
        assert taken.state == State.WITHDRAWN

    def test_is_too_late_after_it(self) -> None:
        application = a_decision().application
        with pytest.raises(Conflict, match="公示中"):
            drafting.withdraw(department_officer(), application.pk, today=DECIDED)


class TestAnUrgentMatter:
    def gone_ahead(self, today: date = BEGUN) -> Application:
        draft = a_draft()
        return urgent.go_ahead(
            department_officer(), draft.pk, start=BEGUN, reason="强降雨排查", today=today
        )

    def test_has_its_permit_at_once_for_fifteen_days(self) -> None:
        application = self.gone_ahead()
        permit = catalog.permit(application.urgent_permit)
        assert permit.urgent
        assert (permit.valid_from, permit.valid_until) == (BEGUN, date(2026, 9, 28))
        assert application.state == State.DRAFT
        assert application.due_on == date(2026, 9, 17)

    def test_is_seen_by_the_office_before_it_is_registered(self) -> None:
        application = self.gone_ahead()
        assert applications.get(gatekeeper(), application.pk) == application

    def test_can_be_registered_only_within_its_days(self) -> None:
        application = self.gone_ahead()
        with pytest.raises(Invalid) as refused:
            drafting.submit(department_officer(), application.pk, today=date(2026, 9, 18))
        assert "应在 2026-09-17 前补报" in refused.value.problems[-1]

    def test_registered_in_time_takes_the_ordinary_way(self) -> None:
        application = self.gone_ahead()
        submitted = drafting.submit(department_officer(), application.pk, today=date(2026, 9, 17))
        assert submitted.state == State.SUBMITTED

    def test_says_first_what_and_where(self) -> None:
        lay_places()
        draft = drafting.begin(department_officer(), today=BEGUN, title="排查")
        with pytest.raises(Invalid, match="应急先行"):
            urgent.go_ahead(department_officer(), draft.pk, start=BEGUN, reason="防汛", today=BEGUN)

    def test_goes_ahead_once(self) -> None:
        application = self.gone_ahead()
        with pytest.raises(Conflict, match="已经应急"):
            urgent.go_ahead(
                department_officer(), application.pk, start=BEGUN, reason="防汛", today=BEGUN
            )

    def test_admitted_after_all_is_an_ordinary_permit(self) -> None:
        application = self.gone_ahead()
        drafting.submit(department_officer(), application.pk, today=BEGUN)
        examining.accept(gatekeeper(), application.pk, today=ACCEPTED)
        examining.close_consultation(gatekeeper(), application.pk, today=CLOSED)
        an_assessment(application)
        examining.propose(gatekeeper(), application.pk, today=PROPOSED)
        limits = Limits(valid_until=date(2026, 12, 31))
        a_decision(application, outcome=Outcome.ADMIT_WITH_CONDITIONS, limits=limits)
        admitted = deciding_services.put_in_force(gatekeeper(), application.pk, today=IN_FORCE)
        permit = catalog.permit(admitted.permit_number)
        assert not permit.urgent
        assert (permit.valid_from, permit.valid_until) == (IN_FORCE, date(2026, 12, 31))

    def test_refused_ends_its_permit_at_once(self) -> None:
        application = self.gone_ahead()
        drafting.submit(department_officer(), application.pk, today=BEGUN)
        examining.accept(gatekeeper(), application.pk, today=ACCEPTED)
        examining.close_consultation(gatekeeper(), application.pk, today=CLOSED)
        an_assessment(application)
        examining.propose(gatekeeper(), application.pk, today=PROPOSED)
        a_decision(application, outcome=Outcome.REFUSE)
        assert catalog.permit(application.urgent_permit).state == catalog.PermitState.REVOKED

    def test_taken_back_ends_its_permit(self) -> None:
        application = self.gone_ahead()
        drafting.withdraw(department_officer(), application.pk, today=BEGUN)
        assert catalog.permit(application.urgent_permit).state == catalog.PermitState.REVOKED

    def test_cannot_be_declared_where_the_city_knows_no_urgent_track(self) -> None:
        lay_places()
        values: dict[str, rules.Value] = {"urgent_track": "none"}
        flow.set_parameters(gatekeeper(), values=values, reason="不设", today=BEGUN)
        with pytest.raises(Invalid, match="没有设应急通道"):
            self.gone_ahead()


class TestARenewal:
    def begun(self, request: Request = Request.RENEWAL) -> Application:
        admitted = an_admitted()
        return drafting.begin_again(
            department_officer(), permit=admitted.permit_number, request=request, today=IN_FORCE
        )

    def test_begins_as_a_copy_the_day_after_the_permit_ends(self) -> None:
        again = self.begun()
        assert again.title == TEXTS["title"]
        assert again.valid_from == date(2027, 4, 1)
        assert applications.scope_of(again) == [CITY]
        assert again.before_number

    def test_in_which_nothing_grows_asks_nobody_again(self) -> None:
        submitted = self.submitted(self.begun())
        accepted = examining.accept(gatekeeper(), submitted.pk, today=IN_FORCE)
        assert submitted.is_light
        assert accepted.state == State.ASSESSING

    def test_that_asks_for_more_is_consulted_like_a_new_one(self) -> None:
        again = self.begun()
        drafting.write(department_officer(), again.pk, minutes=60)
        submitted = self.submitted(again)
        accepted = examining.accept(gatekeeper(), submitted.pk, today=IN_FORCE)
        assert accepted.state == State.CONSULTING

    def test_is_on_its_way_once(self) -> None:
        again = self.begun()
        with pytest.raises(Conflict, match="在办"):
            drafting.begin_again(
                department_officer(),
                permit=again.before_number,
                request=Request.RENEWAL,
                today=IN_FORCE,
            )

    def test_of_another_departments_permit_does_not_begin(self) -> None:
        admitted = an_admitted()
        a_unit(OTHER_DEPARTMENT)
        with pytest.raises(NotFound):
            drafting.begin_again(
                department_officer(OTHER_DEPARTMENT),
                permit=admitted.permit_number,
                request=Request.RENEWAL,
                today=IN_FORCE,
            )

    def test_of_a_permit_without_an_application_is_a_copy_of_the_permit(self) -> None:
        again = self.of_an_imported_permit(minutes=30)
        assert (again.title, again.minutes, again.community_count) == ("高龄津贴人员核对", 30, 2)
        assert again.valid_from == date(2027, 1, 1)
        assert applications.scope_of(again) == [CITY]

    def test_of_a_permit_without_an_application_may_be_light_too(self) -> None:
        again = self.of_an_imported_permit(times_per_year=4, minutes=45)
        assert self.submitted(again).is_light

    def test_of_a_permit_without_limit_is_never_light(self) -> None:
        again = self.of_an_imported_permit(times_per_year=None)
        drafting.write(department_officer(), again.pk, times_per_year=1)
        assert not self.submitted(again).is_light

    def test_of_what_has_ended_does_not_begin(self) -> None:
        permit = an_imported_permit()
        with pytest.raises(Conflict, match="已到期"):
            drafting.begin_again(
                department_officer(),
                permit=permit.number,
                request=Request.RENEWAL,
                today=permit.valid_until + timedelta(days=1),
            )

    def of_an_imported_permit(self, **stated: object) -> Application:
        permit = an_imported_permit(**stated)
        again = drafting.begin_again(
            department_officer(), permit=permit.number, request=Request.RENEWAL, today=IN_FORCE
        )
        rest = {name: value for name, value in TEXTS.items() if name in NOT_ON_A_PERMIT}
        drafting.write(department_officer(), again.pk, **cast(Written, rest))
        return again

    def submitted(self, application: Application) -> Application:
        officer = department_officer()
        drafting.write(
            officer,
            application.pk,
            negative_self_check="不涉及",
            consistency_self_assessment="一致",
            verdict_reply="续期。",
        )
        return drafting.submit(officer, application.pk, today=IN_FORCE)
