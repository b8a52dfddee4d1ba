"""The pack format of the product, one function for each kind of record.

What the keys mean is told in docs/reference/pack-format.md.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from qingshe.modules.catalog.packs.rows import Row
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
from qingshe.modules.catalog.rules import (
    BasisCheck,
    BasisKind,
    BasisStatus,
    BindingLevel,
    CommunityAction,
    ListKind,
    Modality,
    Retention,
    RuleEffect,
    RuleKind,
)

_NOWHERE = Document("", "", BasisKind.TEMPLATE, BindingLevel.TEMPLATE)
_NO_DOUBT = {BasisCheck.VERIFIED, BasisCheck.UNVERIFIED}
_ACTIONS = {action.value: action for action in CommunityAction}


def read_head(row: Row) -> Pack:
    """`pack.yaml`: what the pack is, and the register of documents."""
    return Pack(
        code=row.key("pack"),
        title=row.text("title"),
        place=row.text("place"),
        level=row.code("level", BindingLevel),
        note=row.text("note", ""),
        documents=row.rows("documents", _document),
    )


def _document(row: Row) -> Document:
    return Document(
        key=row.key(),
        title=row.text("title"),
        kind=row.code("kind", BasisKind),
        level=row.code("level", BindingLevel, BindingLevel.NATIONAL),
        doc_no=row.text("doc_no", ""),
        issuers=row.texts("issuers"),
        issued_on=row.day("issued_on"),
        status=row.code("status", BasisStatus, BasisStatus.UNKNOWN),
        status_note=row.text("status_note", ""),
        changed_on=row.day("changed_on"),
        effective_on=row.day("effective_on"),
        changed_by=row.text("changed_by", ""),
        checked_text=row.text("checked_text", ""),
        url=row.text("url", ""),
        note=row.text("note", ""),
    )


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the other files of a pack, with the head at hand that their records refer to."""

    head: Pack
    documents: Mapping[str, Document]

    def item_list(self, row: Row) -> PackList:
        """One file of `lists/`."""
        key, categories = row.key(), row.texts("categories")
        items = row.rows("items", lambda item: self._item(item, categories))
        _numbered_once(row, items)
        return PackList(
            key=key,
            kind=row.code("kind", ListKind),
            title=row.text("title"),
            document=self._document(row),
            section=row.text("section", ""),
            place=row.text("place", self.head.place),
            level=row.code("level", BindingLevel, self.head.level),
            items=items,
            categories=categories,
            declared_count=row.number("declared_count"),
            complete=row.flag("complete", default=True),
            proviso=row.text("proviso", ""),
            source=row.text("source", ""),
            note=row.text("note", ""),
        )

    def rules(self, row: Row) -> tuple[Rule, ...]:
        return row.rows("rules", self._rule)

    def signs(self, row: Row) -> tuple[Sign, ...]:
        return row.rows("signs", self._sign)

    def forms(self, row: Row) -> tuple[AdmissionForm, ...]:
        return row.rows("forms", self._form)

    def revisions(self, row: Row) -> tuple[Revision, ...]:
        return row.rows("revisions", self._revision)

    def retention(self, row: Row) -> tuple[RetentionRule, ...]:
        return row.rows("retention", self._retention)

    def facts(self, row: Row) -> tuple[FactGroup, ...]:
        return row.rows("groups", self._group)

    def _document(self, row: Row) -> Document:
        return row.named("document", self.documents) or _NOWHERE

    def _item(self, row: Row, categories: tuple[str, ...]) -> PackItem:
        category = row.text("category", "")
        if categories and category not in categories:
            row.wrong("category", f"“{category}”不在本清单的 categories 之内")
        reconstructed, conflicts = row.flag("reconstructed"), row.texts("conflicts_with")
        return PackItem(
            key=row.key(),
            serial=row.count("serial"),
            title=row.text("title"),
            category=category,
            category_inferred=row.flag("category_inferred"),
            category_note=row.text("category_note", ""),
            detail=row.text("detail", ""),
            department=row.text("department", ""),
            actions=_actions(row),
            cadence=row.text("cadence", ""),
            funding=row.text("funding", ""),
            guide=row.text("guide", ""),
            ref=row.text("ref", ""),
            bases=row.rows("bases", self._basis),
            reconstructed=reconstructed,
            reconstruction_note=row.text("reconstruction_note", None if reconstructed else ""),
            conflicts_with=conflicts,
            conflict_note=row.text("conflict_note", None if conflicts else ""),
        )

    def _basis(self, row: Row) -> Basis:
        document = self._document(row)
        check = row.code("check", BasisCheck, BasisCheck.UNVERIFIED)
        return Basis(
            document=document,
            check=check,
            articles=row.rows("articles", _article),
            as_printed=row.text("as_printed", ""),
            check_note=row.text("check_note", "" if check in _NO_DOUBT else None),
            status_note=row.text("status_note", document.status_note),
            now_at=row.text("now_at", ""),
        )

    def _rule(self, row: Row) -> Rule:
        return Rule(
            key=row.key(),
            document=self._document(row),
            section=row.text("section", ""),
            kind=row.code("kind", RuleKind),
            modality=row.code("modality", Modality),
            text=row.text("text"),
            topic=row.text("topic", ""),
            addressee=row.text("addressee", ""),
            exceptions=row.texts("exceptions"),
            terms=row.texts("terms"),
            effect=row.code("effect", RuleEffect, RuleEffect.NONE),
            reconstructed=row.flag("reconstructed"),
            note=row.text("note", ""),
        )

    def _sign(self, row: Row) -> Sign:
        sign = Sign(
            key=row.key(),
            document=self._document(row),
            section=row.text("section", ""),
            allowed=row.texts("allowed", required=True),
            count=row.count("count"),
            complete=row.flag("complete", default=True),
            conditional=row.rows("conditional", _condition),
            note=row.text("note", ""),
        )
        if sign.complete and sign.count != len(sign.allowed):
            row.wrong("count", f"标牌数写{sign.count}块，实际列出{len(sign.allowed)}块")
        return sign

    def _form(self, row: Row) -> AdmissionForm:
        return AdmissionForm(
            key=row.key(),
            title=row.text("title"),
            document=self._document(row),
            section=row.text("section", ""),
            fields=row.rows("fields", _form_field),
            notes=row.rows("notes", _form_note),
            attachment=row.text("attachment", ""),
            attachment_contents=row.texts("attachment_contents"),
            copies=row.number("copies") or 1,
            routing=row.rows("routing", _routing),
            title_note=row.text("title_note", ""),
        )

    def _revision(self, row: Row) -> Revision:
        return Revision(
            key=row.key(),
            document=self._document(row),
            used_by=row.texts("used_by"),
            facts=row.rows("facts", self._fact),
            stale_articles=row.rows("stale_articles", _stale_article),
            note=row.text("note", ""),
        )

    def _retention(self, row: Row) -> RetentionRule:
        names = row.texts("documents", required=True)
        for at, name in enumerate(names, 1):
            if name not in self.documents:
                row.wrong(f"documents[{at}]", f"文件“{name}”没有登记")
        return RetentionRule(
            key=row.key(),
            category=row.text("category"),
            retention=row.code("retention", Retention),
            documents=tuple(self.documents[name] for name in names if name in self.documents),
            section=row.text("section", ""),
            transfer_to=row.text("transfer_to", ""),
            when=row.text("when", ""),
            note=row.text("note", ""),
        )

    def _group(self, row: Row) -> FactGroup:
        return FactGroup(
            key=row.key(),
            title=row.text("title"),
            facts=row.rows("facts", self._fact),
            note=row.text("note", ""),
        )

    def _fact(self, row: Row) -> Fact:
        return Fact(
            key=row.key(),
            text=row.text("text"),
            document=row.named("document", self.documents) if row.text("document", "") else None,
            section=row.text("section", ""),
            value=row.number("value"),
            upto=row.number("upto"),
            before=row.number("before"),
            unit=row.text("unit", ""),
            qualifier=row.text("qualifier", ""),
            reconstructed=row.flag("reconstructed"),
            note=row.text("note", ""),
        )


