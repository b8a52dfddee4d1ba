import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any, Protocol
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone
from docx import Document
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from qingshe.foundation.notices import box
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Conflict
from qingshe.kernel.roles import Role
from qingshe.modules.admission.models import (
    Application,
    Assessment,
    Decision,
    Meeting,
    Opinion,
)
from qingshe.modules.admission.rules import Request, State
from qingshe.modules.admission.services import agreements, drafting, meetings, nightly, urgent
from qingshe.modules.catalog import facade as catalog
from qingshe.modules.catalog.facade import PermitSummary
from qingshe.modules.orgs.tests.builders import a_unit, an_account
from tests.cast import (
    COMMUNITY,
    DEPARTMENT,
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
    IN_FORCE,
    MONEY,
    PAID_BY,
    SHEET,
    a_consulted,
    a_decision,
    a_draft,
    a_proposed,
    a_submitted,
    an_admitted,
    an_assessed,
    an_examined,
    an_imported_permit,
)

Acting = Callable[[Actor], Client]


class Response(Protocol):
    """What a client is answered."""

    content: bytes

    def __getitem__(self, header: str) -> str: ...


OTHER_DEPARTMENT = "/14/04/d02/"
PAGES_OF_A_CASE = ("", "clocks/", "opinions/", "agreement/", "approval/pdf/", "approval/word/")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_november(monkeypatch: pytest.MonkeyPatch) -> None:
    """The permits of the builders run from 2026-12-01 to 2027-03-31: nobody waits for that day."""
    began = timezone.now()
    real = timezone.now
    november = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: november + (real() - began))


FILLED = {name: value for name, value in SHEET.items() if value}


def a_permit_that_ends() -> PermitSummary:
    today = timezone.localdate()
    return an_imported_permit(
        valid_from=today - timedelta(days=200), valid_until=today + timedelta(days=10)
    )


