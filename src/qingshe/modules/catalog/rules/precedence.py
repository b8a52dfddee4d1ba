"""Valid documents that contradict each other: both sides shown, the stated precedence applied.

The order is 立法法 第九十八至一百条 in short: what binds more widely goes first; a text that
binds nobody here never prevails over one that does.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .vocabulary import PRECEDENCE, BindingLevel


@dataclass(frozen=True, slots=True)
class Side:
    """What one document says of the matter; `binds` tells whether it is in force in this place."""

    key: str
    says: str
    document: str
    doc_no: str
    section: str
    level: BindingLevel
    binds: bool = True
    url: str = ""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One matter on which documents differ; the first side is the one that goes before."""

    key: str
    subject: str
    sides: tuple[Side, ...]
    note: str = ""

    @property
    def prevailing(self) -> Side:
        return self.sides[0]

    @property
    def precedence(self) -> str:
        """Why the first side goes before the next one that says otherwise, as a sentence."""
        first = self.sides[0]
        second = next((side for side in self.sides if side.says != first.says), self.sides[1])
        if first.binds and not second.binds:
            return f"“{second.document}”不是本地的文件，只作参考。"
        if PRECEDENCE[first.level] == PRECEDENCE[second.level]:
            return "两份文件约束范围相同，须由领导小组办公室裁定。"
        return f"{first.level.label}文件先于{second.level.label}文件。"


def contradiction(
    key: str, subject: str, sides: Sequence[Side], note: str = ""
) -> Contradiction | None:
    """The sides in their order of precedence; None when fewer than two say anything."""
    ordered = sorted(sides, key=lambda side: (not side.binds, PRECEDENCE[side.level], side.key))
    return Contradiction(key, subject, tuple(ordered), note) if len(ordered) > 1 else None
