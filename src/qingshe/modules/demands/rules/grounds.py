"""Which ground a refusal most likely has (拒收理由): chosen beforehand, so that two clicks do."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from .vocabulary import Ground

EVERY = frozenset(Ground)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one community's share of a demand on the day somebody looks at it.

    `outcome` is the verdict of the gate today. `standing` is what the permit is worth ("" for a
    list item), `is_unpaid` that it rests because promised money has not come; `is_covered` whether
    its scope holds the community. `handed_in_before` names what the community handed in this year
    in nearly the same words for somebody else; `times` is how often this year it was asked under
    the same permit, this time included, `most_times` how often the permit allows (None: no limit).
    """

    outcome: str
    standing: str = ""
    is_unpaid: bool = False
    is_covered: bool = True
    is_listed: bool = True
    is_off_hours: bool = False
    handed_in_before: str = ""
    times: int = 1
    most_times: int | None = None


def likely(facts: Facts, allowed: Collection[str] = EVERY) -> Ground | None:
    """The ground that the facts speak for, the gravest first; None when all is in order.

    `allowed` are the codes of the grounds that the city has chosen; no other is ever proposed.
    """
    found = (ground for ground, holds in _TESTS if ground in allowed and holds(facts))
    return next(found, None)


def why(ground: Ground | None, facts: Facts) -> str:
    """What the facts say for a ground, in a sentence; "" where the gate's own words say it."""
    words = _WORDS.get(ground) if ground else None
    return words(facts) if words else ""


def _is_over(facts: Facts) -> bool:
    return facts.standing not in ("", "valid")


def _is_not_admitted(facts: Facts) -> bool:
    return not (facts.is_listed and facts.is_covered) or facts.outcome == "needs_admission"


def _is_too_often(facts: Facts) -> bool:
    return facts.most_times is not None and facts.times > facts.most_times


_TESTS: tuple[tuple[Ground, Callable[[Facts], bool]], ...] = (
    (Ground.PROHIBITED, lambda facts: facts.outcome == "refused"),
    (Ground.UNFUNDED, lambda facts: facts.is_unpaid),
    (Ground.EXPIRED, _is_over),
    (Ground.OUT_OF_SCOPE, lambda facts: not facts.is_covered),
    (Ground.NOT_ADMITTED, _is_not_admitted),
    (Ground.TOO_OFTEN, _is_too_often),
    (Ground.COLLECTED_ALREADY, lambda facts: bool(facts.handed_in_before)),
    (Ground.OFF_HOURS, lambda facts: facts.is_off_hours),
)
_WORDS: Mapping[Ground, Callable[[Facts], str]] = {
    Ground.UNFUNDED: lambda _: "许可载明的经费没有按期拨付，许可已暂停。",
    Ground.EXPIRED: lambda _: "所凭的许可现在不能用了。",
    Ground.OUT_OF_SCOPE: lambda _: "许可的范围不含本社区。",
    Ground.NOT_ADMITTED: lambda facts: "" if facts.is_covered else "许可的范围不含本社区。",
    Ground.TOO_OFTEN: lambda facts: (
        f"这是今年第 {facts.times} 次，许可每年最多 {facts.most_times} 次。"
    ),
    Ground.COLLECTED_ALREADY: lambda facts: f"今年已经报送过相近的内容：{facts.handed_in_before}。",
    Ground.OFF_HOURS: lambda _: "这件事在非工作时间下达，注明了应急；确属应急的请办理。",
}
