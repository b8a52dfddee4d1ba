"""What the gate judges against: entries of lists, permits, duties in national law."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from qingshe.kernel.citations import normal_name

from .certified import kinds_of
from .matching import MeaningIndex, index_of
from .meaning import concepts_of
from .values import Duty, Entry

LISTED = ("own_duty", "assist", "supervise")
CERTIFICATE = "certificate"
REFUSED = "certificate_refused"
PERMIT = "permit"


@dataclass(frozen=True, slots=True)
class Shelf:
    """Entries of one use with their index."""

    entries: Sequence[Entry]
    index: MeaningIndex


@dataclass(frozen=True, slots=True)
class Statutes:
    """Duties in law, found by article, by law, or by what they ask."""

    duties: tuple[Duty, ...]
    index: MeaningIndex
    by_law: Mapping[str, tuple[int, ...]]

    def of(self, law: str) -> tuple[int, ...]:
        """Places of the duties of a law, under any name it is cited by."""
        return self.by_law.get(normal_name(law), ())


@dataclass(frozen=True, slots=True)
class Corpus:
    """All of it, indexed. Build it once with `corpus_of`; judging never changes it.

    `switched_off` holds the optional rules that the place does without, with what is said of each.
    """

    listed: Shelf
    certificates: Shelf
    permits: Shelf
    statutes: Statutes
    switched_off: Mapping[str, str] = field(default_factory=dict)


def corpus_of(entries: Iterable[Entry], duties: Iterable[Duty] = ()) -> Corpus:
    """A corpus over list items, permits and legal duties, with all rules on."""
    every = tuple(entries)
    return Corpus(
        listed=_shelf(every, LISTED),
        certificates=_shelf(every, (CERTIFICATE, REFUSED), kinds_of),
        permits=_shelf(every, (PERMIT,)),
        statutes=_statutes(tuple(duties)),
    )


def with_permits(corpus: Corpus, permits: Iterable[Entry]) -> Corpus:
    """The same corpus with other permits; the lists, which are many, keep their index."""
    return replace(corpus, permits=_shelf(tuple(permits), (PERMIT,)))


def _shelf(
    entries: tuple[Entry, ...],
    kinds: tuple[str, ...],
    concepts: Callable[[str], Mapping[str, float]] = concepts_of,
) -> Shelf:
    kept = tuple(entry for entry in entries if entry.kind in kinds)
    titles, categories = [entry.title for entry in kept], [entry.category for entry in kept]
    return Shelf(kept, index_of(titles, categories, concepts))


def _statutes(duties: tuple[Duty, ...]) -> Statutes:
    by_law: dict[str, list[int]] = {}
    for place, duty in enumerate(duties):
        for name in {normal_name(name) for name in (duty.law, *duty.also)}:
            by_law.setdefault(name, []).append(place)
    texts = [f"{duty.asks} {' '.join(duty.topics)}" for duty in duties]
    grouped = {name: tuple(places) for name, places in by_law.items()}
    return Statutes(duties, index_of(texts), grouped)
