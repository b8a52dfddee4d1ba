"""What becomes of running demands when their permit rests or ends (随许可暂停、恢复、终止)."""

from enum import Enum
from typing import Final


class Fate(Enum):
    """What a demand has to do to be in line with its permit."""

    RUN = "run"
    REST = "rest"
    END = "end"


LONGEST_REASON = 300  # characters of a permit's reason that a demand repeats
_ENDED: Final = frozenset({"expired", "revoked", "withdrawn", "superseded"})


def fate(standing: str) -> Fate:
    """By what the permit is worth today (codes of its standing): 未生效 and 有效 let it run."""
    if standing == "suspended":
        return Fate.REST
    return Fate.END if standing in _ENDED else Fate.RUN


def why_resting(number: str, reason: str) -> str:
    """What department and communities read while a demand rests."""
    return f"许可 {number} 已暂停{_because(reason)}，这件事先不用办；恢复后期限顺延。"


def why_ended(number: str, label: str, reason: str) -> str:
    """What they read when it has ended; `label` is what became of the permit."""
    return f"许可 {number} {label}{_because(reason)}，没有办的不用再办，已报送的仍然有效。"


def why_missed(number: str) -> str:
    """An appointment whose hour passed while the permit rested."""
    return f"许可 {number} 暂停期间已过原定时间，这一次不再举行。"


def why_series_rests(number: str, reason: str) -> str:
    """What the department reads while what comes again rests."""
    return f"许可 {number} 已暂停{_because(reason)}，其间到时间的不下达；恢复后接着按期下达。"


def why_series_ended(number: str, label: str, reason: str) -> str:
    """What it reads when nothing of it comes any more."""
    return f"许可 {number} {label}{_because(reason)}，以后各次不再下达。"


def _because(reason: str) -> str:
    """The reason in brackets; a long one begins here and is read whole on the permit."""
    told = reason if len(reason) <= LONGEST_REASON else f"{reason[:LONGEST_REASON]}……"
    return f"（{told}）" if told else ""
