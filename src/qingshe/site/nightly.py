"""What happens once a night; each task may run twice and then does nothing."""

from datetime import date

from django.utils import timezone
from django_tasks.base import Task

from qingshe.foundation.audit.tasks import seal_the_day
from qingshe.foundation.files.tasks import sweep_files
from qingshe.foundation.notices import digest
from qingshe.foundation.notices.tasks import collect_digest, forget_old_deliveries
from qingshe.foundation.sendings.tasks import forget_old_sendings
from qingshe.modules.admission import tasks as admission
from qingshe.modules.catalog.tasks import (
    expire_permits,
    make_missing_sheets,
    remind_of_refresh,
)
from qingshe.modules.demands.tasks import issue_rounds, remind_of_due, run_out
from qingshe.modules.gate.tasks import prepare_the_day
from qingshe.modules.orgs.tasks import forget_old_sign_ins

TASKS: tuple["Task[[], None]", ...] = (
    seal_the_day,
    prepare_the_day,
    expire_permits,
    admission.keep_clocks,
    admission.settle_money,  # after permits were issued by the end of a public notice
    admission.warn_of_expiry,
    admission.archive,
    remind_of_refresh,
    make_missing_sheets,
    issue_rounds,  # after permits have expired
    remind_of_due,
    run_out,
    forget_old_sign_ins,
    forget_old_sendings,
    forget_old_deliveries,
    sweep_files,
)
HOUR = 3  # local time; no transaction of the day before is open any more

_done_on: list[date] = []
_started: list[bool] = []
_digest_on: list[date] = []


def run_if_due() -> None:
    """Queue the tasks of the night, once a day for this process."""
    now = timezone.localtime()
    if now.hour < HOUR or _done_on[-1:] == [now.date()]:
        return
    for task in TASKS:
        task.enqueue()
    _done_on[:] = [now.date()]


def run_at_start() -> None:
    """Queue, once for this process, what must be there before the night: the gate's long lists."""
    if not _started:
        prepare_the_day.enqueue()
        _started.append(True)


def digest_if_due() -> None:
    """Queue the daily digest, once a day for this process; run twice, it sends once."""
    now = timezone.now()
    today = timezone.localdate(now)
    if _digest_on[-1:] != [today] and digest.is_due(now):
        collect_digest.enqueue()
        _digest_on[:] = [today]
