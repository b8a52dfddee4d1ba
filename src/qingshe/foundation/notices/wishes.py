"""What each person wants to be told by which channel (提醒方式)."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from qingshe.foundation.audit import trail
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Denied, Invalid

from . import addresses
from .channels import switched_on
from .models import Choice
from .rules import Channel, Kind

Wishes = Mapping[Kind, Iterable[Channel]]


def ways(actor: Actor) -> list[Channel]:
    """The channels one can choose: switched on in the city, with an address one has proven."""
    known = addresses.own(actor)
    return [one for one in switched_on() if one in known and known[one].verified_at]


def of(actor: Actor) -> dict[Kind, list[Channel]]:
    """What one has chosen; every kind is there."""
    rows = Choice.objects.filter(person=actor.id).order_by("pk").values_list("kind", "channel")
    found: dict[Kind, list[Channel]] = {kind: [] for kind in Kind}
    for kind, channel in rows:
        found[Kind(kind)].append(Channel(channel))
    return found


@transaction.atomic
def choose(actor: Actor, wishes: Wishes) -> None:
    """Let these be one's choices from now on. Errors: Denied, Invalid."""
    if not actor.id.startswith("user:"):
        raise Denied("请先登录。")
    before, possible = of(actor), ways(actor)
    after = {kind: [one for one in Channel if one in set(wishes.get(kind, ()))] for kind in Kind}
    if {one for chosen in after.values() for one in chosen} - set(possible):
        raise Invalid("请先填写并确认号码或邮箱，再选这种方式。")
    change = {
        kind.value: [_words(before[kind]), _words(after[kind])]
        for kind in Kind
        if set(before[kind]) != set(after[kind])
    }
    if not change:
        return
    Choice.objects.filter(person=actor.id).delete()
    Choice.objects.bulk_create(
        Choice(person=actor.id, kind=kind, channel=channel)
        for kind, channels in after.items()
        for channel in channels
    )
    number = actor.id.removeprefix("user:")
    trail.record(actor, "choose_ways", f"notices.choice:{number}", change)


def _words(channels: Iterable[Channel]) -> str:
    return "、".join(channel.label for channel in channels) or "只在站内"
