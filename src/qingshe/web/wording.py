"""How figures and texts are put into words and marks; pure functions, no markup."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

ALIKE = 0.5  # below this share in common two texts are shown whole, side by side
LONG = 2_000  # characters; above this nobody waits for a comparison letter by letter


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: `mark` is "" (as it was), "hit", "removed" or "added"."""

    text: str
    mark: str = ""


def duration(minutes: int | None) -> str:
    """Minutes in words, the way people say them: 80 → 约 1 小时 20 分; None → —."""
    if minutes is None:
        return "—"
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"约 {rest} 分钟"
    return f"约 {hours:,} 小时 {rest} 分" if rest else f"约 {hours:,} 小时"


def hits(text: str, query: str) -> list[Piece]:
    """`text` cut where one of the words of `query` stands in it, whatever their case."""
    words = sorted(set(query.split()), key=len, reverse=True)
    if not words:
        return [Piece(text)]
    pattern = re.compile("(" + "|".join(map(re.escape, words)) + ")", re.IGNORECASE)
    parts = pattern.split(text)  # what matched stands at the odd places
    return [Piece(part, "hit" if at % 2 else "") for at, part in enumerate(parts) if part]


def excerpt(text: str, query: str, length: int) -> str:
    """About `length` characters of `text` around the first word of `query` that stands in it."""
    if len(text) <= length:
        return text
    found = [at for word in query.split() if (at := text.lower().find(word.lower())) >= 0]
    start = max(0, min(min(found, default=0) - length // 4, len(text) - length))
    head, tail = "…" if start else "", "…" if start + length < len(text) else ""
    return head + text[start : start + length] + tail


def changes(before: str, after: str) -> list[Piece]:
    """The way from `before` to `after`: what stayed, what was removed, what was added."""
    if before == after:
        return [Piece(before)] if before else []
    if max(len(before), len(after)) > LONG:
        return _whole(before, after)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < ALIKE:
        return _whole(before, after)
    return list(_steps(matcher, before, after))


def _whole(before: str, after: str) -> list[Piece]:
    return [piece for piece in (Piece(before, "removed"), Piece(after, "added")) if piece.text]


def _steps(matcher: "SequenceMatcher[str]", before: str, after: str) -> Iterator[Piece]:
    for step, i, j, k, m in matcher.get_opcodes():
        if step == "equal":
            yield Piece(before[i:j])
        else:
            yield from _whole(before[i:j], after[k:m])
