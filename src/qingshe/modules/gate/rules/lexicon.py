"""The words of the trade, kept as data beside the code: concepts, signals, certificates."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import chain
from pathlib import Path

import yaml

from qingshe.kernel.text import normalise

from .vocabulary import Pair, Pairs, Vocabulary

_FOLDER = Path(__file__).with_name("lexicon")
_IMPLIES = "implies"
_TURNS = "turns"
_INCLUDES = "includes"

_PEOPLE_IN_CHARGE = ("负责人", "负责同志")

Words = Mapping[str, list[str]]


# Words of two characters that another may seem to begin in the middle of: 协助医保 is no 助医.
_IN_THE_WAY = ("协助", "帮助", "辅助", "资助", "援助")


@cache
def concepts() -> Vocabulary:
    """What demands and list items are about (概念)."""
    said = (pair for words in _sections().values() for pair in _keyed(words))
    return Vocabulary(chain(said, (("", word) for word in _IN_THE_WAY)))


@cache
def concept_sections() -> Mapping[str, str]:
    """Concept → the section it stands in (topics, forms, objects, people, acts, names)."""
    return {key: name for name, words in _sections().items() for key in words}


@cache
def implied() -> Words:
    """Concept → the concepts that come with it."""
    return _topics()[_IMPLIES]


@cache
def turns() -> Pairs:
    """Concepts said in two parts of one clause."""
    rows: Mapping[str, Iterable[list[str]]] = yaml.safe_load(_text("topics"))[_TURNS]
    return Pairs(_pairs(rows))


@cache
def signals() -> Vocabulary:
    """The turns of phrase that rules listen for (信号)."""
    rows = _signals().items()
    return Vocabulary((key, str(word)) for key, row in rows for word in row.get("words", ()))


@cache
def pairs() -> Pairs:
    """Signals made of two parts."""
    rows = {key: row.get("pairs", ()) for key, row in _signals().items()}
    return Pairs(_pairs(rows), _PEOPLE_IN_CHARGE)


@cache
def signal_names() -> frozenset[str]:
    """The signals there are: a rule that names another is a slip of the pen."""
    return frozenset(_signals())


@cache
def certificate_matters() -> Vocabulary:
    """What certificates are about; keys are section/name (refused/1, kept/居住)."""
    sections: Mapping[str, Words] = yaml.safe_load(_text("certificates"))
    return Vocabulary(
        (f"{section}/{key}", word)
        for section, words in sections.items()
        if section != _INCLUDES
        for key, word in _keyed(words)
    )


@cache
def included() -> Words:
    """Kind of kept certificate → refused matters that it is itself about."""
    kinds: Words = yaml.safe_load(_text("certificates"))[_INCLUDES]
    return kinds


@cache
def refused_names() -> Mapping[str, str]:
    """Number in the national list of 2020 → the certificate's name there."""
    numbers: Mapping[str, str] = yaml.safe_load(_text("refused_2020"))
    return {number: name for name, number in numbers.items()}


@cache
def simplified() -> Mapping[int, int]:
    """Traditional characters → simplified ones, for str.translate."""
    pairs: str = yaml.safe_load(_text("traditional"))["pairs"]
    return {ord(pair[0]): ord(pair[1]) for pair in pairs.split()}


def _sections() -> Mapping[str, Words]:
    return {name: words for name, words in _topics().items() if name not in {_IMPLIES, _TURNS}}


def _pairs(rows: Mapping[str, Iterable[list[str]]]) -> Iterator[Pair]:
    for key, halves in rows.items():
        for first, then in halves:
            yield Pair(key, tuple(map(normalise, first)), tuple(map(normalise, then)))


def _keyed(words: Words) -> Iterator[tuple[str, str]]:
    return ((key, word) for key, group in words.items() for word in group)


@cache
def _topics() -> Mapping[str, Words]:
    topics: Mapping[str, Words] = yaml.safe_load(_text("topics"))
    return topics


@cache
def _signals() -> Mapping[str, Mapping[str, Iterable[list[str]]]]:
    rows: Mapping[str, Mapping[str, Iterable[list[str]]]] = yaml.safe_load(_text("signals"))
    return rows


def _text(name: str) -> str:
    return (_FOLDER / f"{name}.yaml").read_text("utf-8")
