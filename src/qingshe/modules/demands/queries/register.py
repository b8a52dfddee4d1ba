"""The register of what stays (登记册): signs, organisations, systems, groups, by their end."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import QuerySet

from qingshe.foundation.records import Action
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Denied, NotFound
from qingshe.modules.demands import policy, rules
from qingshe.modules.demands.models import RegisterEntry
from qingshe.modules.demands.rules import RegisterState

ORDER = ("ends_on", "pk")
SOON = timedelta(days=30)
VIEWS = {"": "在用", "ending": "30 天内到期", "over": "已到期，待撤除", "removed": "已撤除"}


def visible_to(actor: Actor) -> QuerySet[RegisterEntry]:
    found = RegisterEntry.objects.filter(policy.scope_of_register(actor))
    return found.select_related("demand").order_by(*ORDER)


def get(actor: Actor, pk: int) -> RegisterEntry:
    entry = visible_to(actor).filter(pk=pk).first()
    if entry is None:
        raise NotFound("登记册里没有这一项，或不在您的范围内。")
    return entry


def seen(
    actor: Actor, view: str, today: date, *, words: str = "", kind: str = ""
) -> QuerySet[RegisterEntry]:
    """One part of the register; every word is found in title, owner or department."""
    found = visible_to(actor)
    for word in words.split():
        found = found.filter(title__icontains=word) | found.filter(owner__icontains=word)
    if kind:
        found = found.filter(kind=kind)
    if view == "removed":
        return found.filter(state=RegisterState.REMOVED)
    if view == "over":
        return found.filter(state=RegisterState.OVER)
    standing = found.filter(state=RegisterState.STANDING)
    return standing.filter(ends_on__lte=today + SOON) if view == "ending" else standing


def each(found: QuerySet[RegisterEntry]) -> Iterator[RegisterEntry]:
    return found.iterator(chunk_size=2000)


def actions(actor: Actor, entry: RegisterEntry) -> list[Action]:
    """Removing, for departments and the office; communities see no buttons."""
    if actor.has(policy.WORK) or not rules.REMOVE.starts_from(entry.state):
        return []
    return [Action("remove", rules.REMOVE.label, policy.may_remove(actor, entry))]


def run_out(today: date) -> list[RegisterEntry]:
    """What stands although its day has passed, whoever asks."""
    over = RegisterEntry.objects.filter(state=RegisterState.STANDING, ends_on__lt=today)
    return list(over.order_by("pk"))


def insist_on_access(actor: Actor) -> None:
    if not any(map(actor.has, (policy.WORK, policy.ISSUE, policy.WATCH))):
        raise Denied("由社区、部门和领导小组查看。")
