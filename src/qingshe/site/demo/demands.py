"""Demands of the demo city: due today, handed in, refused, upheld, and one that came by phone."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from qingshe.foundation.calendar import services as calendar
from qingshe.kernel.actor import Actor
from qingshe.kernel.roles import Role
from qingshe.modules.catalog import facade as catalog
from qingshe.modules.demands.models import Demand
from qingshe.modules.demands.queries import inbox
from qingshe.modules.demands.rules import (
    Cadence,
    Channel,
    Ground,
    Kind,
    Planned,
    Rhythm,
    Terms,
)
from qingshe.modules.demands.services import issuing, planning, reporting, ruling, series, working
from qingshe.modules.demands.services.reporting import Told
from qingshe.site.grants import grants_of

TEN = time(10)
FIRE = "CZ-A2-03"
HERE, NEXT_DOOR = "西大街社区", "东大街社区"
MEDICAL, AGED, FIRE_BRIGADE = "市医疗保障局", "市民政局", "市消防救援支队"


@dataclass(frozen=True, slots=True)
class City:
    """The units by name, and what day it is."""

    paths: Mapping[str, str]
    today: date

    def someone(self, role: Role, name: str) -> Actor:
        return Actor("task:demo", self.paths[name], grants_of(role), role)

    def working_days_ago(self, days: int) -> datetime:
        """Ten o'clock of the working day that leaves `days` of them up to today."""
        workdays, day = calendar.workdays(), self.today
        while workdays.between(day, self.today) < days or not workdays.is_workday(day):
            day -= timedelta(days=1)
        return timezone.make_aware(datetime.combine(day, TEN))


def build(paths: Mapping[str, str], today: date) -> None:
    """Issue, do, refuse, rule and report: a fortnight in the communities of one street."""
    city = City(paths, today)
    _due_today(city)
    _planned(city)
    _meetings(city)
    _again(city)
    _refused(city)
    _upheld(city)
    _off_platform(city)


def _due_today(city: City) -> None:
    checked = _issue(
        city,
        MEDICAL,
        "城乡居民医保参保差异户核实",
        "请联系名单上的差异户，核实是否在外地参保；名单由医保系统比对得出，每个社区不超过二十户。",
        4,
        due=city.today,
    )
    fire = Terms(
        under=FIRE,
        title="协助开展消防宣传",
        text="请协助开展冬季消防宣传，在楼院张贴消防安全提示。",
        paths=(city.paths["潞州区"],),
        due_on=city.today + timedelta(days=9),
        minutes=40,
    )
    asker = city.someone(Role.DEPARTMENT, FIRE_BRIGADE)
    issuing.issue(asker, fire, key="demo-fire", now=city.working_days_ago(2))
    for name in (NEXT_DOOR, "府后街社区", "城隍庙社区"):
        _hand_in(city, checked, name)


def _planned(city: City) -> None:
    """This year's inspections, one of them waiting, and the one evaluation."""
    office, group = city.someone(Role.GATEKEEPER, "长治市"), city.someone(Role.LEADER, "长治市")
    year = city.today.year
    doors = Planned(
        "消防安全联合检查",
        city.paths[FIRE_BRIGADE],
        date(year, 1, 1),
        date(year, 12, 31),
        times=1,
        minutes=60,
        partners="应急、住建、城管",
        basis="多部门检查合并为一次，只看现场，不要材料",
    )
    yearly = replace(
        doors,
        title="社区工作综合考评",
        department=city.paths[AGED],
        first_on=date(year, 12, 1),
        minutes=90,
        partners="各有关部门的指标一并纳入",
        basis="长民发〔2017〕124号 三（三）",
    )
    waiting = replace(
        doors,
        title="医保基金使用检查",
        department=city.paths[MEDICAL],
        partners="",
        basis="",
    )
    for kind, planned in ((Kind.INSPECTION, doors), (Kind.EVALUATION, yearly)):
        item = planning.propose(office, planned, kind=kind, year=year, today=city.today)
        planning.approve(group, item.pk)
    planning.propose(office, waiting, kind=Kind.INSPECTION, year=year, today=city.today)


def _meetings(city: City) -> None:
    """Two trainings of which one clashes with the other in one community."""
    asker = city.someone(Role.DEPARTMENT, FIRE_BRIGADE)
    day = calendar.workdays().after(city.today, 3).end
    for hour, where in ((time(9, 30), "潞州区"), (time(10), HERE)):
        meeting = Terms(
            under=FIRE,
            title=f"协助开展消防宣传培训（{where}）",
            text="请社区协助开展消防宣传，派一人参加消防宣传培训。",
            paths=(city.paths[where],),
            kind=Kind.MEETING,
            starts_at=timezone.make_aware(datetime.combine(day, hour)),
            length_minutes=60,
            venue="英雄街道三楼会议室",
            attendees="消防宣传员",
        )
        now = city.working_days_ago(1)
        issuing.issue(asker, meeting, key=f"demo-meeting-{where}", now=now)


