"""The register of documents that items rest on."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction

from qingshe.foundation import records
from qingshe.kernel.actor import Actor
from qingshe.kernel.citations import normal_name
from qingshe.modules.catalog import packs, policy, rules
from qingshe.modules.catalog.models import Document
from qingshe.modules.catalog.queries import documents, reviews
from qingshe.modules.catalog.rules import BasisStatus, Cite
from qingshe.modules.catalog.services import marker
from qingshe.modules.catalog.services.reviews import raise_for

Name = tuple[str, str]
"""What a document is known by: its title made comparable, and its number."""


@transaction.atomic
def restate(
    actor: Actor,
    pk: int,
    *,
    version: int,
    status: BasisStatus,
    changed_on: date | None,
    status_note: str,
) -> Document:
    """Say that a document was amended or repealed; items that rest on it go on the review list."""
    document = documents.get(pk)
    records.advance(
        actor,
        document,
        rules.RESTATE,
        policy.may_register(actor, document),
        version=version,
        status=status,
        changed_on=changed_on.isoformat() if changed_on else "",
        status_note=status_note,
    )
    for edition in reviews.editions_citing(document.pk):
        raise_for(actor, edition)
    marker.advance()
    return document


def register(actor: Actor, stated: Iterable[Document]) -> tuple[Mapping[Name, Document], list[str]]:
    """All of `stated` as they stand in the register now, and a sentence for each change.

    What is not there yet is added. Of what is there a graver status is taken over and blanks are
    filled; nothing else changes, so that the order in which packs are loaded does not matter.
    """
    wanted = {(document.name, document.doc_no): document for document in stated}
    known = documents.by_name(wanted)
    new = [document for name, document in wanted.items() if name not in known]
    told = [f"登记文件{document}" for document in new]
    if new:
        answer = policy.may_register(actor, new[0])
        for document in records.create_many(actor, new, rules.REGISTER, answer):
            known[document.name, document.doc_no] = document
    for name in wanted.keys() - {(document.name, document.doc_no) for document in new}:
        told.extend(_take_over(actor, known[name], wanted[name]))
    return known, told


def of_pack(document: packs.Document) -> Document:
    """A document as a pack states it, not saved."""
    return Document(
        name=normal_name(document.title),
        title=document.title,
        doc_no=document.doc_no,
        kind=document.kind,
        level=document.level,
        issuers="、".join(document.issuers),
        issued_on=document.issued_on,
        status=document.status,
        status_note=document.status_note,
        changed_on=document.changed_on,
        effective_on=document.effective_on,
        changed_by=document.changed_by,
        checked_text=document.checked_text,
        url=document.url,
        note=document.note,
    )


def of_cite(cite: Cite, *, is_checked: bool) -> Document:
    """A document that somebody cites by hand; in force if they have looked it up, else unknown."""
    kind = rules.kind_of(cite.title, cite.doc_no)
    return Document(
        name=cite.name,
        title=cite.title,
        doc_no=cite.doc_no,
        kind=kind,
        level=rules.level_of(kind),
        status=BasisStatus.IN_FORCE if is_checked else BasisStatus.UNKNOWN,
    )


_BLANKS = ("issuers", "issued_on", "effective_on", "changed_by", "checked_text", "url", "note")
_STANDING = ("status_note", "changed_on")


def _take_over(actor: Actor, known: Document, stated: Document) -> list[str]:
    recorded = BasisStatus(known.status)
    status = rules.stands_after(recorded, BasisStatus(stated.status))
    changes: dict[str, object] = {
        field: getattr(stated, field)
        for field in (*_BLANKS, *_STANDING)
        if getattr(stated, field) and not getattr(known, field)
    }
    if status != recorded:
        changes["status"] = status
        changes |= {field: getattr(stated, field) for field in _STANDING if getattr(stated, field)}
    if not changes:
        return []
    answer = policy.may_register(actor, known)
    records.advance(actor, known, rules.RESTATE, answer, version=known.version, **changes)
    return [f"更新{known}：{known.status_label}"]
