"""Reading a demand: what it says, clause by clause, before anybody judges it."""

import re
from bisect import bisect
from collections.abc import Mapping
from dataclasses import dataclass, replace

from qingshe.kernel.errors import Invalid
from qingshe.kernel.text import clean

from . import lexicon, wording
from .values import Kind, Question
from .vocabulary import Span

LONGEST = 10_000
LONGEST_BASIS = 1_000
REACH = 14  # characters over which a negation reaches
_CLAUSE_ENDS = re.compile("[,。;!?\n]")
_SENTENCE_ENDS = re.compile("[。;!?\n]")

# Kinds that name what is asked by themselves; they belong to the whole, not to each item of it.
_SAYS_ALL = frozenset(
    {Kind.GROUP, Kind.LEDGER, Kind.RESPONSIBILITY_LETTER, Kind.SECONDMENT, Kind.SIGN}
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A demand as the rules see it: normalised text, signals heard in it and in its basis.

    `items` are the readings of what the text asks beside each other: what excuses one of them
    does not excuse the others.
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


_GREETING = re.compile(  # 各社区书记:大家好!
    r"^[^,。;!]{0,16}?[:,]?\s?(?:大家|各位|你们|同志们|领导|老师)好[!,。~]?\s?"
    r"|现将[^,。;:]{0,16}(?:通知|安排|告知)如下[:,]\s?"
)
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
    text = wording.plain(question.text)
    if not text:
        raise Invalid("没有内容：请写明要社区做什么。")
    if len(clean(question.text)) > LONGEST:
        raise Invalid(f"内容超过{LONGEST}字：请只写要社区做的事，不要粘贴整份文件。")
    if len(question.claimed_basis or "") > LONGEST_BASIS:
        raise Invalid(f"依据超过{LONGEST_BASIS}字：请只写法律名称和条号。")
    kind, notes = _kind(question.kind)
    in_basis = _signals(wording.plain(question.claimed_basis or ""))
    of_item = Kind.TASK if kind in _SAYS_ALL else kind
    items = tuple(_reading(question, item, of_item, in_basis) for item in wording.items(text))
    return replace(_reading(question, text, kind, in_basis), notes=notes, items=items)


def _reading(
    question: Question, text: str, kind: Kind, in_basis: Mapping[str, tuple[Span, ...]]
) -> Reading:
    ends = tuple(match.start() for match in _SENTENCE_ENDS.finditer(text))
    return Reading(question, text, kind, _signals(text), ends, in_basis)


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
