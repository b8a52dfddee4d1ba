"""What pages show of lists, put into words."""

from collections.abc import Iterator, Mapping, Sequence

from django.urls import reverse

from qingshe.modules.catalog.models import Edition, ItemImport, ListItem
from qingshe.modules.catalog.rules import (
    BasisStatus,
    Comparison,
    ImportState,
    ItemText,
    Moved,
)
from qingshe.web.values import Difference, Fact, Link


def differences(comparison: Comparison) -> list[Difference]:
    """The rows of a comparison: what came, went, reads differently, moved."""
    return [
        *(Difference("added", _named(item), "", item.title) for item in comparison.added),
        *(Difference("removed", _named(item), item.title, "") for item in comparison.removed),
        *_changed(comparison),
        *(
            Difference("moved", _named(moved.after), note=_way_of(moved))
            for moved in comparison.moved
        ),
    ]


def sentence(comparison: Comparison) -> str:
    """A comparison in one line, with its counts."""
    counts = (
        ("新增", len(comparison.added)),
        ("删去", len(comparison.removed)),
        ("修改", len(comparison.changed)),
        ("移动", len(comparison.moved)),
    )
    told = "，".join(f"{word} {count} 项" for word, count in counts if count)
    return f"{told}。" if told else "两个版次的事项没有差别。"


def outcome_of(table: ItemImport) -> str:
    """What became of a table that is no longer waiting; "" while it is."""
    return _OUTCOMES.get(table.state, "")


_OUTCOMES: Mapping[str, str] = {
    ImportState.APPLIED: "已经导入草案。改了什么，看草案的经过，或把草案与现行版次比较。",
    ImportState.DROPPED: "没有导入，草案没有变。",
}


def heading(edition: Edition) -> str:
    """An edition in one line: number, paper, days."""
    paper = f"{edition.doc_no or edition.document} {edition.section}".strip()
    days = f"{edition.effective_from} 起施行" if edition.effective_from else ""
    if edition.effective_until:
        days = f"{edition.effective_from} 至 {edition.effective_until} 施行"
    return " · ".join(part for part in (edition.edition_label, paper, days) if part)


def awaited(edition: Edition, before: Edition | None) -> str:
    """From when an edition holds that is already published; "" for one that has begun."""
    if not edition.is_awaited:
        return ""
    until_then = f"，此前按第{before.number}版" if before else ""
    return f"{edition.effective_from} 起施行{until_then}。"


def doubts(counts: Mapping[str, int]) -> str:
    """How many items of an edition are being re-checked, as a sentence; "" when none is."""
    told = [f"{counts[status]} 项依据{status.label}" for status in _GRAVEST if counts.get(status)]
    return f"{'，'.join(told)}，正在复核。" if told else ""


_GRAVEST = (BasisStatus.REPEALED, BasisStatus.AMENDED, BasisStatus.UNKNOWN)


def facts_of_edition(edition: Edition) -> list[Fact]:
    facts = (
        ("种类", edition.item_list.kind_label),
        ("地方", edition.item_list.place_name),
        ("约束范围", edition.item_list.level_label),
        ("适用社区", edition.item_list.applies_to_label),
        ("文件", edition.document),
        ("文号", edition.doc_no),
        ("发文机关", edition.issuers),
        ("印发", edition.issued_on),
        ("清单之外", edition.proviso),
        ("来源", edition.source),
        ("说明", edition.note),
        ("仍要公布的理由", edition.reason),
    )
    return [Fact(label, value) for label, value in facts if value]


def facts_of_item(item: ListItem) -> list[Fact]:
    edition = item.edition
    facts = (
        ("编号", item.key, ""),
        ("清单", edition.item_list.title, reverse("catalog:edition", args=[edition.pk])),
        ("文件", heading(edition), ""),
        ("位置", f"第 {item.serial} 项 {item.ref}".strip(), ""),
        ("类别", item.category, ""),
        ("类别说明", item.category_note, ""),
        ("内容", item.detail, ""),
        ("责任部门", item.department, ""),
        ("社区做什么", "、".join(item.action_labels), ""),
        ("频次", item.cadence, ""),
        ("经费", item.funding, ""),
        ("办事指南", item.guide, ""),
        ("文字整理", item.reconstruction_note, ""),
        ("说明", item.note, ""),
    )
    return [Fact(label, value, url) for label, value, url in facts if value]


def links_of_history(history: Sequence[ListItem], current: ListItem) -> list[Link]:
    return [
        Link(item.edition.edition_label, reverse("catalog:item", args=[item.pk]), item == current)
        for item in history
    ]


def _changed(comparison: Comparison) -> Iterator[Difference]:
    for revised in comparison.changed:
        for change in revised.changes:
            label = f"{_named(revised.item)} · {change.label}"
            yield Difference("changed", label, change.before, change.after)


def _named(item: ItemText) -> str:
    return f"{item.key} {item.title}"


def _way_of(moved: Moved) -> str:
    """From where to where, whole: marking single digits would tell nobody."""
    return f"{_place(moved.before)} → {_place(moved.after)}"


def _place(item: ItemText) -> str:
    return f"第 {item.serial} 项 {item.category}".strip()
