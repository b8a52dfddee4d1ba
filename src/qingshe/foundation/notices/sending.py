"""Sends what is due, once: claimed before, marked after, and never guessed in between.

A row is claimed and committed before its message leaves. Should the process die between sending
and marking, nobody knows whether it was sent: the row becomes "unsure" and is not sent again by
itself, for the notice stands inside the product anyway and nobody is told twice. An administrator
sees it and may send it again. See docs/adr/0015.
"""

import logging
import time
import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.db.models import F, QuerySet
from django.utils import timezone

from qingshe.kernel.workflow import Transition

from . import addresses, rules
from .channels import SENDERS, Message, Refused, Trouble, Unreachable, switched_on
from .models import ChannelRest, Delivery
from .quiet import Quiet, quiet
from .rules import GROUPS, Channel, State

MOST = 200  # messages of one channel in one run
LONGEST = 30  # seconds one run of a channel may take: the worker has other things to do
AHEAD = 100  # rows looked at together, so that a group hears of one thing once

LOST_WORDS = "发送途中进程中断，不知是否已发出。"

log = logging.getLogger(__name__)
Rows = QuerySet[Delivery]


def is_due(now: datetime) -> bool:
    """Whether a run would find something to do; a few small queries on indexes."""
    resting = ChannelRest.objects.filter(until__gt=now).values("channel")
    waiting = Delivery.objects.filter(state=State.WAITING, due_at__lte=now)
    waiting = waiting.filter(channel__in=switched_on()).exclude(channel__in=resting)
    if waiting.exists() and (not quiet().is_now(now) or waiting.filter(is_urgent=True).exists()):
        return True
    return _lost(now).exists()


def send_due(now: datetime | None = None) -> int:
    """Send what is due on every channel; how many messages left. One that fails stops no other."""
    moment = now or timezone.now()
    _move(_lost(moment), rules.LOSE, reason=LOST_WORDS, claim=None)
    return sum(_send_by(channel, quiet(), moment) for channel in switched_on())


def _lost(now: datetime) -> Rows:
    """What was being sent when its process died."""
    return Delivery.objects.filter(state=State.SENDING, claimed_at__lt=now - rules.LOST)


def _send_by(channel: Channel, calm: Quiet, now: datetime) -> int:
    rest, _ = ChannelRest.objects.get_or_create(channel=channel)
    if rest.until and rest.until > now:
        return 0
    waiting = Delivery.objects.filter(channel=channel, state=State.WAITING, due_at__lte=now)
    if rest.failing_since and rest.failing_since < now - rules.STALE:
        old = waiting.filter(due_at__lt=now - rules.STALE)
        _move(old, rules.GIVE_UP, reason="三天发不出去，已不是新消息。")
    ready = waiting.filter(is_urgent=True) if calm.is_now(now) else waiting
    sent, end = 0, time.monotonic() + LONGEST
    while sent < MOST and time.monotonic() < end and (mine := _claim(ready, channel, now)):
        try:
            sent += _send(channel, mine, calm, now)
        except Trouble as trouble:
            _let_rest(rest, str(trouble), now)
            break
    if sent:
        _note_success(rest, now)
    return sent


def _claim(ready: Rows, channel: Channel, now: datetime) -> list[Delivery]:
    """The next message: one row, or for a group all rows that would say the same there.

    Whoever updates a row first has it; two workers never hold the same.
    """
    ahead = list(ready.select_related("notice").order_by("due_at", "pk")[:AHEAD])
    if not ahead:
        return []
    alike = [one for one in ahead if _says(one) == _says(ahead[0])] if channel in GROUPS else []
    claim = uuid.uuid4()
    chosen = ready.filter(pk__in=[one.pk for one in alike or ahead[:1]])
    _move(chosen, rules.CLAIM, claim=claim, claimed_at=now, attempts=F("attempts") + 1)
    mine = Delivery.objects.filter(claim=claim).select_related("notice").order_by("pk")
    return list(mine) or _claim(ready, channel, now)


def _says(delivery: Delivery) -> tuple[object, ...]:
    notice = delivery.notice
    return (notice.title, notice.link) if notice else (delivery.pk,)


def _send(channel: Channel, mine: Sequence[Delivery], calm: Quiet, now: datetime) -> int:
    """Send one message; 1 when it left, 0 when this one was refused. Errors: a broken channel."""
    reached = addresses.of_deliveries(mine)
    _move(_rows(one for one in mine if one.pk not in reached), rules.DROP, claim=None)
    held = [one for one in mine if one.pk in reached]
    if not held:
        return 0
    try:
        SENDERS[channel](_message(held, [reached[one.pk] for one in held]))
    except Refused as refusal:
        _postpone(held, str(refusal), calm, now, final=refusal.final)
        return 0
    except Unreachable as trouble:
        _postpone(held, str(trouble), calm, now)
        raise
    except Trouble as trouble:
        _move(_rows(held), rules.LOSE, reason=str(trouble), claim=None)
        raise
    except Exception as error:  # the edge of what is not ours: one channel must not stop the rest
        log.error("channel %s failed with %s", channel.value, type(error).__name__)
        reason = f"发送程序出错（{type(error).__name__}），不知是否已发出。"
        _move(_rows(held), rules.LOSE, reason=reason, claim=None)
        raise Trouble(reason) from None
    _move(_rows(held), rules.SUCCEED, sent_at=now, reason="", body="", claim=None)
    return 1


def _postpone(
    held: Sequence[Delivery], reason: str, calm: Quiet, now: datetime, *, final: bool = False
) -> None:
    for one in held:
        pause = None if final else rules.next_try(one.attempts)
        if pause is None:
            _move(_rows([one]), rules.GIVE_UP, reason=reason, claim=None)
            continue
        due = now + pause
        opens = due if one.is_urgent else calm.opens(due)
        _move(_rows([one]), rules.POSTPONE, reason=reason, due_at=opens, claim=None)


def _let_rest(rest: ChannelRest, reason: str, now: datetime) -> None:
    rest.failures += 1
    rest.failing_since = rest.failing_since or now
    rest.until = now + rules.rest(rest.failures)
    rest.reason = reason
    rest.save()


def _note_success(rest: ChannelRest, now: datetime) -> None:
    """It works again, unless it broke off in the same run."""
    rest.last_sent_at = now
    if rest.until is None or rest.until <= now:
        rest.failures, rest.failing_since, rest.until, rest.reason = 0, None, None, ""
    rest.save()


def _message(held: Sequence[Delivery], to: Sequence[str]) -> Message:
    first = held[0]
    if first.notice is not None:
        notice = first.notice
        url = settings.SITE_ADDRESS + notice.link if settings.SITE_ADDRESS and notice.link else ""
        return Message(to, _line(notice.title), notice.body, url)
    if first.digest_on:
        return Message(to, first.title, first.body, _page("/notices/"))
    return Message(to, addresses.words_of_code(first.person, first.channel))


def _page(path: str) -> str:
    return settings.SITE_ADDRESS + path if settings.SITE_ADDRESS else ""


def _line(text: str) -> str:
    """A title as one line: a line break in the head of a letter would begin another field."""
    return " ".join(text.split())


def _rows(deliveries: Iterable[Delivery]) -> Rows:
    return Delivery.objects.filter(pk__in=[one.pk for one in deliveries])


def _move(rows: Rows, step: Transition, **changes: object) -> int:
    """Take a declared step with all rows that stand where it may begin; how many that were."""
    return rows.filter(state__in=step.sources).update(state=step.target, **changes)
