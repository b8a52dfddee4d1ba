"""An edition as a file: Excel, Word, JSON; the same rows in each. The register of permits."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from typing import TypeAlias

from django.utils import timezone

from qingshe.foundation import sheets
from qingshe.foundation.documents.official import Block, Heading, Paragraph, Table, official
from qingshe.modules.catalog.models import Edition
from qingshe.modules.catalog.queries import items
from qingshe.modules.catalog.queries.permits import PermitRow
from qingshe.modules.catalog.rules import ItemText
from qingshe.modules.catalog.services.importing import COLUMNS

_REGISTER = (
    sheets.Column("编号", "number"),
    sheets.Column("事项", "title"),
    sheets.Column("类型", "kind"),
    sheets.Column("状态", "standing"),
    sheets.Column("部门", "holder"),
    sheets.Column("适用", "scope"),
    sheets.Column("期限类型", "duration"),
    sheets.Column("签发", "issued_on", sheets.Kind.DATE),
    sheets.Column("开始", "valid_from", sheets.Kind.DATE),
    sheets.Column("截止", "valid_until", sheets.Kind.DATE),
    sheets.Column("每年次数", "times_per_year", sheets.Kind.NUMBER),
    sheets.Column("每次分钟", "minutes", sheets.Kind.NUMBER),
    sheets.Column("经费（元）", "money", sheets.Kind.NUMBER),
    sheets.Column("经费来源", "money_source"),
    sheets.Column("经费情况", "funding"),
    sheets.Column("条件", "conditions"),
    sheets.Column("原因", "reason"),
)


def name_of(edition: Edition) -> str:
    """What the file is called, without its extension."""
    return f"{edition.item_list.title}{edition.edition_label}"


Rows: TypeAlias = Iterator[ItemText]


def as_sheet(edition: Edition, watched: Callable[[Rows], Rows] = iter) -> bytes:
    """A workbook that can be changed and imported again; `watched` sees the rows go by."""
    every = items.editable_texts(edition)
    return sheets.write(edition.item_list.title, COLUMNS, map(_row, watched(every)))


def register_as_sheet(rows: Iterable[PermitRow]) -> bytes:
    """The register of permits, as far as the rows go."""
    return sheets.write("许可登记簿", _REGISTER, map(_permit, rows))


def as_word(edition: Edition) -> bytes:
    """A paper in the layout of official documents, one table for each category."""
    return official(
        edition.item_list.title,
        _subtitle(edition),
        _blocks(edition),
        made_at=timezone.now(),
    )


def as_data(edition: Edition) -> dict[str, object]:
    """The edition with all its items, for machines."""
    item_list = edition.item_list
    return {
        "list": item_list.code,
        "kind": item_list.kind,
        "title": item_list.title,
        "place": item_list.place_name,
        "level": item_list.level,
        "edition": edition.number,
        "year": edition.year,
        "state": edition.state,
        "document": edition.document,
        "doc_no": edition.doc_no,
        "section": edition.section,
        "effective_from": edition.effective_from,
        "effective_until": edition.effective_until,
        "items": [asdict(text) for text in items.texts(edition)],
    }


def _row(text: ItemText) -> dict[str, object]:
    told = {column.key: getattr(text, column.key) for column in COLUMNS}
    return told | {"actions": "；".join(text.actions), "bases": "；".join(text.bases)}


def _permit(row: PermitRow) -> dict[str, object]:
    permit = row.permit
    return {
        "number": permit.number,
        "title": permit.title,
        "kind": permit.kind_label,
        "standing": row.state_label,
        "holder": permit.holder_name,
        "scope": permit.scope_text,
        "duration": permit.duration_label,
        "issued_on": permit.issued_on,
        "valid_from": permit.valid_from,
        "valid_until": permit.valid_until,
        "times_per_year": permit.times_per_year,
        "minutes": permit.minutes,
        "money": permit.money,
        "money_source": permit.money_source,
        "funding": permit.funding,
        "conditions": permit.conditions,
        "reason": permit.reason,
    }


def _subtitle(edition: Edition) -> str:
    paper = f"《{edition.document}》（{edition.doc_no}）" if edition.doc_no else edition.document
    return f"{edition.edition_label} {paper}{edition.section}"


def _blocks(edition: Edition) -> Iterator[Block]:
    texts = items.texts(edition)
    for category in dict.fromkeys(text.category for text in texts):
        if category:
            yield Heading(category)
        rows = [_line(text) for text in texts if text.category == category]
        yield Table(("序号", "事项", "依据"), rows, (1, 6, 5))
    if edition.proviso:
        yield Paragraph(edition.proviso)


def _line(text: ItemText) -> tuple[str, str, str]:
    return str(text.serial), text.title, "；".join(text.bases)
