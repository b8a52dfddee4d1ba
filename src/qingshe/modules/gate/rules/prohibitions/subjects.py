"""Matters whose responsible subject (责任主体) the community may not be."""

from qingshe.modules.gate.rules.papers import burden, district_plan
from qingshe.modules.gate.rules.reading import Reading
from qingshe.modules.gate.rules.registry import Words, rule
from qingshe.modules.gate.rules.roles import (
    assists,
    bears,
    is_called_together,
    is_responsible,
    organises,
    oversees,
)
from qingshe.modules.gate.rules.values import Level

_CANCELLED = "社区作为责任主体的……事项，原则上一律取消"
_LOCAL = "不得将社区作为……等事务的责任主体"
_ADVICE = "责任主体是职能部门；只请社区协助宣传、劝导、发现报告的，可申请准入。社区可以拒收。"


@rule("执法事项", source=burden("一", _CANCELLED), advice=_ADVICE)
def enforcement_subject(reading: Reading) -> Words:
    """社区没有执法权，不作为执法、处罚、审批的责任主体。"""
    return (
        bears(reading, "enforcement") or _wields_power(reading) or _does_other_bodies_work(reading)
    )


@rule("拆迁拆违", source=burden("一", _CANCELLED), advice=_ADVICE)
def demolition_subject(reading: Reading) -> Words:
    """社区不作为拆迁拆违的责任主体。"""
    return bears(reading, "demolition")


@rule(
    "房屋征收",
    source=district_plan("二（一）1", _LOCAL),
    level=Level.OPTION,
    advice=_ADVICE,
)
def expropriation_subject(reading: Reading) -> Words:
    """社区不作为房屋征收的责任主体。"""
    return bears(reading, "expropriation")


@rule("环境整治", source=burden("一", _CANCELLED), advice=_ADVICE)
def environment_subject(reading: Reading) -> Words:
    """社区不作为环境整治的责任主体；组织居民爱护环境是自治。"""
    return () if _watches_own_house(reading) else bears(reading, "environment")


@rule("城市管理", source=burden("一", _CANCELLED), advice=_ADVICE)
def city_management_subject(reading: Reading) -> Words:
    """社区不作为城市管理的责任主体。"""
    return bears(reading, "city_management")


@rule(
    "安全生产",
    source=district_plan("二（一）1", _LOCAL),
    level=Level.OPTION,
    advice=_ADVICE,
)
def safety_subject(reading: Reading) -> Words:
    """社区不作为安全生产监管的责任主体；发现隐患报告、居民防火检查是本职。"""
    return () if _watches_own_house(reading) else bears(reading, "safety")


@rule(
    "部门职责由社区担责",
    source=district_plan("二（一）1", "责任主体为相关职能部门，社区在职责范围内提供必要协助"),
    level=Level.OPTION,
    advice=_ADVICE,
)
def named_responsible(reading: Reading) -> Words:
    """明文把社区或社区负责人列为部门事务的责任主体、责任人。"""
    answering = reading.words("responsible_subject")
    if answering or not is_responsible(reading):
        return answering
    return reading.together("responsible", "accountability", "community")


def _watches_own_house(reading: Reading) -> bool:
    """Residents keep their own stairways free of fire: 消防法 gives them that themselves."""
    return reading.has("own_fire_watch") and not is_responsible(reading)


def _wields_power(reading: Reading) -> Words:
    """The community itself is to fine, demolish, collect, license or hold people back."""
    if not reading.has("community") or oversees(reading) or is_called_together(reading):
        return ()
    if not is_responsible(reading) and (assists(reading) or organises(reading)):
        return ()
    return reading.words("exercise_of_power", "collecting_money", "control_of_petitioners")


def _does_other_bodies_work(reading: Reading) -> Words:
    """Licensing, charging and the like put on the community in so many words."""
    return reading.together("other_bodies_duty", "responsible") if is_responsible(reading) else ()
