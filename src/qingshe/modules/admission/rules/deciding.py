"""What a decision must say, which move it is, and what the permit then grants."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from qingshe.kernel.workflow import Transition

from .moves import ADMIT, REFUSE, SEND_TO_PURCHASE
from .vocabulary import Consulted, Outcome, Stance

MOVE_OF: Mapping[Outcome, Transition] = {
    Outcome.ADMIT: ADMIT,
    Outcome.ADMIT_WITH_CONDITIONS: ADMIT,
    Outcome.REFUSE: REFUSE,
    Outcome.PURCHASE: SEND_TO_PURCHASE,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What the leading group grants at most; 0 and None mean: as applied for."""

    minutes: int = 0
    times_per_year: int = 0
    valid_until: date | None = None

    @property
    def are_set(self) -> bool:
        return bool(self.minutes or self.times_per_year or self.valid_until)


@dataclass(frozen=True, slots=True)
class Terms:
    """Minutes each time, times a year and the days between which it is good for."""

    minutes: int
    times_per_year: int
    valid_from: date
    valid_until: date

    def within(self, limits: Limits) -> "Terms":
        """The terms a permit is issued with, after what the decision took away."""
        return Terms(
            limits.minutes or self.minutes,
            limits.times_per_year or self.times_per_year,
            self.valid_from,
            limits.valid_until or self.valid_until,
        )


def wrong_with_decision(
    outcome: Outcome, reason: str, conditions: str, limits: Limits, asked: Terms
) -> str:
    """What is wrong with a decision, in words; "" when nothing is."""
    if outcome is Outcome.ADMIT and (conditions.strip() or limits.are_set):
        return "有条件或有限制的，请选“附条件准入”。"
    if outcome is Outcome.ADMIT_WITH_CONDITIONS and not (conditions.strip() or limits.are_set):
        return "请写明条件。"
    if not outcome.admits and not reason.strip():
        return "不予准入或转购买服务，应写明理由。"
    return _wrong_with_limits(limits, asked)


def _wrong_with_limits(limits: Limits, asked: Terms) -> str:
    granted = asked.within(limits)
    if granted.minutes > asked.minutes or granted.times_per_year > asked.times_per_year:
        return "批准的用时、次数不能多于申请。"
    if min(granted.minutes, granted.times_per_year) < 1:
        return "批准的用时、次数应大于零。"
    if not asked.valid_from <= granted.valid_until <= asked.valid_until:
        return "批准的截止日期应在申请的起止日期之内。"
    return ""


@dataclass(frozen=True, slots=True)
class Tally:
    """How those asked in one part answered, in counts; percentages are computed from them."""

    part: Consulted
    asked: int
    support: int
    object: int
    no_opinion: int

    @property
    def answered(self) -> int:
        return self.support + self.object + self.no_opinion

    @property
    def silent(self) -> int:
        """Counted as no opinion, never as consent."""
        return self.asked - self.answered

    def __str__(self) -> str:
        return (
            f"{self.part.label} {self.answered}/{self.asked} 已回复"
            f"（同意 {self.support}，不同意 {self.object}，无意见 {self.no_opinion}）"
        )


def tallies(counted: Mapping[tuple[str, str], int]) -> list[Tally]:
    """From counts by (part, stance); the stance is "" of those who have not answered."""
    parts = Counter[str]()
    for (part, _), number in counted.items():
        parts[part] += number
    return [
        Tally(
            part,
            parts[part],
            counted.get((part, Stance.SUPPORT), 0),
            counted.get((part, Stance.OBJECT), 0),
            counted.get((part, Stance.NO_OPINION), 0),
        )
        for part in Consulted
        if parts[part]
    ]


def main_objections(texts: Iterable[str], most: int = 5) -> list[tuple[str, int]]:
    """What objections say most often: equal texts (spaces aside) counted, the commonest first."""
    said = Counter("".join(text.split()) for text in texts if text.strip())
    return said.most_common(most)
