"""Lists (清单) and what they rest on."""

from .conflicts import Settlement
from .documents import Document, LegalBasis
from .imports import ItemImport
from .lists import Edition, ItemList, ListItem, Opinion
from .marker import Marker
from .orders import EditionSheet, PublicationOrder
from .papers import Rule, SignVariant
from .permits import Permit, PermitScope, PermitSeries
from .reviews import Review

__all__ = [
    "Document",
    "Edition",
    "EditionSheet",
    "ItemImport",
    "ItemList",
    "LegalBasis",
    "ListItem",
    "Marker",
    "Opinion",
    "Permit",
    "PermitScope",
    "PermitSeries",
    "PublicationOrder",
    "Review",
    "Rule",
    "Settlement",
    "SignVariant",
]
