"""Reads the index of law facts, a YAML file; read whole or not at all."""

from pathlib import Path

from qingshe.kernel.errors import Invalid
from qingshe.modules.catalog.laws.index import LawIndex
from qingshe.modules.catalog.laws.values import (
    Committee,
    Duty,
    Law,
    LawArticle,
    LawLevel,
    LawStatus,
)
from qingshe.modules.catalog.packs.report import Place, Report
from qingshe.modules.catalog.packs.rows import Row, read_row
from qingshe.modules.catalog.packs.yaml_files import read_tree


def read_law_index(file: Path) -> LawIndex:
    """The index in `file`; raises `Invalid` with every problem (file, line, key, reason)."""
    report = Report()
    root = read_tree(file, file.name, report)
    pairs = read_row(Row(report, Place(file.name), root), _laws) if root is not None else ()
    if report.problems:
        found = report.sentences()
        raise Invalid(f"法条索引“{file.name}”有{len(found)}处问题，没有载入", found)
    return LawIndex(
        (article for _, articles in pairs for article in articles), (law for law, _ in pairs)
    )


def _laws(row: Row) -> tuple[tuple[Law, tuple[LawArticle, ...]], ...]:
    row.text("title")
    row.day("known_until")
    return row.rows("laws", _law)


def _law(row: Row) -> tuple[Law, tuple[LawArticle, ...]]:
    law = Law(
        title=row.text("law"),
        version=row.day("version"),
        level=row.code("level", LawLevel),
        status=row.code("status", LawStatus),
        since=row.day("since"),
        note=row.text("note", ""),
        also=row.texts("also"),
    )
    row.report.claim(law.name, row.place)
    articles = row.rows("articles", lambda each: _article(each, law))
    return law, articles


def _article(row: Row, law: Law) -> LawArticle:
    article = LawArticle(
        law=law,
        article=row.count("article"),
        inserted=row.number("inserted"),
        duty=row.code("modality", Duty),
        asks=row.text("asks"),
        committee=row.code("of", Committee, Committee.BOTH),
        topics=row.texts("topics"),
    )
    row.report.claim(str(article.citation) if article.article else "", row.place)
    return article