def fresh(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


class TestTheDepartment:
    def test_its_first_page_says_how_long_its_permits_last(self, acting: Acting) -> None:
        application = an_admitted()
        page = acting(department_officer()).get("/admission/")
        assert application.permit_number in page.text
        assert "还有" in page.text

    def test_it_never_sees_what_another_department_applies_for(self, acting: Acting) -> None:
        application = a_submitted()
        client = acting(department_officer(OTHER_DEPARTMENT))
        assert application.title not in client.get("/admission/").text
        for page in PAGES_OF_A_CASE:
            assert client.get(f"/admission/{application.pk}/{page}").status_code == 404

    def test_of_an_imported_permit_that_ends_it_asks_for_renewal_in_one_click(
        self, acting: Acting
    ) -> None:
        permit = a_permit_that_ends()
        client = acting(department_officer())
        home = client.get("/").text
        renewal = f"/admission/again/renewal/?permit={quote(permit.number)}"
        assert f"许可快到期：{permit.title}" in home
        assert renewal in home
        draft = client.post(renewal, follow=True)
        assert permit.title in draft.text

    def test_of_a_permit_whose_renewal_is_on_its_way_it_is_not_warned(self, acting: Acting) -> None:
        permit = a_permit_that_ends()
        today = timezone.localdate()
        drafting.begin_again(
            department_officer(), permit=permit.number, request=Request.RENEWAL, today=today
        )
        client = acting(department_officer())
        assert "许可快到期" not in client.get("/").text
        assert "续期在办" in client.get("/admission/").text

    def test_what_its_own_permits_cover_stands_beside_the_draft(self, acting: Acting) -> None:
        permit = a_permit_that_ends()
        draft = a_draft()
        drafting.write(
            department_officer(), draft.pk, title=permit.title, content=permit.subject_text
        )
        page = acting(department_officer()).get(f"/admission/{draft.pk}/write/matter/")
        assert f'<a href="{permit.url}">{permit.number}</a>' in page.text
        assert "所选社区都已覆盖" in page.text

    def test_another_application_that_is_near_leads_to_its_page(self, acting: Acting) -> None:
        first, second = a_submitted(), a_draft()
        page = acting(department_officer()).get(f"/admission/{second.pk}/write/matter/")
        assert f'<a href="/admission/{first.pk}/">{first.title}</a>' in page.text

    def test_what_others_have_on_notice_leads_to_the_notice(self, acting: Acting) -> None:
        first = a_decision().application
        a_unit(OTHER_DEPARTMENT)
        second = a_draft(by=department_officer(OTHER_DEPARTMENT))
        page = acting(department_officer(OTHER_DEPARTMENT)).get(
            f"/admission/{second.pk}/write/matter/"
        )
        assert f'<a href="/admission/notices/{first.pk}/">' in page.text

    def test_a_draft_begins_with_one_sentence(self, acting: Acting) -> None:
        a_draft()
        page = acting(department_officer()).post(
            "/admission/begin/", {"title": "反诈宣传"}, follow=True
        )
        assert "反诈宣传" in page.text
        assert Application.objects.filter(title="反诈宣传", applicant=DEPARTMENT).exists()

    @pytest.mark.parametrize("step", ["matter", "basis", "terms", "means", "papers"])
    def test_verdict_and_burden_stand_beside_every_step(self, acting: Acting, step: str) -> None:
        draft = a_draft()
        page = acting(department_officer()).get(f"/admission/{draft.pk}/write/{step}/")
        assert "闸门结论" in page.text
        assert "每社区每月 15 分钟 × 2 个社区 × 4 个月" in page.text

    def test_what_is_typed_is_saved_and_the_sums_come_back(self, acting: Acting) -> None:
        draft = a_draft()
        client = acting(department_officer())
        page = client.post(
            f"/admission/{draft.pk}/save/terms/",
            terms(draft, minutes="90"),
            headers={"HX-Request": "true"},
        )
        assert "每社区每月 30 分钟" in page.text
        assert fresh(draft).minutes == 90
        assert f'value="{fresh(draft).version}"' in page.text

    def test_a_wrong_field_waits_while_the_others_are_saved(self, acting: Acting) -> None:
        draft = a_draft()
        wrong = terms(draft, minutes="60", valid_until="2026-01-01")
        page = acting(department_officer()).post(
            f"/admission/{draft.pk}/save/terms/", wrong, headers={"HX-Request": "true"}
        )
        assert "结束日期早于开始日期" in page.text
        assert fresh(draft).minutes == 60
        assert fresh(draft).valid_until == draft.valid_until

    def test_typing_nothing_new_leaves_no_trace(self, acting: Acting) -> None:
        draft = a_draft()
        acting(department_officer()).post(f"/admission/{draft.pk}/save/terms/", terms(draft))
        assert fresh(draft).version == draft.version

    def test_a_button_saves_without_javascript(self, acting: Acting) -> None:
        draft = a_draft()
        page = acting(department_officer()).post(
            f"/admission/{draft.pk}/write/terms/", terms(draft, minutes="30")
        )
        assert page["Location"].endswith("/write/means/")
        assert fresh(draft).minutes == 30

    def test_of_two_who_write_at_once_one_is_told(self, acting: Acting) -> None:
        draft = a_draft()
        client = acting(department_officer())
        address = f"/admission/{draft.pk}/write/terms/"
        assert client.post(address, terms(draft, minutes="30")).status_code == 302
        assert client.post(address, terms(draft, minutes="20")).status_code == 409

    def test_forged_fields_are_not_written(self, acting: Acting) -> None:
        draft = a_draft()
        forged = terms(draft, minutes="30") | {
            "state": "admitted",
            "permit_number": "长社准〔2026〕0001号",
            "applicant": OTHER_DEPARTMENT,
        }
        acting(department_officer()).post(f"/admission/{draft.pk}/write/terms/", forged)
        found = fresh(draft)
        assert (found.state, found.permit_number, found.applicant) == ("draft", "", DEPARTMENT)

    def test_communities_are_ticked_below_a_street(self, acting: Acting) -> None:
        draft = a_draft()
        client = acting(department_officer())
        told = {"version": draft.version, "paths": []}
        client.post(f"/admission/{draft.pk}/scope/?in=/14/04/", told | {"paths": ["/14/04/03/"]})
        assert fresh(draft).scope_words
        page = client.get(f"/admission/{draft.pk}/scope/?in=/14/04/03/001/")
        assert "已选的上级包含这里" in page.text

    def test_ticking_a_county_leaves_what_was_chosen_elsewhere(self, acting: Acting) -> None:
        draft = a_draft(scope=[COMMUNITY])
        a_unit("/14/04/05/001/001/", name="对面社区")
        client = acting(department_officer())
        told = {"version": draft.version, "paths": ["/14/04/05/"]}
        client.post(f"/admission/{draft.pk}/scope/?in=/14/04/", told)
        assert {scope.path for scope in draft.scopes.all()} == {COMMUNITY, "/14/04/05/"}

    def test_a_place_outside_cannot_be_forged_into_the_scope(self, acting: Acting) -> None:
        draft = a_draft()
        a_unit("/14/05/01/001/001/")
        told = {"version": draft.version, "paths": ["/14/05/"]}
        page = acting(department_officer()).post(f"/admission/{draft.pk}/scope/?in=/14/05/", told)
        assert page.status_code == 404

    def test_the_last_step_says_what_is_missing_and_where(self, acting: Acting) -> None:
        draft = a_draft()
        client = acting(department_officer())
        basis = {"version": draft.version, "basis": ""}
        client.post(f"/admission/{draft.pk}/write/basis/", basis)
        page = client.get(f"/admission/{draft.pk}/write/papers/")
        assert "请填写申请准入依据。" in page.text
        assert f"/admission/{draft.pk}/write/basis/" in page.text

    def test_what_is_handed_in_cannot_be_written_any_more(self, acting: Acting) -> None:
        application = a_submitted()
        page = acting(department_officer()).get(f"/admission/{application.pk}/write/matter/")
        assert page.status_code == 403
        assert "申请已提交" in page.text

    def test_payments_are_planned_and_struck(self, acting: Acting) -> None:
        draft = a_draft()
        client = acting(department_officer())
        plan = {"due_on": "2099-01-04", "amount": "1000.00", "note": "首笔"}
        page = client.post(f"/admission/{draft.pk}/plan_payment/", plan, follow=True)
        assert "1,000.00 元" in page.text
        three_decimals = plan | {"amount": "1.005"}
        page = client.post(f"/admission/{draft.pk}/plan_payment/", three_decimals)
        assert page.status_code == 422

    def test_the_form_of_annex_5_prints(self, acting: Acting) -> None:
        answer = acting(department_officer()).get(f"/admission/{a_draft().pk}/approval/pdf/")
        assert answer.content.startswith(b"%PDF")

    @pytest.mark.parametrize("form", ["pdf", "word"])
    def test_the_form_writes_money_as_the_screen_does(self, acting: Acting, form: str) -> None:
        page = f"/admission/{a_draft(paid=True).pk}/approval/{form}/"
        answer = acting(department_officer()).get(page)
        assert f"工作经费{MONEY:,.2f}元，来源：" in written(answer)
        assert f"前{MONEY:,.2f}元" in written(answer)


class TestTheOffice:
    def test_reminds_all_departments_of_permits_that_end_at_once(self, acting: Acting) -> None:
        permit = a_permit_that_ends()
        account = an_account(Role.DEPARTMENT, DEPARTMENT)
        client = acting(gatekeeper())
        assert "1 个许可快到期" in client.get("/").text
        client.post("/admission/ending/", {"numbers": [permit.number]})
        notice = box.of(Actor(f"user:{account.pk}", DEPARTMENT)).get()
        assert permit.number in notice.title
        assert notice.link.startswith("/admission/again/renewal/")

    def test_reminds_nobody_of_what_is_not_on_its_list(self, acting: Acting) -> None:
        a_permit_that_ends()
        answer = acting(gatekeeper()).post("/admission/ending/", {"numbers": ["长社准〔2020〕9号"]})
        assert answer.status_code == 422

    def test_a_supervisor_reminds_nobody(self, acting: Acting) -> None:
        permit = a_permit_that_ends()
        answer = acting(supervisor()).post("/admission/ending/", {"numbers": [permit.number]})
        assert answer.status_code == 403

    def test_the_queue_shows_clock_applicant_and_next_step(self, acting: Acting) -> None:
        a_submitted()
        page = acting(gatekeeper()).get("/admission/queue/")
        assert "受理或退回补正" in page.text
        assert "工作日" in page.text

    @pytest.mark.parametrize("person", [worker(), department_officer(), visitor])
    def test_others_have_no_queue(self, acting: Acting, person: Actor) -> None:
        assert acting(person).get("/admission/queue/").status_code in (302, 403)

    def test_the_queue_asks_no_more_for_more_rows(
        self, acting: Acting, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        for _ in range(3):
            a_submitted()
        client = acting(gatekeeper())
        with django_assert_max_num_queries(9):
            client.get("/admission/queue/")

    def test_what_went_ahead_as_urgent_has_its_own_tab(self, acting: Acting) -> None:
        draft = a_draft()
        today = timezone.localdate()
        urgent.go_ahead(department_officer(), draft.pk, start=today, reason="暴雨", today=today)
        page = acting(gatekeeper()).get("/admission/queue/?state=urgent")
        assert draft.title in page.text
        assert "应急先行" in page.text

    def test_it_is_returned_with_what_is_to_be_put_right(self, acting: Acting) -> None:
        application = a_submitted()
        told = {"version": application.version, "note": "请写明频次。"}
        page = acting(gatekeeper()).post(f"/admission/{application.pk}/return/", told, follow=True)
        assert "请写明频次。" in page.text
        assert fresh(application).state == State.CORRECTING

    def test_accepting_asks_streets_and_communities(self, acting: Acting) -> None:
        application = a_submitted()
        acting(gatekeeper()).post(
            f"/admission/{application.pk}/consult/", {"version": application.version}
        )
        assert fresh(application).state == State.CONSULTING
        assert Opinion.objects.filter(application=application).count() == 3

    def test_a_sheet_is_filled_and_proposed(self, acting: Acting) -> None:
        application = an_assessed()
        client = acting(gatekeeper())
        assert "评估表" in client.get(f"/admission/{application.pk}/assess/").text
        client.post(f"/admission/{application.pk}/propose/", {"version": application.version})
        assert fresh(application).state == State.PROPOSED

    def test_of_two_who_fill_in_a_sheet_at_once_the_second_is_told(self, acting: Acting) -> None:
        application = an_examined()
        client = acting(gatekeeper())
        form = client.get(f"/admission/{application.pk}/assess/").context["form"]
        told = {**FILLED, "version": form.initial["version"], "reason": "先到"}
        first = client.post(f"/admission/{application.pk}/assess/", told)
        second = client.post(f"/admission/{application.pk}/assess/", {**told, "reason": "后到"})
        assert (first.status_code, second.status_code) == (302, 409)
        assert Assessment.objects.get(application=application).reason == "先到"

    def test_a_sheet_without_a_version_is_not_saved_and_stays_typed(self, acting: Acting) -> None:
        application = an_examined()
        told = {**FILLED, "reason": "没有版本"}
        page = acting(gatekeeper()).post(f"/admission/{application.pk}/assess/", told)
        assert page.status_code == 422
        assert "页面不完整" in page.text
        assert "没有版本" in page.text

    def test_a_clock_says_how_it_was_counted(self, acting: Acting) -> None:
        application = a_submitted()
        page = acting(gatekeeper()).get(f"/admission/{application.pk}/clocks/")
        assert "15 个工作日" in page.text
        assert "周末或法定节假日" in page.text

    def test_a_clock_that_runs_into_a_year_without_holidays_says_so(self, acting: Acting) -> None:
        draft = a_draft()
        begins, ends = date(2031, 3, 3), date(2031, 6, 30)
        drafting.write(department_officer(), draft.pk, valid_from=begins, valid_until=ends)
        application = drafting.submit(department_officer(), draft.pk, today=date(2030, 12, 30))
        assert application.decide_by == date(2031, 1, 20)
        page = acting(gatekeeper()).get(f"/admission/{application.pk}/clocks/")
        assert "2030、2031 年放假安排尚未录入，暂按周一至周五计算" in page.text

    def test_parameters_stand_with_their_evidence(self, acting: Acting) -> None:
        page = acting(gatekeeper()).get("/admission/flow/")
        assert "北京市西城区" in page.text

    def test_a_change_of_parameters_is_a_new_edition(self, acting: Acting) -> None:
        a_draft()
        client = acting(gatekeeper())
        form = client.get("/admission/flow/change/").context["form"]
        told: dict[str, Any] = {
            name: form.get_initial_for_field(field, name) for name, field in form.fields.items()
        }
        told |= {"consult_days_wd": 7, "reason": "市领导小组会议纪要", "sanction_ladder": "通报"}
        page = client.post("/admission/flow/change/", told, follow=True)
        assert "流程参数第1版" in page.text
        assert "7 个工作日" in page.text

    def test_others_cannot_change_them(self, acting: Acting) -> None:
        client = acting(department_officer())
        assert "由领导小组办公室设定" in client.get("/admission/flow/").text


class TestThoseWhoAreAsked:
    @pytest.mark.parametrize("person", [head(), street_officer()])
    def test_an_opinion_takes_one_page(self, acting: Acting, person: Actor) -> None:
        application = a_consulted()
        client = acting(person)
        assert application.title in client.get("/admission/opinions/").text
        opinion = Opinion.objects.get(application=application, unit=person.unit)
        told = {"version": opinion.version, "stance": "object", "text": "医保系统已有数据"}
        client.post(f"/admission/opinions/{opinion.pk}/", told)
        page = acting(gatekeeper()).get(f"/admission/{application.pk}/")
        assert "医保系统已有数据（1）" in page.text

    def test_whoever_is_against_it_says_why(self, acting: Acting) -> None:
        application = a_consulted()
        opinion = Opinion.objects.get(application=application, unit=head().unit)
        told = {"version": opinion.version, "stance": "object", "text": ""}
        page = acting(head()).post(f"/admission/opinions/{opinion.pk}/", told)
        assert page.status_code == 422
        assert "请用一句话说明理由" in page.text

    def test_what_a_neighbour_is_asked_looks_as_if_it_did_not_exist(self, acting: Acting) -> None:
        application = a_consulted()
        other = Opinion.objects.exclude(unit=head().unit).get(
            application=application, part="community"
        )
        assert acting(head()).get(f"/admission/opinions/{other.pk}/").status_code == 404


class TestTheLeadingGroup:
    def test_one_case_is_one_page(self, acting: Acting) -> None:
        application = a_proposed()
        page = acting(leader()).get(f"/admission/{application.pk}/decide/")
        for word in ("附条件准入", "转购买服务", "办公室建议", "负担", "闸门"):
            assert word in page.text

    def test_of_two_who_decide_one_is_told(self, acting: Acting) -> None:
        application = a_proposed()
        client = acting(leader())
        told = {"version": application.version, "outcome": "admit", "reason": "同意"}
        assert client.post(f"/admission/{application.pk}/decide/", told).status_code == 302
        assert client.post(f"/admission/{application.pk}/decide/", told).status_code == 409
        assert Decision.objects.filter(application=application).count() == 1

    def test_others_see_why_they_cannot_decide(self, acting: Acting) -> None:
        application = a_proposed()
        page = acting(supervisor()).get(f"/admission/{application.pk}/decide/")
        assert "由领导小组决定。" in page.text

    def test_the_next_case_is_one_step_away(self, acting: Acting) -> None:
        first, second = a_proposed(), a_proposed()
        page = acting(leader()).get(f"/admission/{first.pk}/decide/")
        assert f"/admission/{second.pk}/decide/" in page.text

    def test_a_session_has_an_agenda_and_minutes(self, acting: Acting) -> None:
        application = a_proposed()
        client = acting(gatekeeper())
        told = {"title": "第3次会议", "held_on": "2026-09-25", "agenda": [application.pk]}
        page = client.post("/admission/meetings/convene/", told, follow=True)
        assert application.title in page.text


class TestAPermitWhoseMoneyDidNotCome:
    """It rests by itself, and every page that names it says so."""

    @pytest.mark.parametrize(
        ("person", "address"),
        [
            (visitor, "/v/{number}/"),
            (gatekeeper(), "/permits/"),
            (gatekeeper(), "{url}"),
            (worker(), "{url}"),
            (department_officer(), "{case}"),
            (department_officer(), "/admission/"),
            (department_officer(), "/"),
        ],
    )
    def test_is_said_to_rest(self, acting: Acting, person: Actor, address: str) -> None:
        application = an_admitted(paid=True)
        nightly.settle_money(today=PAID_BY + timedelta(days=1))
        permit = catalog.permit(application.permit_number)
        here = address.format(
            number=permit.number, url=permit.url, case=f"/admission/{application.pk}/"
        )
        assert "暂停" in acting(person).get(here).text

    def test_is_not_good_for_other_systems_either(self, acting: Acting) -> None:
        application = an_admitted(paid=True)
        nightly.settle_money(today=PAID_BY + timedelta(days=1))
        told = acting(visitor).get(f"/api/v1/permits/{application.permit_number}").json()
        assert (told["is_valid"], told["standing"]) == (False, "suspended")

    def test_leads_its_department_from_home_to_the_payment(self, acting: Acting) -> None:
        application = an_admitted(paid=True)
        nightly.settle_money(today=PAID_BY + timedelta(days=1))
        home = acting(department_officer()).get("/").text
        assert f"/admission/{application.pk}/#money" in home


class TestAnUrgentPermit:
    def test_is_registered_and_not_renewed(self, acting: Acting) -> None:
        draft, today = a_draft(), timezone.localdate()
        urgent.go_ahead(department_officer(), draft.pk, start=today, reason="暴雨", today=today)
        page = acting(department_officer()).get("/admission/").text
        assert "补报申请" in page
        assert "续期" not in page.split("<h2>许可</h2>")[1].split("<h2>申请</h2>")[0]
        with pytest.raises(Conflict, match="补报"):
            drafting.begin_again(
                department_officer(),
                permit=fresh(draft).urgent_permit,
                request=Request.RENEWAL,
                today=today,
            )


class TestTheEndOfAPermit:
    def test_names_one_of_the_reasons_of_the_city(self, acting: Acting) -> None:
        permit = catalog.permit(an_admitted().permit_number)
        client, page = acting(gatekeeper()), f"{permit.url}revoke_permit/"
        shown = client.get(page).text
        assert "群众不认可" in shown
        assert "到期" not in shown.split("退出情形")[1].split("事实和理由")[0]
        told = {"version": permit.version, "reason": "联席会议决议"}
        assert client.post(page, told).status_code == 422
        client.post(page, told | {"trigger": "residents_disapprove"})
        assert catalog.permit(permit.number).reason == "群众不认可：联席会议决议"

    def test_is_told_to_its_department(self, acting: Acting) -> None:
        permit = catalog.permit(an_admitted().permit_number)
        account = an_account(Role.DEPARTMENT, DEPARTMENT)
        told = {"version": permit.version, "reason": "条例废止", "trigger": "law_changed"}
        acting(gatekeeper()).post(f"{permit.url}revoke_permit/", told)
        notices = box.of(Actor(f"user:{account.pk}", DEPARTMENT))
        assert [one.body for one in notices] == ["法规变化：条例废止"]


class TestASession:
    def convened(self, *cases: Application) -> Meeting:
        today = timezone.localdate()
        agenda = [one.pk for one in cases]
        return meetings.convene(gatekeeper(), title="第3次会议", held_on=today, agenda=agenda)

    def test_leads_from_case_to_case_in_its_order(self, acting: Acting) -> None:
        first, second = a_proposed(), a_proposed()
        meeting = self.convened(second, first)
        client = acting(leader())
        page = client.get(f"/admission/meetings/{meeting.pk}/")
        assert f"/admission/{second.pk}/decide/?meeting={meeting.pk}" in page.text
        page = client.get(f"/admission/{second.pk}/decide/?meeting={meeting.pk}")
        assert "第 1 件，共 2 件" in page.text
        assert f"/admission/{first.pk}/decide/?meeting={meeting.pk}" in page.text

    def test_lets_the_cases_stand_out_and_not_its_agenda(self, acting: Acting) -> None:
        case = a_proposed()
        meeting = self.convened(case)
        page = f"/admission/meetings/{meeting.pk}/"
        outstanding = re.compile(r'class="btn btn-primary"\s+href="([^"]+)"')
        decide = f"/admission/{case.pk}/decide/?meeting={meeting.pk}"
        assert outstanding.findall(acting(leader()).get(page).text) == [decide]
        assert outstanding.findall(acting(gatekeeper()).get(page).text) == ["record_minutes/"]

    def test_goes_on_to_the_next_case_once_one_is_decided(self, acting: Acting) -> None:
        first, second = a_proposed(), a_proposed()
        meeting = self.convened(first, second)
        client = acting(leader())
        told = {"version": first.version, "outcome": "admit", "meeting": meeting.pk}
        address = "/admission/{}/decide/?meeting={}"
        answer = client.post(address.format(first.pk, meeting.pk), told)
        assert answer["Location"] == address.format(second.pk, meeting.pk)
        told |= {"version": second.version}
        answer = client.post(address.format(second.pk, meeting.pk), told)
        assert answer["Location"] == f"/admission/meetings/{meeting.pk}/"

    def test_has_an_order_that_can_be_changed(self, acting: Acting) -> None:
        first, second = a_proposed(), a_proposed()
        meeting = self.convened(first, second)
        told = {"version": meeting.version, "application": second.pk}
        acting(gatekeeper()).post(f"/admission/meetings/{meeting.pk}/shift/up/", told)
        assert Meeting.objects.get(pk=meeting.pk).agenda == [second.pk, first.pk]

    @pytest.mark.parametrize("form", ["pdf", "word"])
    def test_is_printed_as_agenda_and_then_as_minutes(self, acting: Acting, form: str) -> None:
        case = a_proposed()
        meeting = self.convened(case)
        client = acting(gatekeeper())
        agenda = client.get(f"/admission/meetings/{meeting.pk}/as/{form}/")
        assert case.title in written(agenda)
        assert "会议议程" in written(agenda)
        today = timezone.localdate()
        meetings.record_minutes(gatekeeper(), meeting.pk, minutes="同意准入。", today=today)
        assert "同意准入。" in written(client.get(f"/admission/meetings/{meeting.pk}/as/{form}/"))

    def test_of_elsewhere_is_followed_by_nobody(self, acting: Acting) -> None:
        case = a_proposed()
        page = acting(leader()).get(f"/admission/{case.pk}/decide/?meeting={'9' * 30}")
        assert page.status_code == 200


class TestThePapers:
    @pytest.mark.parametrize("form", ["pdf", "word"])
    def test_of_an_agreement_are_the_version_that_is_signed(
        self, acting: Acting, form: str
    ) -> None:
        application = an_admitted()
        text = "一、委托事项：入户登记。\n二、社区只协助入户。"
        agreements.offer(department_officer(), application.pk, text=text, today=IN_FORCE)
        page = acting(head()).get(f"/admission/{application.pk}/agreement/as/{form}/")
        assert "社区只协助入户。" in written(page)
        assert unit_name(COMMUNITY) in written(page)

    def test_of_an_agreement_nobody_drew_up_are_none(self, acting: Acting) -> None:
        application = an_admitted()
        page = acting(department_officer()).get(f"/admission/{application.pk}/agreement/as/pdf/")
        assert page.status_code == 404

    @pytest.mark.parametrize("form", ["pdf", "word"])
    def test_of_a_notice_are_for_everybody(self, acting: Acting, form: str) -> None:
        application = a_decision().application
        page = acting(visitor).get(f"/admission/notices/{application.pk}/as/{form}/")
        assert application.title in written(page)

    def test_of_a_notice_that_is_over_are_for_whoever_sees_the_case(self, acting: Acting) -> None:
        application = an_admitted()
        address = f"/admission/notices/{application.pk}/as/pdf/"
        assert acting(visitor).get(address).status_code == 404
        assert acting(gatekeeper()).get(address).status_code == 200

    def test_are_named_on_the_page_of_the_case_once_they_exist(self, acting: Acting) -> None:
        client = acting(gatekeeper())
        proposed = a_proposed()
        page = client.get(f"/admission/{proposed.pk}/").text
        assert f"/admission/{proposed.pk}/approval/pdf/" in page
        assert "决定书" not in page
        admitted = an_admitted()
        page = client.get(f"/admission/{admitted.pk}/").text
        assert f"/admission/{admitted.pk}/decision/word/" in page
        assert f"/admission/notices/{admitted.pk}/as/pdf/" in page

    def test_come_as_pdf_or_word_only(self, acting: Acting) -> None:
        application = a_proposed()
        page = acting(gatekeeper()).get(f"/admission/{application.pk}/approval/exe/")
        assert page.status_code == 404


def unit_name(path: str) -> str:
    return str(a_unit(path))


def written(answer: Response) -> str:
    """What stands in a PDF or a Word file, without breaks."""
    content = BytesIO(answer.content)
    if "pdf" in answer["Content-Type"]:
        text = "".join(page.extract_text() for page in PdfReader(content).pages)
    else:
        body = Document(content).element.body
        text = "".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))
    return "".join(text.split())


