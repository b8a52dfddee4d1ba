"""What may not be asked of communities, one file a topic. Importing this registers the rules."""

from . import (
    evaluations,
    indicators,
    money,
    organisations,
    paperwork,
    people,
    permits,
    subjects,
    systems,
    transfers,
)

__all__ = [
    "evaluations",
    "indicators",
    "money",
    "organisations",
    "paperwork",
    "people",
    "permits",
    "subjects",
    "systems",
    "transfers",
]
