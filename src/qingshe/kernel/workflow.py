"""State machines as data: read by services, screens, the API, the tests and the docs alike."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A code that is stored, with the Chinese word that is shown for it."""

    label: str

    def __new__(cls, code: str, label: str = "") -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member


@dataclass(frozen=True, slots=True, eq=False)
class Transition:
    """One declared move of one kind of record.

    Without `sources` it is how a record begins; a move whose target is None changes values and
    leaves the state as it is (a correction of a draft, say).
    """

    name: str
    label: str
    sources: frozenset[Labelled]
    target: Labelled | None

    def starts_from(self, state: str) -> bool:
        return state in self.sources


def beginning(name: str, label: str, target: Labelled) -> Transition:
    """The move by which a record comes into being."""
    return Transition(name, label, frozenset(), target)


def move(name: str, label: str, *sources: Labelled, to: Labelled | None = None) -> Transition:
    """A move from any of `sources`; without `to` the state stays."""
    return Transition(name, label, frozenset(sources), to)


def mermaid(moves: Iterable[Transition]) -> str:
    """The state diagram that the reference pages print."""
    rows = [
        f"    {source} --> {step.target.label if step.target else source}: {step.label}"
        for step in moves
        for source in sorted(state.label for state in step.sources) or ["[*]"]
    ]
    return "\n".join(["stateDiagram-v2", *rows])
