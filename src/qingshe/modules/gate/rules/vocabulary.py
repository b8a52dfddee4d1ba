"""Finding many words in a text at once."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from qingshe.kernel.text import normalise


@dataclass(frozen=True, slots=True)
class Span:
    """One find: which key, the words, and where they begin."""

    key: str
    words: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.words)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two groups of words of which one must follow the other within a clause."""

    key: str
    first: tuple[str, ...]
    then: tuple[str, ...]


class Vocabulary:
    """Many words, each under one or more keys, found in one pass over a text."""

    def __init__(self, words: Iterable[tuple[str, str]]) -> None:
        """`words` are (key, word) pairs; words are normalised like the texts."""
        self._by_head: dict[str, dict[str, list[str]]] = {}
        for key, word in words:
            folded = normalise(word)
            self._by_head.setdefault(folded[:2], {}).setdefault(folded, []).append(key)

    def find(self, text: str) -> Iterator[Span]:
        """Every word that stands in the (normalised) text, by place."""
        # words of two characters and more hang on their first two, the others on their one
        heads, padded = self._by_head, f"{text}\0"
        for at, one in enumerate(text):
            for head in (padded[at : at + 2], one):
                if head not in heads:
                    continue
                for word, keys in heads[head].items():
                    if text.startswith(word, at):
                        yield from (Span(key, word, at) for key in keys)

    def longest(self, text: str) -> list[Span]:
        """The same, but of words that overlap only the longer: 民主评议, not also 评议.

        Of two that are equally long the first one is kept, and words under the key "" only stand
        in the way of others: 协助 of 助医 in 协助医保.
        """
        kept: list[Span] = []
        owners: dict[int, tuple[int, int]] = {}
        for span in sorted(self.find(text), key=lambda span: (-len(span.words), span.start)):
            own = (span.start, span.end)  # one word under two keys does not overlap itself
            if all(owners.get(place, own) == own for place in range(*own)):
                owners.update(dict.fromkeys(range(*own), own))
                kept.append(span)
        return sorted((span for span in kept if span.key), key=lambda span: span.start)


_CLAUSE_ENDS = re.compile("[,。;!?\n]")
_APART = 28  # characters between the halves of a pair at the most


class Pairs:
    """Many pairs, their first halves found in one pass over a text.

    Words that are `in_the_way` are no second half, whatever stands in them: 负责 of 负责人.
    """

    def __init__(self, pairs: Iterable[Pair], in_the_way: Iterable[str] = ()) -> None:
        self._pairs = tuple(pairs)
        self._in_the_way = tuple(in_the_way)
        self._firsts = Vocabulary(
            (str(place), first) for place, pair in enumerate(self._pairs) for first in pair.first
        )

    def find(self, text: str) -> Iterator[Span]:
        """Every pair of which both halves stand in one clause, once for each first half."""
        for first in self._firsts.find(text):
            pair = self._pairs[int(first.key)]
            tail = rest_of_clause(text, first.end)
            for word in self._in_the_way:
                tail = tail.replace(word, "")
            then = next((word for word in pair.then if word in tail), None)
            if then is not None:
                yield Span(pair.key, f"{first.words}…{then}", first.start)


def rest_of_clause(text: str, start: int) -> str:
    """What follows `start` up to the end of its clause, or as far as a pair reaches."""
    end = _CLAUSE_ENDS.search(text, start, start + _APART)
    return text[start : end.start() if end else start + _APART]
