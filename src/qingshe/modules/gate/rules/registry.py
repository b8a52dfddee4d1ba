"""The register of named rules (规则登记簿): what they say, where that stands, how they listen."""

from collections.abc import Callable
from dataclasses import dataclass

from .reading import Reading
from .values import Finding, Label, Level, Source

Words = tuple[str, ...]
Listener = Callable[[Reading], Words]

ASK_ADMISSION = "确需社区承担的，来文单位可向领导小组办公室申请准入。"
MAY_REFUSE = "社区可以拒收，拒收不计入对社区的任何考核。"


@dataclass(frozen=True, slots=True)
class Rule:
    """One named rule. `listen` gives the words that set it off, nothing when it is silent."""

    id: str
    name: str
    source: Source
    level: Level
    advice: str
    label: Label
    listen: Listener

    @property
    def about(self) -> str:
        """What it says, in a sentence."""
        return (self.listen.__doc__ or "").strip()

    def finding(self, reading: Reading) -> Finding | None:
        words = self.listen(reading)
        if not words:
            return None
        return Finding(self.id, self.name, words, self.source, self.advice, self.level)


_RULES: dict[str, Rule] = {}


def rule(
    name: str,
    *,
    source: Source,
    level: Level = Level.NATIONAL,
    advice: str = MAY_REFUSE,
    label: Label = Label.PROHIBITED,
) -> Callable[[Listener], Listener]:
    """Registers a listener under its function's name; the docstring is the rule's explanation."""

    def register(listen: Listener) -> Listener:
        key = listen.__name__
        if key in _RULES:
            raise ValueError(f"two rules of the gate are called {key}")
        _RULES[key] = Rule(key, name, source, level, advice, label, listen)
        return listen

    return register


def rules() -> tuple[Rule, ...]:
    """All rules, in the order of their files."""
    return tuple(_RULES.values())


def named(rule_id: str) -> Rule | None:
    """The rule with an id."""
    return _RULES.get(rule_id)
