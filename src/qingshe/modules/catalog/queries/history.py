"""What happened to a record, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qingshe.foundation.audit import trail
from qingshe.foundation.records import Record
from qingshe.modules.catalog import policy, rules
from qingshe.modules.catalog.models import Edition
from qingshe.modules.catalog.queries import items
from qingshe.modules.orgs import facade as orgs

OF_ITEMS = (rules.REVISE_ITEM.name, rules.STRIKE_ITEM.name)
_LABELS = {move.name: move.label for move in policy.MAY}
_SYSTEM = "系统"


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a timeline."""

    at: datetime
    who: str
    label: str
    detail: str = ""


def of(record: Record) -> list[Event]:
    """The trail of one record, oldest first."""
    entries = list(trail.of(record.subject))
    names = _names({entry.actor for entry in entries})
    return [
        Event(
            entry.at,
            names.get(entry.actor, _SYSTEM),
            _LABELS.get(entry.action, entry.action),
            _reason_in(entry.change),
        )
        for entry in entries
    ]


def of_edition(edition: Edition) -> list[Event]:
    """The trail of an edition with what was done to its items by hand, oldest first.

    That an item only changed its place is left out: one move shifts many.
    """
    titles = {item.subject: item.title for item in items.touched(edition)}
    entries = [
        entry
        for entry in trail.of_many(titles)
        if entry.action in OF_ITEMS and set(entry.change) != {"serial"}
    ]
    names = _names({entry.actor for entry in entries})
    edits = [
        Event(
            entry.at,
            names.get(entry.actor, _SYSTEM),
            _LABELS[entry.action],
            titles[entry.subject],
        )
        for entry in entries
    ]
    return sorted([*of(edition), *edits], key=lambda event: event.at)


def _reason_in(change: Mapping[str, Any]) -> str:
    """The reason that somebody gave for a step; "" when none was asked for or it was taken back."""
    told = change.get("reason", ("", ""))
    return str(told[1]) if isinstance(told, list | tuple) else ""


def _names(actors: Iterable[str]) -> dict[str, str]:
    return orgs.people(actors)
