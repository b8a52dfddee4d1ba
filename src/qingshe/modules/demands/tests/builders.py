"""Demands as production makes them: through the services, on an ordinary Monday morning."""

from dataclasses import replace
from datetime import UTC, date, datetime

from qingshe.kernel.actor import Actor
from qingshe.modules.catalog.facade import effective_entries
from qingshe.modules.catalog.tests.builders import TODAY, a_city, a_permit, a_published_list
from qingshe.modules.demands.models import (
    Assignment,
    Demand,
    OffPlatform,
    PlanItem,
    Rebound,
    Refusal,
    RegisterEntry,
    Series,
)
from qingshe.modules.demands.queries.rebounds import thing_of_demand
from qingshe.modules.demands.rules import (
    Cadence,
    Channel,
    Ground,
    Kind,
    Planned,
    Rhythm,
    Terms,
)
from qingshe.modules.demands.services import (
    issuing,
    planning,
    rebounds,
    reporting,
    ruling,
    series,
    working,
)
from qingshe.modules.demands.services.reporting import Told
from tests.cast import CITY, COMMUNITY, DEPARTMENT, department_officer, gatekeeper, worker

MORNING = datetime(2025, 9, 1, 2, 0, tzinfo=UTC)  # Monday, ten o'clock in Changzhi
FRIDAY = date(2025, 9, 5)
MONTHLY = Cadence(date(2025, 9, 30), Rhythm.MONTHLY, date(2025, 12, 31))
FIRE = Terms(
    under="",
    title="协助开展消防宣传",
    text="请社区协助开展消防宣传，在楼院张贴消防安全提示。",
    paths=(CITY,),
    due_on=FRIDAY,
    minutes=40,
)
AGED = Terms(
    under="",
    title="高龄津贴人员核对",
    text="请协助核对八十岁以上老人的居住和健在情况。",
    paths=(CITY,),
    due_on=FRIDAY,
)
TOLD = Told(
    text="上报辖区内商户纳税情况摸底台账，作为年度目标责任考核依据",
    by_whom="县税务局",
    channel=Channel.PHONE,
    kind=Kind.LEDGER,
    received_on=TODAY,
)

FIRE_DOORS = Planned(
    "消防通道联合检查",
    DEPARTMENT,
    date(2025, 9, 3),
    date(2025, 10, 31),
    times=1,
    minutes=60,
    partners="应急、住建",
)
ENDS = date(2025, 9, 20)
WORDS = {
    "sign": ("高龄服务室识别牌", "在社区内部功能室设识别牌一块，写明高龄服务室。"),
    "group": ("高龄服务联络群", "为高龄老人服务联络建一个工作群，到期解散。"),
}


def a_town() -> None:
    """The units of the cast, and a published list with fire prevention on it."""
    a_city()
    a_published_list()


def fire_item() -> str:
    """The key of the item on fire prevention."""
    return next(each.key for each in effective_entries(CITY, TODAY) if each.title == FIRE.title)


def fire(**stated: object) -> Terms:
    return replace(FIRE, **{"under": fire_item(), **stated})  # type: ignore[arg-type]


def aged(number: str, **stated: object) -> Terms:
    return replace(AGED, **{"under": number, **stated})  # type: ignore[arg-type]


def a_demand(
    terms: Terms | None = None,
    *,
    by: Actor | None = None,
    key: str = "一",
    now: datetime = MORNING,
) -> Demand:
    return issuing.issue(by or department_officer(), terms or fire(), key=key, now=now)


def a_permitted_demand(**stated: object) -> Demand:
    return a_demand(aged(a_permit().number, **stated))


def a_series(
    terms: Terms, cadence: Cadence = MONTHLY, *, by: Actor | None = None, now: datetime = MORNING
) -> Series:
    return series.plan(by or department_officer(), terms, cadence, now=now)


def share_of(demand: Demand, community: str = COMMUNITY) -> Assignment:
    return Assignment.objects.get(demand=demand, community=community)


def a_refusal(demand: Demand | None = None, *, by: Actor | None = None) -> Refusal:
    actor = by or worker()
    share = share_of(demand or a_demand(), actor.unit)
    return working.refuse(actor, share.pk, ground=Ground.NO_BASIS, now=MORNING)


def an_upheld_refusal(demand: Demand | None = None) -> Refusal:
    return ruling.uphold(gatekeeper(), a_refusal(demand).pk, now=MORNING)


def a_report(told: Told = TOLD) -> OffPlatform:
    return reporting.report(worker(), told, now=MORNING)


def a_plan_item(planned: Planned = FIRE_DOORS, kind: str = Kind.INSPECTION) -> PlanItem:
    return planning.propose(gatekeeper(), planned, kind=kind, year=2025, today=TODAY)


def an_entry(kind: str = "group", **stated: object) -> RegisterEntry:
    title, text = WORDS.get(kind, ("高龄服务联络", "请协助核对高龄老人的联络方式。"))
    said = {"owner": "养老服务科", "ends_on": ENDS, "minutes": 1, **stated}
    terms = aged(a_permit(kind=kind, title=title).number, title=title, text=text, **said)
    return RegisterEntry.objects.get(demand=a_demand(terms, key=kind))


def a_rebound(title: str = "楼院消防安全提示") -> Rebound:
    """What the worker would find of a demand that is like one refused before."""
    gone = an_upheld_refusal(a_demand(key="先")).assignment.demand
    again = a_demand(fire(title=title), key="又")
    found = rebounds.look_at(thing_of_demand(again), gone.place, now=MORNING)
    assert found is not None, "nothing near was found"
    return found
