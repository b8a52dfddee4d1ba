"""Finding the entries nearest in meaning among many: shared concepts first, shared words second."""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray

from qingshe.kernel.text import bigrams, normalise

from .meaning import SECTION_WEIGHTS, about_people, bare, concepts_of, people, substance

COVERED, COVERING, WORDING = 0.56, 0.22, 0.22  # parts of the score; they add up to 1
UNKNOWN = 0.15  # weight kept back for what a demand says outside the vocabulary
HINT = 0.4  # weight of what only the name of a claimed law says
NEAREST = 20  # candidates that are looked at closely
FAR = 0.2  # below this part of the best rough score nothing is looked at
BUDGET = 50_000  # postings looked through in one search: rare features first

_Floats = NDArray[np.float32]
_Places = NDArray[np.integer]


@dataclass(frozen=True, slots=True)
class Near:
    """One entry near to a text: its place among the texts, the score and what is shared."""

    place: int
    score: float
    concepts: tuple[str, ...]
    wording: float
    covered: float


@dataclass(frozen=True, slots=True)
class Sense:
    """A text made comparable: weights of its concepts, and of its pairs of characters.

    `known` are the pairs that the index has, by their number there.
    """

    concepts: Mapping[str, float]
    known: Mapping[int, float]
    weight: float
    length: float


@dataclass(frozen=True, slots=True)
class Columns:
    """What an index knows of its texts, as plain arrays: they can lie in a file and be shared.

    Rows of a ragged table lie behind each other; `…_starts` has one more number than there are
    rows. Features are the concepts and behind them the pairs; `posting_…` is the same table read
    the other way round: which texts have a feature, and its weight there.
    """

    concepts: tuple[str, ...]
    pairs: tuple[str, ...]
    rarity: _Floats  # of each pair
    lengths: _Floats  # of each text
    concept_starts: _Places
    concept_ids: _Places
    concept_weights: _Floats
    pair_starts: _Places
    pair_ids: _Places
    pair_weights: _Floats
    posting_starts: _Places
    posting_places: _Places
    posting_weights: _Floats


class MeaningIndex:
    """An inverted index over short texts. Built once; a search touches only what shares something.

    `concepts` reads a normalised text; certificates are read in their own way.
    """

    def __init__(
        self, columns: Columns, concepts: Callable[[str], Mapping[str, float]] = concepts_of
    ) -> None:
        self.columns = columns
        self._concepts = concepts
        self._pair_ids = {pair: at for at, pair in enumerate(columns.pairs)}
        self._concept_ids = {key: at for at, key in enumerate(columns.concepts)}
        self._unseen = log(len(columns.pairs) + 2)

    def __len__(self) -> int:
        return len(self.columns.lengths)

    def sense(self, text: str, hint: str = "", also: Iterable[str] = ()) -> Sense:
        """The sense of a demand.

        `hint`, the name of a claimed law, tells a little of what it is about; `also` are concepts
        that the reader of the whole sentence found in it.
        """
        concepts = dict(_read(self._concepts, text))
        for key in substance(_read(self._concepts, hint)):
            concepts[key] = concepts.get(key, 0.0) + HINT
        concepts.update(dict.fromkeys(also, SECTION_WEIGHTS["forms"]))
        if self._concepts is concepts_of and not substance(concepts):
            concepts = dict(about_people(concepts))
        return self._sense(concepts, _pairs_in(text))

    def nearest(self, sense: Sense) -> list[Near]:
        """The nearest texts, best first, at most NEAREST of them."""
        found = [self.compare(sense, int(place)) for place in self._candidates(sense)]
        return sorted(found, key=lambda near: (-near.score, near.place))

    def _sense(self, concepts: Mapping[str, float], pairs: Counter[str]) -> Sense:
        known: dict[int, float] = {}
        squares = 0.0
        for pair, count in pairs.items():
            at = self._pair_ids.get(pair)
            rarity = self._unseen if at is None else float(self.columns.rarity[at])
            weight = sqrt(count) * rarity
            squares += weight * weight
            if at is not None:
                known[at] = weight
        return Sense(concepts, known, sum(concepts.values()), sqrt(squares) or 1.0)

    def compare(self, sense: Sense, place: int) -> Near:
        """How near one text of the index is."""
        own = self.columns
        begin, end = own.concept_starts[place : place + 2].tolist()
        keys = [own.concepts[at] for at in own.concept_ids[begin:end].tolist()]
        concepts = dict(zip(keys, own.concept_weights[begin:end].tolist(), strict=True))
        shared = [key for key in sense.concepts if key in concepts]
        if not self._is_about(shared, sense):
            shared = []
        covered = _part(sense.concepts, shared, sense.weight + UNKNOWN)
        covering = _part(concepts, shared, sum(concepts.values()))
        wording = self._product(sense, place) / (sense.length * float(own.lengths[place]))
        score = COVERED * covered + COVERING * covering + WORDING * wording
        return Near(place, min(1.0, score), tuple(shared), wording, covered)

    def _product(self, sense: Sense, place: int) -> float:
        """How much of the pairs of characters is common."""
        own, known = self.columns, sense.known
        begin, end = own.pair_starts[place : place + 2].tolist()
        ids, weights = own.pair_ids[begin:end].tolist(), own.pair_weights[begin:end].tolist()
        return float(sum(known[at] * w for at, w in zip(ids, weights, strict=True) if at in known))

    def _candidates(self, sense: Sense) -> _Places:
        """Places with the highest rough score, counted over the rarest shared features."""
        if not len(self):
            return np.zeros(0, dtype=np.int32)
        rough = np.zeros(len(self), dtype=np.float32)
        left = BUDGET
        for size, begin, factor in sorted(self._features(sense)):
            if left < size:
                break
            left -= size
            rows = slice(begin, begin + size)
            places = self.columns.posting_places[rows]
            rough[places] += self.columns.posting_weights[rows] * np.float32(factor)
        best = np.flatnonzero(rough > rough.max() * FAR)
        if len(best) > NEAREST:
            best = best[np.argpartition(rough[best], len(best) - NEAREST)[-NEAREST:]]
        return best.astype(np.int32)

    def _features(self, sense: Sense) -> Iterator[tuple[int, int, float]]:
        """How many texts have each feature of the sense, where they begin, what it weighs."""
        for key, weight in sense.concepts.items():
            at = self._concept_ids.get(key)
            if at is not None:
                yield (*self._posting(at), weight / sense.weight)
        first = len(self.columns.concepts)
        for pair, weight in sense.known.items():
            yield (*self._posting(first + pair), weight / sense.length * WORDING)

    def _posting(self, feature: int) -> tuple[int, int]:
        begin, end = self.columns.posting_starts[feature : feature + 2].tolist()
        return end - begin, begin

    def _is_about(self, shared: Iterable[str], sense: Sense) -> bool:
        """Sharing only whom it is for, or what is done, is not sharing a matter.

        A demand that names nothing but people (慰问高龄老人) is about them.
        """
        if self._concepts is not concepts_of or substance(shared):
            return True
        return not substance(sense.concepts) and bool(people(shared))


