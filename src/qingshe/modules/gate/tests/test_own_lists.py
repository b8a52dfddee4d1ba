"""What stands on a list is what the list says, in its own words."""

from dataclasses import replace
from functools import cache

import pytest

from qingshe.modules.catalog import facade as catalog
from qingshe.modules.gate.corpora import corpus_of_packs, entries_of
from qingshe.modules.gate.rules import Corpus, Label, Question, corpus_of, judge

LABELS = {
    "own_duty": Label.OWN_DUTY,
    "assist": Label.ASSIST,
    "supervise": Label.SUPERVISE,
    "certificate": Label.CERTIFICATE_ALLOWED,
    "certificate_refused": Label.CERTIFICATE_FORBIDDEN,
}
ENTRIES = [
    entry
    for name in ("national", "changzhi")
    for entry in catalog.entries_of_pack(catalog.read_pack(catalog.built_in(name)))
]
CONTRADICTED = {entry.key for entry in ENTRIES if entry.conflicts_with}


@cache
def corpus() -> Corpus:
    return corpus_of_packs()


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.key)
def test_an_item_is_judged_as_its_list_says(entry: catalog.ListEntry) -> None:
    kind = "certificate" if entry.kind.startswith("certificate") else "task"
    verdict = judge(Question(entry.title, kind), corpus())
    expected = Label.CERTIFICATE_FORBIDDEN if entry.key in CONTRADICTED else LABELS[entry.kind]
    assert verdict.label is expected, verdict.explanation


@pytest.mark.parametrize("key", sorted(CONTRADICTED))
def test_a_contradiction_shows_both_papers(key: str) -> None:
    title = next(entry.title for entry in ENTRIES if entry.key == key)
    verdict = judge(Question(title, "certificate"), corpus())
    assert verdict.conflicts
    assert "民发〔2020〕20号" in str(verdict.conflicts[0].prevailing)


def test_a_contradiction_the_city_has_settled_for_itself_is_allowed_and_still_shown() -> None:
    key = sorted(CONTRADICTED)[0]
    reason = "领导小组2026年第3次会议"
    entries = [
        replace(entry, settled=reason) if entry.key == key else entry
        for entry in entries_of(ENTRIES)
    ]
    title = next(entry.title for entry in ENTRIES if entry.key == key)
    verdict = judge(Question(title, "certificate"), corpus_of(entries))
    assert verdict.label is Label.CERTIFICATE_ALLOWED
    assert reason in verdict.conflicts[0].precedence