class TestSpeed:
    """A list or a case asks the database as often for a thousand rows as for one."""

    @pytest.mark.parametrize(
        ("person", "address", "most"),
        [
            (gatekeeper(), "/admission/{pk}/", 28),
            (gatekeeper(), "/admission/{pk}/opinions/", 6),
            (head(), "/admission/opinions/", 4),
            (department_officer(), "/admission/", 10),
        ],
    )
    def test_rows_cost_no_queries(
        self,
        acting: Acting,
        django_assert_max_num_queries: DjangoAssertNumQueries,
        person: Actor,
        address: str,
        most: int,
    ) -> None:
        a_consulted()
        application = a_consulted()
        client = acting(person)
        with django_assert_max_num_queries(most):
            assert client.get(address.format(pk=application.pk)).status_code == 200


class TestEverybody:
    def test_a_notice_is_read_and_objected_to_without_an_account(self, acting: Acting) -> None:
        application = a_decision().application
        client = acting(visitor)
        assert application.title in client.get("/admission/notices/").text
        page = client.post(
            f"/admission/notices/{application.pk}/object/", {"text": "重复登记"}, follow=True
        )
        assert "已收到异议" in page.text
        assert "重复登记" in acting(gatekeeper()).get(f"/admission/{application.pk}/").text

    def test_names_and_telephones_are_not_on_the_notice(self, acting: Acting) -> None:
        application = a_decision().application
        page = acting(visitor).get(f"/admission/notices/{application.pk}/")
        assert application.contact_phone not in page.text

    def test_what_is_not_on_notice_does_not_exist_for_a_visitor(self, acting: Acting) -> None:
        application = a_submitted()
        assert acting(visitor).get(f"/admission/notices/{application.pk}/").status_code == 404
        assert acting(visitor).get(f"/admission/{application.pk}/").status_code == 404


