"""The command line's core: a line in, a line out, whatever the line is."""

import io
import json
from collections.abc import Sequence

import pytest

from qingshe.kernel.errors import Invalid
from qingshe.modules.gate import batch


def answers(lines: Sequence[str]) -> tuple[int, list[dict[str, object]]]:
    out = io.StringIO()
    errors = batch.check_lines(lines, out)
    return errors, [json.loads(line) for line in out.getvalue().splitlines()]


def line(**row: object) -> str:
    return json.dumps({"id": "1", "text": "调解民间纠纷", "kind": "task", **row})


def test_an_answer_has_the_fields_of_the_contract() -> None:
    _, (answer,) = answers([line()])
    assert list(answer) == [
        *("id", "outcome", "label", "item", "rules", "score", "citation", "explanation")
    ]


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ("不是JSON", "JSON"),
        ("[1]", "JSON"),
        (line(text=""), "没有内容"),
        (line(text=None), "没有内容"),
        (line(text=5), "应为文字"),
        (line(kind=["task"]), "应为文字"),
        (line(text="长" * 10_001), "10000"),
    ],
)
def test_a_bad_line_is_answered_and_the_others_are_judged(bad: str, words: str) -> None:
    errors, (first, second) = answers([bad, line()])
    assert errors == 1
    assert (first["line"], words in str(first["error"])) == (1, True)
    assert second["label"] == "own_duty"


def test_blank_lines_are_passed_over() -> None:
    assert answers(["\n", line(), "  "])[0] == 0


def test_fields_it_does_not_know_do_not_matter() -> None:
    assert answers([line(label="assist", why="…")])[1][0]["outcome"] == "allowed"


def test_a_large_input_is_shared_by_processes_and_keeps_its_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(batch, "LARGE", 20)
    monkeypatch.setattr(batch, "CHUNK", 7)
    _, found = answers([line(id=number) for number in range(100)])
    assert [answer["id"] for answer in found] == list(range(100))


def test_an_unknown_pack_is_told_before_anything_is_judged() -> None:
    with pytest.raises(Invalid):
        batch.check_lines([line()], io.StringIO(), ["/nowhere"])
