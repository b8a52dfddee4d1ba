"""The nightly seal; run as often as one likes, a sealed stretch stays as it is."""

import logging

from django.utils import timezone
from django_tasks import task

from . import trail

_log = logging.getLogger(__name__)


@task
def seal_the_day() -> None:
    """Close everything before today's midnight in local time; the log keeps the digest as well."""
    made = trail.seal(timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0))
    if made is not None:
        _log.info("the trail was sealed", extra={"entries": made.entries, "digest": made.digest})
