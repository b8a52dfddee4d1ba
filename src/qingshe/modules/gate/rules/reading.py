"""Reading a demand: what it says, clause by clause, before anybody judges it."""

import re
from bisect import bisect
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import islice

from qingshe.kernel.errors import Invalid
from qingshe.kernel.text import clean, normalise

from . import lexicon
from .values import Kind, Question
from .vocabulary import Span

LONGEST = 10_000
LONGEST_BASIS = 1_000
REACH = 14  # characters over which a negation reaches
_CLAUSE_ENDS = re.compile("[,。;!?\n]")
_SENTENCE_ENDS = re.compile("[。;!?\n]")
LONGEST_LEAD = 200  # characters before an enumeration that lead it in
MOST_ITEMS = 60  # of an enumeration; further ones are read with the whole text only
_ITEM = re.compile(  # how an item of an enumeration begins: 1. 2、 (三) 四、 五是 and bullets
    r"(?:^|(?<=[\s,。;:!]))"
    r"(?:\((?:\d{1,2}|[一二三四五六七八九十]{1,3})\)|\d{1,2}[.、](?!\d)"
    r"|第?[一二三四五六七八九十]{1,3}(?:[、.]|是)|[•·●◆■])"
)
_SPACED = re.compile(r"(?<![一-鿿])[一-鿿](?: [一-鿿]){2,}(?![一-鿿])")  # 责 任 状
_BROKEN = re.compile(r"(?<=[一-鿿])[ \t]*\n[ \t]*(?=[一-鿿])(?!第?[一二三四五六七八九十]{1,3}[、.是])")
_THANKS = re.compile(  # 感谢大力支持配合: a courtesy, not the part that is given
    r"(?:感谢|谢谢|多谢|望|敬请|敬希)[^,。;!?]{0,8}?(?:支持|配合|协助|理解)"
    r"(?:[与和、及]?(?:支持|配合|协助|理解))*(?:为盼|为感|为荷)?(?=[。;!?~\s]|$)"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A demand as the rules see it: normalised text, signals heard in it and in its basis.

    `items` are the readings of an enumeration's items, each behind the words that lead it in:
    what excuses one of them does not excuse the others.
    """

    question: Question
    text: str
    kind: Kind
    heard: Mapping[str, tuple[Span, ...]]
    sentence_ends: tuple[int, ...]
    in_basis: Mapping[str, tuple[Span, ...]]
    notes: tuple[str, ...] = ()
    items: tuple["Reading", ...] = ()

    def has(self, *signals: str) -> bool:
        """Whether any of the signals is heard and not negated."""
        return not self.heard.keys().isdisjoint(signals)

    def words(self, *signals: str) -> tuple[str, ...]:
        """The words by which the signals were heard, in their order, each once."""
        spans = sorted((s for name in signals for s in self.heard.get(name, ())), key=_place)
        return tuple(dict.fromkeys(span.words for span in spans))

    def words_of_basis(self, signal: str) -> tuple[str, ...]:
        """Words of a signal in the name of the claimed law: it tells what the demand is about."""
        return tuple(dict.fromkeys(span.words for span in self.in_basis.get(signal, ())))

    def together(self, *signals: str) -> tuple[str, ...]:
        """Words of the signals if every one of them is heard, else nothing."""
        return self.words(*signals) if all(map(self.has, signals)) else ()

    def in_one_sentence(self, first: str, second: str) -> tuple[str, ...]:
        """Words of two signals where both are heard within one sentence."""
        if not (self.has(first) and self.has(second)):
            return ()
        ones, others = (self._by_sentence(name) for name in (first, second))
        shared = sorted(ones.keys() & others.keys())
        return tuple(dict.fromkeys(w for at in shared for w in (*ones[at], *others[at])))

    def _by_sentence(self, signal: str) -> dict[int, list[str]]:
        """Number of the sentence → the words of a signal in it."""
        words: dict[int, list[str]] = {}
        for span in self.heard.get(signal, ()):
            words.setdefault(bisect(self.sentence_ends, span.start), []).append(span.words)
        return words
_CLOSING = re.compile(  # 特此通知
    r"[,。;]?\s?(?:特此(?:通知|函告|告知|说明)|请(?:认真)?(?:遵照|贯彻|抓好|照此|组织)(?:执行|落实|实施)|收到请回复)"
    r"[。!]?$"
)


def read(question: Question) -> Reading:
    """The reading of a question.

    Raises Invalid for an empty text, a text of more than LONGEST characters and a basis of more
    than LONGEST_BASIS. Control characters
    are dropped. An unknown kind is read as a task, and a note says so.
    """
    text = plain(question.text)
    if not text:
        raise Invalid("没有内容：请写明要社区做什么。")
    if len(clean(question.text)) > LONGEST:
        raise Invalid(f"内容超过{LONGEST}字：请只写要社区做的事，不要粘贴整份文件。")
    if len(question.claimed_basis or "") > LONGEST_BASIS:
        raise Invalid(f"依据超过{LONGEST_BASIS}字：请只写法律名称和条号。")
    kind, notes = _kind(question.kind)
    in_basis = _signals(plain(question.claimed_basis or ""))
    items = tuple(_reading(question, item, kind, in_basis) for item in _items(text))
    return replace(_reading(question, text, kind, in_basis), notes=notes, items=items)


def plain(text: str) -> str:
    """Normalised, and rid of what changes nothing: another script, spaced letters, thanks."""
    joined = _BROKEN.sub("", clean(text).replace("\r\n", "\n"))
    folded = normalise(joined).translate(lexicon.simplified())
    folded = _SPACED.sub(lambda match: match.group().replace(" ", ""), folded)
    return _CLOSING.sub("", _THANKS.sub("", folded)).strip() or folded


def _reading(
    question: Question, text: str, kind: Kind, in_basis: Mapping[str, tuple[Span, ...]]
) -> Reading:
    ends = tuple(match.start() for match in _SENTENCE_ENDS.finditer(text))
    return Reading(question, text, kind, _signals(text), ends, in_basis)


def _items(text: str) -> list[str]:
    """The items of an enumeration, each with its lead; none where there are not two."""
    marks = list(islice(_ITEM.finditer(text), MOST_ITEMS))
    if len(marks) < 2:
        return []
    lead = text[: marks[0].start()][-LONGEST_LEAD:]
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    return [lead + text[mark.end() : end] for mark, end in zip(marks, ends, strict=True)]


def _kind(code: str) -> tuple[Kind, tuple[str, ...]]:
    try:
        return Kind(code), ()
    except ValueError:
        return Kind.TASK, (f"事项类型“{code[:30]}”未登记，按任务判断。",)


def _signals(text: str) -> dict[str, tuple[Span, ...]]:
    spans = [*lexicon.signals().find(text), *lexicon.pairs().find(text)]
    insisted = {span.start for span in spans if span.key == "insisting"}
    negations = [s for s in spans if s.key == "negation" and s.start not in insisted]
    heard: dict[str, list[Span]] = {}
    for span in sorted(spans, key=_place):
        if span.key != "negation" and not _is_negated(span, negations, text):
            heard.setdefault(span.key, []).append(span)
    return {key: tuple(found) for key, found in heard.items()}


def _is_negated(span: Span, negations: list[Span], text: str) -> bool:
    """A negation before the words within their clause takes the demand back."""
    return any(
        negation.end <= span.start <= negation.end + REACH
        and not _CLAUSE_ENDS.search(text, negation.end, span.start)
        for negation in negations
    )


def _place(span: Span) -> int:
    return span.start
