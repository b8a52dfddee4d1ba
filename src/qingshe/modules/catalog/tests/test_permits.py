from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.test import Client
from django.utils.timezone import localdate
from pytest_django import DjangoAssertNumQueries

from qingshe.foundation.audit import trail
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Conflict, Denied, Invalid, NotFound
from qingshe.modules.catalog import facade, policy, tasks
from qingshe.modules.catalog.facade import (
    PermitStanding,
    PermitState,
    PermitSummary,
    SuspensionCause,
)
from qingshe.modules.catalog.models import Permit
from qingshe.modules.catalog.queries import permits
from qingshe.modules.catalog.services import permits as services
from tests.cast import (
    CITY,
    COMMUNITY,
    COUNTY,
    DEPARTMENT,
    NEIGHBOUR,
    STREET,
    administrator,
    department_officer,
    gatekeeper,
    head,
    leader,
    street_officer,
    supervisor,
    visitor,
    worker,
)

from .builders import PERMITTED, TODAY, a_city, a_permit

Acting = Callable[[Actor], Client]
pytestmark = pytest.mark.django_db
LAST = PERMITTED.valid_until
DAY = timedelta(days=1)
ELSEWHERE = "/14/05/"
READERS = (gatekeeper(), leader(), supervisor(), street_officer(), head(), worker())


@pytest.fixture(autouse=True)
def _city() -> None:
    a_city()


