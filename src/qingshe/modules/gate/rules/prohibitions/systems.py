"""Apps, chat groups, systems and terminals pushed into communities."""

from qingshe.modules.gate.rules.papers import burden, county_plan
from qingshe.modules.gate.rules.reading import Reading
from qingshe.modules.gate.rules.registry import MAY_REFUSE, Words, rule
from qingshe.modules.gate.rules.values import Kind, Level

_FLOOD = "对app、小程序、工作群……泛滥等现象开展排查整治"


@rule("指尖上的形式主义", source=county_plan("二（八）", _FLOOD), level=Level.OPTION)
def fingertip_formalism(reading: Reading) -> Words:
    """打卡、积分、点赞、下载注册率等不得作为对社区的要求。"""
    if reading.has("voluntary") or not _on_screen(reading):
        return ()
    return reading.together("fingertip", "fingertip_force")


@rule(
    "工作群",
    source=county_plan("二（八）", _FLOOD),
    level=Level.OPTION,
    advice=f"通知由平台统一下达，不另建群。{MAY_REFUSE}",
)
def chat_group(reading: Reading) -> Words:
    """部门不得要求社区加入、新建工作群，在群里接龙、限时回复。"""
    if reading.has("residents_group"):
        return ()
    if reading.kind is Kind.GROUP:
        return reading.words("group") or ("工作群",)
    return reading.together("group", "fingertip_force")


@rule(
    "系统和终端延伸到社区",
    source=burden("六", "部门新建业务应用系统不再单设服务终端或向社区延伸"),
    advice=f"接入社区公共服务综合信息平台，数据一次采集、多方共享。{MAY_REFUSE}",
)
def system_extended(reading: Reading) -> Words:
    """部门系统不得延伸到社区、单设终端、要求重复录入。"""
    if reading.has("system_merging"):
        return ()
    return reading.together("system", "extending") or (
        reading.together("app", "extending") if reading.kind is Kind.SYSTEM else ()
    )


def _on_screen(reading: Reading) -> bool:
    return reading.has("app", "group", "system", "screen") or reading.kind in {
        Kind.SYSTEM,
        Kind.GROUP,
    }
