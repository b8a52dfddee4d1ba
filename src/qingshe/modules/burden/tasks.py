"""What the ledger hears of permits; each task may run twice."""

from django.utils import timezone
from django_tasks import task

from qingshe.foundation import events
from qingshe.modules.catalog import facade as catalog

from .services import changes


@events.on(catalog.ISSUE_PERMIT)
@task
def note_permit(pk: int) -> None:
    """A permit begins, alone or in the place of another (amended, renewed)."""
    changes.note_permit(pk, today=timezone.localdate())


@events.on(catalog.REVOKE_PERMIT)
@events.on(catalog.WITHDRAW_PERMIT)
@events.on(catalog.EXPIRE_PERMIT)
@task
def note_end(pk: int) -> None:
    changes.note_end(pk, today=timezone.localdate())


@events.on(catalog.PUBLISH)
@task
def note_edition(pk: int) -> None:
    """A list is published anew: what it leaves out burdens nobody any more."""
    changes.note_edition(pk, today=timezone.localdate())
