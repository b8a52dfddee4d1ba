"""What the tests of the gate judge by: the built-in packs, read once."""

from functools import cache

from qingshe.modules.gate.corpora import corpus_of_packs
from qingshe.modules.gate.rules import Corpus, Question, Verdict, judge


@cache
def changzhi() -> Corpus:
    return corpus_of_packs()


def verdict(text: str, kind: str = "task", basis: str | None = None) -> Verdict:
    """What the gate says in Changzhi."""
    return judge(Question(text, kind, basis), changzhi())
