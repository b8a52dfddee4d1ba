"""How fast the gate is over many entries, beside a plain nearest neighbour in the same run.

    python benchmarks/gate_speed.py [--entries 100000] [--checks 1000]

The entries are made from the built-in lists by putting departments, places and objects before
and behind their words, so that they are as long and as alike as real ones. The neighbour is
TF-IDF over pairs of characters with a sparse product (scikit-learn), the usual quick answer.
"""

import argparse
import os
import random
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context

import django
from sklearn.feature_extraction.text import TfidfVectorizer

from qingshe.modules.gate.rules import Corpus, Entry, Question, corpus_of, judge

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingshe.site.settings")
django.setup()

from qingshe.modules.gate.corpora import corpus_of_packs  # noqa: E402  after the set-up

DEPARTMENTS = (
    "市民政局",
    "区卫健局",
    "县公安局",
    "人社局",
    "教育局",
    "应急局",
    "司法局",
    "残联",
    "妇联",
)
PLACES = ("城区", "老旧小区", "新建小区", "城乡结合部", "辖区", "网格", "楼院", "保障房小区")
MANNERS = ("协助做好", "配合开展", "组织开展", "参与", "支持", "宣传", "协助落实", "推动")
ENDS = (
    "有关工作",
    "宣传活动",
    "入户走访",
    "信息登记",
    "年度安排",
    "日常服务",
    "专项行动",
    "意见收集",
)
PROCESSES = 2
BUDGET_MS, BATCH_A_SECOND = 50.0, 1000

_shared: list[Corpus] = []


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--checks", type=int, default=1_000)
    asked = parser.parse_args()
    chance = random.Random(7)  # noqa: S311  not for secrets
    small = corpus_of_packs()
    base = [*small.listed.entries, *small.certificates.entries]
    entries = [_variant(chance, base, place) for place in range(asked.entries)]
    questions = [_question(chance, base) for _ in range(asked.checks)]

    started = time.perf_counter()
    corpus = corpus_of(entries, small.statutes.duties)
    print(f"{len(entries)} entries indexed in {time.perf_counter() - started:.1f} s")
    _print_times("gate, one check", [_timed(judge, each, corpus) for each in questions])
    _print_batch(corpus, questions)
    _print_neighbour(entries, questions)


def _variant(chance: random.Random, base: Sequence[Entry], place: int) -> Entry:
    entry = chance.choice(base)
    parts = (chance.choice(DEPARTMENTS), chance.choice(MANNERS), chance.choice(PLACES))
    title = f"{''.join(parts)}{entry.title}{chance.choice(ENDS)}"
    return replace(entry, key=f"V-{place}", title=title)


def _question(chance: random.Random, base: Sequence[Entry]) -> Question:
    entry = chance.choice(base)
    kind = "certificate" if entry.kind.startswith("certificate") else "task"
    cut = entry.title[: chance.randint(8, 60)]
    return Question(f"请各社区{chance.choice(MANNERS)}{cut}{chance.choice(ENDS)}", kind=kind)


def _timed(work: Callable[..., object], *given: object) -> float:
    started = time.perf_counter()
    work(*given)
    return (time.perf_counter() - started) * 1000


def _print_times(name: str, spent: Sequence[float]) -> None:
    middle, slow = statistics.median(spent), statistics.quantiles(spent, n=20)[-1]
    verdict = "within" if middle < BUDGET_MS else "OVER"
    print(f"{name}: median {middle:.2f} ms, p95 {slow:.2f} ms ({verdict} {BUDGET_MS:.0f} ms)")


def _print_batch(corpus: Corpus, questions: Sequence[Question]) -> None:
    _shared.append(corpus)
    many = list(questions) * 4
    chunks = [many[at : at + 100] for at in range(0, len(many), 100)]
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("fork")) as pool:
        list(pool.map(_judge_all, chunks[:PROCESSES]))
        started = time.perf_counter()
        list(pool.map(_judge_all, chunks))
        rate = len(many) / (time.perf_counter() - started)
    verdict = "above" if rate >= BATCH_A_SECOND else "BELOW"
    print(f"gate, batch on {PROCESSES} processes: {rate:.0f}/s ({verdict} {BATCH_A_SECOND}/s)")


def _judge_all(questions: Sequence[Question]) -> int:
    return sum(bool(judge(question, _shared[0]).label) for question in questions)


def _print_neighbour(entries: Sequence[Entry], questions: Sequence[Question]) -> None:
    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(1, 2))
    matrix = vectorizer.fit_transform([entry.title for entry in entries]).T.tocsr()

    def nearest(question: Question) -> int:
        return int((vectorizer.transform([question.text]) @ matrix).argmax())

    _print_times("scikit-learn neighbour", [_timed(nearest, each) for each in questions])


if __name__ == "__main__":
    main()
