"""The audit trail as an auditor reads it: searched by who, what, which record and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from django.db.models import QuerySet
from django.utils import timezone

from qingshe import modules
from qingshe.foundation.access import below
from qingshe.foundation.audit.models import AuditEntry
from qingshe.foundation.files.shelf import ACTS as ATTACHING
from qingshe.foundation.notices.rules import ACTS
from qingshe.kernel.actor import Actor
from qingshe.kernel.roles import Role
from qingshe.kernel.workflow import Transition
from qingshe.modules.orgs import facade as orgs

from . import policy
from .subjects import Named, field_name, named, value_in_words

WHO = {"visitor": "访客", "task": "系统任务", "token": "接口"}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in words; the codes stay beside them, for they are what is chained."""

    at: datetime
    who: str
    role: str
    action: str
    subject: Named
    change: str


@dataclass(frozen=True, slots=True)
class Search:
    """What the auditor asked for; empty fields ask for everything."""

    person: str = ""
    kind: str = ""
    subject: str = ""
    since: date | None = None
    until: date | None = None


def entries(actor: Actor, search: Search) -> QuerySet[AuditEntry]:
    """What matches of what the actor may see.

    `subject` matches by its beginning ("orgs.orgunit:12", "catalog.").
    """
    found = AuditEntry.objects.filter(policy.trail_scope(actor))
    if search.person:
        found = found.filter(actor__in=orgs.people_named(search.person))
    if search.kind:
        found = found.filter(below("subject", f"{search.kind}:"))
    if search.subject:
        found = found.filter(below("subject", search.subject.lower()))
    if search.since:
        found = found.filter(at__gte=_midnight(search.since))
    if search.until:
        found = found.filter(at__lt=_midnight(search.until + timedelta(days=1)))
    return found


def lines(rows: Sequence[AuditEntry]) -> list[Line]:
    """Entries in words, with the names of the people in one query."""
    people = orgs.people(row.actor for row in rows)
    return [_line(row, people) for row in rows]


def _line(row: AuditEntry, people: Mapping[str, str]) -> Line:
    label = row.subject.partition(":")[0]
    return Line(
        at=row.at,
        who=people.get(row.actor) or WHO.get(row.actor.partition(":")[0], row.actor),
        role=Role(row.role).label if row.role else "",
        action=_labels().get((label.partition(".")[0], row.action), row.action),
        subject=named(row.subject),
        change="；".join(_told(label, name, value) for name, value in row.change.items()),
    )


def _told(label: str, field: str, value: object) -> str:
    said = field_name(label, field)
    if isinstance(value, list) and len(value) == 2:
        before, after = (value_in_words(label, field, one) for one in value)
        return f"{said}：{before} → {after}"
    return f"{said}：{value}"


@cache
def _labels() -> dict[tuple[str, str], str]:
    """The Chinese word of each move, by module and name."""
    others = {("orgs", name): label for name, label in orgs.HAPPENINGS.items()}
    others["calendar", "replace_year"] = "更换全年安排"
    others["audit", "seal"] = "封存"
    for module in ("admission", "demands"):
        others |= {(module, name): label for name, label in ATTACHING.items()}
    others |= {("notices", name): label for name, label in ACTS.items()}
    names = [module.name for module in iter_modules(modules.__path__)]
    return others | {
        (name, rule.name): rule.label
        for name in names
        for rule in vars(import_module(f"{modules.__name__}.{name}.rules")).values()
        if isinstance(rule, Transition)
    }


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
