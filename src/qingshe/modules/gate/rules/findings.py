"""Running the rules, and showing what was near."""

from collections.abc import Iterable

from . import registry
from .corpus import Corpus
from .matching import Near
from .reading import Reading
from .values import Entry, Finding, Label, Level, Match


def of(reading: Reading, corpus: Corpus, label: Label) -> tuple[Finding, ...]:
    """What the rules that lead to a label have to say, those that bind everywhere first.

    Rules that the city switched off are silent.
    """
    on = (
        rule
        for rule in registry.rules()
        if rule.label is label and rule.id not in corpus.switched_off
    )
    found = (_finding(rule, reading) for rule in on)
    heard = [finding for finding in found if finding is not None]
    return tuple(sorted(heard, key=lambda finding: list(Level).index(finding.level)))


def _finding(rule: registry.Rule, reading: Reading) -> Finding | None:
    """What a rule says of the whole, or of the first item it has something to say of.

    A certificate is one thing, however many sentences ask for it.
    """
    whole = rule.finding(reading)
    if whole is not None or rule.label is not Label.PROHIBITED:
        return whole
    of_items = (rule.finding(item) for item in reading.items)
    return next((finding for finding in of_items if finding is not None), None)


def silenced(reading: Reading, corpus: Corpus) -> tuple[str, ...]:
    """What is said of each switched-off rule that would have had something to say."""
    return tuple(
        f"规则“{rule.name}”本来与此有关，{corpus.switched_off[rule.id]}，这次没有用它判断。"
        for rule in registry.rules()
        if rule.id in corpus.switched_off and _finding(rule, reading) is not None
    )


def matches(nears: Iterable[tuple[Near, Entry]]) -> tuple[Match, ...]:
    """Near entries with the reason of their nearness in words."""
    return tuple(
        Match(e.key, e.kind, e.title, e.source, round(near.score, 3), reason(near), e.url)
        for near, e in nears
        if near.score > 0
    )


def reason(near: Near) -> str:
    names = [key.split("/")[-1] for key in near.concepts]
    shared = f"共同的概念：{'、'.join(names)}；" if names else ""
    return f"{shared}用词相近{near.wording:.0%}"