def index_of(
    texts: Sequence[str],
    extra: Sequence[str] = (),
    concepts: Callable[[str], Mapping[str, float]] = concepts_of,
) -> MeaningIndex:
    """The index over some texts.

    `extra` stands in for the meaning of a text that names no concept (the category of a list
    item).
    """
    keys, pairs = _Numbers(), _Numbers()
    by_concept, by_pair = _Ragged(), _Ragged()
    for text, also in zip(texts, extra or [""] * len(texts), strict=True):
        by_concept.add(keys, _read(concepts, text) or _read(concepts, also))
        by_pair.add(pairs, Counter(bigrams(bare(normalise(text)))))
    return MeaningIndex(_columns(keys, by_concept, pairs, by_pair), concepts)


class _Numbers(dict[str, int]):
    """Gives each new word the next number."""

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        return number


class _Ragged:
    """Rows of (number, weight) behind each other, in a few bytes each."""

    def __init__(self) -> None:
        self.starts, self.ids, self.weights = array("q", [0]), array("i"), array("f")

    def add(self, numbers: _Numbers, weights: Mapping[str, float]) -> None:
        for word, weight in weights.items():
            self.ids.append(numbers[word])
            self.weights.append(weight)
        self.starts.append(len(self.ids))


def _columns(keys: _Numbers, by_concept: _Ragged, pairs: _Numbers, by_pair: _Ragged) -> Columns:
    count = len(by_pair.starts) - 1
    concept_ids, concept_weights = _arrays(by_concept)
    pair_ids, counts = _arrays(by_pair)
    rarity = np.log1p(count / np.bincount(pair_ids, minlength=len(pairs))).astype(np.float32)
    pair_weights = np.sqrt(counts) * rarity[pair_ids]
    pair_rows = _rows(by_pair)
    squares = np.bincount(pair_rows, weights=np.square(pair_weights), minlength=count)
    lengths = np.sqrt(squares).astype(np.float32)
    lengths[lengths == 0] = 1
    features = np.concatenate([concept_ids, pair_ids + np.int32(len(keys))])
    places = np.concatenate([_rows(by_concept), pair_rows])
    same = np.full(len(concept_ids), COVERED, dtype=np.float32)
    weights = np.concatenate([same, pair_weights / lengths[pair_rows]])
    order = np.argsort(features, kind="stable")
    sizes = np.bincount(features, minlength=len(keys) + len(pairs))
    return Columns(
        concepts=tuple(keys),
        pairs=tuple(pairs),
        rarity=rarity,
        lengths=lengths,
        concept_starts=np.array(by_concept.starts),
        concept_ids=concept_ids,
        concept_weights=concept_weights,
        pair_starts=np.array(by_pair.starts),
        pair_ids=pair_ids,
        pair_weights=pair_weights,
        posting_starts=np.concatenate([[0], np.cumsum(sizes)]),
        posting_places=places[order],
        posting_weights=weights[order],
    )


def _arrays(ragged: _Ragged) -> tuple[_Places, _Floats]:
    return np.array(ragged.ids, dtype=np.int32), np.array(ragged.weights, dtype=np.float32)


def _rows(ragged: _Ragged) -> _Places:
    """The row of each number."""
    sizes = np.diff(np.array(ragged.starts))
    return np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)


@lru_cache(maxsize=64)
def _pairs_in(text: str) -> Counter[str]:
    """Pairs of characters of a demand, which is held against several shelves in turn."""
    return Counter(bigrams(bare(text)))


def _read(concepts: Callable[[str], Mapping[str, float]], text: str) -> Mapping[str, float]:
    return concepts(bare(normalise(text)))


def _part(weights: Mapping[str, float], keys: Iterable[str], whole: float) -> float:
    return sum(weights[key] for key in keys) / whole if whole else 0.0
