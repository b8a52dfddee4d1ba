"""The working days that every clock counts by, and how a year's table is replaced."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from django.db import transaction
from django.utils import timezone

from qingshe.foundation.audit import trail
from qingshe.kernel.actor import Actor
from qingshe.kernel.answer import Answer
from qingshe.kernel.errors import Denied, Invalid
from qingshe.kernel.workdays import Workdays

from .arrangements import Arrangement, published
from .models import Holiday, YearTable

Marker = tuple[int, datetime] | None


def workdays() -> Workdays:
    """The calendar in force; computed anew only when somebody has replaced a year.

    One small query each time: so another process notices the change, too.
    """
    return _workdays(_newest())


def arrangements() -> Mapping[int, Arrangement]:
    """Each year that has a table: those of this release, and over them those entered here."""
    return {**published(), **_entered()}


@transaction.atomic
def replace_year(actor: Actor, arrangement: Arrangement, answer: Answer) -> bool:
    """Let `arrangement` be the table of its year from now on; False when it is already.

    Errors: Denied with the reason of `answer`, Invalid with every problem.
    """
    if not answer:
        raise Denied(answer.reason)
    if problems := tuple(arrangement.problems()):
        raise Invalid("放假安排有误，没有保存。", problems)
    before = arrangements().get(arrangement.year)
    if before == arrangement:
        return False
    table = YearTable.objects.create(
        year=arrangement.year, source=arrangement.source, entered_at=timezone.now()
    )
    Holiday.objects.bulk_create(
        Holiday(table=table, day=day, works=works) for day, works in arrangement.days.items()
    )
    change = {"source": [before and before.source, arrangement.source], "days": _told(arrangement)}
    trail.record(actor, "replace_year", f"calendar.year:{arrangement.year}", change)
    return True


def _told(arrangement: Arrangement) -> dict[str, list[str]]:
    days = sorted(arrangement.days.items())
    return {
        "off": [day.isoformat() for day, works in days if not works],
        "on": [day.isoformat() for day, works in days if works],
    }


def _newest() -> Marker:
    return YearTable.objects.order_by("-pk").values_list("pk", "entered_at").first()


def _entered() -> dict[int, Arrangement]:
    tables = YearTable.objects.order_by("pk").prefetch_related("days")
    return {
        table.year: Arrangement(
            table.year, table.source, {one.day: one.works for one in table.days.all()}
        )
        for table in tables
    }


@lru_cache(maxsize=2)
def _workdays(newest: Marker) -> Workdays:
    """`newest` is what the cache goes by; without any entered year no table is read."""
    tables = arrangements() if newest else published()
    days = {day: works for _, one in sorted(tables.items()) for day, works in one.days.items()}
    return Workdays(
        off=frozenset(day for day, works in days.items() if not works),
        on=frozenset(day for day, works in days.items() if works),
        years=frozenset(tables),
    )
