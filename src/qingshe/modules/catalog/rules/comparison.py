"""Two editions, item by item: what came, what went, what reads differently, what moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LABELS: Mapping[str, str] = {
    "title": "事项",
    "detail": "内容",
    "department": "责任部门",
    "actions": "社区做什么",
    "cadence": "频次",
    "funding": "经费",
    "guide": "办事指南",
    "ref": "条款",
    "bases": "依据",
    "note": "说明",
}


@dataclass(frozen=True, slots=True)
class ItemText:
    """All that an item says, apart from the edition it stands in; `key` stays over editions."""

    key: str
    serial: int
    title: str
    category: str = ""
    detail: str = ""
    department: str = ""
    actions: tuple[str, ...] = ()
    cadence: str = ""
    funding: str = ""
    guide: str = ""
    ref: str = ""
    bases: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one item, before and after, with its Chinese name."""

    field: str
    before: str
    after: str

    @property
    def label(self) -> str:
        return LABELS[self.field]


@dataclass(frozen=True, slots=True)
class Revised:
    """An item that reads differently now (修改)."""

    item: ItemText
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """An item that stands elsewhere now: another serial number or category (移动)."""

    before: ItemText
    after: ItemText


@dataclass(frozen=True, slots=True)
class Comparison:
    """What lies between two editions; an item may be both changed and moved."""

    added: tuple[ItemText, ...]
    removed: tuple[ItemText, ...]
    changed: tuple[Revised, ...]
    moved: tuple[Moved, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.removed or self.changed or self.moved)


def compare(before: Sequence[ItemText], after: Sequence[ItemText]) -> Comparison:
    """What was done to `before` to make `after`; items are the same when their keys are."""
    old = {item.key: item for item in before}
    new = {item.key: item for item in after}
    both = [(old[key], item) for key, item in new.items() if key in old]
    revised = ((item, _changes(was, item)) for was, item in both)
    return Comparison(
        added=tuple(item for key, item in new.items() if key not in old),
        removed=tuple(item for key, item in old.items() if key not in new),
        changed=tuple(Revised(item, changes) for item, changes in revised if changes),
        moved=tuple(Moved(was, item) for was, item in both if _place(was) != _place(item)),
    )


def _changes(before: ItemText, after: ItemText) -> tuple[FieldChange, ...]:
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in LABELS)
    return tuple(
        FieldChange(name, _shown(was), _shown(now)) for name, was, now in pairs if was != now
    )


def _place(item: ItemText) -> tuple[int, str]:
    return item.serial, item.category


def _shown(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else "；".join(value)
