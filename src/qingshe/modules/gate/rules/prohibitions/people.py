"""Community workers borrowed, and their hours."""

import re

from qingshe.modules.gate.rules.papers import city_plan, county_plan
from qingshe.modules.gate.rules.reading import Reading
from qingshe.modules.gate.rules.registry import MAY_REFUSE, Words, rule
from qingshe.modules.gate.rules.values import Kind, Level

_RUSH = re.compile(
    r"(?:晚上|深夜|半夜|夜里|夜间|周末|周日|节假日)[^,。;]{0,8}(?:通知|布置|部署|下发|派发|开会)"
    r"|(?:今晚|连夜|明早|明天一早|次日一早)[^,。;]{0,12}(?:报|交|发|完成|回复|上报)"
    r"|(?:早上|上午|中午)[^。;]{0,12}(?:当天|当日|下午)[^。;]{0,10}(?:报|交|完成)"
    r"|(?:今日|今天|当日)[^,。;]{0,6}(?:前|之前|内)[^。;]{0,4}(?:报|交|完成|回复|反馈|发)"
    r"|[一两二三半\d]个?(?:小时|分钟)之?内[^,。;]{0,8}(?:报|交|完成|回复|反馈)"
)

DAY_BEGINS, DAY_ENDS = 8, 18


@rule(
    "借调社区工作者",
    source=city_plan("二（七）", "各委办局、街道（镇）不得借调社区工作者"),
    level=Level.OPTION,
)
def secondment(reading: Reading) -> Words:
    """不得借调、抽调、借用社区工作者；一两天的培训、会议不算借调。"""
    if reading.has("short_training"):
        return ()
    if reading.kind is Kind.SECONDMENT:
        return reading.words("secondment") or ("借调",)
    return reading.together("secondment", "staff")


@rule(
    "非工作时间或突击部署",
    source=county_plan("二（八）", "非工作时间或突击部署工作"),
    level=Level.OPTION,
    advice=f"改在工作时间下达并留足办理时间；应急事项注明“应急”。{MAY_REFUSE}",
)
def off_hours(reading: Reading) -> Words:
    """不得在非工作时间布置或突击部署，应急除外。"""
    if reading.question.is_urgent or reading.has("urgency"):
        return ()
    return _said(reading) or _by_the_clock(reading)


def _said(reading: Reading) -> Words:
    if reading.has("organising", "helping") or reading.in_one_sentence("finding", "reporting"):
        return ()
    return (
        reading.words("off_hours")
        or reading.in_one_sentence("free_time", "on_duty")
        or tuple(match.group() for match in _RUSH.finditer(reading.text))
    )


def _by_the_clock(reading: Reading) -> Words:
    hour, working_day = reading.question.hour, reading.question.is_working_day
    if working_day is False:
        return ("非工作日下达",)
    if hour is not None and not DAY_BEGINS <= hour < DAY_ENDS:
        return (f"{hour}时下达",)
    return ()
