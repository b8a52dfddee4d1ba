"""Packs (清单包): a folder of YAML with the lists of a place; read whole or not at all."""

from qingshe.modules.catalog.packs.reading import built_in, read_pack
from qingshe.modules.catalog.packs.values import (
    AdmissionForm,
    Article,
    Basis,
    Document,
    Fact,
    FactGroup,
    FormField,
    FormNote,
    Pack,
    PackItem,
    PackList,
    RetentionRule,
    Revision,
    Routing,
    Rule,
    Sign,
    StaleArticle,
)

__all__ = [
    "AdmissionForm",
    "Article",
    "Basis",
    "Document",
    "Fact",
    "FactGroup",
    "FormField",
    "FormNote",
    "Pack",
    "PackItem",
    "PackList",
    "RetentionRule",
    "Revision",
    "Routing",
    "Rule",
    "Sign",
    "StaleArticle",
    "built_in",
    "read_pack",
]
