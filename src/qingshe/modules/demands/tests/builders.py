"""Demands as production makes them: through the services, on an ordinary Monday morning."""

from dataclasses import replace
from datetime import UTC, date, datetime

from qingshe.kernel.actor import Actor
from qingshe.modules.catalog.facade import effective_entries
from qingshe.modules.catalog.tests.builders import TODAY, a_city, a_permit, a_published_list
from qingshe.modules.demands.models import Assignment, Demand, OffPlatform, Refusal
from qingshe.modules.demands.rules import Channel, Ground, Kind, Terms
from qingshe.modules.demands.services import issuing, reporting, ruling, working
from qingshe.modules.demands.services.reporting import Told
from tests.cast import CITY, COMMUNITY, department_officer, gatekeeper, worker

MORNING = datetime(2025, 9, 1, 2, 0, tzinfo=UTC)  # Monday, ten o'clock in Changzhi
FRIDAY = date(2025, 9, 5)
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
