"""Quantities imposed on communities (任务数、比率): numbers that make a request an order."""

import re

_NUMBER = r"(?:\d{1,9}(?:\.\d{1,2})?|[一二两三四五六七八九十百千万]{1,9})"
_RATE = re.compile(
    rf"[^,。;]{{0,8}}率[^,。;\d]{{0,8}}(?:100%|{_NUMBER}(?:%|个百分点|以上)|百分之{_NUMBER})"
    rf"|{_NUMBER}%的?(?:任务|指标|目标|比例)"
    rf"|(?:确保|必须|务必|力争)[^,。;]{{0,6}}(?:增长|提高|下降|压降){_NUMBER}%"
)
_COUNT = re.compile(  # 第十三条 is no quantity
    rf"(?<![第\d一二两三四五六七八九十百千万]){_NUMBER}(?:户|家|人|份|单|起|件|条|名|个|万元|亿元|元|平方米|张|次|篇|票|分|人次|户次|例|笔|辆|台|套|间|册|盏|部)(?:以上|左右)?"
)
_EACH = re.compile(
    r"(?:每|各|人均|户均)(?:个|名|位|一)?(?:社区|村|人|干部|社工|户|网格|支部|月|季|周|天|日|年)|人均"
)
_FORCE = re.compile(
    r"任务|指标|必须|须|务必|完成|确保|考核|(?<!居民)(?<!村民)(?<!业主)通报|排名|约谈|不达标|硬|限期|达标|督办|扣分|不得少于|不得低于|不少于|不低于|推广|发展|购买"
)


def quota(text: str) -> tuple[str, ...]:
    """The quantity that a (normalised) demand orders, as it stands there; else nothing.

    A rate to be reached is an order in itself; a count is one when it is put on each community or
    worker, or as the size of a task, in the language of orders.
    """
    rate = _RATE.search(text)
    if rate is not None and (_FORCE.search(text) or "%" in rate.group()):
        return (rate.group(),)
    count = _COUNT.search(text)
    if count is not None and _FORCE.search(text) and (_EACH.search(text) or "任务" in text):
        return (count.group(),)
    return ()
