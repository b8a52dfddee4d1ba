"""What the task of the night looks at; nobody's scope, for it acts for every place."""

from collections.abc import Iterator
from datetime import date

from django.db.models import F, Q

from qingshe.modules.admission import rules
from qingshe.modules.admission.models import Application
from qingshe.modules.admission.rules import State

CHUNK = 200


def ticking() -> Iterator[int]:
    """Keys of all applications with a clock that runs, a chunk at a time."""
    urgent = Q(state=State.DRAFT, urgent_from__isnull=False)
    found = Application.objects.filter(urgent | Q(state__in=rules.OPEN))
    return found.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=CHUNK)


def with_key(pk: int) -> Application | None:
    return Application.objects.filter(pk=pk).first()


def running_out(before: date) -> list[Application]:
    """Admitted applications that end before a day and of whose end nobody was told."""
    found = Application.objects.filter(state=State.ADMITTED, valid_until__lt=before)
    untold = found.filter(Q(warned_of=None) | ~Q(warned_of=F("valid_until")))
    return list(untold.exclude(permit_number="").order_by("pk"))


def long_closed(today: date) -> list[Application]:
    """What was closed more than a month ago and is not filed; admitted ones by their permits."""
    since = today - rules.ARCHIVED_AFTER
    found = Application.objects.filter(state__in=rules.CLOSED, closed_on__lt=since)
    return list(found.order_by("pk"))
