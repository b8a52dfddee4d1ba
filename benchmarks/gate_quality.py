"""How well the gate judges labelled cases: accuracy, macro-F1, confusions, costly errors, time.

    python benchmarks/gate_quality.py [cases.jsonl …] [--all] [--errors]

A case is a JSON object with id, text, kind, claimed_basis, jurisdiction, label, changzhi_item and
scoring (core or contested). Without files: the project's own cases, and the shared ones if there.
The cases of `gate_cases_opened.jsonl`, `gate_cases_third.jsonl` and `gate_cases_fourth.jsonl` were
judged once unseen (docs/reference/performance.md) and have been looked at since.
"""

import argparse
import json
import math
import os
import statistics
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import django

from qingshe.kernel.text import bigrams
from qingshe.modules.gate.rules import Corpus, Entry, Label, Question, Verdict, judge

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingshe.site.settings")
django.setup()

from qingshe.modules.gate.corpora import corpus_of_packs  # noqa: E402  after the set-up

HOME = Path(__file__).parent
SHARED = HOME.parents[1] / "shared" / "data" / "dev_gate_cases.jsonl"
FORBIDDEN = {Label.PROHIBITED, Label.CERTIFICATE_FORBIDDEN}
PASSED = {Label.OWN_DUTY, Label.ASSIST, Label.SUPERVISE, Label.CERTIFICATE_ALLOWED}


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled demand."""

    id: str
    question: Question
    label: Label
    item: str | None
    is_core: bool


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--all", action="store_true", help="contested cases too")
    parser.add_argument("--errors", action="store_true", help="print each wrong verdict")
    asked = parser.parse_args()
    corpus = corpus_of_packs()
    for file in asked.files or _default_files():
        cases = [case for case in read_cases(file) if asked.all or case.is_core]
        print(f"\n== {file.name}: {len(cases)} cases")
        report(cases, corpus, errors=asked.errors)


def read_cases(file: Path) -> list[Case]:
    """The cases of a file of JSON lines."""
    return [_case(json.loads(line)) for line in file.read_text("utf-8").splitlines() if line]


def report(cases: Sequence[Case], corpus: Corpus, *, errors: bool) -> None:
    """Judges all cases and prints what came of it."""
    started = time.perf_counter()
    verdicts = [judge(case.question, corpus) for case in cases]
    spent = (time.perf_counter() - started) / max(1, len(cases))
    given = [verdict.label for verdict in verdicts]
    right = sum(case.label is label for case, label in zip(cases, given, strict=True))
    print(f"accuracy {right / len(cases):.3f}   macro-F1 {macro_f1(cases, given):.3f}")
    print(f"nearest neighbour, leave one out: {_neighbours(cases, corpus):.3f}")
    print(f"ms per check {spent * 1000:.2f}")
    _print_labels(cases, given)
    _print_items(cases, verdicts)
    _print_costly(cases, verdicts)
    if errors:
        _print_errors(cases, verdicts)


def macro_f1(cases: Sequence[Case], given: Sequence[Label]) -> float:
    """The mean of F1 over the labels that occur."""
    labels = {case.label for case in cases}
    return statistics.fmean(_scores(cases, given, label)[2] for label in labels)


def _default_files() -> list[Path]:
    own = sorted((HOME / "cases").glob("*.jsonl"))
    return [*own, *([SHARED] if SHARED.exists() else [])]


def _case(row: dict[str, str | None]) -> Case:
    question = Question(
        text=row["text"] or "",
        kind=row.get("kind") or "task",
        claimed_basis=row.get("claimed_basis"),
        jurisdiction=row.get("jurisdiction"),
    )
    return Case(
        id=row["id"] or "",
        question=question,
        label=Label(row["label"] or ""),
        item=row.get("changzhi_item"),
        is_core=row.get("scoring") != "contested",
    )


def _scores(
    cases: Sequence[Case], given: Sequence[Label], label: Label
) -> tuple[float, float, float]:
    hits = sum(c.label is label and g is label for c, g in zip(cases, given, strict=True))
    precision = hits / (sum(g is label for g in given) or 1)
    recall = hits / (sum(case.label is label for case in cases) or 1)
    f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
    return precision, recall, f1


def _print_labels(cases: Sequence[Case], given: Sequence[Label]) -> None:
    for label in Label:
        count = sum(case.label is label for case in cases)
        if count:
            precision, recall, f1 = _scores(cases, given, label)
            print(f"  {label:22} n={count:3}  P {precision:.2f}  R {recall:.2f}  F1 {f1:.2f}")
    wrong = Counter(
        f"{case.label} → {label}"
        for case, label in zip(cases, given, strict=True)
        if case.label is not label
    )
    print("  confusions:", "; ".join(f"{pair} ×{n}" for pair, n in wrong.most_common()) or "none")


def _print_items(cases: Sequence[Case], verdicts: Sequence[Verdict]) -> None:
    named = [(c, v) for c, v in zip(cases, verdicts, strict=True) if c.item]
    right = sum(case.item == verdict.item for case, verdict in named)
    print(f"  item right {right}/{len(named)}")


def _print_costly(cases: Sequence[Case], verdicts: Sequence[Verdict]) -> None:
    pairs = [(c, v) for c, v in zip(cases, verdicts, strict=True) if c.label in FORBIDDEN]
    costly = [case.id for case, verdict in pairs if verdict.label in PASSED]
    print(f"  forbidden things let pass: {len(costly)}/{len(pairs)} {' '.join(costly)}")


def _print_errors(cases: Sequence[Case], verdicts: Sequence[Verdict]) -> None:
    for case, verdict in zip(cases, verdicts, strict=True):
        if case.label is verdict.label and case.item in {None, verdict.item}:
            continue
        near = " ".join(f"{match.key}:{match.score}" for match in verdict.matches[:3])
        print(f"  {case.id} {case.label}/{case.item} → {verdict.label}/{verdict.item}")
        print(f"     {case.question.kind}｜{case.question.text}｜{case.question.claimed_basis}")
        print(f"     {' '.join(verdict.rules)}｜{near}｜{verdict.explanation[:90]}")


def _neighbours(cases: Sequence[Case], corpus: Corpus) -> float:
    """The label of the most similar text among the lists and the other cases."""
    shelf = [*corpus.listed.entries, *corpus.certificates.entries]
    known = [(entry.title, _label_of(entry)) for entry in shelf]
    texts = [*(title for title, _ in known), *(case.question.text for case in cases)]
    labels = [*(label for _, label in known), *(case.label for case in cases)]
    vectors = _vectors(texts)
    right = 0
    for place in range(len(known), len(texts)):
        best = max(
            (other for other in range(len(texts)) if other != place),
            key=lambda other: _cosine(vectors[place], vectors[other]),
        )
        right += labels[best] is labels[place]
    return right / max(1, len(cases))


def _label_of(entry: Entry) -> Label:
    kinds = {
        "certificate": Label.CERTIFICATE_ALLOWED,
        "certificate_refused": Label.CERTIFICATE_FORBIDDEN,
    }
    return kinds.get(entry.kind) or Label(entry.kind)


def _vectors(texts: Iterable[str]) -> list[dict[str, float]]:
    counted = [Counter(bigrams(text)) for text in texts]
    seen = Counter(pair for pairs in counted for pair in pairs)
    return [
        {pair: n * math.log(1 + len(counted) / seen[pair]) for pair, n in pairs.items()}
        for pairs in counted
    ]


def _cosine(one: dict[str, float], other: dict[str, float]) -> float:
    common = sum(weight * other.get(pair, 0.0) for pair, weight in one.items())
    lengths = math.sqrt(sum(w * w for w in one.values()) * sum(w * w for w in other.values()))
    return common / lengths if lengths else 0.0


if __name__ == "__main__":
    main()
