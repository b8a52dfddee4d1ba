"""Items from Excel: previewed against the draft, then taken over whole or not at all."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from qingshe.foundation import records, sheets
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Conflict, Invalid
from qingshe.modules.catalog import policy, rules
from qingshe.modules.catalog.models import Edition, ItemImport, ListItem
from qingshe.modules.catalog.queries import editions, imports, items
from qingshe.modules.catalog.rules import CommunityAction, Comparison, ImportState, ItemText
from qingshe.modules.catalog.services.items import (
    ItemValues,
    Stated,
    add_many,
    hold,
    new_keys,
    rest_on,
)

_ACTIONS = {action.label: action.value for action in CommunityAction}
_LINES_PARTED_BY = "；"
_NEW = "新增-"  # stands for the key of a row that has none, until it is taken over

COLUMNS = (
    sheets.Column("编号", "key", sheets.Kind.CODE, longest=60, width=14),
    sheets.Column("序号", "serial", sheets.Kind.NUMBER, required=True, width=8),
    sheets.Column("类别", "category", longest=100, width=14),
    sheets.Column("事项", "title", required=True, longest=1000, width=48),
    sheets.Column("内容", "detail", width=36),
    sheets.Column("责任部门", "department", longest=200),
    sheets.Column("社区做什么", "actions", longest=100),
    sheets.Column("频次", "cadence", longest=100, width=12),
    sheets.Column("经费", "funding", longest=500),
    sheets.Column("办事指南", "guide"),
    sheets.Column("依据", "bases", width=48),
    sheets.Column("说明", "note", width=36),
)
"""In and out alike. Several actions or bases in one cell are parted by ； or line breaks."""


def upload(actor: Actor, edition_pk: int, *, filename: str, content: bytes) -> ItemImport:
    """Read a table and keep it until somebody confirms what it will do to the draft.

    Errors: Denied; Invalid with every bad row and its place; nothing is written then.
    """
    edition = editions.get(actor, edition_pk)
    table = ItemImport(
        edition=edition,
        edition_version=edition.version,
        filename=filename[:200],
        content=content,
    )
    answer = policy.may_import(actor, table)
    if answer:
        _insist_on_news(_difference(edition, _read(content)))
    return records.create(actor, table, rules.UPLOAD, answer)


def preview(table: ItemImport) -> Comparison:
    """What the table would do to the draft as it is now; nothing once that is decided."""
    if table.state != ImportState.WAITING:
        return rules.compare((), ())
    return _difference(table.edition, _read(bytes(table.content)))


@transaction.atomic
def apply(actor: Actor, pk: int, *, version: int) -> Edition:
    """Make the draft read like the table: new items are added, others revised, the rest struck.

    Errors: Conflict when the draft was changed since the preview; nothing is written then.
    """
    table = imports.get(actor, pk)
    edition, content = table.edition, bytes(table.content)
    answer = policy.may_import(actor, table)
    if edition.version != table.edition_version and table.state == ImportState.WAITING:
        raise Conflict("预览之后草案有了变化，没有导入任何内容。请重新上传并核对预览。")
    records.advance(actor, table, rules.APPLY, answer, version=version, content=b"")
    hold(edition)
    stated = _read(content)
    existing = {item.key: item for item in items.each_of(edition)}
    keys = {key for key, _ in stated}
    gone = [item for key, item in existing.items() if key not in keys]
    records.advance_many(actor, gone, rules.STRIKE_ITEM, answer, {})
    _revise(actor, existing, [each for each in stated if each[0] in existing])
    add_many(actor, edition, _named(edition, [each for each in stated if each[0] not in existing]))
    return edition


def drop(actor: Actor, pk: int, *, version: int) -> ItemImport:
    """Throw the table away."""
    table = imports.get(actor, pk)
    answer = policy.may_import(actor, table)
    return records.advance(actor, table, rules.DROP, answer, version=version, content=b"")


def _revise(actor: Actor, existing: Mapping[str, ListItem], stated: Sequence[Stated]) -> None:
    """Change the items that the table tells differently; the others leave no trace."""
    told = {
        key: (existing[key], values)
        for key, values in stated
        if _text_of(key, values) != items.editable_text_of(existing[key])
    }
    today = timezone.localdate()
    for item, values in told.values():
        rest_on(actor, item, values.bases, is_checked=False, today=today)
    changes = {
        item.pk: values.columns() | {"serial": values.serial or 0} for item, values in told.values()
    }
    changed = [item for item, _ in told.values()]
    if changed:
        answer = policy.may_edit(actor, changed[0])
        records.advance_many(actor, changed, rules.REVISE_ITEM, answer, changes)


def _named(edition: Edition, stated: Sequence[Stated]) -> list[Stated]:
    """New items, with a key made up for those that brought none."""
    keys = new_keys(edition, len(stated))
    return [
        (made_up if key.startswith(_NEW) else key, values)
        for made_up, (key, values) in zip(keys, stated, strict=True)
    ]


def _difference(edition: Edition, stated: Sequence[Stated]) -> Comparison:
    before = [items.editable_text_of(item) for item in items.each_of(edition)]
    return rules.compare(before, [_text_of(key, values) for key, values in stated])


def _insist_on_news(difference: Comparison) -> None:
    if difference.is_empty:
        raise Invalid("表中的事项与草案完全一致，没有要导入的内容。")


def _read(content: bytes) -> list[Stated]:
    problems: list[str] = []
    rows = sheets.read(content, COLUMNS, faults=problems)
    seen: set[str] = set()
    stated = [_stated(row, seen, problems) for row in rows]
    sheets.insist_on_none(problems)
    if not stated:
        raise Invalid("表中没有事项。")
    return stated


def _stated(row: sheets.Row, seen: set[str], problems: list[str]) -> Stated:
    key = row.text("key") or f"{_NEW}{row.number}"
    if key in seen:
        problems.append(sheets.place(row.number, f"编号“{key}”重复", "编号"))
    seen.add(key)
    bases = _lines(row.text("bases"))
    wrong = rules.read_cites("\n".join(bases))[1]
    problems.extend(sheets.place(row.number, words, "依据") for words in wrong)
    values = ItemValues(
        serial=_serial(row, problems),
        bases="\n".join(bases),
        actions=_actions(row, problems),
        **{name: row.text(name) for name in _TEXTS},
    )
    return key, values


_TEXTS = ("category", "title", "detail", "department", "cadence", "funding", "guide", "note")


def _serial(row: sheets.Row, problems: list[str]) -> int:
    if "serial" in row.wrong:
        return 0
    number = row.amount("serial")
    if number is None or number != int(number) or not 0 < number < 1_000_000:
        problems.append(sheets.place(row.number, "应为 1 以上的整数", "序号"))
        return 0
    return int(number)


def _actions(row: sheets.Row, problems: list[str]) -> tuple[str, ...]:
    labels = _lines(row.text("actions").replace("、", _LINES_PARTED_BY))
    for label in labels:
        if label not in _ACTIONS:
            words = f"不认识“{label}”，可以写：{'、'.join(_ACTIONS)}"
            problems.append(sheets.place(row.number, words, "社区做什么"))
    return tuple(_ACTIONS[label] for label in labels if label in _ACTIONS)


def _lines(text: str) -> list[str]:
    parts = text.replace("\n", _LINES_PARTED_BY).split(_LINES_PARTED_BY)
    return [part.strip() for part in parts if part.strip()]


def _text_of(key: str, values: ItemValues) -> ItemText:
    return ItemText(
        key=key,
        serial=values.serial or 0,
        title=values.title,
        category=values.category,
        detail=values.detail,
        department=values.department,
        actions=tuple(CommunityAction(code).label for code in values.actions),
        cadence=values.cadence,
        funding=values.funding,
        guide=values.guide,
        bases=tuple(values.bases.splitlines()),
        note=values.note,
    )
