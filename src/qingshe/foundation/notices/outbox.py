"""Plans what leaves the product: rows written in the transaction of what they tell of, no more."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from .channels import switched_on
from .models import Address, Choice, Delivery, Notice
from .quiet import quiet

BATCH = 500


def plan(notices: Sequence[Notice], now: datetime) -> int:
    """Queue each notice for the channels that its reader has chosen; how many that makes.

    No gateway is asked here: whether one works does not matter to who sends the notice.
    """
    channels = switched_on()
    if not notices or not channels:
        return 0
    chosen: dict[str, list[str]] = {}
    for part in batches([one.recipient for one in notices]):
        wanted = Choice.objects.filter(person__in=part, kind=notices[0].kind, channel__in=channels)
        for person, channel in wanted.order_by("pk").values_list("person", "channel"):
            chosen.setdefault(person, []).append(channel)
    return _queue(notices, _proven(chosen), now) if chosen else 0


def batches(people: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(people), BATCH):
        yield people[start : start + BATCH]


def _proven(chosen: dict[str, list[str]]) -> dict[str, list[str]]:
    """Of the chosen channels those where the address is known to be the person's own."""
    proven: set[tuple[str, str]] = set()
    for part in batches(list(chosen)):
        known = Address.objects.filter(person__in=part, verified_at__isnull=False)
        proven.update(known.values_list("person", "channel"))
    return {
        person: [channel for channel in channels if (person, channel) in proven]
        for person, channels in chosen.items()
    }


def _queue(notices: Sequence[Notice], proven: dict[str, list[str]], now: datetime) -> int:
    opens = quiet().opens(now)
    made = [
        Delivery(
            person=notice.recipient,
            channel=channel,
            notice=notice,
            is_urgent=notice.is_urgent,
            due_at=now if notice.is_urgent else opens,
            created_at=now,
        )
        for notice in notices
        for channel in proven.get(notice.recipient, ())
    ]
    return len(Delivery.objects.bulk_create(made, batch_size=BATCH))
