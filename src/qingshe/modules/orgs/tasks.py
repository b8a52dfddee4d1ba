"""What happens in the background: imports, and forgetting of sign-ins that are over."""

from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from django_tasks import task

from qingshe.foundation import events

from . import rules, services


@events.on(rules.CONFIRM_IMPORT)
@task
def carry_out_import(pk: int) -> None:
    services.imports.carry_out(pk)


@task
def forget_old_sign_ins() -> None:
    """Nightly: failures are kept for a day, sessions for as long as they are good."""
    services.sign_in.forget_old_failures(timezone.now())
    SessionStore.clear_expired()
