"""Economic targets (任务指标): cancelled outright, even where the community only helps."""

from qingshe.modules.gate.rules.papers import burden
from qingshe.modules.gate.rules.reading import Reading
from qingshe.modules.gate.rules.registry import Words, rule
from qingshe.modules.gate.rules.roles import is_called_together, oversees

_CANCELLED = "任务指标……原则上一律取消"


def _set_as_target(reading: Reading, topic: str) -> Words:
    """Every way of putting it on the community but telling people, or showing them the books."""
    if oversees(reading) or is_called_together(reading):
        return ()
    told = reading.has("publicity", "disclosure") and not reading.has("target")
    return () if told else reading.words(topic)


@rule("招商引资任务", source=burden("一", f"招商引资{_CANCELLED}"))
def investment_target(reading: Reading) -> Words:
    """社区不承担招商引资任务。只宣传政策、不定任务的，不在此列。"""
    return _set_as_target(reading, "investment")


@rule("协税护税任务", source=burden("一", f"协税护税{_CANCELLED}"))
def tax_target(reading: Reading) -> Words:
    """社区不承担协税护税、税源摸底、催缴税款任务。"""
    return _set_as_target(reading, "taxation")


@rule("经济创收任务", source=burden("一", f"经济创收{_CANCELLED}"))
def earning_target(reading: Reading) -> Words:
    """社区不承担经济创收、经济增长等指标。"""
    return _set_as_target(reading, "earning")
