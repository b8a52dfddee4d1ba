"""The nightly clean-up."""

from django.utils import timezone
from django_tasks import task

from . import once


@task
def forget_old_sendings() -> None:
    once.forget(timezone.now() - once.KEPT)
