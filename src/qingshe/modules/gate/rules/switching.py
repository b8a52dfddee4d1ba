"""Rules a city need not have adopted: when one is switched off, and why some never are."""

from qingshe.kernel.workflow import Labelled, beginning, move

from .registry import Rule
from .values import Level


class SwitchState(Labelled):
    """Whether a switched-off rule is still off (规则停用)."""

    OFF = "off", "已停用"
    LIFTED = "lifted", "已恢复"


SWITCH_OFF = beginning("switch_off", "停用", SwitchState.OFF)
SWITCH_ON = move("switch_on", "恢复", SwitchState.OFF, to=SwitchState.LIFTED)

SWITCH_TONES = {SwitchState.OFF: "amber", SwitchState.LIFTED: "grey"}


def why_always_on(rule: Rule) -> str:
    """Why a rule cannot be switched off; "" for one that a city may do without."""
    if rule.level is not Level.NATIONAL:
        return ""
    return f"全国规则，依据{rule.source}，各地都要执行，不能停用。"
