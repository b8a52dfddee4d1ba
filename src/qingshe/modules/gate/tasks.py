"""What the gate has done beforehand: the index of long lists, outside any request."""

from django.utils import timezone
from django_tasks import task

from qingshe.foundation import events
from qingshe.modules.catalog import facade as catalog

from . import corpora


@events.on(catalog.LISTS_CHANGED)
@task
def follow_the_lists(which: int) -> None:
    """A list, a review, a settlement or the standing of a law has changed."""
    corpora.prepare(timezone.localdate())


@task
def prepare_the_day() -> None:
    """Nightly, and when the worker starts: editions begin and end on days."""
    corpora.prepare(timezone.localdate())
