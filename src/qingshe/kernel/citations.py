"""Citations of law (法律依据): read out of free text, made comparable, printed back."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from qingshe.kernel.numerals import NUMERAL, to_chinese, to_int

PROVINCES = (
    "北京",
    "天津",
    "上海",
    "重庆",
    "河北",
    "山西",
    "辽宁",
    "吉林",
    "黑龙江",
    "江苏",
    "浙江",
    "安徽",
    "福建",
    "江西",
    "山东",
    "河南",
    "湖北",
    "湖南",
    "广东",
    "海南",
    "四川",
    "贵州",
    "云南",
    "陕西",
    "甘肃",
    "青海",
    "台湾",
    "内蒙古",
    "广西",
    "西藏",
    "宁夏",
    "新疆",
)


@dataclass(frozen=True, slots=True)
class Citation:
    """One place in one law or document, as somebody cites it (一条依据).

    `law` is the title without its outer brackets, empty where only a document number is given;
    `inserted` is 2 for 第三条之二. Numbers are None where the citation does not go so deep.
    """

    law: str
    article: int | None = None
    paragraph: int | None = None
    item: int | None = None
    doc_no: str | None = None
    inserted: int | None = None

    @property
    def name(self) -> str:
        """The title made comparable, see `normal_name`."""
        return normal_name(self.law)

    def __str__(self) -> str:
        """《…》第八条第二款第（三）项, as official papers print it."""
        title = f"《{self.law}》" if self.law else ""
        number = self.doc_no or ""
        return (title + (f"（{number}）" if title and number else number)) + self.place

    @property
    def place(self) -> str:
        """The part after the title: 第三条之一第二款, or nothing."""
        written = "" if self.article is None else f"第{to_chinese(self.article)}条"
        written += "" if self.inserted is None else f"之{to_chinese(self.inserted)}"
        written += "" if self.paragraph is None else f"第{to_chinese(self.paragraph)}款"
        return written + ("" if self.item is None else f"第（{to_chinese(self.item)}）项")


def citations(text: str, known: Iterable[str] = ()) -> tuple[Citation, ...]:
    """Every citation in `text`, in its order; never raises.

    Titles stand in 《》 (also nested, also unclosed) or bare before an article (消防法第32条).
    `known` are normal names: with them a bare name is found without an article too, and words
    that run into a bare name are cut off. 该条例第五条 goes back to the law named before.
    """
    folded = _fold(text)
    names = frozenset(known)
    found: list[Citation] = []
    position = 0
    while (mention := _next_mention(folded, position, names)) is not None:
        cited, position = _read_places(mention, folded, _law_named_last(found))
        found.extend(cited)
    return tuple(dict.fromkeys(found))


def normal_name(law: str) -> str:
    """The title for comparison: no brackets, spaces, 中华人民共和国, or note of its version."""
    name = _VERSION.sub("", re.sub(r"\s", "", _fold(law)))
    return re.sub(r"[《》〈〉<>\"“”]|中华人民共和国", "", name)


def place_of(law: str) -> str | None:
    """The province, city, county or zone a local rule (地方性法规等) is of; None for national law.

    Judged by the name alone: 上海市消防条例 → 上海市, 西藏自治区实施〈…〉办法 → 西藏自治区.
    """
    name = re.sub(r"^中国\((\w+)\)", r"\1", normal_name(law))
    if _NATIONAL_AFTER_ALL.match(name):
        return None
    place = _PLACE.match(name)
    return place.group() if place else None


def is_local(law: str) -> bool:
    """Whether the named rule is of a province, city or county and not national law."""
    return place_of(law) is not None


_HAN = r"\u3007\u4e00-\u9fff"
_PROVINCE = (
    rf"(?:{'|'.join(PROVINCES)})(?:省|市|(?:壮族|回族|维吾尔)?自治区)?(?:[{_HAN}]{{2,6}}经济特区)?"
)
_COUNTY = (
    r"(?!全国|各|城市|大中|中小|小城|县级|行政|设区|直辖)"
    rf"(?:[{_HAN}]{{2,8}}?(?:自治州|自治县|自治旗|经济特区|新区)"
    rf"|[{_HAN}]{{1,6}}?(?:省|市|县|盟|(?<![国党团军])旗)(?!场|政|域|容|级|辖)"
    rf"|[{_HAN}]{{1,4}}?(?<![社地山牧库灾林矿护胜发洪特校小辖园疫治政景税])区(?!域|划))"
)
_PLACE = re.compile(f"{_PROVINCE}|{_COUNTY}")
_NATIONAL_AFTER_ALL = re.compile("海南自由贸易港法|民族区域")

_LAW_ENDS = "法|法典|条例|办法|规定|细则|规则|准则"
_VERSION = re.compile(
    r"\((?:[^()]*(?:修正|修订|修改|公布|发布|通过|施行|版)|[\d〇一二三四五六七八九]{4}年?)\)"
)
_DOC_NO = (
    rf"[{_HAN}]{{1,12}}[〔\[【(]\d{{4}}年?[〕\]】)]第?\d{{1,5}}号"
    rf"|[{_HAN}]{{1,9}}令\(?第{NUMERAL}号\)?"
)
_LIST = rf"\(?{NUMERAL}\)?(?:[、,和及至到—-]第?\(?{NUMERAL}\)?)*?"
_MENTION = re.compile(
    rf"(?P<number>{_DOC_NO})|(?P<open>[《〈])"
    rf"|(?P<bare>[{_HAN}〈〉]{{1,40}}?(?:{_LAW_ENDS}))(?=(?:\([^()]{{1,20}}\))?第?{_LIST}条)"
)
_CUE = re.compile(
    "^.*(?:根据|依据|按照|依照|遵照|参照|执行|落实|贯彻|违反|适用|引用|援引|依|按)|^(?:以及|和|及|与|或|并|据|见|是|为)"
)
_BACK = re.compile(rf"^(?:本|该|同|此|上述|前述)(?:{_LAW_ENDS})$")
_NO_NAME = re.compile(
    f"(?:有关|相关|国家|上级|现行|各项|的|法律|法规|规章)*(?:{_LAW_ENDS}|法律|法规)"
)
_ALSO = re.compile("(?<=[法典例定则])(?:以及|和|及|与|或)")
_GAP = re.compile(
    rf"(?:[\s:的中]|\((?!第?{NUMERAL}条)[^()]{{1,40}}\)|\((?=第{NUMERAL}条)"
    rf"|[{_HAN}]{{1,6}}编|第{NUMERAL}[编章节])*"
)
_PART = re.compile(
    rf"(?P<join>(?:[\s、,;和及与或至到—-]|以及)*)(?P<first>第?)(?P<numbers>{_LIST})"
    rf"(?P<unit>[条款项目])(?:之(?P<inserted>{NUMERAL}))?"
)
_TO = re.compile("[至到—-]")
_WIDEST_RANGE = 50


@dataclass(frozen=True, slots=True)
class _Mention:
    """A title or number found in the text; the places cited in it follow from `end` on."""

    laws: tuple[str, ...]
    doc_no: str | None
    end: int


def _fold(text: str) -> str:
    """Full-width forms, brackets and spaces made one; line ends stay, they end a bare name."""
    folded = unicodedata.normalize("NFKC", text).replace("<<", "《").replace(">>", "》")
    return re.sub(r"[^\S\n]|[\u200b\ufeff]", "", folded)


def _law_named_last(found: list[Citation]) -> str:
    return next((citation.law for citation in reversed(found) if citation.law), "")


def _next_mention(text: str, position: int, known: frozenset[str]) -> _Mention | None:
    match = _MENTION.search(text, position)
    name = _known_pattern(known).search(text, position) if known else None
    if name is not None and (match is None or name.end() <= match.start()):
        return _Mention((name.group(),), None, name.end())
    if match is None:
        return None
    if match.lastgroup == "open":
        return _quoted(text, match.start(), None)
    if match.lastgroup == "bare":
        return _Mention(_bare_laws(match.group(), known), None, match.end())
    number = _normal_number(match.group())
    if text[match.end() : match.end() + 1] == "《":
        return _quoted(text, match.end(), number)
    return _Mention(("",), number, match.end())


@lru_cache(maxsize=8)
def _known_pattern(known: frozenset[str]) -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))
    before = rf"(?:(?<![{_HAN}])|(?<=[按依和及与或])|(?<=根据|依据|按照|依照|遵照|执行|落实|违反))"
    return re.compile(rf"{before}(?:中华人民共和国)?(?:{names})(?!典|实施|施行)")


def _quoted(text: str, start: int, number: str | None) -> _Mention:
    """The title that opens at `start`; an article inside the brackets is left to be read."""
    end = _closing(text, start)
    title = text[start + 1 : end]
    inside = re.search(rf"(?<=[法典例定则])(?=第{NUMERAL}条)", title)
    if inside is not None and "〉" not in title[inside.end() :]:
        end = start + 1 + inside.start()
        return _Mention((_as_printed(text[start + 1 : end]),), number, end)
    return _Mention((_as_printed(title),), number, min(end + 1, len(text)))


def _closing(text: str, start: int) -> int:
    depth = 0
    for index in range(start, min(len(text), start + 200)):
        depth += (text[index] in "《〈") - (text[index] in "》〉")
        if depth == 0:
            return index
    stop = re.compile(r"[》〉。;\n]|$").search(text, start + 1)
    return stop.start() if stop else len(text)


def _as_printed(title: str) -> str:
    """Nested brackets as 〈〉, full-width parentheses, no version note."""
    clean = _VERSION.sub("", re.sub(r"\s", "", title).strip("《》〈〉"))
    return clean.translate(str.maketrans("《》()", "〈〉（）")) + "〉" * _unclosed(clean)


def _unclosed(title: str) -> int:
    return max(0, sum((c in "《〈") - (c in "》〉") for c in title))


def _bare_laws(run: str, known: frozenset[str]) -> tuple[str, ...]:
    """The names in a run of characters before an article: 根据消防法和禁毒法 names two."""
    names = (_CUE.sub("", name) for name in _ALSO.split(_CUE.sub("", run)))
    return tuple(_cut_to_known(name, known) for name in names if not _NO_NAME.fullmatch(name))


def _cut_to_known(name: str, known: frozenset[str]) -> str:
    if is_local(name):
        return name
    endings = (name[start:] for start in range(len(name)))
    return next((ending for ending in endings if ending in known), name)


def _normal_number(number: str) -> str:
    """民发[2015]136号 as 民发〔2015〕136号, without words that ran into it."""
    bare = _CUE.sub("", number).removeprefix("文件")
    bare = re.sub(r"[〔\[【(](\d{4})年?[〕\]】)]第?", r"〔\1〕", bare)
    return re.sub(r"\(?(第\w+号)\)?", r"\1", bare)


def _read_places(mention: _Mention, text: str, before: str) -> tuple[list[Citation], int]:
    """What the mention cites, and where reading goes on."""
    laws = [before if _BACK.match(law) else law for law in mention.laws]
    if not (laws and (laws[-1] or mention.doc_no)):
        return [], mention.end
    gap = _GAP.match(text, mention.end)
    after = gap.group() if gap else ""
    number = re.search(_DOC_NO, after)
    base = Citation(laws[-1], doc_no=mention.doc_no or (number and _normal_number(number.group())))
    cited, end = _read_parts(base, text, mention.end + len(after))
    return [*map(Citation, laws[:-1]), *cited], end


def _read_parts(base: Citation, text: str, position: int) -> tuple[list[Citation], int]:
    cited = [base]
    while (part := _PART.match(text, position)) and _belongs(part, cited[-1]):
        for place in _places(part, cited[-1]):
            cited = _deepen(cited, *place)
        position = part.end()
    return cited, position


def _belongs(part: re.Match[str], last: Citation) -> bool:
    """Whether the numbers go on with the citation (第三条、五条) or are counts (，3项工作)."""
    if part["unit"] != "条" and last.article is None and last.doc_no is None:
        return False
    return (
        bool(part["first"])
        or not part["join"]
        or part["join"] in "、和及"
        or "(" in part["numbers"]
    )


def _places(part: re.Match[str], last: Citation) -> Iterator[tuple[str, int, int | None]]:
    """(unit, number, inserted) of each number in a part; 第三条至第五条 gives all between."""
    numbers = [to_int(numeral) for numeral in re.findall(NUMERAL, part["numbers"])]
    if _TO.search(part["numbers"]):
        numbers = _run(numbers[0], numbers[-1])
    elif part["unit"] == "条" and last.article and _TO.search(part["join"]):
        numbers = _run(last.article, numbers[0])[1:]
    inserted = to_int(part["inserted"]) if part["inserted"] else None
    return ((part["unit"], number, inserted) for number in numbers if 0 < number < 10_000)


def _run(first: int, last: int) -> list[int]:
    """All numbers from first to last; a wider range than any law has is a slip of the pen."""
    return list(range(first, last + 1)) if 0 < last - first < _WIDEST_RANGE else [first, last]


def _deepen(cited: list[Citation], unit: str, number: int, inserted: int | None) -> list[Citation]:
    """The citations after one more number: it completes the last one or begins another."""
    last = cited[-1]
    if unit == "条":
        place = Citation(last.law, number, doc_no=last.doc_no, inserted=inserted)
        return [place] if last.article is None else [*cited, place]
    if unit == "款":
        place = replace(last, paragraph=number, item=None)
        goes_on = last.paragraph is None and last.item is None
    elif unit == "项":
        place = replace(last, item=number)
        goes_on = last.item is None
    else:
        return cited
    return [*cited[:-1], place] if goes_on else [*cited, place]
