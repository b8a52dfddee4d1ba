"""The worker's part: sending what is due, the digest, and forgetting what is over."""

from django.db.models import Q
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from . import digest, rules, sending, stuck


@task
def send_what_is_due() -> None:
    sending.send_due()


@task
def collect_digest() -> None:
    digest.collect(timezone.now())


@task
def forget_old_deliveries() -> None:
    stuck.forget_old(timezone.now())


def wake() -> None:
    """Queue a run when something is due and none is queued or running; asked every few seconds."""
    now = timezone.now()
    if not sending.is_due(now):
        return
    mine = DBTaskResult.objects.filter(task_path=send_what_is_due.module_path)
    running = Q(status=TaskResultStatus.RUNNING, started_at__gt=now - rules.LOST)
    if not mine.filter(Q(status=TaskResultStatus.READY) | running).exists():
        send_what_is_due.enqueue()
