"""Work of departments passed down: 转嫁, 属地管理, 派任务下指标, 层层加码, 摊派."""

from qingshe.modules.gate.rules.papers import burden, county_plan, province_guide
from qingshe.modules.gate.rules.quotas import quota
from qingshe.modules.gate.rules.reading import Reading
from qingshe.modules.gate.rules.registry import ASK_ADMISSION, MAY_REFUSE, Words, rule
from qingshe.modules.gate.rules.roles import assists, organises
from qingshe.modules.gate.rules.values import Kind, Level

_OWN_WORK = "由职能部门自行办理，确需社区协助的按准入程序申请并随附经费。社区可以拒收。"


@rule("转嫁职责", source=burden("一", "不得转嫁给社区"), advice=_OWN_WORK)
def duty_transferred(reading: Reading) -> Words:
    """政府部门、街道职责范围内的事项不得转嫁给社区。"""
    return reading.words("transfer") or reading.in_one_sentence("formerly", "now_here")


@rule(
    "以属地管理名义下派",
    source=county_plan("二（一）", "不得随意将清单外事项以“属地管理”等名义交由村（社区）办理"),
    level=Level.OPTION,
    advice=_OWN_WORK,
)
def local_responsibility(reading: Reading) -> Words:
    """“属地管理”不是把清单外事项交给社区的依据。"""
    return reading.words("local_responsibility") or reading.together("off_list", "responsible")


@rule(
    "派任务、下指标",
    source=province_guide("三（一）1", "不得以行政命令的方式向社区居（村）委会派任务、下指标"),
    level=Level.OPTION,
    advice=f"去掉数量指标和考核后再提出。{MAY_REFUSE}",
)
def commanded_by_target(reading: Reading) -> Words:
    """不得以行政命令向社区派任务、下指标；数量和比率加上考核、任务的口气就是指标。"""
    return reading.words("command") or quota(reading.text) or _ordered(reading)


def _ordered(reading: Reading) -> Words:
    """An order where only a request would do.

    Calling a meeting, asking for help or for residents to be brought together is none.
    """
    if reading.has("unapproved", "attending", "meeting") or reading.kind is Kind.MEETING:
        return ()
    return () if assists(reading) or organises(reading) else reading.words("ordered")


@rule(
    "层层加码",
    source=county_plan("二（八）", "对“层层加码”“长制”泛滥等现象开展排查整治"),
    level=Level.OPTION,
)
def piled_on(reading: Reading) -> Words:
    """层层加码、各种“长制”下延到社区。"""
    return reading.words("piling_on")


@rule(
    "摊派",
    source=province_guide("三（一）1", "不得派任务、下指标"),
    level=Level.OPTION,
    advice=f"订阅、捐款、购买一律自愿。{ASK_ADMISSION}",
)
def apportioned(reading: Reading) -> Words:
    """不得向社区摊派报刊征订、捐款、推销等任务。"""
    return reading.words("apportioning")
