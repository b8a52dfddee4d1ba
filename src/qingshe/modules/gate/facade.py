"""What modules above may ask of the gate: its verdict, its values and its rules."""

from .corpora import Preparing
from .policy import CHECK, GRANTS
from .queries import Judged, judged
from .rules import (
    Finding,
    Kind,
    Label,
    Level,
    Match,
    Outcome,
    Permit,
    Question,
    Role,
    Rule,
    Verdict,
    rules,
)

__all__ = [
    "CHECK",
    "GRANTS",
    "Finding",
    "Judged",
    "Kind",
    "Label",
    "Level",
    "Match",
    "Outcome",
    "Permit",
    "Preparing",
    "Question",
    "Role",
    "Rule",
    "Verdict",
    "judged",
    "rules",
]
