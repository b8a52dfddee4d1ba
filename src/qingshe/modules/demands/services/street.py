"""What a street does for its communities: refuse for one, say that another was right."""

from datetime import datetime

from django.utils import timezone

from qingshe.foundation import records
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Conflict, Denied
from qingshe.modules.demands import policy, rules
from qingshe.modules.demands.models import Assignment, Refusal
from qingshe.modules.demands.queries import refusals, street
from qingshe.modules.demands.services import working


def refuse_for(
    actor: Actor,
    pk: int,
    *,
    ground: str,
    now: datetime,
    text: str = "",
    version: int | None = None,
) -> Refusal:
    """Send back a share of one of its communities; `pk` is that of the share.

    Errors: as for `working.refuse`, Denied where the city lets only communities refuse.
    """
    share = _refusable(actor, pk, now)
    return working.refuse_share(
        actor, share, ground=ground, now=now, text=text, version=version, by_street=True
    )


def second(actor: Actor, pk: int, *, now: datetime, text: str = "") -> Refusal:
    """Say that a community was right to send a share back; the office reads it when it rules.

    Errors: as above, Conflict when nothing waits for a ruling.
    """
    refusal = refusals.waiting_of(_refusable(actor, pk, now))
    if refusal is None:
        raise Conflict("这件事没有等着裁定的拒收。")
    return records.advance(
        actor,
        refusal,
        rules.SECOND,
        policy.may_second(actor, refusal),
        seconded_on=timezone.localdate(now),
        seconded=text.strip(),
    )


def _refusable(actor: Actor, pk: int, now: datetime) -> Assignment:
    share = street.get(actor, pk)
    may = street.may_streets_refuse(share.demand.place, timezone.localdate(now))
    if not may:
        raise Denied(may.reason)
    return share
