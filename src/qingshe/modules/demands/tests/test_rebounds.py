"""What was refused and comes back under another name, department or kind is recognised."""

from collections.abc import Callable

import pytest
from django.test import Client

from qingshe.foundation.audit import trail
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Conflict, Denied, Invalid, NotFound
from qingshe.modules.demands.models import Demand, Rebound, Violation
from qingshe.modules.demands.queries import rebounds as queries
from qingshe.modules.demands.rules import REBOUND, DemandState, ReboundState, resemblance
from qingshe.modules.demands.services import rebounds, reporting, ruling
from tests.cast import (
    department_officer,
    gatekeeper,
    leader,
    street_officer,
    supervisor,
    worker,
)
from tests.queue import run_waiting_tasks

from .builders import MORNING, TOLD, a_demand, a_refusal, a_town, fire

Acting = Callable[[Actor], Client]
TAX = ("商户纳税情况摸底台账", "请各社区于本周五前上报辖区内商户纳税情况，作为年度考核依据。")
RUBBISH = ("垃圾分类摸底表", "请各社区摸底垃圾分类投放点位和居民参与率，每周上报。")
FRAUD = ("反诈中心APP推广任务", "每个社区安装国家反诈中心APP不少于500人，每日报进度。")
PENSION = ("养老保险扩面征缴", "社区完成城乡居民养老保险参保缴费任务80%。")
FIRE = ("协助开展消防宣传", "请社区协助开展消防宣传，在楼院张贴消防安全提示。")


class TestLikeness:
    @pytest.mark.parametrize(
        ("gone", "again"),
        [
            (TAX, ("商户涉税信息统计表", "请社区协助统计辖区内商户的纳税情况，每月报送一次。")),
            (TAX, ("建立商户税源联络群", "请各社区组建商户微信群，在群内收集商户纳税情况。")),
            (RUBBISH, ("垃圾分类工作进展周报", "请各社区每周报送垃圾分类投放点位和参与率。")),
            (RUBBISH, ("垃圾分类现场会", "召集社区书记汇报垃圾分类参与率和投放点位情况。")),
            (FRAUD, ("反诈APP安装率通报", "各社区居民安装反诈中心APP达到500人，上传截图。")),
            (PENSION, ("城乡居民养老保险参保率", "请社区入户动员，养老保险缴费率不低于80%。")),
            (FIRE, ("楼院消防安全提示", "请各社区组织张贴消防安全提示并拍照反馈。")),
        ],
    )
    def test_a_matter_is_recognised_in_another_form(
        self, gone: tuple[str, str], again: tuple[str, str]
    ) -> None:
        assert resemblance(*gone, *again) >= REBOUND
        assert resemblance(*again, *gone) == pytest.approx(resemblance(*gone, *again))

    @pytest.mark.parametrize(
        ("gone", "other"),
        [
            (TAX, ("商户燃气安全检查", "请各社区于本周五前配合检查辖区内商户燃气使用情况。")),
            (RUBBISH, ("垃圾焚烧厂选址意见征询", "请各社区征求居民意见。")),
            (FRAUD, ("反诈宣传进校园", "请社区协助发放宣传单。")),
            (PENSION, ("养老机构安全排查", "请社区配合排查养老机构用火用电。")),
            (FIRE, ("协助开展禁毒宣传", "请社区协助开展禁毒宣传，在楼院张贴禁毒提示。")),
            (FIRE, ("", "")),
        ],
    )
    def test_the_same_form_with_another_matter_is_not(
        self, gone: tuple[str, str], other: tuple[str, str]
    ) -> None:
        assert resemblance(*gone, *other) < REBOUND


def a_void_demand() -> Demand:
    demand = a_demand()
    ruling.uphold(gatekeeper(), a_refusal(demand).pk, now=MORNING)
    return demand


def a_demand_again() -> Demand:
    text = "请社区协助开展消防宣传，在各楼院张贴消防安全提示并反馈。"
    return a_demand(fire(title="楼院消防安全宣传", text=text), key="二")


def a_rebound() -> Rebound:
    a_void_demand()
    found = rebounds.look_at(
        queries.thing_of_demand(a_demand_again()), gatekeeper().unit, now=MORNING
    )
    assert found is not None
    return found


