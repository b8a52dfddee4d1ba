"""Permits of the demo city: valid, running out, resting for lack of money, expired, urgent."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from qingshe.kernel.actor import Actor
from qingshe.modules.catalog import facade as catalog
from qingshe.modules.catalog.facade import PermitDraft, SuspensionCause
from qingshe.modules.catalog.tasks import expire_permits


def build(
    maker: Actor,
    told: Sequence[Mapping[str, Any]],
    paths: Mapping[str, str],
    city: str,
    today: date,
) -> None:
    """Issue what `permits.yaml` tells, in the order of its days; `paths` are units by name."""
    keeper = replace(maker, unit=paths[city])
    for one in sorted(told, key=lambda each: int(each["from"])):
        draft = _draft(one, paths, city, today)
        permit = catalog.issue_permit(keeper, draft, today=draft.valid_from)
        if reason := one.get("suspended"):
            cause = SuspensionCause.UNPAID
            catalog.suspend_permit(keeper, permit.pk, cause=cause, reason=reason)
    expire_permits.func()


def _draft(one: Mapping[str, Any], paths: Mapping[str, str], city: str, today: date) -> PermitDraft:
    due = one.get("due")
    return PermitDraft(
        title=one["title"],
        kind=one["kind"],
        holder=paths[one["holder"]],
        place=paths[city],
        scope=tuple(paths[name] for name in one["scope"]),
        duration_type=one["duration_type"],
        valid_from=_day(today, one["from"]),
        valid_until=_day(today, one["until"]),
        subject_text=one["subject_text"],
        actions=tuple(one["actions"]),
        times_per_year=one.get("times_per_year"),
        minutes=one["minutes"],
        conditions=one.get("conditions", ""),
        money=Decimal(one.get("money", 0)),
        money_source=one.get("money_source", ""),
        funded=one.get("funded", False),
        next_payment_due=_day(today, due) if due else None,
        urgent=one.get("urgent", False),
    )


def _day(today: date, days: int) -> date:
    return today + timedelta(days=days)