def _again(city: City) -> None:
    """What comes every month until the permit ends; the first of it in a fortnight."""
    holder, title = city.paths[MEDICAL], "医保电子凭证激活协助"
    permit = next(each for each in catalog.permits_of(holder) if each.title == title)
    terms = Terms(
        under=permit.number,
        title=title,
        text="请在社区服务大厅协助老年人激活医保电子凭证。",
        paths=permit.scope,
    )
    first = calendar.workdays().after(city.today, 12).end
    cadence = Cadence(first, Rhythm.MONTHLY, permit.valid_until)
    asker = city.someone(Role.DEPARTMENT, MEDICAL)
    series.plan(asker, terms, cadence, now=timezone.now())


def _refused(city: City) -> None:
    demand = _issue(
        city,
        MEDICAL,
        "医保电子凭证激活协助",
        "请在社区服务大厅协助老年人激活医保电子凭证，并报送本月激活的人次。",
        5,
        due=city.today + timedelta(days=5),
    )
    worker = city.someone(Role.WORKER, HERE)
    working.refuse(
        worker,
        _share(worker, demand),
        ground=Ground.NO_BASIS,
        text="许可写明不报进度，这次要求报人次。",
        now=city.working_days_ago(1),
    )


def _upheld(city: City) -> None:
    demand = _issue(
        city,
        AGED,
        "高龄津贴人员核对",
        "请核对八十岁以上老人的居住和健在情况，比对不上的再入户。",
        8,
        due=city.today + timedelta(days=6),
    )
    worker = city.someone(Role.HEAD, NEXT_DOOR)
    refusal = working.refuse(
        worker,
        _share(worker, demand),
        ground=Ground.COLLECTED_ALREADY,
        text="上月刚核对过，殡葬和医保数据没有变化。",
        now=city.working_days_ago(7),
    )
    office = city.someone(Role.GATEKEEPER, "长治市")
    words = "一个季度内重复核对，超出许可的频次安排；请先用数据比对。"
    ruling.uphold(office, refusal.pk, text=words, now=city.working_days_ago(5))


def _off_platform(city: City) -> None:
    worker = city.someone(Role.WORKER, HERE)
    reporting.report(
        worker,
        Told(
            text="请各社区于本周五前上报辖区内商户纳税情况摸底台账，作为年度目标责任考核依据",
            by_whom="潞州区税务局",
            channel=Channel.PHONE,
            kind=Kind.LEDGER,
            received_on=city.today,
        ),
        now=timezone.now(),
    )
    reporting.report(
        city.someone(Role.WORKER, NEXT_DOOR),
        Told(  # what was void a week ago, now by chat
            text="请在工作群接龙上报本社区八十岁以上老人的健在和居住情况，今天下班前完成",
            by_whom="潞州区民政局",
            channel=Channel.CHAT,
            kind=Kind.GROUP,
            received_on=city.today,
        ),
        now=timezone.now(),
    )
    daily = Told(
        text="每天下班前在工作群接龙上报当日参保人数，完不成的社区通报批评",
        by_whom=MEDICAL,
        department=city.paths[MEDICAL],
        channel=Channel.CHAT,
        kind=Kind.REPORT,
        received_on=city.working_days_ago(2).date(),
    )
    made = reporting.report(worker, daily, now=city.working_days_ago(1))
    office = city.someone(Role.GATEKEEPER, "长治市")
    reporting.ask(office, made.pk, department=daily.department, finding="有群聊记录，属实。")


def _issue(city: City, department: str, title: str, text: str, ago: int, *, due: date) -> Demand:
    """Issue something under the permit of that title, some working days ago."""
    holder = city.paths[department]
    number = next(each.number for each in catalog.permits_of(holder) if each.title == title)
    scope = catalog.permit(number).scope
    terms = Terms(under=number, title=title, text=text, paths=scope, due_on=due)
    asker = city.someone(Role.DEPARTMENT, department)
    return issuing.issue(asker, terms, key=f"demo-{title}", now=city.working_days_ago(ago))


def _hand_in(city: City, demand: Demand, community: str) -> None:
    worker = city.someone(Role.WORKER, community)
    working.hand_in(
        worker,
        _share(worker, demand),
        result="已全部联系，两户在外地参保。",
        minutes=35,
        now=city.working_days_ago(1),
    )


def _share(worker: Actor, demand: Demand) -> int:
    found: int = inbox.visible_to(worker).get(demand=demand).pk
    return found
