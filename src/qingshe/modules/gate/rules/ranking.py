"""Which list item a demand is: likeness, and whether the part it gives fits the kind of list."""

from collections.abc import Iterable
from dataclasses import replace

from .matching import Near, Sense
from .meaning import bare, concepts_of, substance
from .reading import Reading
from .roles import organises, overseen, oversees
from .values import Entry

NEAR_ENOUGH = 0.44  # from here on a demand is the matter of a list item
NEAR_TOGETHER = 0.33  # the same where near items cover what it is about between them
MOSTLY = 0.47  # the part of its meaning the best entry must cover
TOGETHER = 0.65  # the part of its meaning they must cover
FITTING = 0.10  # what a fitting part adds

Nears = tuple[tuple[Near, Entry], ...]


def ranked(found: Iterable[tuple[Near, Entry]], reading: Reading) -> Nears:
    """Entries by likeness, those whose list fits the part given to the community moved up."""
    fitted = ((_fitted(near, entry, reading), entry) for near, entry in found)
    return tuple(sorted(fitted, key=lambda pair: -pair[0].score))


def is_listed(nears: Nears, sense: Sense) -> bool:
    """Whether the best entry is the matter of the demand."""
    if not nears:
        return False
    best, entry = nears[0]
    if best.score >= NEAR_ENOUGH and (best.covered >= MOSTLY or entry.kind == "supervise"):
        return True
    return best.score >= NEAR_TOGETHER and _covered(nears, sense) >= TOGETHER


def overseen_matters(reading: Reading) -> tuple[str, ...]:
    """The concepts under which lists name the bodies that a demand lets residents watch over.

    Where it names nothing at all, they judge the government and those who work for it.
    """
    if not oversees(reading):
        return ()
    named = tuple(_MATTERS[kind] for kind in overseen(reading))
    is_bare = not named and not substance(concepts_of(bare(reading.text)))
    return (_MATTERS["overseen_government"],) if is_bare else named


_MATTERS = {
    "overseen_policy": "政策听证",
    "overseen_government": "民主评议政府",
    "overseen_service": "市政服务",
    "overseen_owners": "业主物业",
    "overseen_society": "社会组织",
}


def _fitted(near: Near, entry: Entry, reading: Reading) -> Near:
    if not near.concepts:
        return near
    score = near.score + FITTING * _fits(entry.kind, reading)
    return replace(near, score=min(1.0, max(0.0, score)))


def _fits(kind: str, reading: Reading) -> float:
    """How well the part given to the community fits a kind of list: 1 well, negative badly."""
    if kind == "supervise":
        return 1.5 if oversees(reading) else -5.0
    if kind == "own_duty":
        if reading.has("helping_body"):
            return -4.0  # the matter of the body that is helped
        return 0.5 if organises(reading) and not reading.has("helping") else 0.0
    is_asked_for = reading.has("helping") or bool(reading.question.claimed_basis)
    return 0.5 if is_asked_for else 0.0


def _covered(nears: Nears, sense: Sense) -> float:
    """The part of the demand's meaning that near items cover together."""
    keys = {key for near, _ in nears if near.score > 0 for key in near.concepts}
    return sum(sense.concepts[key] for key in keys) / sense.weight if sense.weight else 0.0
