"""How figures are put (成效): parts and changes computed from counts, with their base."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

TARGET = 40  # per cent less than before: 渝民函〔2022〕166号，自治组织总体减负40%以上
MINUTES = 60
_TENTH = Decimal("0.1")


def hours(minutes: int) -> float:
    """Minutes as hours with one decimal, rounded half up: 95 → 1.6."""
    return float((Decimal(minutes) / MINUTES).quantize(_TENTH, ROUND_HALF_UP))


def per_cent(part: int, whole: int) -> float | None:
    """What part of a whole it is, 43.1 for 43.1 %; None of nothing."""
    if not whole:
        return None
    return float((Decimal(part) * 100 / whole).quantize(_TENTH, ROUND_HALF_UP))


def change(before: int | None, after: int | None) -> float | None:
    """How much more (+) or less (-) than before, in per cent; None where there was no before."""
    if not before or after is None:
        return None
    return per_cent(after - before, before)


def against(before: int, after: int, name: str, unit: str = "小时") -> str:
    """A change in a sentence with its base: 比去年同期少 12.3%（1,204 → 1,056 小时）."""
    moved = change(before, after)
    if moved is None:
        return f"{name}没有可比的数"
    counts = f"（{before:,} → {after:,} {unit}）"
    if not moved:
        return f"与{name}持平{counts}"
    return f"比{name}{'少' if moved < 0 else '多'} {abs(moved)}%{counts}"


def reaches_target(before: int | None, after: int | None) -> bool:
    """Whether it fell by the target and more, by the counts and not by a rounded percentage."""
    if not before or after is None:
        return False
    return (before - after) * 100 >= TARGET * before


def joined(words: Iterable[str]) -> str:
    """Sentences of a finding one after the other: 甲；乙."""
    return "；".join(filter(None, words))
