"""What could not be sent (发不出去的提醒): seen, sent again or let go by an administrator."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from qingshe.foundation.audit import trail
from qingshe.kernel.actor import Actor
from qingshe.kernel.answer import Answer
from qingshe.kernel.errors import Conflict, Denied, Invalid, NotFound
from qingshe.kernel.workflow import Transition

from . import rules
from .channels import SENDERS, Message, Trouble, switched_on
from .models import ChannelRest, Delivery
from .quiet import quiet
from .rules import Channel, State

KEPT = timedelta(days=180)  # a delivery that is over
MANY = 500  # sent again at once
TEST = "这是轻社的测试消息。收到即表示这种提醒方式可用。"
FAILING = timedelta(minutes=30)  # from when on the installation is not well


@dataclass(frozen=True, slots=True)
class Standing:
    """How one channel stands, as the administrator's page shows it."""

    channel: Channel
    is_on: bool
    label: str
    tone: str
    detail: str
    last_sent_at: datetime | None


def rows() -> QuerySet[Delivery]:
    """What is stuck, whosever it is; the newest first."""
    return Delivery.objects.filter(state__in=rules.STUCK).select_related("notice")


def standings(now: datetime) -> list[Standing]:
    """Every channel; one query."""
    rests = {one.channel: one for one in ChannelRest.objects.all()}
    on = switched_on()
    return [_standing(channel, channel in on, rests.get(channel), now) for channel in Channel]


def failing(now: datetime) -> list[str]:
    """The channels that have failed for half an hour and more, in words; for health."""
    old = ChannelRest.objects.filter(failing_since__lt=now - FAILING, channel__in=switched_on())
    return [
        f"{Channel(one.channel).label}发不出去：{one.reason}" for one in old.order_by("channel")
    ]


def waiting_and_stuck(most: int = 1000) -> tuple[int, int]:
    """How many messages wait and how many are stuck, neither counted beyond `most`."""
    waiting = Delivery.objects.filter(state=State.WAITING)[:most].count()
    return waiting, rows()[:most].count()


def to_send_again() -> list[Channel]:
    """The channels that are switched on and have something that was certainly not sent."""
    given_up = Delivery.objects.filter(state=State.GIVEN_UP)
    return [one for one in switched_on() if given_up.filter(channel=one).exists()]


@transaction.atomic
def retry(actor: Actor, pk: int, *, answer: Answer, now: datetime) -> Delivery:
    """Send one again, in its time. Errors: Denied, NotFound, Conflict."""
    return _move(actor, pk, rules.RETRY, answer, attempts=0, due_at=_due(now), reason="")


@transaction.atomic
def drop(actor: Actor, pk: int, *, answer: Answer) -> Delivery:
    """Let one go: it is no news any more. Errors: Denied, NotFound, Conflict."""
    return _move(actor, pk, rules.DROP, answer)


@transaction.atomic
def retry_all(actor: Actor, channel: Channel, *, answer: Answer, now: datetime) -> int:
    """Send again what was certainly not sent by a channel, at most 500; how many that were."""
    _insist(answer)
    given_up = Delivery.objects.filter(channel=channel, state=State.GIVEN_UP).order_by("-pk")
    keys = list(given_up.values_list("pk", flat=True)[:MANY])
    again = Delivery.objects.filter(pk__in=keys, state=State.GIVEN_UP)
    count = again.update(state=rules.RETRY.target, attempts=0, due_at=_due(now), reason="")
    ChannelRest.objects.filter(channel=channel).update(until=None)
    trail.record(actor, "retry_all", f"notices.channel:{channel.value}", {"count": ["", count]})
    return count


def try_out(actor: Actor, channel: Channel, to: str, *, answer: Answer, now: datetime) -> str:
    """Send a test message at once, while the administrator waits; "" or why it was not sent."""
    _insist(answer)
    if channel not in switched_on():
        raise Invalid("这种方式没有开通，请先写好设置。")
    trail.record(actor, "try_out", f"notices.channel:{channel.value}", {})
    try:
        SENDERS[channel](Message([to], TEST))
    except Trouble as trouble:
        return str(trouble)
    works = ChannelRest.objects.filter(channel=channel)
    works.update(failures=0, failing_since=None, until=None, reason="", last_sent_at=now)
    return ""


def forget_old(now: datetime) -> int:
    """Delete what is over and half a year old; how many rows."""
    over = [State.SENT, State.DROPPED]
    old = Delivery.objects.filter(state__in=over, created_at__lt=now - KEPT)
    return old.delete()[0]


def _due(now: datetime) -> datetime:
    return quiet().opens(now)


def _move(actor: Actor, pk: int, step: Transition, answer: Answer, **changes: object) -> Delivery:
    _insist(answer)
    found = Delivery.objects.filter(pk=pk)
    moved = found.filter(state__in=rules.STUCK).update(state=step.target, **changes)
    delivery = found.select_related("notice").first()
    if delivery is None:
        raise NotFound("没有这条提醒。")
    if moved != 1:
        raise Conflict(f"当前为“{delivery.state_label}”，不能“{step.label}”。")
    trail.record(actor, step.name, delivery.subject, {"state": ["", step.target]})
    return delivery


def _standing(channel: Channel, is_on: bool, rest: ChannelRest | None, now: datetime) -> Standing:
    last = rest.last_sent_at if rest else None
    if not is_on:
        return Standing(channel, is_on, "没有开通", "grey", "设置里没有写", last)
    if rest is None or not rest.failures:
        return Standing(channel, is_on, "正常", "green", "" if last else "还没有发过", last)
    again = "正在重试" if rest.until is None or rest.until <= now else "稍后自动重试"
    return Standing(channel, is_on, "发不出去", "red", f"{rest.reason}{again}。", last)


def _insist(answer: Answer) -> None:
    if not answer:
        raise Denied(answer.reason)