@pytest.mark.django_db(transaction=True)  # the worker closes its connection after each task
class TestFinding:
    @pytest.fixture(autouse=True)
    def town(self) -> None:
        a_town()

    def test_a_void_demand_that_comes_back_is_shown_with_both_texts(self) -> None:
        gone = a_void_demand()
        again = a_demand_again()
        run_waiting_tasks()
        found = queries.queue(gatekeeper()).get()
        assert (found.before, found.again) == (gone.subject, again.subject)
        assert (found.before_text, found.again_text) == (gone.text, again.text)
        assert found.disguise == "换了名称"
        assert "拒收成立" in found.before_fate

    def test_what_came_by_phone_is_compared_as_well(self) -> None:
        office = gatekeeper()
        first = reporting.report(worker(), TOLD, now=MORNING)
        reporting.ask(office, first.pk, department=department_officer().unit)
        reporting.confirm(office, first.pk, now=MORNING)
        again = reporting.report(worker(), TOLD, now=MORNING)
        run_waiting_tasks()
        found = queries.queue(office).get()
        assert (found.before, found.again) == (first.subject, again.subject)
        assert found.disguise == "原样重来"

    def test_the_same_is_found_once_however_often_it_is_looked_at(self) -> None:
        found = a_rebound()
        demand = Demand.objects.get(pk=int(found.again.partition(":")[2]))
        again = rebounds.look_at(queries.thing_of_demand(demand), found.place, now=MORNING)
        assert again == found
        assert Rebound.objects.count() == 1

    def test_what_nobody_refused_is_nothing_to_look_at(self) -> None:
        a_demand()
        run_waiting_tasks()
        assert not Rebound.objects.exists()

    def test_who_watches_sees_it_and_nobody_else(self) -> None:
        found = a_rebound()
        for actor in (gatekeeper(), leader(), supervisor()):
            assert queries.get(actor, found.pk) == found
        for actor in (worker(), department_officer(), street_officer(), gatekeeper("/14/05/")):
            with pytest.raises(NotFound):
                queries.get(actor, found.pk)


@pytest.mark.django_db
class TestDeciding:
    @pytest.fixture(autouse=True)
    def town(self) -> None:
        a_town()

    def test_a_rebound_is_booked_as_a_violation_of_the_department(self) -> None:
        found = rebounds.confirm(gatekeeper(), a_rebound().pk, now=MORNING, finding="同一件事")
        booked = Violation.objects.get(about=found.subject)
        assert booked.department == department_officer().unit
        assert booked.title == "反弹（换了名称）：楼院消防安全宣传"
        assert [entry.action for entry in trail.of(found.subject)] == ["suspect", "confirm_rebound"]

    def test_the_demand_can_be_void_for_all_at_once(self) -> None:
        found = rebounds.confirm(gatekeeper(), a_rebound().pk, now=MORNING, annul=True)
        demand = Demand.objects.get(pk=int(found.again.partition(":")[2]))
        assert demand.state == DemandState.VOID
        assert not demand.assignments.exclude(state="void").exists()
        assert demand.ended_reason == "反弹：与“协助开展消防宣传”是同一件事"

    def test_it_stays_with_the_communities_when_the_office_wants_so(self) -> None:
        found = rebounds.confirm(gatekeeper(), a_rebound().pk, now=MORNING)
        assert queries.demand_of(found) is not None

    def test_what_is_something_else_says_why_and_can_be_looked_at_again(self) -> None:
        pk = a_rebound().pk
        with pytest.raises(Invalid, match="为什么"):
            rebounds.dismiss(gatekeeper(), pk, now=MORNING, finding=" ")
        rebounds.dismiss(gatekeeper(), pk, now=MORNING, finding="这次是省里的专项")
        assert not Violation.objects.filter(kind=ruling.REBOUND).exists()
        assert rebounds.reopen(gatekeeper(), pk).state == ReboundState.SUSPECTED

    def test_is_for_the_office_alone_and_once(self) -> None:
        pk = a_rebound().pk
        with pytest.raises(Denied):
            rebounds.confirm(leader(), pk, now=MORNING)
        rebounds.confirm(gatekeeper(), pk, now=MORNING)
        with pytest.raises(Conflict):
            rebounds.dismiss(gatekeeper(), pk, now=MORNING, finding="不是")


@pytest.mark.django_db
class TestScreens:
    @pytest.fixture(autouse=True)
    def town(self) -> None:
        a_town()

    def test_both_texts_stand_beside_each_other_with_the_two_answers(self, acting: Acting) -> None:
        found = a_rebound()
        office = acting(gatekeeper())
        assert found.again_title in office.get("/rebounds/").content.decode()
        page = office.get(f"/rebounds/{found.pk}/").content.decode()
        assert found.before_text in page
        assert found.again_text in page
        assert all(f'href="{move}_rebound/"' in page for move in ("confirm", "dismiss"))

    def test_the_office_decides_on_a_form_of_its_own(self, acting: Acting) -> None:
        found = a_rebound()
        office = acting(gatekeeper())
        address = f"/rebounds/{found.pk}/confirm_rebound/"
        assert "同时对全部社区作废" in office.get(address).content.decode()
        answer = office.post(address, {"version": found.version, "annul": "on"})
        assert answer["Location"] == f"/rebounds/{found.pk}/"
        assert queries.demand_of(found) is None
