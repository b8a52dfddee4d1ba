"""Reading a demand: what it says, clause by clause, before anybody judges it."""

import re
from bisect import bisect
from collections.abc import Mapping
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Reading:
    """A demand as the rules see it: normalised text, signals heard in it and in its basis."""

    question: Question
    text: str
    kind: Kind
    heard: Mapping[str, tuple[Span, ...]]
    sentence_ends: tuple[int, ...]
    in_basis: Mapping[str, tuple[Span, ...]]
    notes: tuple[str, ...] = ()

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


def read(question: Question) -> Reading:
    """The reading of a question.

    Raises Invalid for an empty text, a text of more than LONGEST characters and a basis of more
    than LONGEST_BASIS. Control characters
    are dropped. An unknown kind is read as a task, and a note says so.
    """
    text = normalise(question.text)
    if not text:
        raise Invalid("没有内容：请写明要社区做什么。")
    if len(clean(question.text)) > LONGEST:
        raise Invalid(f"内容超过{LONGEST}字：请只写要社区做的事，不要粘贴整份文件。")
    if len(question.claimed_basis or "") > LONGEST_BASIS:
        raise Invalid(f"依据超过{LONGEST_BASIS}字：请只写法律名称和条号。")
    kind, notes = _kind(question.kind)
    in_basis = _signals(normalise(question.claimed_basis or ""))
    ends = tuple(match.start() for match in _SENTENCE_ENDS.finditer(text))
    return Reading(question, text, kind, _signals(text), ends, in_basis, notes)


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