@pytest.fixture
def at_time(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Sets the clock of the server."""

    def set_clock(now: datetime) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: now)

    return set_clock


def verified(client: Client, permit: PermitSummary) -> str:
    page = client.get(permit.public_url)
    assert page.status_code == 200
    return page.text


def found_by(actor: Actor) -> list[str]:
    return [each.number for each in permits.visible_to(actor)]


class TestIssuing:
    def test_numbers_of_a_place_follow_each_other(self) -> None:
        assert [a_permit().number for _ in range(2)] == [
            "长社准〔2025〕0001号",
            "长社准〔2025〕0002号",
        ]

    def test_each_place_has_a_series_of_its_own(self) -> None:
        a_permit()
        county = a_permit(by=gatekeeper(COUNTY), place=COUNTY, scope=(STREET,))
        assert county.number == "潞社准〔2025〕0001号"

    def test_each_year_begins_anew(self) -> None:
        a_permit()
        assert a_permit(today=date(2026, 1, 2)).number == "长社准〔2026〕0001号"

    def test_a_permit_that_fails_leaves_no_gap(self) -> None:
        with pytest.raises(Invalid):
            a_permit(money=Decimal("1.005"))
        assert a_permit().number == "长社准〔2025〕0001号"

    def test_everything_that_is_wrong_is_told_at_once(self) -> None:
        with pytest.raises(Invalid) as refusal:
            a_permit(title=" ", valid_until=PERMITTED.valid_from - DAY, money=Decimal(-1))
        assert len(refusal.value.problems) == 3

    @pytest.mark.parametrize("scope", [(), (ELSEWHERE,), (f"{CITY}99/",)])
    def test_a_scope_lies_in_the_place_that_decides(self, scope: tuple[str, ...]) -> None:
        with pytest.raises(Invalid):
            a_permit(scope=scope)
        assert not Permit.objects.exists()

    def test_a_holder_that_nobody_set_up_is_refused(self) -> None:
        with pytest.raises(NotFound):
            a_permit(holder="/14/04/d99/")

    def test_the_scope_is_told_in_words(self) -> None:
        assert a_permit().scope_text == "全市社区"
        assert a_permit(scope=(COMMUNITY, NEIGHBOUR)).scope_text == "西大街社区、东大街社区"

    def test_a_place_covers_what_lies_below_it(self) -> None:
        permit = a_permit(scope=(STREET, COMMUNITY))
        assert permit.scope == (STREET,)
        assert facade.covers(permit, COMMUNITY)
        assert not facade.covers(permit, COUNTY)

    @pytest.mark.parametrize("actor", [worker(), department_officer(), supervisor(), visitor])
    def test_only_those_who_decide_issue(self, actor: Actor) -> None:
        with pytest.raises(Denied):
            a_permit(by=actor)

    def test_a_county_does_not_issue_for_the_city(self) -> None:
        with pytest.raises(Denied):
            a_permit(by=gatekeeper(COUNTY))

    def test_it_leaves_a_trace(self) -> None:
        subject = f"catalog.permit:{a_permit().pk}"
        assert [entry.action for entry in trail.of(subject)] == ["issue_permit"]


class TestSeries:
    def test_the_place_chooses_what_its_numbers_begin_with(self) -> None:
        services.set_series(gatekeeper(), CITY, "长社工准")
        assert a_permit().number == "长社工准〔2025〕0001号"

    def test_issued_numbers_stay_when_it_changes(self) -> None:
        permit = a_permit()
        services.set_series(gatekeeper(), CITY, "长准")
        assert facade.permit(permit.number).pk == permit.pk
        assert a_permit().number == "长准〔2025〕0001号"

    def test_a_series_of_another_place_is_taken(self) -> None:
        a_permit()
        with pytest.raises((Conflict, Invalid)):
            services.set_series(gatekeeper(COUNTY), COUNTY, "长社准")

    @pytest.mark.parametrize("series", ["", "准", "ABC", "长社准〔", "<b>"])
    def test_only_characters_make_a_series(self, series: str) -> None:
        with pytest.raises(Invalid):
            services.set_series(gatekeeper(), CITY, series)


class TestAfterwards:
    def test_what_rests_for_lack_of_money_goes_on_when_it_comes(self) -> None:
        permit = a_permit(funded=False, next_payment_due=TODAY)
        facade.suspend_permit(
            gatekeeper(), permit.pk, cause=SuspensionCause.UNPAID, reason="9月1日应付30000元"
        )
        with pytest.raises(Denied, match="未按期拨付经费"):
            facade.resume_permit(gatekeeper(), permit.pk)
        paid = facade.fund_permit(gatekeeper(), permit.pk, funded=True)
        assert (paid.state, paid.suspended_for) == (PermitState.IN_FORCE, None)

    def test_money_does_not_end_a_suspension_that_was_ordered(self) -> None:
        permit = a_permit(funded=False)
        facade.suspend_permit(gatekeeper(), permit.pk, reason="群众不认可，重新评估")
        paid = facade.fund_permit(gatekeeper(), permit.pk, funded=True)
        assert paid.state is PermitState.SUSPENDED
        assert facade.resume_permit(gatekeeper(), permit.pk).state is PermitState.IN_FORCE

    def test_a_department_gives_up_what_it_holds_and_nothing_else(self) -> None:
        permit = a_permit()
        with pytest.raises(Denied):
            facade.withdraw_permit(department_officer("/14/04/d02/"), permit.pk, reason="不做了")
        gone = facade.withdraw_permit(department_officer(), permit.pk, reason="改由系统比对")
        assert gone.state is PermitState.WITHDRAWN

    def test_an_amendment_names_the_old_permit_and_ends_it(self) -> None:
        old = a_permit()
        new = facade.amend_permit(
            gatekeeper(), old.pk, PERMITTED, today=TODAY, reason="次数由四次减为两次"
        )
        assert new.replaces == old.number
        assert facade.permit(old.number).replaced_by == new.number
        assert facade.permit(old.number).state is PermitState.SUPERSEDED

    def test_what_has_ended_is_not_ended_again(self) -> None:
        permit = a_permit()
        facade.revoke_permit(gatekeeper(), permit.pk, reason="法规已修改")
        with pytest.raises(Conflict):
            facade.suspend_permit(gatekeeper(), permit.pk, reason="再停")

    def test_of_two_who_end_it_at_once_one_is_told(self) -> None:
        permit = a_permit()
        services.suspend(gatekeeper(), permit.pk, reason="先到", version=permit.version)
        with pytest.raises(Conflict):
            services.revoke(gatekeeper(), permit.pk, reason="后到", version=permit.version)

    def test_nothing_is_stopped_without_a_reason(self) -> None:
        permit = a_permit()
        with pytest.raises(Invalid, match="理由"):
            facade.revoke_permit(gatekeeper(), permit.pk, reason="  ")


class TestTime:
    def test_the_last_day_counts_in_full(self) -> None:
        permit = a_permit()
        assert permit.standing(LAST) is PermitStanding.VALID
        assert permit.standing(LAST + DAY) is PermitStanding.EXPIRED

    def test_it_expires_at_midnight_of_local_time(
        self, acting: Acting, at_time: Callable[[datetime], None]
    ) -> None:
        permit, client = a_permit(), acting(visitor)
        at_time(datetime(2025, 12, 31, 15, 59, 59, tzinfo=UTC))
        assert "有效（至 2025-12-31）" in verified(client, permit)
        at_time(datetime(2025, 12, 31, 16, 0, tzinfo=UTC))  # 0:00 in China
        assert "已到期" in verified(client, permit)

    def test_the_night_writes_down_what_has_expired_once(self) -> None:
        permit = a_permit()
        assert services.expire(today=LAST) == 0
        assert services.expire(today=LAST + DAY) == 1
        assert services.expire(today=LAST + DAY) == 0
        assert facade.permit(permit.number).state is PermitState.EXPIRED

    def test_the_task_of_the_night_does_so(self) -> None:
        permit = a_permit(valid_until=TODAY)
        tasks.expire_permits.func()
        assert facade.permit(permit.number).state is PermitState.EXPIRED

    def test_a_suspended_permit_expires_as_well(self) -> None:
        permit = a_permit()
        facade.suspend_permit(gatekeeper(), permit.pk, reason="评估中")
        assert services.expire(today=LAST + DAY) == 1

    def test_what_runs_out_soon_is_known(self) -> None:
        later = a_permit(valid_until=LAST + 60 * DAY)
        soon = a_permit()
        assert [each.pk for each in facade.expiring(LAST + DAY)] == [soon.pk]
        assert later.pk != soon.pk

    def test_before_its_first_day_it_is_not_in_force(self) -> None:
        permit = a_permit(valid_from=TODAY + DAY)
        assert permit.standing(TODAY) is PermitStanding.PENDING
        assert facade.permits_in_force(CITY, TODAY) == []


class TestForOtherModules:
    def test_what_covers_a_unit_covers_all_of_it(self) -> None:
        whole, part = a_permit(), a_permit(scope=(COMMUNITY,))
        both = {whole.number, part.number}
        assert facade.permits_covering(STREET, TODAY, both) == {whole.number}
        touching = {each.pk for each in facade.permits_in_force(STREET, TODAY)}
        assert touching == {whole.pk, part.pk}

    def test_permits_of_a_department(self) -> None:
        permit = a_permit()
        assert [each.pk for each in facade.permits_of(DEPARTMENT)] == [permit.pk]
        assert facade.permits_of("/14/04/d02/") == []

    def test_versions_tell_that_something_changed(self) -> None:
        permit = a_permit()
        before = facade.permit_versions(COMMUNITY, TODAY)
        facade.fund_permit(gatekeeper(), permit.pk, funded=False, next_payment_due=LAST)
        assert facade.permit_versions(COMMUNITY, TODAY) != before

    def test_the_number_of_queries_does_not_grow(
        self, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        for _ in range(5):
            a_permit(scope=(COMMUNITY, NEIGHBOUR))
        with django_assert_num_queries(1):
            assert len(facade.permits_in_force(CITY, TODAY)) == 5
        with django_assert_num_queries(2):
            assert len(facade.permits_of(DEPARTMENT)) == 5

    def test_an_unknown_number_is_not_found(self) -> None:
        with pytest.raises(NotFound):
            facade.permit("长社准〔2025〕0009号")


class TestScope:
    @pytest.mark.parametrize("actor", READERS, ids=lambda actor: actor.role)
    def test_whoever_works_where_it_applies_sees_it(self, actor: Actor) -> None:
        permit = a_permit()
        assert found_by(actor) == [permit.number]

    def test_a_neighbour_does_not_see_what_does_not_concern_it(self) -> None:
        a_permit(scope=(NEIGHBOUR,))
        assert found_by(worker(COMMUNITY)) == []
        assert len(found_by(street_officer())) == 1

    def test_a_department_sees_its_own(self) -> None:
        permit = a_permit()
        assert found_by(department_officer()) == [permit.number]
        assert found_by(department_officer("/14/04/d02/")) == []

    def test_another_city_sees_nothing(self) -> None:
        a_permit()
        assert found_by(gatekeeper(ELSEWHERE)) == []

    @pytest.mark.parametrize("actor", [visitor, administrator()])
    def test_others_have_no_register(self, acting: Acting, actor: Actor) -> None:
        permit = a_permit()
        assert found_by(actor) == []
        client = acting(actor)
        assert client.get("/permits/").status_code in (302, 403)
        assert client.get("/permits/excel/").status_code in (302, 403)
        assert client.get(permit.url).status_code == 404

    def test_a_permit_out_of_scope_looks_as_if_it_did_not_exist(self, acting: Acting) -> None:
        permit, client = a_permit(), acting(department_officer("/14/04/d02/"))
        assert client.get(permit.url).status_code == 404
        assert client.post(f"{permit.url}withdraw_permit/").status_code == 404


class TestVerification:
    def test_a_good_number_needs_no_account(self, acting: Acting) -> None:
        permit = a_permit(valid_until=date(2099, 12, 31))
        page = verified(acting(visitor), permit)
        assert "✔ 有效（至 2099-12-31）" in page
        for part in (
            "高龄津贴人员核对",
            "市民政局",
            "适用：全市社区",
            "每季度 1 次",
            "经费 已拨付",
        ):
            assert f">{part}</span>" in page
        assert "举报体外下达" in page

    def test_the_page_carries_its_own_address_as_a_qr_code(self, acting: Acting) -> None:
        assert 'src="data:image/png;base64,' in verified(acting(visitor), a_permit())

    @pytest.mark.parametrize(
        "typed",
        [
            "长社准[2025]0001号",
            "长社准（2025）1号",
            " 长社准 〔２０２５〕 0001 号 ",
            "长社准【2025】1",
            "长社准2025-1",
            "长社准 2025 1",
            "长社准2025年第1号",
        ],
    )
    def test_brackets_may_be_written_any_way(self, acting: Acting, typed: str) -> None:
        permit = a_permit()
        page = acting(visitor).get("/v/", {"number": typed}, follow=True)
        assert permit.number in page.text
        assert page.status_code == 200

    def test_an_unknown_number_is_said_to_be_unknown(self, acting: Acting) -> None:
        page = acting(visitor).get("/v/长社准〔2025〕0009号/")
        assert page.status_code == 404
        assert "没有这个编号" in page.text
        assert "社区可以拒收" in page.text

    def test_a_suspended_permit_says_why(self, acting: Acting) -> None:
        permit = a_permit(valid_until=date(2099, 12, 31))
        facade.suspend_permit(
            gatekeeper(), permit.pk, cause=SuspensionCause.UNPAID, reason="应付3万元未付"
        )
        page = verified(acting(visitor), permit)
        assert "✘ 已暂停" in page
        assert "未按期拨付经费：应付3万元未付" in page

    def test_an_amended_permit_leads_to_the_new_one(self, acting: Acting) -> None:
        old = a_permit()
        new = facade.amend_permit(gatekeeper(), old.pk, PERMITTED, today=TODAY, reason="减少次数")
        page = verified(acting(visitor), old)
        assert "已变更" in page
        assert new.number in page

    @pytest.mark.parametrize(
        "typed", ["<script>alert(1)</script>", '"><img src=x>', "9" * 5000, "../x/y"]
    )
    def test_what_is_typed_is_shown_as_text_or_refused(self, acting: Acting, typed: str) -> None:
        client = acting(visitor)
        answers = [client.get("/v/", {"number": typed}), client.get(f"/v/{typed}/")]
        for answer in answers:
            assert answer.status_code in (404, 422)
            assert "<script>alert" not in answer.text
            assert "<img src=x" not in answer.text

    def test_an_empty_question_is_answered_by_the_form(self, acting: Acting) -> None:
        assert acting(visitor).get("/v/").status_code == 200

    def test_it_costs_one_query(
        self, acting: Acting, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        permit, client = a_permit(), acting(visitor)
        with django_assert_num_queries(1):
            client.get(permit.public_url)


class TestRegister:
    def test_two_characters_find_a_permit(self, acting: Acting) -> None:
        a_permit()
        a_permit(title="消防宣传进楼院")
        page = acting(gatekeeper()).get("/permits/", {"q": "消防"})
        assert "消防" in page.text
        assert "高龄津贴" not in page.text

    @pytest.mark.parametrize(
        ("standing", "number"),
        [
            ("valid", 1),
            ("pending", 2),
            ("suspended", 3),
            ("expired", 4),
            ("revoked", 5),
            ("withdrawn", 6),
            ("superseded", 0),
        ],
    )
    def test_a_filter_says_what_the_page_says(self, standing: str, number: int) -> None:
        made = [
            a_permit(),
            a_permit(valid_from=TODAY + DAY),
            a_permit(),
            a_permit(valid_from=TODAY - 9 * DAY, valid_until=TODAY - DAY),
            a_permit(),
            a_permit(),
        ]
        services.suspend(gatekeeper(), made[2].pk, reason="评估中")
        services.revoke(gatekeeper(), made[4].pk, reason="法规修改")
        services.withdraw(gatekeeper(), made[5].pk, reason="不再需要")
        found = permits.register(gatekeeper(), today=TODAY, standing=standing)
        expected = [made[number - 1].pk] if number else []
        assert [each.pk for each in found] == expected
        assert all(each.standing(TODAY) == standing for each in found)

    def test_a_nonsense_filter_does_not_break_it(self, acting: Acting) -> None:
        a_permit()
        assert acting(gatekeeper()).get("/permits/", {"standing": "x"}).status_code == 200

    def test_a_thousand_rows_cost_no_more_queries_than_one(
        self, acting: Acting, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        first = Permit.objects.get(pk=a_permit().pk)
        columns = {f.attname: getattr(first, f.attname) for f in Permit._meta.concrete_fields}
        del columns["id"]
        Permit.objects.bulk_create(
            Permit(**columns | {"number": f"长社准〔2024〕{n:04d}号"}) for n in range(1000)
        )
        client = acting(gatekeeper())
        with django_assert_max_num_queries(2):
            page = client.get("/permits/")
        assert page.text.count("长社准〔2024〕") == 100
        with django_assert_max_num_queries(2):
            assert client.get("/permits/excel/").status_code == 200

    def test_the_register_goes_out_as_excel(self, acting: Acting) -> None:
        permit = a_permit(title="=1+1")
        answer = acting(gatekeeper()).get("/permits/excel/")
        rows = list(openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0].values)
        assert rows[0][:2] == ("编号", "事项")
        assert rows[1][0] == permit.number
        assert rows[1][12] == 30000

    @pytest.mark.parametrize(("days", "told"), [(31, ""), (30, "还有 30 天到期"), (0, "今天到期")])
    def test_it_says_what_runs_out(self, acting: Acting, days: int, told: str) -> None:
        permit, client = a_permit(valid_until=localdate() + days * DAY), acting(gatekeeper())
        for url in ("/permits/", permit.url):
            page = client.get(url).text
            assert ("到期</span>" in page) == bool(told)
            assert told in page

    def test_the_page_of_a_permit_tells_what_happened_to_it(self, acting: Acting) -> None:
        permit = a_permit()
        facade.suspend_permit(gatekeeper(), permit.pk, reason="群众不认可，重新评估")
        page = acting(leader()).get(permit.url).text
        assert "签发许可" in page
        assert "群众不认可，重新评估" in page
        assert "恢复许可" in page

    def test_the_gatekeeper_stops_a_permit_on_the_screen(self, acting: Acting) -> None:
        permit, client = a_permit(), acting(gatekeeper())
        url = f"{permit.url}suspend_permit/"
        assert "暂停期间不得凭此许可下达任务" in client.get(url).text
        assert client.post(url, {"version": permit.version}).status_code == 422
        client.post(url, {"version": permit.version, "reason": "重新评估"})
        assert facade.permit(permit.number).state is PermitState.SUSPENDED

    @pytest.mark.parametrize(
        ("before", "name", "state"),
        [
            ("", "withdraw_permit", PermitState.WITHDRAWN),
            ("", "revoke_permit", PermitState.REVOKED),
            ("suspend", "resume_permit", PermitState.IN_FORCE),
        ],
    )
    def test_so_do_the_other_steps(
        self, acting: Acting, before: str, name: str, state: PermitState
    ) -> None:
        permit, client = a_permit(), acting(gatekeeper())
        if before:
            services.suspend(gatekeeper(), permit.pk, reason="评估中")
        url = f"{permit.url}{name}/"
        assert client.get(url).status_code == 200
        version = facade.permit(permit.number).version
        told = {"version": version, "reason": "法规已修改", "trigger": "law_changed"}
        client.post(url, told)
        assert facade.permit(permit.number).state is state

    def test_a_county_sees_why_it_cannot_stop_a_permit_of_the_city(self, acting: Acting) -> None:
        page = acting(gatekeeper(COUNTY)).get(a_permit().url).text
        assert "只能办理本级签发的许可。" in page

    def test_a_department_is_offered_the_way_out(self, acting: Acting) -> None:
        page = acting(department_officer()).get(a_permit().url).text
        assert "退出许可" in page
        assert "撤销许可" not in page

    def test_a_worker_is_shown_no_buttons_and_cannot_do_without_them(self, acting: Acting) -> None:
        permit = a_permit()
        page = acting(worker()).get(permit.url).text
        assert "撤销许可" not in page
        told = {"version": permit.version, "reason": "不想做", "trigger": "revoked"}
        refused = acting(worker()).post(f"{permit.url}revoke_permit/", told)
        assert refused.status_code == 403

    def test_the_series_is_chosen_on_a_screen(self, acting: Acting) -> None:
        client = acting(gatekeeper())
        assert client.get("/permits/series/").status_code == 200
        client.post("/permits/series/", {"version": 0, "series": "长社工准"})
        assert a_permit().number.startswith("长社工准")
        assert acting(worker()).get("/permits/series/").status_code == 403

    def test_of_two_who_choose_a_series_at_once_the_second_is_told(self, acting: Acting) -> None:
        client = acting(gatekeeper())
        client.post("/permits/series/", {"version": 0, "series": "长社工准"})
        late = client.post("/permits/series/", {"version": 0, "series": "长社事准"})
        assert late.status_code == 409
        assert a_permit().number.startswith("长社工准")

    def test_a_series_without_a_version_is_not_saved_and_stays_typed(self, acting: Acting) -> None:
        page = acting(gatekeeper()).post("/permits/series/", {"series": "长社工准"})
        assert page.status_code == 422
        assert "页面不完整" in page.text
        assert "长社工准" in page.text
        assert not a_permit().number.startswith("长社工准")


class TestInterface:
    HERE = "/api/v1/permits"

    def test_anybody_may_ask_whether_a_number_is_good(self, acting: Acting) -> None:
        permit = a_permit(valid_until=date(2099, 12, 31))
        told = acting(visitor).get(f"{self.HERE}/{permit.number}").json()
        assert (told["is_valid"], told["standing_label"]) == (True, "有效")
        assert "money" not in told
        assert acting(visitor).get(f"{self.HERE}/长社准〔2025〕0009号").status_code == 404

    def test_the_register_comes_by_page_under_the_scope(self, acting: Acting) -> None:
        made = [a_permit() for _ in range(3)]
        client = acting(gatekeeper())
        first = client.get(self.HERE, {"size": 2}).json()
        second = client.get(self.HERE, {"size": 2, "after": first["next_after"]}).json()
        told = [each["number"] for each in first["permits"] + second["permits"]]
        assert told == [each.number for each in reversed(made)]
        assert acting(department_officer("/14/04/d02/")).get(self.HERE).json()["permits"] == []
        assert acting(visitor).get(self.HERE).status_code in (401, 403)

    def test_a_filter_that_is_none_is_refused(self, acting: Acting) -> None:
        assert acting(gatekeeper()).get(self.HERE, {"standing": "x"}).status_code == 422


def test_only_those_who_decide_hold_the_grant() -> None:
    assert policy.GRANTS[policy.PERMIT] == {gatekeeper().role, leader().role}
