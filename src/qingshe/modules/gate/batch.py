"""Judging many demands: JSON lines in, one JSON object a line out, in the same order."""

import json
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from multiprocessing import get_context
from typing import TextIO

from qingshe.kernel.errors import Invalid

from .corpora import DEFAULT_PACKS, corpus_of_packs
from .rules import Corpus, Question, Verdict, judge

CHUNK = 200  # lines a process takes at a time
LARGE = 2_000  # lines from which a second process pays for its start
PROCESSES = 2
_AHEAD = 4 * PROCESSES  # chunks read ahead: the input may be longer than the memory
_FIELDS = ("text", "kind", "claimed_basis", "jurisdiction", "issuer")


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of output; an error says what is wrong with the line of input."""

    line: str
    is_error: bool


def check_lines(lines: Iterable[str], out: TextIO, packs: Sequence[str] = DEFAULT_PACKS) -> int:
    """Judges each line, writes each answer at once; gives how many lines were in error.

    A line is a JSON object with `text`, `kind` and optionally `id`, `claimed_basis`,
    `jurisdiction`, `issuer`. A line that cannot be judged is answered with an object of its `id`,
    its `line` (from 1) and the `error`; the others are judged all the same. Blank lines are passed
    over. Raises Invalid when a pack cannot be read.
    """
    errors = 0
    for answer in _answers(lines, tuple(packs)):
        errors += answer.is_error
        out.write(answer.line + "\n")
    out.flush()
    return errors


def as_json(verdict: Verdict) -> dict[str, object]:
    """A verdict as the command line and the API print it."""
    return {
        "outcome": verdict.outcome.value,
        "label": verdict.label.value,
        "item": verdict.item,
        "rules": list(verdict.rules),
        "score": verdict.score,
        "citation": verdict.citation,
        "explanation": verdict.explanation,
    }


def _answers(lines: Iterable[str], packs: tuple[str, ...]) -> Iterator[Answer]:
    numbered = ((at, line) for at, line in enumerate(lines, 1) if line.strip())
    corpus = _corpus(packs)
    first = list(islice(numbered, LARGE))
    if len(first) < LARGE:
        yield from (answer_to(at, line, corpus) for at, line in first)
        return
    with ExitStack() as stack:
        # Forked, the processes share the corpus that is already in memory.
        pool = stack.enter_context(ProcessPoolExecutor(PROCESSES, mp_context=get_context("fork")))
        chunks = _chunks(chain(first, numbered))
        waiting = [pool.submit(_answer_chunk, chunk, packs) for chunk in islice(chunks, _AHEAD)]
        while waiting:
            yield from waiting.pop(0).result()
            waiting += [pool.submit(_answer_chunk, chunk, packs) for chunk in islice(chunks, 1)]


def answer_to(number: int, line: str, corpus: Corpus) -> Answer:
    """The answer to one line; whatever is wrong with it is said in the answer."""
    try:
        row = json.loads(line)
    except ValueError:
        return _error(None, number, "不是一个 JSON 对象。")
    if not isinstance(row, dict):
        return _error(None, number, "不是一个 JSON 对象。")
    try:
        verdict = judge(_question(row), corpus)
    except Invalid as problem:
        return _error(row.get("id"), number, str(problem))
    return Answer(_json({"id": row.get("id"), **as_json(verdict)}), is_error=False)


def _question(row: dict[str, object]) -> Question:
    for name in _FIELDS:
        if not isinstance(row.get(name), str | None):
            raise Invalid(f"“{name}”应为文字。")
    values = {name: str(row[name]) for name in _FIELDS if row.get(name) is not None}
    return Question(**{"text": "", **values})  # type: ignore[arg-type]  # all of them are text


def _error(key: object, number: int, message: str) -> Answer:
    return Answer(_json({"id": key, "line": number, "error": message}), is_error=True)


def _json(row: dict[str, object]) -> str:
    return json.dumps(row, ensure_ascii=False)


def _chunks(numbered: Iterator[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    while chunk := list(islice(numbered, CHUNK)):
        yield chunk


def _answer_chunk(chunk: Sequence[tuple[int, str]], packs: tuple[str, ...]) -> list[Answer]:
    corpus = _corpus(packs)
    return [answer_to(number, line, corpus) for number, line in chunk]


@cache
def _corpus(packs: tuple[str, ...]) -> Corpus:
    return corpus_of_packs(packs)
