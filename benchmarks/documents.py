"""How long one paper takes, as PDF and as Word; the target is 100 ms.

python -m benchmarks.documents [--rounds 30]
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable
from functools import partial

import django

os.environ.update(QINGSHE_DEMO="on", DJANGO_SETTINGS_MODULE="qingshe.site.settings")
django.setup()

from qingshe.foundation.documents import papers, shelf  # noqa: E402  after the set-up

TARGET = 100  # ms


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30)
    asked = parser.parse_args()
    first = timed(partial(papers.pdf, "approval", numbered("approval", 0)))
    print(f"第一份（读字体）{first:8.0f} 毫秒")
    print(f"{'':22}{'PDF 中位数':>8}{'p95':>8}{'Word 中位数':>8}{'p95':>8}  毫秒，目标 {TARGET}")
    for paper in shelf.PAPERS:
        print(f"{paper:22}{measure(papers.pdf, paper, asked)}{measure(papers.word, paper, asked)}")


def measure(make: papers.Maker, paper: str, asked: argparse.Namespace) -> str:
    times = sorted(
        timed(partial(make, paper, numbered(paper, n))) for n in range(1, asked.rounds + 1)
    )
    return f"{statistics.median(times):12.0f}{times[int(len(times) * 0.95) - 1]:8.0f}"


def numbered(paper: str, n: int) -> papers.Values:
    """The sample with another number, so that nothing is taken from a memory."""
    return shelf.sample(paper) | {"number": f"长社申〔2026〕{n:04}号"}


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main()
