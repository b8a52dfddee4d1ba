"""What goes beyond a permit (准入许可): number, validity, scope, frequency.

Silent unless the question carries a permit; a question for a list item has none.
"""

from qingshe.modules.gate.rules.papers import ADMISSION, district_plan
from qingshe.modules.gate.rules.reading import Reading
from qingshe.modules.gate.rules.registry import Words, rule
from qingshe.modules.gate.rules.values import Level

_RENEW = "按许可载明的范围、期限、频次下达，或申请变更、续期。社区可以拒收。"
_CONTENT = district_plan("二（二）2", "要明确授权内容、对象、权限、时限和拨付经费")


@rule("许可过期", source=ADMISSION, level=Level.CITY, advice=_RENEW)
def permit_expired(reading: Reading) -> Words:
    """许可已过有效期。"""
    asked = reading.question
    if asked.permit is None or asked.on is None or asked.permit.valid_until is None:
        return ()
    last = asked.permit.valid_until
    return (f"有效期至{last.isoformat()}",) if asked.on > last else ()


@rule("超出许可范围", source=_CONTENT, level=Level.OPTION, advice=_RENEW)
def beyond_scope(reading: Reading) -> Words:
    """下达到许可以外的社区。"""
    asked = reading.question
    if asked.permit is None or not asked.permit.units:
        return ()
    return tuple(sorted(asked.units - asked.permit.units))


@rule("超出许可频次", source=_CONTENT, level=Level.OPTION, advice=_RENEW)
def beyond_frequency(reading: Reading) -> Words:
    """一年内下达次数超过许可。"""
    asked = reading.question
    if asked.permit is None or asked.permit.times_a_year is None or asked.issued_this_year is None:
        return ()
    allowed = asked.permit.times_a_year
    return (f"本年已下达{asked.issued_this_year}次",) if asked.issued_this_year >= allowed else ()
