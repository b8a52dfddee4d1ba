"""Two workers over one outbox."""

from collections import Counter

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from qingshe.foundation import ciphers
from qingshe.foundation.notices import addresses, sending
from qingshe.foundation.notices.channels import SENDERS, Message
from qingshe.foundation.notices.models import Address, Delivery, Notice
from qingshe.foundation.notices.rules import Channel, State
from tests.racing import Race

WORKERS, MESSAGES = 4, 40


def queue_messages() -> None:
    now = timezone.now()
    person = "user:1"
    sealed = ciphers.seal(addresses.PURPOSE, "13800000001")
    Address.objects.create(person=person, channel=Channel.SMS, sealed=sealed, verified_at=now)
    for number in range(MESSAGES):
        notice = Notice.objects.create(recipient=person, title=str(number), created_at=now)
        Delivery.objects.create(
            person=person,
            channel=Channel.SMS,
            notice=notice,
            is_urgent=True,
            due_at=now,
            created_at=now,
        )


def states() -> set[str]:
    return set(Delivery.objects.values_list("state", flat=True))


def test_four_workers_send_each_message_once(
    race: Race, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SMS_URL = "https://sms.example/"
    sent: list[str] = []

    def send(message: Message) -> None:
        sent.append(message.title)

    monkeypatch.setitem(SENDERS, Channel.SMS, send)
    race([queue_messages])
    outcomes = race([sending.send_due] * WORKERS)
    assert [one for one in outcomes if not isinstance(one, int)] == []
    assert Counter(sent) == Counter(str(number) for number in range(MESSAGES))
    assert race([states]) == [{State.SENT}]
