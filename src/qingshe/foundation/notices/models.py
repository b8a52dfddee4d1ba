"""What the product tells a person inside itself (站内提醒), and how that leaves it, if it does."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from .rules import Channel, Hours, Kind, State

_TONES = {
    State.WAITING: "blue",
    State.SENDING: "blue",
    State.SENT: "green",
    State.UNSURE: "amber",
    State.GIVEN_UP: "red",
    State.DROPPED: "grey",
}


class Notice(models.Model):
    """One sentence for one person, with the page where something can be done about it.

    `recipient` is the id of an actor ("user:42"): the foundation knows no accounts.
    """

    recipient = models.CharField(max_length=100)
    kind = models.CharField(max_length=20, default=Kind.RESULT.value)
    is_urgent = models.BooleanField(default=False)
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    link = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(link="") | Q(link__startswith="/"), name="notices_link_inside"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["recipient", "-id"], name="notices_by_recipient"),
        ]

    def __str__(self) -> str:
        return f"{self.recipient}: {self.title}"

    @property
    def kind_label(self) -> str:
        return Kind(self.kind).label


class Address(models.Model):
    """Where one person can be reached by one channel; entered by that person, sealed, proven.

    For a group's robot it is the phone number, or the name, that is called in the group. The code
    that proves it is made from `nonce` and kept nowhere.
    """

    person = models.CharField(max_length=100)
    channel = models.CharField(max_length=20)
    sealed = models.TextField()
    nonce = models.BigIntegerField(default=0)
    code_until = models.DateTimeField(null=True, blank=True)
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    codes_on = models.DateField(null=True, blank=True)  # the day that `codes_sent` counts
    codes_sent = models.PositiveSmallIntegerField(default=0)
    verified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(name="notices_one_address_a_channel", fields=["person", "channel"]),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.channel_label}"

    @property
    def channel_label(self) -> str:
        return Channel(self.channel).label


class Choice(models.Model):
    """That a person wants one kind of notice by one channel as well (提醒方式)."""

    person = models.CharField(max_length=100)
    kind = models.CharField(max_length=20)
    channel = models.CharField(max_length=20)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(name="notices_choice_once", fields=["person", "kind", "channel"]),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.kind} {self.channel}"


class Delivery(models.Model):
    """One message on its way to one person by one channel (发送), apart from what it tells of.

    It carries either a notice, or the digest of a day (`digest_on` with its text), or neither:
    then it is the code that proves an address. Its state moves along `rules` by conditional
    updates; who sends and when is in `sending`.
    """

    person = models.CharField(max_length=100)
    channel = models.CharField(max_length=20)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, null=True, related_name="+")
    digest_on = models.DateField(null=True)
    title = models.CharField(max_length=200, blank=True)  # of a digest
    body = models.TextField(blank=True)
    is_urgent = models.BooleanField(default=False)  # passes the quiet hours
    state = models.CharField(max_length=20, default=State.WAITING.value)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=200, blank=True)
    claim = models.UUIDField(null=True)
    claimed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(
                name="notices_sent_once",
                fields=["notice", "channel"],
                condition=Q(notice__isnull=False),
            ),
            UniqueConstraint(
                name="notices_one_digest_a_day",
                fields=["person", "channel", "digest_on"],
                condition=Q(digest_on__isnull=False),
            ),
            CheckConstraint(
                name="notices_one_content",
                condition=Q(notice__isnull=True) | Q(digest_on__isnull=True),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["channel", "due_at", "id"],
                name="notices_waiting",
                condition=Q(state=State.WAITING.value),
            ),
            models.Index(
                fields=["claimed_at"],
                name="notices_sending",
                condition=Q(state=State.SENDING.value),
            ),
            models.Index(
                fields=["-id"],
                name="notices_stuck",
                condition=Q(state__in=[State.GIVEN_UP.value, State.UNSURE.value]),
            ),
            models.Index(fields=["claim"], name="notices_claim", condition=Q(claim__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.channel_label} {self.state_label}"

    @property
    def subject(self) -> str:
        """The name of this delivery in the audit trail."""
        return f"notices.delivery:{self.pk}"

    @property
    def channel_label(self) -> str:
        return Channel(self.channel).label

    @property
    def state_label(self) -> str:
        return State(self.state).label

    @property
    def tone(self) -> str:
        return _TONES[State(self.state)]

    @property
    def what(self) -> str:
        """What sort of thing it tells; of what it says an administrator need not know more."""
        if self.notice is not None:
            return self.notice.kind_label
        return Kind.DIGEST.label if self.digest_on else "确认码"


class ChannelRest(models.Model):
    """How a channel fares (渠道状态): one that fails is left alone for a while, growing."""

    channel = models.CharField(max_length=20, unique=True)
    failures = models.PositiveIntegerField(default=0)  # in a row
    failing_since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    last_sent_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.channel} {self.failures}"


class QuietHours(models.Model):
    """The quiet hours of the city (安静时段); the newest count, older ones stay."""

    begins = models.TimeField()
    ends = models.TimeField()
    digest_at = models.TimeField()
    reason = models.CharField(max_length=200)
    entered_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.begins:%H:%M}–{self.ends:%H:%M}"

    @property
    def hours(self) -> Hours:
        return Hours(self.begins, self.ends, self.digest_at)
