"""What laws ask of the committees (法条事实): an index of facts, and texts that a city supplies."""

from qingshe.modules.catalog.laws.facts import read_law_index
from qingshe.modules.catalog.laws.index import LawIndex
from qingshe.modules.catalog.laws.texts import LawTexts, read_law_texts
from qingshe.modules.catalog.laws.values import (
    Committee,
    Duty,
    Law,
    LawArticle,
    LawLevel,
    LawStatus,
)

__all__ = [
    "Committee",
    "Duty",
    "Law",
    "LawArticle",
    "LawIndex",
    "LawLevel",
    "LawStatus",
    "LawTexts",
    "read_law_index",
    "read_law_texts",
]
