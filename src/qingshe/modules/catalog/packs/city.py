"""City lists (城市清单): one `lists.yaml` as collectors of public lists write it."""

import re
from collections import Counter
from dataclasses import dataclass, field

from qingshe.modules.catalog.packs.rows import Row
from qingshe.modules.catalog.packs.values import (
    Document,
    Fact,
    FactGroup,
    Pack,
    PackItem,
    PackList,
)
from qingshe.modules.catalog.rules import BasisKind, BindingLevel, ListKind

_KINDS = {kind.value: kind for kind in ListKind} | {
    "certificate_keep": ListKind.CERTIFICATE,
    "certificate_cancel": ListKind.CERTIFICATE_REFUSED,
    "outsourcing": ListKind.PURCHASE,
    "evaluation_keep": ListKind.INSPECTION_PLAN,
}
_LEVELS = {level.value: level for level in BindingLevel} | {
    "province_level_municipality": BindingLevel.PROVINCE,
    "sub_provincial_city": BindingLevel.CITY,
    "prefecture_city": BindingLevel.CITY,
    "county": BindingLevel.DISTRICT,
}
_STATUTE = "地方性法规"
_OFFICIAL = re.compile(r"https?://([A-Za-z0-9-]+\.)+gov\.cn(/|$)")


@dataclass(frozen=True, slots=True)
class CityReader:
    """Reads the lists of the city whose folder is called `code`."""

    code: str
    seen: Counter[str] = field(default_factory=Counter)

    def pack(self, row: Row) -> Pack:
        """The whole file. Addresses are kept only where they are of state organs (gov.cn)."""
        place, status = row.text("city"), row.text("status", "")
        level = row.named("level", _LEVELS) or BindingLevel.CITY
        kind = BasisKind.LOCAL_REGULATION if status.startswith(_STATUTE) else BasisKind.LOCAL_POLICY
        document = row.row("doc", lambda doc: self._document(doc, kind, level))
        if document is None:
            row.wrong("doc", "缺少内容")
            document = Document("", "", kind, level)
        lists = row.rows("lists", lambda each: self._list(each, document, place))
        _expect(row, lists)
        return Pack(
            code=self.code,
            title=f"{place}清单",
            place=place,
            level=level,
            note="；".join(note for note in (status, row.text("note", "")) if note),
            documents=(document,),
            lists=lists,
            facts=self._facts(row),
        )

    def _document(self, row: Row, kind: BasisKind, level: BindingLevel) -> Document:
        return Document(
            key=f"{self.code}/document",
            title=row.text("title"),
            kind=kind,
            level=level,
            doc_no=row.text("doc_no", ""),
            issuers=row.texts("issuer"),
            issued_on=row.day("date"),
            changed_on=row.day("amended"),
            effective_on=row.day("effective"),
            url=_official(row.text("url", "")),
        )

    def _list(self, row: Row, document: Document, place: str) -> PackList:
        kind = row.named("class", _KINDS) or ListKind.ASSIST
        row.text("source_url", "")
        return PackList(
            key=self._key(kind),
            kind=kind,
            title=row.text("title"),
            document=document,
            section="",
            place=place,
            level=document.level,
            items=row.rows("items", _item),
            declared_count=row.number("declared_count"),
            complete=row.flag("complete", default=True),
            source=row.text("source_title", ""),
            note=row.text("note", ""),
        )

    def _key(self, kind: ListKind) -> str:
        """`beijing/assist`, a second list of one kind `beijing/assist-2`."""
        self.seen[kind] += 1
        again = self.seen[kind]
        return f"{self.code}/{kind.value}" + (f"-{again}" if again > 1 else "")

    def _facts(self, row: Row) -> tuple[FactGroup, ...]:
        groups = (
            self._group("rules", "规则", row.rows("rules", _rule)),
            self._group("counts", "数字", row.rows("counts", _figure)),
            self._group("mechanisms", "做法", self._numbered(row)),
        )
        return tuple(group for group in groups if group.facts)

    def _group(self, name: str, title: str, facts: tuple[Fact, ...]) -> FactGroup:
        return FactGroup(f"{self.code}/{name}", title, facts)

    def _numbered(self, row: Row) -> tuple[Fact, ...]:
        admission = row.row("admission_process", _admission)
        texts = row.rows("mechanisms", _mechanism) + ((admission,) if admission else ())
        return tuple(Fact(f"{self.code}/mechanisms-{at}", text) for at, text in enumerate(texts, 1))


def _item(row: Row) -> PackItem:
    return PackItem(
        key=row.key("id"),
        serial=row.count("seq"),
        title=row.text("text"),
        ref=row.text("ref", ""),
    )


def _rule(row: Row) -> Fact:
    row.text("source_url", "")
    return Fact(row.key("id"), row.text("text"))


def _figure(row: Row) -> Fact:
    row.text("source_url", "")
    low, high = row.span("value")
    after = row.number("to")
    return Fact(
        key=row.key("id"),
        text=row.text("name"),
        value=after if low is None else low,
        upto=high,
        before=row.number("from"),
        unit=row.text("unit", ""),
        qualifier=row.text("qualifier", ""),
    )


def _mechanism(row: Row) -> str:
    row.text("source_url", "")
    return row.text("text")


def _admission(row: Row) -> str:
    """How the place lets things into communities, as one sentence."""
    row.text("source_url", "")
    parts = (
        ("准入程序", row.text("district", "")),
        ("步骤", "、".join(row.texts("steps"))),
        ("机构", row.text("body", "")),
        ("适用", "、".join(row.texts("covers"))),
    )
    return "；".join(f"{name}：{text}" for name, text in parts if text)


def _expect(row: Row, lists: tuple[PackList, ...]) -> None:
    announced, found = row.number("item_count"), sum(len(each.items) for each in lists)
    if announced not in (None, found):
        row.report.warnings.append(f"文件声明共{announced}项，实际列出{found}项")


def _official(url: str) -> str:
    """The address if it is of a state organ; other addresses move or change hands."""
    return url if _OFFICIAL.match(url) else ""
