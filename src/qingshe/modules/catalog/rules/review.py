"""Lists outlive the laws they cite: when an item must be looked at again, and what comes of it."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qingshe.kernel.workflow import Labelled, beginning, move

from .vocabulary import BasisStatus


class ReviewState(Labelled):
    """What came of looking at an item again (依据复核)."""

    OPEN = "open", "待复核"
    CONFIRMED = "confirmed", "确认仍然有效"
    SUSPENDED = "suspended", "暂停执行"
    LEAVING = "leaving", "下一版次删去"
    KEPT = "kept", "保留并说明"
    RESOLVED = "resolved", "新版次已改正"


class SettlementState(Labelled):
    """What the city chose where documents contradict each other (冲突裁定)."""

    SETTLED = "settled", "已裁定"
    LIFTED = "lifted", "已撤销"


STANDING_TONES: Mapping[str, str] = {
    BasisStatus.IN_FORCE: "green",
    BasisStatus.AMENDED: "amber",
    BasisStatus.REPEALED: "red",
    BasisStatus.UNKNOWN: "grey",
}
REVIEW_TONES: Mapping[str, str] = {
    ReviewState.OPEN: "amber",
    ReviewState.CONFIRMED: "green",
    ReviewState.SUSPENDED: "red",
    ReviewState.LEAVING: "red",
    ReviewState.KEPT: "green",
    ReviewState.RESOLVED: "green",
}

_DECIDED = (
    ReviewState.CONFIRMED,
    ReviewState.SUSPENDED,
    ReviewState.LEAVING,
    ReviewState.KEPT,
)
RAISE = beginning("raise", "列入复核", ReviewState.OPEN)
CONFIRM = move("confirm", "确认仍然有效", ReviewState.OPEN, to=ReviewState.CONFIRMED)
SUSPEND = move("suspend", "暂停执行", ReviewState.OPEN, to=ReviewState.SUSPENDED)
LEAVE_OUT = move("leave_out", "下一版次删去", ReviewState.OPEN, to=ReviewState.LEAVING)
KEEP = move("keep", "保留并说明", ReviewState.OPEN, to=ReviewState.KEPT)
RECONSIDER = move("reconsider", "更新复核事由", ReviewState.OPEN)
RESOLVE = move("resolve", "由新版次改正", ReviewState.OPEN, to=ReviewState.RESOLVED)
REOPEN = move("reopen", "重新复核", *_DECIDED, to=ReviewState.OPEN)

SETTLE = beginning("settle", "裁定", SettlementState.SETTLED)
LIFT = move("lift", "撤销裁定", SettlementState.SETTLED, to=SettlementState.LIFTED)

_MENTION = re.compile(r"依据[^《；]+：《(.+?)》(?=[（；]|$)")
_DAY = re.compile(r"\d{4}(-\d\d){0,2}")
_GRAVEST = (BasisStatus.REPEALED, BasisStatus.AMENDED, BasisStatus.UNKNOWN, BasisStatus.IN_FORCE)
_WEIGHT = {
    BasisStatus.UNKNOWN: 0,
    BasisStatus.IN_FORCE: 1,
    BasisStatus.AMENDED: 2,
    BasisStatus.REPEALED: 3,
}


@dataclass(frozen=True, slots=True)
class Cited:
    """One basis of an item, as far as its standing goes.

    `is_verified`: the printed article was compared with `checked_text` (2021-04-29文本); the
    document changed last on `changed_on`, a day as precise as it is known.
    """

    document: str
    status: BasisStatus
    is_verified: bool = False
    changed_on: str = ""
    checked_text: str = ""
    note: str = ""

    @property
    def holds(self) -> bool:
        """Whether nothing needs looking at: in force, or checked against the text after the change.

        A repealed document never holds, and one that nobody has looked up does not either.
        """
        if self.status == BasisStatus.IN_FORCE:
            return True
        return self.status == BasisStatus.AMENDED and self.is_verified and self._is_up_to_date

    @property
    def _is_up_to_date(self) -> bool:
        if "现行" in self.checked_text:
            return True
        day = _DAY.match(self.checked_text)
        return bool(day and self.changed_on and day.group() >= self.changed_on)

    @property
    def word(self) -> str:
        """How it stands, as a badge says it."""
        is_followed = self.holds and self.status == BasisStatus.AMENDED
        return "已修改，条文已核对" if is_followed else self.status.label

    @property
    def tone(self) -> str:
        return STANDING_TONES[BasisStatus.IN_FORCE if self.holds else self.status]

    @property
    def brief(self) -> str:
        """What is the matter, without the story behind it."""
        return f"依据{self.status.label}：《{self.document}》"

    def __str__(self) -> str:
        return f"{self.brief}（{self.note}）" if self.note else self.brief


def fingerprint(seen: Iterable[tuple[int, int]]) -> str:
    """A short name for records at their versions (key, version): who saw these saw no others."""
    told = ",".join(f"{key}:{version}" for key, version in sorted(seen))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def stands_after(recorded: BasisStatus, stated: BasisStatus) -> BasisStatus:
    """The status of a document once another source has spoken of it.

    A law does not come back into force, and not knowing says nothing: the graver word holds. So
    it does not matter in which order packs are loaded, or how often.
    """
    return max(recorded, stated, key=_WEIGHT.__getitem__)


def standing(bases: Iterable[Cited]) -> BasisStatus:
    """How an item stands that rests on these.

    Repealed only when all are: then nothing carries it. A repealed one among others leaves it
    amended. Without any it rests on the document of its list, which nobody has put in doubt.
    """
    found = {BasisStatus.IN_FORCE if basis.holds else basis.status for basis in bases}
    if found == {BasisStatus.REPEALED}:
        return BasisStatus.REPEALED
    if found & {BasisStatus.REPEALED, BasisStatus.AMENDED}:
        return BasisStatus.AMENDED
    return BasisStatus.UNKNOWN if BasisStatus.UNKNOWN in found else BasisStatus.IN_FORCE


def doubts_in(bases: Iterable[Cited]) -> tuple[Cited, ...]:
    """Those that do not hold, the gravest first, each once."""
    doubtful = (basis for basis in bases if not basis.holds)
    return tuple(dict.fromkeys(sorted(doubtful, key=lambda each: rank_of(each.status))))


def gravity(doubts: Sequence[Cited]) -> BasisStatus:
    """The worst that is the matter with an item."""
    return min((doubt.status for doubt in doubts), key=rank_of)


def rank_of(status: BasisStatus) -> int:
    """The place of a doubt in the queue; 0 comes first."""
    return _GRAVEST.index(status)


def mention_of(document: str) -> str:
    """How a document is named in the sentence about doubtful bases."""
    return f"：《{document}》"


def mentioned_in(sentence: str) -> tuple[str, ...]:
    """The documents that such a sentence is about, each once."""
    return tuple(dict.fromkeys(_MENTION.findall(sentence)))


def sentence_of(doubts: Sequence[Cited]) -> str:
    """What every page says of such an item: 依据已废止：《…》（2021年…）；依据已修改：《…》."""
    return "；".join(dict.fromkeys(map(str, doubts)))
