"""What is nearly the same as an application among items, permits and other applications (重复)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qingshe.kernel.text import bigrams

NEAR = 0.45  # of 1: from here on worth comparing
SAME = 0.85  # from here on practically the same words
MOST = 8  # that many are shown
_TITLE, _WHOLE = 0.6, 0.4  # what the name and the whole text count for


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something in force or asked for, that the application may repeat.

    `kind` says what it is in words; `scope` are the paths it covers (none: everywhere).
    """

    key: str
    kind: str
    title: str
    text: str = ""
    holder: str = ""
    url: str = ""
    scope: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Near:
    """A candidate near enough to be read, with its score from 0 to 1 and why."""

    candidate: Candidate
    score: float
    reason: str

    @property
    def is_the_same(self) -> bool:
        return self.score >= SAME


def near_duplicates(
    title: str, text: str, scope: Sequence[str], candidates: Iterable[Candidate]
) -> list[Near]:
    """The candidates nearest to a title and text that touch the same places, best first.

    Compared by shared pairs of characters; 0.45 and more counts as near.
    """
    name, whole = frozenset(bigrams(title)), frozenset(bigrams(f"{title} {text}"))
    if not name:
        return []
    found = []
    for candidate in candidates:
        other = frozenset(bigrams(candidate.title))
        if name.isdisjoint(other) or not overlaps(scope, candidate.scope):
            continue
        score = _score(name, whole, other, frozenset(bigrams(candidate.text)) | other)
        if score >= NEAR:
            found.append(Near(candidate, score, _reason(candidate, score)))
    return sorted(found, key=lambda near: (-near.score, near.candidate.key))[:MOST]


def overlaps(scope: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two sets of paths have a place in common; no paths at all mean everywhere."""
    if not scope or not other:
        return True
    return any(a.startswith(b) or b.startswith(a) for a in scope for b in other)


def coverage(scope: Sequence[str], other: Sequence[str]) -> str:
    """How much of the places chosen a permit that touches them covers already, in words."""
    if not scope:
        return "还没有选择社区"
    if all(covers(other, path) for path in scope):
        return "所选社区都已覆盖，可以直接凭它下达"
    return "只覆盖所选社区的一部分，可以申请变更范围"


def covers(scope: Sequence[str], path: str) -> bool:
    """Whether the unit with a path is, or lies below, one of the paths."""
    return any(path.startswith(one) for one in scope)


def _score(
    name: frozenset[str], whole: frozenset[str], other: frozenset[str], text: frozenset[str]
) -> float:
    return _TITLE * _alike(name, other) + _WHOLE * _contained(whole, text)


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    """Shared pairs against all pairs of both (Dice)."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _contained(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of the shorter text is in the longer."""
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter else 0.0


def _reason(candidate: Candidate, score: float) -> str:
    words = "名称和内容几乎相同" if score >= SAME else "名称和内容相近"
    owner = f"（{candidate.holder}）" if candidate.holder else ""
    return f"与{candidate.kind}“{candidate.title}”{owner}{words}，可考虑合并或使用已有的。"