class TestWhatWasAdmitted:
    def test_a_renewal_begins_as_a_copy(self, acting: Acting) -> None:
        application = an_admitted()
        address = f"/admission/again/renewal/?permit={application.permit_number}"
        page = acting(department_officer()).post(address, follow=True)
        assert application.title in page.text
        assert Application.objects.filter(request="renewal").count() == 1

    def test_it_is_found_by_two_characters(self, acting: Acting) -> None:
        application = an_admitted()
        assert application.number in acting(gatekeeper()).get("/search/?q=参保").text

    @pytest.mark.parametrize("paper", ["decision/pdf/", "decision/word/"])
    def test_the_decision_is_a_paper(self, acting: Acting, paper: str) -> None:
        application = an_admitted()
        assert acting(gatekeeper()).get(f"/admission/{application.pk}/{paper}").status_code == 200

    def test_an_agreement_is_offered_and_signed_by_both(self, acting: Acting) -> None:
        application = an_admitted()
        here = f"/admission/{application.pk}/agreement/"
        client = acting(department_officer())
        text = client.get(f"{here}offer_agreement/").context["form"].initial["text"]
        client.post(f"{here}offer_agreement/", {"text": text})
        client.post(f"{here}sign_agreement/", {"version": 1})
        page = acting(head()).post(f"{here}countersign/", follow=True)
        assert "已签署" in page.text
        assert all(f"<p>{numeral}、" in page.text for numeral in "一二三四五六七")

    def test_a_payment_is_recorded(self, acting: Acting) -> None:
        application = an_admitted(paid=True)
        payment = application.payments.get()
        told = {
            "version": payment.version,
            "paid_on": "2026-10-20",
            "amount": "214000.00",
            "proof": "凭证 12",
        }
        page = acting(department_officer()).post(
            f"/admission/payments/{payment.pk}/pay/", told, follow=True
        )
        assert "已全部拨付" in page.text


def terms(draft: Application, **changed: str) -> dict[str, str]:
    """The third step as it was drawn, with some fields typed anew."""
    seen = {
        "version": str(draft.version),
        "duration_type": draft.duration_type,
        "valid_from": str(draft.valid_from),
        "valid_until": str(draft.valid_until),
        "times_per_year": str(draft.times_per_year),
        "minutes": str(draft.minutes),
        "exit_terms": draft.exit_terms,
    }
    return seen | changed


def test_a_consultation_that_runs_cannot_be_ended_and_the_button_says_until_when(
    acting: Acting,
) -> None:
    consulted = a_consulted()
    consulted.consulted_on = timezone.localdate()
    consulted.save(update_fields=["consulted_on"])
    page = acting(gatekeeper()).get(f"/admission/{consulted.pk}/")
    assert "disabled>结束征求意见</button>" in page.text
    assert "征求意见期限未满（到 " in page.text
