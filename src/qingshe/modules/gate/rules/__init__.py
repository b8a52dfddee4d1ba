"""The gate (闸门): one pure judgement over published lists, permits and law."""

from .certified import kinds_of
from .corpus import PERMIT, Corpus, Shelf, corpus_of, with_permits
from .judgement import judge
from .matching import Columns, MeaningIndex
from .meaning import concepts_of
from .registry import Rule, named, rules
from .switching import SWITCH_OFF, SWITCH_ON, SWITCH_TONES, SwitchState, why_always_on
from .values import (
    Conflict,
    Duty,
    Entry,
    Finding,
    Kind,
    Label,
    Level,
    Match,
    Outcome,
    Permit,
    Question,
    Role,
    Source,
    Verdict,
)

__all__ = [
    "PERMIT",
    "SWITCH_OFF",
    "SWITCH_ON",
    "SWITCH_TONES",
    "Columns",
    "Conflict",
    "Corpus",
    "Duty",
    "Entry",
    "Finding",
    "Kind",
    "Label",
    "Level",
    "Match",
    "MeaningIndex",
    "Outcome",
    "Permit",
    "Question",
    "Role",
    "Rule",
    "Shelf",
    "Source",
    "SwitchState",
    "Verdict",
    "concepts_of",
    "corpus_of",
    "judge",
    "kinds_of",
    "named",
    "rules",
    "why_always_on",
    "with_permits",
]
