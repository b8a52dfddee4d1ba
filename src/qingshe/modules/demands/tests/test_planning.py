"""Inspections and the one evaluation come from the plan of the year, and from nowhere else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Conflict, Denied, Invalid, NotFound
from qingshe.modules.catalog.tests.builders import TODAY, a_permit
from qingshe.modules.demands import rules
from qingshe.modules.demands.models import Plan, PlanItem
from qingshe.modules.demands.queries import bases, drafts, plans
from qingshe.modules.demands.rules import Kind, PlanItemState, Planned, Terms
from qingshe.modules.demands.services import planning
from qingshe.modules.orgs.tests.builders import a_unit
from tests.cast import (
    CITY,
    COMMUNITY,
    COUNTY,
    DEPARTMENT,
    department_officer,
    gatekeeper,
    leader,
    street_officer,
    supervisor,
    worker,
)

from .builders import FIRE_DOORS, MORNING, a_demand, a_plan_item, a_town, aged, fire

Acting = Callable[[Actor], Client]
CLOCK = ZoneInfo("Asia/Shanghai")
YEARS_END = replace(
    FIRE_DOORS,
    title="社区工作综合考评",
    first_on=date(2025, 11, 1),
    last_on=date(2025, 12, 20),
)


class TestTheRules:
    def test_let_a_sound_item_pass(self) -> None:
        assert rules.wrong_with_item(FIRE_DOORS, Kind.INSPECTION, 2025) == []
        assert rules.wrong_with_item(YEARS_END, Kind.EVALUATION, 2025) == []

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"title": " "}, "事项名称"),
            ({"department": ""}, "牵头部门"),
            ({"last_on": date(2025, 9, 1)}, "早于开始"),
            ({"last_on": date(2026, 1, 5)}, "2025 年内"),
            ({"times": 5}, "1 至 4"),
            ({"times": 0}, "1 至 4"),
            ({"minutes": 0}, "每次用时"),
            ({"minutes": 481}, "每次用时"),
        ],
    )
    def test_say_what_is_wrong(self, change: dict[str, object], said: str) -> None:
        item = replace(FIRE_DOORS, **change)  # type: ignore[arg-type]  # of its fields
        assert any(said in one for one in rules.wrong_with_item(item, Kind.INSPECTION, 2025))

    def test_put_the_evaluation_at_the_end_of_the_year_and_once(self) -> None:
        early = replace(YEARS_END, first_on=date(2025, 3, 1), times=2)
        said = "".join(rules.wrong_with_item(early, Kind.EVALUATION, 2025))
        assert "年底一次实施" in said
        assert "1 至 1" in said

    @pytest.mark.parametrize(
        ("text", "asked"),
        [
            ("请社区准备台账备查。", "准备台账"),
            ("检查消防通道；请提前备齐相关资料。", "备齐相关资料"),
            ("检查消防通道，不要求社区准备材料。", ""),
            ("现场查看，社区无需提供任何材料。", ""),
            ("到楼院查看消防通道是否畅通。", ""),
        ],
    )
    def test_tell_when_materials_are_asked_for(self, text: str, asked: str) -> None:
        assert rules.materials_asked(text) == asked


def approved(planned: Planned = FIRE_DOORS, kind: str = Kind.INSPECTION) -> PlanItem:
    return planning.approve(leader(), a_plan_item(planned, kind).pk)


def inspection(item: PlanItem, **stated: object) -> Terms:
    terms = Terms(
        under=item.key,
        title=item.title,
        text="到楼院查看消防通道是否畅通，社区不用准备材料。",
        paths=(CITY,),
        starts_at=datetime(2025, 9, 5, 10, tzinfo=CLOCK),
        length_minutes=60,
    )
    return replace(terms, **stated)  # type: ignore[arg-type]  # of its fields


def problems_of(terms: Terms) -> str:
    return "".join(drafts.examine(department_officer(), terms, now=MORNING).problems)


@pytest.mark.django_db
class TestThePlan:
    @pytest.fixture(autouse=True)
    def _town(self) -> None:
        a_town()

    def test_holds_what_the_office_puts_in_and_the_leading_group_approves(self) -> None:
        item = a_plan_item()
        assert item.state == PlanItemState.PROPOSED
        assert planning.approve(leader(), item.pk).state == PlanItemState.APPROVED

    def test_is_one_for_the_year(self) -> None:
        a_plan_item()
        a_plan_item(replace(FIRE_DOORS, title="食品摊点检查"))
        assert Plan.objects.count() == 1

    def test_holds_one_evaluation_a_year(self) -> None:
        approved(YEARS_END, Kind.EVALUATION)
        second = a_plan_item(YEARS_END, Kind.EVALUATION)
        with pytest.raises(Invalid, match="最多 1 项"):
            planning.approve(leader(), second.pk)

    def test_holds_no_more_inspections_than_the_ceiling(self) -> None:
        for number in range(rules.MOST_INSPECTIONS):
            approved(replace(FIRE_DOORS, title=f"第{number}项检查"))
        with pytest.raises(Invalid, match="最多 9 项"):
            approved(replace(FIRE_DOORS, title="又一项检查"))

    def test_has_room_again_when_an_item_is_dropped(self) -> None:
        first = approved(YEARS_END, Kind.EVALUATION)
        planning.drop(leader(), first.pk, reason="改由省里统一组织")
        assert approved(YEARS_END, Kind.EVALUATION).state == PlanItemState.APPROVED

    def test_loses_no_item_without_a_reason(self) -> None:
        with pytest.raises(Invalid, match="原因"):
            planning.drop(gatekeeper(), a_plan_item().pk, reason=" ")

    def test_is_not_approved_by_who_put_the_item_in(self) -> None:
        with pytest.raises(Denied, match="领导小组批准"):
            planning.approve(gatekeeper(), a_plan_item().pk)

    @pytest.mark.parametrize("actor", [department_officer(), worker(), leader(), supervisor()])
    def test_is_drawn_up_by_the_office_alone(self, actor: Actor) -> None:
        with pytest.raises(Denied, match="办公室编制"):
            planning.propose(actor, FIRE_DOORS, kind=Kind.INSPECTION, year=2025, today=TODAY)

    def test_of_a_year_gone_by_is_not_drawn_up(self) -> None:
        with pytest.raises(Invalid) as refused:
            planning.propose(gatekeeper(), FIRE_DOORS, kind=Kind.INSPECTION, year=2024, today=TODAY)
        assert "2025 至 2027" in refused.value.problems[0]

    def test_takes_nothing_whose_days_are_over(self) -> None:
        over = replace(FIRE_DOORS, first_on=date(2025, 3, 1), last_on=TODAY - timedelta(days=1))
        with pytest.raises(Invalid) as refused:
            a_plan_item(over)
        assert refused.value.problems == ("最迟 2025-08-31 已经过去，请改期。",)
        assert a_plan_item(replace(over, last_on=TODAY)).last_on == TODAY

    def test_names_only_departments_of_the_place(self) -> None:
        with pytest.raises(Invalid):
            a_plan_item(replace(FIRE_DOORS, department="/14/05/d01/"))

    def test_takes_a_permit_of_its_kind_alone(self) -> None:
        task, contest = a_permit().number, a_permit(kind="evaluation").number
        with pytest.raises(Invalid) as refused:
            a_plan_item(replace(YEARS_END, permit=task), Kind.EVALUATION)
        assert "不是这种类型" in refused.value.problems[0]
        assert a_plan_item(replace(YEARS_END, permit=contest), Kind.EVALUATION).permit == contest

    @pytest.mark.parametrize("actor", [worker(), street_officer(), department_officer()])
    def test_is_read_by_those_it_binds(self, actor: Actor) -> None:
        item = a_plan_item()
        assert plans.get(actor, item.pk) == item

    def test_of_another_city_does_not_exist(self) -> None:
        with pytest.raises(NotFound):
            plans.get(worker("/14/05/01/001/001/"), a_plan_item().pk)

    def test_takes_an_item_once(self) -> None:
        item = approved()
        with pytest.raises(Conflict):
            planning.approve(leader(), item.pk)


@pytest.mark.django_db
class TestIssuingFromThePlan:
    @pytest.fixture(autouse=True)
    def _town(self) -> None:
        a_town()

    def test_an_approved_inspection_goes_out(self) -> None:
        demand = a_demand(inspection(approved()))
        assert (demand.kind, demand.under_kind) == (Kind.INSPECTION, "plan")

    def test_the_one_evaluation_goes_out_though_departments_may_hold_none(self) -> None:
        item = approved(replace(YEARS_END, first_on=date(2025, 10, 8)), Kind.EVALUATION)
        terms = inspection(
            item,
            text="年底综合考评，以居民满意度为主，数据由系统提供。",
            starts_at=datetime(2025, 11, 6, 10, tzinfo=CLOCK),
        )
        assert not problems_of(terms)

    def test_what_is_not_approved_stays(self) -> None:
        assert "待批准，不能下达" in problems_of(inspection(a_plan_item()))

    def test_what_was_dropped_stays(self) -> None:
        item = approved()
        planning.drop(leader(), item.pk, reason="合并")
        assert "已取消，不能下达" in problems_of(inspection(item))

    def test_is_for_the_department_that_leads(self) -> None:
        a_unit("/14/04/d02/")
        other = department_officer("/14/04/d02/")
        found = drafts.examine(other, inspection(approved()), now=MORNING)
        assert "牵头" in found.problems[0]

    def test_asks_for_no_materials(self) -> None:
        terms = inspection(approved(), text="查看消防通道，请社区准备台账。")
        assert "不得要求社区准备材料" in problems_of(terms)

    def test_keeps_to_its_days(self) -> None:
        late = datetime(2025, 11, 6, 10, tzinfo=CLOCK)
        assert "超出计划安排的时间" in problems_of(inspection(approved(), starts_at=late))

    def test_keeps_to_its_times(self) -> None:
        item = approved()
        a_demand(inspection(item))
        again = datetime(2025, 9, 12, 10, tzinfo=CLOCK)
        assert "每年最多 1 次" in problems_of(inspection(item, starts_at=again))

    def test_reaches_no_community_beyond_the_place_of_the_plan(self) -> None:
        here = planning.propose(
            gatekeeper(COUNTY),
            replace(FIRE_DOORS, department=a_unit(f"{COUNTY}d01/").path),
            kind=Kind.INSPECTION,
            year=2025,
            today=TODAY,
        )
        assert plans.with_key(here.key) == here
        assert bases.planned(department_officer(), TODAY) == []

    @pytest.mark.parametrize("kind", ["inspection", "evaluation"])
    def test_a_permit_alone_carries_neither(self, kind: str) -> None:
        permit = a_permit(kind=kind)
        starts = datetime(2025, 9, 5, 10, tzinfo=CLOCK)
        terms = aged(permit.number, kind=kind, starts_at=starts, length_minutes=60, due_on=None)
        assert "先" in problems_of(terms)
        assert "计划" in problems_of(terms)

    def test_no_list_item_carries_an_evaluation(self) -> None:
        terms = fire(kind="evaluation", starts_at=datetime(2025, 9, 5, 10, tzinfo=CLOCK))
        assert "年底一次的综合考评" in problems_of(replace(terms, length_minutes=60))


@pytest.mark.django_db
class TestTheScreens:
    @pytest.fixture(autouse=True)
    def _monday_morning(self, monkeypatch: pytest.MonkeyPatch) -> None:
        a_town()
        monkeypatch.setattr(timezone, "now", lambda: MORNING)

    def test_show_the_plan_of_the_year_to_a_worker(self, acting: Acting) -> None:
        a_plan_item()
        page = acting(worker()).get("/plans/")
        assert "2025 年度督查检查计划" in page.text
        assert "消防通道联合检查" in page.text
        assert "列入一项" not in page.text

    def test_take_an_item_from_the_office(self, acting: Acting) -> None:
        sent = {
            "title": "消防通道联合检查",
            "department": DEPARTMENT,
            "first_on": "2025-09-03",
            "last_on": "2025-10-31",
            "times": "1",
            "minutes": "60",
        }
        address = "/plans/new/?kind=inspection&year=2025"
        page = acting(gatekeeper()).post(address, sent, follow=True)
        assert "待批准" in page.text
        assert PlanItem.objects.get().department_name == "市民政局"

    def test_let_the_leading_group_approve(self, acting: Acting) -> None:
        item = a_plan_item()
        client = acting(leader())
        assert "批准" in client.get(f"/plans/{item.pk}/").text
        client.post(f"/plans/{item.pk}/approve/", {"version": 1})
        assert PlanItem.objects.get().state == PlanItemState.APPROVED

    def test_offer_what_is_planned_to_the_department_that_leads(self, acting: Acting) -> None:
        approved()
        page = acting(department_officer()).get("/demands/choose/")
        assert "年度计划里由本部门牵头的" in page.text

    def test_take_a_strange_year_for_this_one(self, acting: Acting) -> None:
        page = acting(worker()).get("/plans/", {"year": "99999", "kind": "x"})
        assert page.status_code == 200
        assert COMMUNITY not in page.text
