"""What has to be booked so that the ledger says what the demands say; nothing when it does."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .vocabulary import Cause


@dataclass(frozen=True, slots=True)
class Posting:
    """What minutes are booked for: one demand, in the month it was issued.

    `source` is its name ("demands.demand:12"), `department` the path of who issued it, `under` the
    permit number or key of the list item, `kind` a code of `Kind`.
    """

    source: str
    number: str
    title: str
    department: str
    under: str
    under_title: str
    kind: str
    issued_on: date
    url: str = ""

    @property
    def month(self) -> date:
        return self.issued_on.replace(day=1)


@dataclass(frozen=True, slots=True)
class Share:
    """What one community's part costs now: `minutes` estimated, `observed` what it said itself.

    `gone` is why it costs nothing any more (cancelled, released); None while it counts. What had
    been handed in before keeps counting: the work was done.
    """

    community: str
    minutes: int
    observed: int | None = None
    gone: Cause | None = None


@dataclass(frozen=True, slots=True)
class Sums:
    """Amounts that add up: shares, their minutes, how many told theirs, and the estimate of those.

    So observed minutes are only ever compared with the estimate of the very same shares.
    """

    shares: int = 0
    estimated: int = 0
    told: int = 0
    observed: int = 0
    compared: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            self.shares + other.shares,
            self.estimated + other.estimated,
            self.told + other.told,
            self.observed + other.observed,
            self.compared + other.compared,
        )

    def __neg__(self) -> "Sums":
        return Sums(-self.shares, -self.estimated, -self.told, -self.observed, -self.compared)

    def __sub__(self, other: "Sums") -> "Sums":
        return self + -other

    def __bool__(self) -> bool:
        return self != NOTHING


NOTHING = Sums()


def worth(share: Share) -> Sums:
    """What a share amounts to as it stands."""
    if share.gone is not None:
        return NOTHING
    if share.observed is None:
        return Sums(1, share.minutes)
    return Sums(1, share.minutes, 1, share.observed, share.minutes)


def missing(booked: Sums | None, share: Share) -> Iterator[tuple[Cause, Sums]]:
    """The entries that bring what is booked for a community to what its share is worth.

    They add up to the difference, whatever was booked before: run twice, the second run has none.
    `booked` is None where nothing ever was: then what is gone already is booked and taken back, so
    that it does not matter how late the ledger hears.
    """
    if booked is None:
        booked = Sums(1, share.minutes)
        yield Cause.ISSUED, booked
    wanted = worth(share)
    if booked.shares != wanted.shares:
        yield share.gone or Cause.ISSUED, wanted - booked
        return
    re_estimated = Sums(estimated=wanted.estimated - booked.estimated)
    if re_estimated:
        yield Cause.RE_ESTIMATED, re_estimated
    observed = wanted - booked - re_estimated
    if observed:
        yield Cause.OBSERVED, observed
