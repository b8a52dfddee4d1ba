"""Work without money, and money of the community taken for it."""

from qingshe.modules.gate.rules.papers import burden, changzhi
from qingshe.modules.gate.rules.reading import Reading
from qingshe.modules.gate.rules.registry import MAY_REFUSE, Words, rule
from qingshe.modules.gate.rules.values import Level


@rule(
    "没有经费保障",
    source=burden("一", "应当为社区提供必要的经费和工作条件"),
    advice=f"写明经费来源、金额和拨付时间后再提出。{MAY_REFUSE}",
)
def unfunded(reading: Reading) -> Words:
    """协助事项要社区自筹经费，或许可载明没有经费。"""
    permit = reading.question.permit
    if permit is not None and permit.funded is False:
        return (f"许可{permit.number}没有经费",)
    return reading.words("unfunded")


@rule(
    "挤占社区经费、用房",
    source=changzhi("四", "权随责走、费随事转"),
    level=Level.CITY,
)
def funds_diverted(reading: Reading) -> Words:
    """不得挪用、挤占社区经费和办公用房。"""
    return reading.words("fund_diversion", "community_pays")
