"""What a text is about: its concepts, each with the weight its place in the sentence gives it."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from . import lexicon
from .vocabulary import Span

SECTION_WEIGHTS = {
    "topics": 1.0,
    "forms": 1.3,
    "objects": 1.0,
    "people": 0.35,
    "acts": 0.2,
    "names": 0.0,
}
_TALKS = frozenset({"社区协商", "居民会议"})
_SETTLED = frozenset({"公约章程", "居民自治"})
_MADE = frozenset({"公约章程", "制定"})  # residents make their rules
_OPENED = frozenset({"居务公开"})  # the committee opens its books
_CARE = frozenset({"走访帮扶", "维护权益"})
AGAIN = 0.3  # what a further mention of the same concept adds, in parts of its weight
TALKED_OVER = 0.5  # weight left to what residents meet about
CONTEXT = 0.35  # weight left to what only names an occasion, a place or a means
_MEMBER = 8  # characters that may belong to the first and last member of an enumeration

# Who is asked is the same in every demand; it says nothing of the matter.
_AGENTS = re.compile(
    r"(?:(?:城市|农村)?(?:居民委员会|村民委员会|居委会|村委会|村\(居\)民委员会|居\(村\)民委员会)"
    r"(?:、|和|以及|或者|及)?)+(?:应当|可以|要|须|应)?(?:依法)?"
)
_CONTEXT_CLAUSE = re.compile(
    r"(?:^|(?<=[,。;\n]))[^,。;\n]{0,6}?(?:结合|根据|按照|依托|通过|利用|为了|针对|围绕|在)[^,。;\n]*[,]"
)
_INTO = re.compile("纳入[^,。;\n]*")
_CLAUSE = re.compile(r"[^,。;\n]+")


def bare(text: str) -> str:
    """The text without the committees it is addressed to."""
    return _AGENTS.sub("", text)


@lru_cache(maxsize=8192)  # all permits of a city: one more does not read the others again
def concepts_of(text: str) -> Mapping[str, float]:
    """Concept → weight of a normalised text; empty where no concept is named."""
    weights: dict[str, float] = {}
    sections = lexicon.concept_sections()
    shares = _shares(text)
    for span in (*lexicon.concepts().longest(text), *_turns(text)):
        weight = SECTION_WEIGHTS[sections[span.key]] * _share(span, shares)
        if not weight:
            continue
        earlier = weights.get(span.key)
        larger, smaller = max(weight, earlier or 0.0), min(weight, earlier or 0.0)
        weights[span.key] = larger + AGAIN * smaller
    return _told_apart(weights) | _implied(weights)


def _told_apart(weights: dict[str, float]) -> dict[str, float]:
    """What residents talk over weighs less than that they do: it may be anything.

    Where they make their own rules or choose their people, the talk is only the means. The rules
    they make and the books that are opened to them may be about anything as well.
    """
    if not _TALKS & weights.keys():
        if not (weights.keys() >= _MADE or _OPENED & weights.keys()):
            return weights
        lighter = _of_sections(weights, "topics")
    elif _SETTLED & weights.keys():
        lighter = _TALKS
    else:
        lighter = _of_sections(weights, "topics", "objects")
    return {key: w * TALKED_OVER if key in lighter else w for key, w in weights.items()}


def _turns(text: str) -> list[Span]:
    """Concepts said in two parts, each once."""
    spans = {span.key: span for span in reversed([*lexicon.turns().find(text)])}
    return list(spans.values())


def _implied(weights: Mapping[str, float]) -> dict[str, float]:
    return {
        other: SECTION_WEIGHTS["people"] * weights[key]
        for key, others in lexicon.implied().items()
        if key in weights
        for other in others
        if other not in weights
    }


def substance(concepts: Iterable[str]) -> frozenset[str]:
    """The concepts that say what it is about, not for whom or what is done."""
    return _of_sections(concepts, "topics", "forms", "objects")


def about_people(concepts: Mapping[str, float]) -> Mapping[str, float]:
    """Of a text that names no matter: whom it cares for, or nothing if it does not care."""
    return {key: concepts[key] for key in people(concepts)} if _CARE & concepts.keys() else {}


def people(concepts: Iterable[str]) -> frozenset[str]:
    """The concepts that say for whom."""
    return _of_sections(concepts, "people")


def is_self_governing(concepts: Iterable[str]) -> bool:
    """Whether they say how residents govern themselves."""
    return bool(_of_sections(concepts, "forms"))


def _of_sections(concepts: Iterable[str], *names: str) -> frozenset[str]:
    sections = lexicon.concept_sections()
    return frozenset(key for key in concepts if sections.get(key) in names)


def _shares(text: str) -> list[tuple[int, int, float]]:
    """Stretches of the text that count less, with the share that is left to them."""
    shares = [
        (match.start(), match.end(), CONTEXT)
        for pattern in (_CONTEXT_CLAUSE, _INTO)
        for match in pattern.finditer(text)
    ]
    for match in _CLAUSE.finditer(text):
        members = match.group().split("、")
        if len(members) > 1:
            start = match.start() + max(0, len(members[0]) - _MEMBER)
            end = match.end() - max(0, len(members[-1]) - _tail(members[-1]))
            shares.append((start, end, _member_share(len(members))))
    return shares


def _tail(last: str) -> int:
    """How far the last member reaches: up to 等, which names what the members are examples of."""
    until = last.find("等")
    return until if until >= 0 else min(len(last), _MEMBER)


def _member_share(members: int) -> float:
    return {1: 1.0, 2: 0.8}.get(members, 1.7 / members)


def _share(span: Span, shares: list[tuple[int, int, float]]) -> float:
    return min((share for start, end, share in shares if start <= span.start < end), default=1.0)
