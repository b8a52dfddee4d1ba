"""The trail of a record, with the names of who acted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from qingshe.foundation.audit import trail
from qingshe.kernel.actor import VISITOR
from qingshe.modules.orgs import policy, rules
from qingshe.modules.orgs.models import Account, ApiToken

_MOVES = {move.name: move.label for move in policy.MAY} | rules.HAPPENINGS
_FIELDS = {
    "name": "名称",
    "code": "区划代码",
    "community_kind": "城乡",
    "state": "状态",
}


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of a record's history as the timeline draws it."""

    at: datetime
    who: str
    label: str
    detail: str


def history(subject: str) -> list[Happening]:
    """What was done to a record, newest first, with the names of who did it: two queries."""
    entries = list(trail.of(subject).reverse())
    names = names_of_actors(entry.actor for entry in entries) | {VISITOR.id: "未登录的人"}
    return [
        Happening(
            entry.at,
            names.get(entry.actor, entry.actor),
            _MOVES.get(entry.action, entry.action),
            _detail(entry.change),
        )
        for entry in entries
    ]


def names_of_actors(ids: Iterable[str]) -> dict[str, str]:
    """Names to show for ids of actors, in at most two queries; one nobody knows is left out."""
    wanted = set(ids)
    people = {one: _number(one) for one in wanted if one.startswith("user:")}
    tokens = {one: _number(one) for one in wanted if one.startswith("token:")}
    names = _names(Account.objects.all(), people) | _names(ApiToken.objects.all(), tokens)
    return names | {one: "系统" for one in wanted if one.startswith(("task:", "command:"))}


def _number(actor_id: str) -> int:
    number = actor_id.partition(":")[2]
    return int(number) if number.isdecimal() else 0


def _names(people: QuerySet[Any], ids: Mapping[str, int]) -> dict[str, str]:
    names: dict[int, str] = dict(people.filter(pk__in=ids.values()).values_list("pk", "name"))
    return {one: names[pk] for one, pk in ids.items() if pk in names}


def _detail(change: Mapping[str, object]) -> str:
    """What an entry tells of the fields people know by name: "名称：甲 → 乙"."""
    told = [
        f"{_FIELDS[field]}：{' → '.join(str(value or '无') for value in values)}"
        for field, values in change.items()
        if field in _FIELDS and field != "state" and isinstance(values, list)
    ]
    return "；".join(told)
