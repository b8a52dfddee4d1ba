"""Whatever people do on the screens of admission, demands and burden, systems can do by API.

Nobody keeps a list of which operation makes which move: the code is read. From every operation of
the API the services it calls are followed, and the moves that they hand to `records` are collected.
A new move without an operation fails here until it has one, or is named below as made by itself.
"""

import ast
import inspect
import textwrap
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from types import FunctionType, ModuleType

import pytest
from ninja import NinjaAPI, Router

from qingshe.kernel.workflow import Transition
from qingshe.modules.orgs import rules as orgs
from qingshe.site.api import api

MODULES = ("admission", "burden", "demands")
FOLLOWED = (".api", ".services")  # rooms in which something is done
BY_ITSELF: Mapping[str, Mapping[str, str]] = {
    "admission": {
        "archive": "the night puts away what is over",
        "escalate": "the night reports what is late",
        "lapse": "the night ends a draft or an urgent case that nobody took further",
        "reckon": "a new table of holidays moves the days",
        "warn": "the night reminds of a day that is near",
    },
    "burden": {},
    "demands": {
        "carry_series": "a permit was amended or renewed",
        "cut_off": "its permit has ended",
        "end_series": "its permit has ended",
        "hold": "its permit rests",
        "issue_round": "its day has come",
        "lift": "its permit goes on",
        "miss_round": "what was against it on its day",
        "put_off": "the days that its permit rested are added",
        "rest_series": "its permit rests",
        "resume_series": "its permit goes on",
        "run_out": "the night sees what should be gone",
        "suspect": "the worker compares what came with what is gone",
    },
}
"""Why no system makes these moves; no button makes them either."""


def moves_of(module: str) -> list[Transition]:
    rules = import_module(f"qingshe.modules.{module}.rules")
    return [one for one in vars(rules).values() if isinstance(one, Transition)]


DECLARED = [(module, move) for module in MODULES for move in moves_of(module)]


def operations(of: NinjaAPI | Router) -> Iterator[FunctionType]:
    if isinstance(of, Router):
        for path in of.path_operations.values():
            yield from (one.view_func for one in path.operations)  # type: ignore[misc]  # plain functions
    for _, router, *_ in of._routers:
        yield from operations(router)


def named_in(function: FunctionType) -> Iterator[object]:
    """What the names in a function stand for, but for those it only asks something of."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    asked = {id(node.func.value) for node in ast.walk(tree) if _is_method(node)}  # type: ignore[attr-defined]
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield function.__globals__.get(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            owner = function.__globals__.get(node.value.id)
            if isinstance(owner, ModuleType) and id(node) not in asked:
                yield getattr(owner, node.attr, None)


def _is_method(node: ast.AST) -> bool:
    """`rules.ISSUE.starts_from(…)`: the move is asked, not made."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)


def flat(value: object) -> Iterator[object]:
    """A table of moves is as good as its moves."""
    if isinstance(value, Mapping):
        value = tuple(value.values())
    if isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from flat(one)
    else:
        yield value


def is_followed(function: object) -> bool:
    room = getattr(function, "__module__", "") or ""
    return isinstance(function, FunctionType) and any(
        f"{one}." in f"{room}." for one in FOLLOWED if room.startswith("qingshe.modules.")
    )


@cache
def made_by_api() -> frozenset[Transition]:
    """Every move that some operation can come to."""
    waiting = [*operations(api)]
    known: set[object] = set(waiting)
    found: set[Transition] = set()
    while waiting:
        function = waiting.pop()
        for value in (one for named in named_in(function) for one in flat(named)):
            if isinstance(value, Transition) and ".services" in function.__module__:
                found.add(value)
            plain = inspect.unwrap(value) if isinstance(value, FunctionType) else None
            if plain is not None and plain not in known and is_followed(plain):
                known.add(plain)
                waiting.append(plain)
    return frozenset(found)


@pytest.mark.parametrize(
    ("module", "move"), DECLARED, ids=[f"{module}-{move.name}" for module, move in DECLARED]
)
def test_a_move_is_made_by_api_or_by_itself(module: str, move: Transition) -> None:
    by_api = move in made_by_api()
    assert by_api is not (move.name in BY_ITSELF[module]), (
        "give it an operation, or say in BY_ITSELF why it needs none"
        if not by_api
        else "an operation makes it: take it out of BY_ITSELF"
    )


def test_only_moves_there_are_happen_by_themselves() -> None:
    for module, named in BY_ITSELF.items():
        assert named.keys() <= {move.name for move in moves_of(module)}


def test_a_move_without_an_operation_is_found_out() -> None:
    """Units are founded on screens alone, so the search has to tell that from the rest."""
    assert len(made_by_api()) > 60
    assert orgs.ESTABLISH not in made_by_api()
