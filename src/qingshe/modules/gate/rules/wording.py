"""The words of a demand before they are read: one spelling, no courtesies, and its items."""

import re
from itertools import islice

from qingshe.kernel.text import clean, normalise

from . import lexicon

LONGEST_LEAD = 200  # characters before an enumeration that lead it in
MOST_ITEMS = 60  # further ones are read with the whole text only

_HAN = "一-鿿"
_SPACED = re.compile(rf"(?<![{_HAN}])[{_HAN}](?: [{_HAN}]){{2,}}(?![{_HAN}])")  # 责 任 状
_BROKEN = re.compile(  # a line that breaks off within a sentence
    rf"(?<=[{_HAN}])[ \t]*\n[ \t]*(?=[{_HAN}])(?!第?[一二三四五六七八九十]{{1,3}}[、.是])"
)
_GREETING = re.compile(  # 各社区书记:大家好!
    r"^[^,。;!]{0,16}?[:,]?\s?(?:大家|各位|你们|同志们|领导|老师)好[!,。~]?\s?"
    r"|现将[^,。;:]{0,16}(?:通知|安排|告知)如下[:,]\s?"
)
_THANKS = re.compile(  # 感谢大力支持配合: a courtesy, not the part that is given
    r"(?:感谢|谢谢|多谢|望|敬请|敬希)[^,。;!?]{0,8}?(?:支持|配合|协助|理解)"
    r"(?:[与和、及]?(?:支持|配合|协助|理解))*(?:为盼|为感|为荷)?(?=[。;!?~\s]|$)"
)
_CLOSING = re.compile(  # 特此通知
    r"[,。;]?\s?(?:特此(?:通知|函告|告知|说明)|收到请回复"
    r"|请(?:认真)?(?:遵照|贯彻|抓好|照此|组织)(?:执行|落实|实施))[。!]?$"
)
_ITEM = re.compile(  # how an item of an enumeration begins: 1. 2、 (三) 四、 五是 and bullets
    r"(?:^|(?<=[\s,。;:!]))"
    r"(?:\((?:\d{1,2}|[一二三四五六七八九十]{1,3})\)|\d{1,2}[.、](?!\d)"
    r"|第?[一二三四五六七八九十]{1,3}(?:[、.]|是)|[•·●◆■])"
)
_PARTS = re.compile(  # sentences, and what a clause sets beside the one before
    r"(?:[^;。,]|,(?!(?:并|同时|另|还要?)(?:由社区|负责|承担|对)))+[,;。]*"
)
_GOES_ON = re.compile(
    r"\s?(?:发现|及时|并(?!由社区|负责|承担|对)|如|若|遇|对[其此拒不]|必要|上述|以上|劝|不听|由|此项|有关|以便|确保"
    r"|请[^,。;]{0,6}(?:配合|协助|支持|劝导|告知))"
)
_OTHERS_DO = re.compile(
    r"[^,。;]{0,16}(?:局|部门|委|办|公司|中队|大队|政府|街道|机关|所|单位|物业)"
    r"(?:将|拟|正在|已|定于|近期|计划|组织|开展|会同|联合|统一|负责|依法)"
)


def plain(text: str) -> str:
    """Normalised, and rid of what changes nothing: another script, spaced letters, courtesies."""
    joined = _BROKEN.sub("", clean(text).replace("\r\n", "\n"))
    folded = normalise(joined).translate(lexicon.simplified())
    folded = _SPACED.sub(lambda match: match.group().replace(" ", ""), folded)
    meant = _CLOSING.sub("", _GREETING.sub("", _THANKS.sub("", folded)))
    return meant.strip() or folded


def items(text: str) -> list[str]:
    """What a plain text asks beside each other; nothing where that is but one thing.

    The items of an enumeration, each with the words that lead it in, else the sentences.
    """
    marks = list(islice(_ITEM.finditer(text), MOST_ITEMS))
    if len(marks) < 2:
        return _sentences(text)
    lead = text[: marks[0].start()][-LONGEST_LEAD:]
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    return [lead + text[mark.end() : end] for mark, end in zip(marks, ends, strict=True)]


def _sentences(text: str) -> list[str]:
    """The demands of a text that stand beside each other.

    A sentence that goes on with the one before belongs to it, and so does one that follows what
    others do themselves (城管局将拆除违建。请社区劝导居民).
    """
    told: list[str] = []
    for part in islice(_PARTS.finditer(text), MOST_ITEMS):
        if told and (_GOES_ON.match(part.group()) or _OTHERS_DO.match(told[-1])):
            told[-1] += part.group()
        else:
            told.append(part.group())
    return told if len(told) > 1 else []