def reader_of(head: Pack) -> Reader:
    """A reader for the files of the pack that begins with `head`."""
    return Reader(head, {document.key: document for document in head.documents})


def _numbered_once(row: Row, items: tuple[PackItem, ...]) -> None:
    """Two items under one serial number could not be told apart in print."""
    counted = Counter(item.serial for item in items)
    for serial in sorted(number for number, times in counted.items() if number and times > 1):
        row.wrong("items", f"序号 {serial} 用了{counted[serial]}次")


def _actions(row: Row) -> tuple[CommunityAction, ...]:
    found = []
    for at, code in enumerate(row.texts("actions"), 1):
        if code in _ACTIONS:
            found.append(_ACTIONS[code])
        else:
            row.wrong(f"actions[{at}]", f"不认识“{code}”，可以用：{'、'.join(_ACTIONS)}")
    return tuple(found)


def _article(row: Row) -> Article:
    return Article(row.count("article"), row.number("paragraph"), row.text("item", ""))


def _condition(row: Row) -> tuple[str, str]:
    return row.text("sign"), row.text("when")


def _form_field(row: Row) -> FormField:
    return FormField(
        key=row.key(),
        code=row.text("code"),
        label=row.text("label"),
        type=row.text("type"),
        block=row.text("block"),
        required=row.flag("required"),
        parts=row.texts("parts"),
        reconstructed=row.flag("reconstructed"),
        note=row.text("note", ""),
    )


def _form_note(row: Row) -> FormNote:
    return FormNote(
        number=row.count("number"),
        text=row.text("text"),
        reconstructed=row.flag("reconstructed"),
        note=row.text("note", ""),
    )


def _routing(row: Row) -> Routing:
    return Routing(row.text("applicant"), row.text("approver"))


def _stale_article(row: Row) -> StaleArticle:
    return StaleArticle(
        old=row.count("old"),
        now=row.number("now"),
        check=row.code("check", BasisCheck, BasisCheck.UNVERIFIED),
        used_by=row.texts("used_by"),
    )
