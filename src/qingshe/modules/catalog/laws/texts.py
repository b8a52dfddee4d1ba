"""Reads a folder of law texts that a city supplies, and finds what they ask of the committees."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from qingshe.kernel.citations import place_of
from qingshe.kernel.errors import Invalid
from qingshe.kernel.numerals import NUMERAL, to_int
from qingshe.modules.catalog.laws.values import (
    Committee,
    Duty,
    Law,
    LawArticle,
    LawLevel,
    LawStatus,
)

MOST_BYTES = 5 * 1024 * 1024
LONGEST_ASK = 120

_RESIDENT = r"居民委员会|居委会|[(（]居[)）]民?委"
_VILLAGE = r"村民委员会|村委会|[(（]村[)）]民?委"
_EITHER = r"基层群众性自治组织|村[(（]居[)）]民?委员?会|居[(（]村[)）]民?委员?会|居村委会|村居委会"
_COMMITTEE = re.compile(f"{_EITHER}|{_RESIDENT}|{_VILLAGE}")
_NAMED = re.compile(f"(?:(?:{_EITHER}|{_RESIDENT}|{_VILLAGE})(?:员会)?(?:、|和|或者|以及|及)?)+")
_DATE = re.compile(
    r"[\s_(（【-]*(\d{4})[-年.]?(\d{1,2})[-月.]?(\d{1,2})日?(?:修正|修订|修改|公布|施行)?[)）】]?$"
)
_ARTICLE = re.compile(
    rf"^[\s#*>]*第(?P<number>{NUMERAL})条(?:之(?P<inserted>{NUMERAL}))?(?P<space>\**[\s:：]|\**$)?",
    re.MULTILINE,
)
_HEADING = re.compile(rf"^[\s#*>]*第{NUMERAL}[编章节](?:\s.*)?$", re.MULTILINE)
_SENTENCE = re.compile(r"[^。；;\n]+")
_SAYS = (
    (Duty.CERTIFICATE, re.compile(r"(?:出具|开具)[^，。]{0,20}证明")),
    (Duty.MUST_NOT, re.compile(r"^[^，。]{0,12}(?:不得|禁止)")),
    (Duty.RIGHT, re.compile(r"^[^，。]{0,8}有权")),
    (Duty.MUST_ASSIST, re.compile(r"协助|配合|协同")),
    (Duty.MAY, re.compile(r"^(?:(?!应当).){0,60}(?:可以|根据需要)")),
    (
        Duty.MUST,
        re.compile(r"应当|负责|必须|做好|组织|开展|加强|承担|督促|劝阻|报告|^[^，。]{0,8}设"),
    ),
)
_ENCOURAGED = re.compile(r"鼓励|引导|支持|动员|依靠|发挥|邀请")
_ACTED_UPON = re.compile(
    r"指导|听取|告知|通知|培训|处分|责令|罚款|监督|会同|委托|或者向|可以向|征求|需要|对[^，。]{0,4}$"
)
_ENTRUSTED = re.compile(r"由[^，。]{0,30}$")
_OF_ITS_PEOPLE = re.compile(r"^(?:的?(?:组成|有关)?(?:成员|人员|候选人)|选举|所在地)")
_OTHERS_TURN = re.compile(
    r"^[^，。]*[的时]，(?!应当|可以|不得|有权|协助|及时|立即|予以|必须|要|须|由其)"
)


@dataclass(frozen=True, slots=True)
class LawTexts:
    """What a folder holds: articles that name a committee, all laws, and what could not be read."""

    articles: tuple[LawArticle, ...]
    laws: tuple[Law, ...]
    problems: tuple[str, ...]


def read_law_texts(folder: Path) -> LawTexts:
    """The articles in the .txt and .md files of `folder` (UTF-8, UTF-16 or GB18030).

    A file is named after its law, with the day of the text or without: 上海市消防条例(2020-03-19).
    Modality is guessed from the wording and the status is unchecked. A bad file is a problem and
    not the end; raises `Invalid` with all problems when nothing could be read.
    """
    problems: list[str] = []
    laws: list[Law] = []
    articles: list[LawArticle] = []
    for file in _files(folder):
        try:
            law, text = _law_named(file.stem), _text(file)
            articles.extend(_articles(law, text))
            laws.append(law)
        except Invalid as problem:
            problems.append(f"{file.name}：{problem}")
    if not laws:
        found = problems or ["没有 .txt 或 .md 文件"]
        raise Invalid(f"文件夹“{folder.name}”里没有可读的法规文本", found)
    return LawTexts(tuple(articles), tuple(laws), tuple(problems))


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise Invalid(f"没有文件夹“{folder.name}”")
    return sorted(file for file in folder.iterdir() if file.suffix.lower() in {".txt", ".md"})


def _law_named(stem: str) -> Law:
    date = _DATE.search(stem)
    title = (stem[: date.start()] if date else stem).strip("《》 ")
    if not title:
        raise Invalid("文件名里没有法规名称")
    place = place_of(title) or ""
    return Law(
        title=title,
        version="{}-{:0>2}-{:0>2}".format(*date.groups()) if date else "",
        level=LawLevel.LOCAL if place else _level_of(title),
        status=LawStatus.UNKNOWN,
        note="由本地提供文本，时效未核",
        place=place,
    )


def _level_of(title: str) -> LawLevel:
    """By the name alone: 法 is a law, 条例 a regulation, the rest a rule."""
    if title.endswith(("法", "法典")):
        return LawLevel.LAW
    return LawLevel.ADMINISTRATIVE_REGULATION if "条例" in title else LawLevel.DEPARTMENT_RULE


def _text(file: Path) -> str:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise Invalid(f"文件超过 {MOST_BYTES // 1024 // 1024} MB")
        raw = file.read_bytes()
    except OSError as error:
        raise Invalid("文件打不开") from error
    utf16 = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if utf16 else ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    raise Invalid("编码不是 UTF-8、UTF-16 或 GB18030")


def _articles(law: Law, text: str) -> Iterator[LawArticle]:
    """The articles that name a committee; `Invalid` if the text has no articles at all."""
    heads = _heads(text)
    if not heads:
        raise Invalid("没有找到行首的“第…条”")
    ends = [head.start() for head in heads[1:]] + [len(text)]
    read = (
        _article(law, head, text[head.end() : end]) for head, end in zip(heads, ends, strict=True)
    )
    return (article for article in read if article is not None)


def _heads(text: str) -> list[re.Match[str]]:
    """Where articles begin: a wrapped line that begins with 第三条规定 is none."""
    heads: list[re.Match[str]] = []
    last = 0
    for match in _ARTICLE.finditer(text):
        number = to_int(match["number"])
        if (
            number == last + 1
            or (match["inserted"] and number == last)
            or (match["space"] is not None and number > last)
        ):
            heads.append(match)
            last = number
    return heads


def _article(law: Law, head: re.Match[str], body: str) -> LawArticle | None:
    plain = _HEADING.sub("", body)
    said = [s.strip() for s in _SENTENCE.findall(plain) if _COMMITTEE.search(s)]
    if not said:
        return None
    duties = [_duty(sentence) for sentence in said]
    duty = min(duties, key=_STRONGEST.index)
    return LawArticle(
        law=law,
        article=to_int(head["number"]),
        inserted=to_int(head["inserted"]) if head["inserted"] else None,
        duty=duty,
        asks=re.sub(r"\s", "", said[duties.index(duty)])[:LONGEST_ASK],
        committee=_committee("".join(said)),
    )


_STRONGEST = [
    Duty.MUST_ASSIST,
    Duty.MUST,
    Duty.CERTIFICATE,
    Duty.MUST_NOT,
    Duty.RIGHT,
    Duty.MAY,
    Duty.MENTIONED,
]
"""Which sentence speaks for an article that says several things."""


def _duty(sentence: str) -> Duty:
    """A guess by the words on both sides of the committee's name."""
    named = _NAMED.search(sentence)
    if named is None:
        return Duty.MENTIONED
    before = re.split(r"[，,]", sentence[: named.start()])[-1]
    after = sentence[named.end() :]
    if _OF_ITS_PEOPLE.match(after) or _OTHERS_TURN.match(after):
        return Duty.MENTIONED
    said = next((duty for duty, words in _SAYS if words.search(after)), Duty.MENTIONED)
    return _as_acted_upon(said, before)


def _as_acted_upon(said: Duty, before: str) -> Duty:
    """The guess corrected by what stands before the name: others may act on the committee."""
    if said is Duty.MUST_ASSIST:
        return said
    if _ENCOURAGED.search(before):
        return Duty.MAY
    if _ACTED_UPON.search(before):
        return Duty.MENTIONED
    return Duty.MUST if said is Duty.MENTIONED and _ENTRUSTED.search(before) else said


def _committee(text: str) -> Committee:
    resident, village = re.search(_RESIDENT, text), re.search(_VILLAGE, text)
    if re.search(_EITHER, text) or bool(resident) == bool(village):
        return Committee.BOTH
    return Committee.RESIDENT if resident else Committee.VILLAGE
