"""What the installation does by itself every night."""

from django.utils import timezone
from django_tasks import task

from qingshe.modules.admission.services import nightly


@task
def keep_clocks() -> None:
    """Warn, report, end consultations and public notices, let lapse what was not handed in."""
    nightly.keep_clocks(today=timezone.localdate())


@task
def settle_money() -> None:
    """Let permits rest whose promised money was not paid by its day."""
    nightly.settle_money(today=timezone.localdate())


@task
def warn_of_expiry() -> None:
    """Tell departments which of their permits end soon."""
    nightly.warn_of_expiry(today=timezone.localdate())


@task
def archive() -> None:
    """File what is closed."""
    nightly.archive(today=timezone.localdate())
