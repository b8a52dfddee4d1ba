"""Lets one of several equal sendings through, and knows what came of it.

A claim is a row of its own, written before the work begins and outside its transaction: the unique
key decides between processes, on SQLite and PostgreSQL alike.
"""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from .models import Sending

PATIENCE = timedelta(minutes=1)  # after that whoever began must have been killed
KEPT = timedelta(days=2)  # nobody sends yesterday's page again


def claim(key: str, now: datetime) -> bool:
    """Whether this sending is the first; one whose process was killed may be taken over.

    Costs one INSERT, and one UPDATE more when the key is taken.
    """
    try:
        with transaction.atomic():
            Sending.objects.create(key=key, at=now)
    except IntegrityError:
        left = Sending.objects.filter(key=key, result="", at__lt=now - PATIENCE)
        return left.update(at=now) == 1
    return True


def settle(key: str, result: str) -> None:
    """It is done; `result` is the address where to see it."""
    Sending.objects.filter(key=key).update(result=result)


def release(key: str) -> None:
    """Nothing came of it: the same form may be sent again."""
    Sending.objects.filter(key=key).delete()


def result_of(key: str, now: datetime) -> str | None:
    """Where to see what came of it; "" while it is under way, None when nothing did.

    Nothing comes any more of one whose process was killed, or that nobody could release because
    the database was gone.
    """
    told = Sending.objects.filter(key=key).values_list("result", "at").first()
    if told is None or (not told[0] and told[1] < now - PATIENCE):
        return None
    return told[0]


def forget(before: datetime) -> int:
    """Throw away old sendings; how many there were."""
    return Sending.objects.filter(at__lt=before).delete()[0]
