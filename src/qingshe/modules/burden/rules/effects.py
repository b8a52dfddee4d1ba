"""A change of a yearly burden, taken apart into its causes (负担变动分解): exact, in minutes."""

from collections.abc import Mapping
from dataclasses import dataclass

from .vocabulary import Cause


@dataclass(frozen=True, slots=True)
class Yearly:
    """What a permitted or listed thing costs in a year: communities, times a year, minutes each."""

    communities: int
    times: int
    minutes: int

    @property
    def total(self) -> int:
        """Minutes a year of all communities."""
        return self.communities * self.times * self.minutes

    @property
    def words(self) -> str:
        """The three counts: 214 个社区 × 4 次 × 12 分钟."""
        return f"{self.communities:,} 个社区 × {self.times:,} 次 × {self.minutes:,} 分钟"


@dataclass(frozen=True, slots=True)
class Thing:
    """A permit or listed thing whose yearly burden changes; `under` is its number or key.

    `place` and `department` are paths, `previous` the permit it takes the place of.
    """

    under: str
    title: str
    kind: str
    place: str
    department: str = ""
    previous: str = ""


NONE = Yearly(0, 0, 0)


def effects(before: Yearly, after: Yearly) -> Mapping[Cause, int]:
    """The change in minutes a year by cause; the values add up to `after.total - before.total`.

    Scope first, then frequency, both at the estimate of before; what is left is the estimate, at
    the counts of after. So a higher estimate cannot make a saving look larger, and a lower one is
    never a saving. Causes without effect are left out.
    """
    scope = (after.communities - before.communities) * before.times * before.minutes
    frequency = after.communities * (after.times - before.times) * before.minutes
    estimate = after.communities * after.times * (after.minutes - before.minutes)
    found = {Cause.SCOPE: scope, Cause.FREQUENCY: frequency, Cause.RE_ESTIMATED: estimate}
    return {cause: minutes for cause, minutes in found.items() if minutes}
