"""The nightly sweep; run as often as one likes."""

from django_tasks import task

from . import shelf


@task
def sweep_files() -> None:
    shelf.sweep()
