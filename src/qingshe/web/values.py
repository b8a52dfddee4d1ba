"""The values that components draw; views and queries fill them, or hand over something alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Tone = Literal["green", "amber", "red", "grey", "blue"]
Kind = Literal["added", "removed", "changed", "moved", "same"]


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go: a crumb, a tab, an entry of the navigation."""

    label: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a timeline: when, who (name and role, already in words), what, and details."""

    at: datetime
    who: str
    label: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One row of a comparison; `before` is empty for what was added, `after` for what went."""

    kind: Kind
    label: str
    before: str = ""
    after: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a list of facts: what it is called, what it is, where to read on."""

    label: str
    value: object
    url: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """One attachment: its name, what it is and how large in words, where it is saved from.

    `take_off_url` is "" for whoever may not take it off.
    """

    name: str
    note: str
    url: str
    take_off_url: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that can be had here: as PDF to be signed, as Word to be changed."""

    label: str
    pdf_url: str
    word_url: str


@dataclass(frozen=True, slots=True)
class Work:
    """Long work under way: `total` is 0 while nobody knows how much there is."""

    label: str
    done: int
    total: int = 0
    unit: str = "行"
    problems: Sequence[str] = ()

    @property
    def words(self) -> str:
        """Counts with their base: 已处理 340 / 1,000 行."""
        if not self.total:
            return f"已处理 {self.done:,} {self.unit}"
        return f"已处理 {self.done:,} / {self.total:,} {self.unit}"
