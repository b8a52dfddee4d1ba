"""Packs into lists: all of a pack or nothing, and nothing at all the second time."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from qingshe.foundation import records
from qingshe.kernel.actor import Actor
from qingshe.kernel.citations import Citation, normal_name
from qingshe.kernel.errors import Conflict
from qingshe.modules.catalog import packs, policy, rules
from qingshe.modules.catalog.models import Document, Edition, ItemList, LegalBasis, ListItem
from qingshe.modules.catalog.queries import editions
from qingshe.modules.catalog.services import documents, marker, papers
from qingshe.modules.catalog.services import editions as publication

Columns = dict[str, object]
DAY = timedelta(days=1)
Known = Mapping[tuple[str, str], Document]
REASON = "随清单包公布，事项与依据沿用原文件；需复核的依据已列入复核。"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading a pack did: sentences of what changed, and of what is odd about the pack."""

    title: str
    changes: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def is_unchanged(self) -> bool:
        return not self.changes


@transaction.atomic
def load(
    actor: Actor, pack: packs.Pack, *, place: str, publish: bool = False, today: date
) -> Loaded:
    """Bring the lists, rules and documents of `pack` to the place with this path.

    A list that is new or reads differently becomes a draft edition; `publish` puts all drafts of
    the pack in force. The same pack again changes nothing. Errors: Conflict when a list has
    another draft open; then nothing of the pack is loaded.
    """
    known, told = documents.register(actor, map(documents.of_pack, _documents_of(pack)))
    for pack_list in pack.lists:
        told += _load_list(actor, pack, pack_list, place=place, known=known, today=today)
    told += papers.load(actor, pack, place=place, known=known)
    if publish:
        told += _publish_drafts(actor, pack, place=place, today=today)
    if told:
        marker.advance()
    return Loaded(pack.title, tuple(told), pack.warnings)


def _documents_of(pack: packs.Pack) -> list[packs.Document]:
    """The register of the pack and whatever its records cite besides."""
    cited = [
        *pack.documents,
        *(each.document for each in pack.lists),
        *(basis.document for each in pack.lists for item in each.items for basis in item.bases),
        *(rule.document for rule in pack.rules),
        *(sign.document for sign in pack.signs),
    ]
    return list(dict.fromkeys(cited))


def _load_list(
    actor: Actor,
    pack: packs.Pack,
    pack_list: packs.PackList,
    *,
    place: str,
    known: Known,
    today: date,
) -> list[str]:
    item_list = editions.list_by_code(place, pack_list.key)
    digest = _digest(pack_list)
    if item_list and item_list.pack_digest == digest:
        return []
    if item_list and editions.open_draft_of(item_list):
        raise Conflict(f"清单“{item_list}”已有草案，请先公布或撤回它，再载入清单包。")
    item_list = _list_of(actor, pack, pack_list, item_list, place=place, digest=digest)
    edition = _draft(actor, pack_list, item_list, known=known, today=today)
    return [f"新草案：{edition}，{len(pack_list.items)}项"]


def _list_of(
    actor: Actor,
    pack: packs.Pack,
    pack_list: packs.PackList,
    known: ItemList | None,
    *,
    place: str,
    digest: str,
) -> ItemList:
    origin = {"pack": pack.code, "pack_digest": digest, "title": pack_list.title}
    if known:
        answer = policy.may_keep(actor, known)
        return records.advance(
            actor, known, rules.CORRECT_LIST, answer, version=known.version, **origin
        )
    item_list = ItemList(
        code=pack_list.key,
        kind=pack_list.kind,
        place=place,
        place_name=pack_list.place,
        level=pack_list.level,
        **origin,
    )
    answer = policy.may_keep(actor, item_list)
    return records.create(actor, item_list, rules.ESTABLISH, answer)


def _draft(
    actor: Actor, pack_list: packs.PackList, item_list: ItemList, *, known: Known, today: date
) -> Edition:
    edition = Edition(
        item_list=item_list,
        number=editions.last_number(item_list) + 1,
        item_count=len(pack_list.items),
        **_heading(pack_list),
    )
    edition.year = int(edition.issued_on[:4] or today.year)
    answer = policy.may_keep(actor, edition)
    records.create(actor, edition, rules.START, answer)
    items = records.create_many(
        actor,
        [ListItem(edition=edition, **_item_columns(item)) for item in pack_list.items],
        rules.ADD_ITEM,
        answer,
    )
    bases = [
        LegalBasis(
            item=item,
            document=known[normal_name(basis.name), basis.doc_no],
            position=position,
            **_basis_columns(basis),
        )
        for item, stated in zip(items, pack_list.items, strict=True)
        for position, basis in enumerate(stated.bases, 1)
    ]
    records.create_many(actor, bases, rules.CITE, answer)
    return edition


def _publish_drafts(actor: Actor, pack: packs.Pack, *, place: str, today: date) -> list[str]:
    told = []
    for pack_list in pack.lists:
        item_list = editions.list_by_code(place, pack_list.key)
        draft = editions.open_draft_of(item_list) if item_list else None
        if draft:
            publication.publish(
                actor,
                draft.pk,
                version=None,
                effective_from=_first_day(pack_list, draft, today),
                today=today,
                reason=REASON,
            )
            told.append(f"公布：{draft}")
    return told


def _first_day(pack_list: packs.PackList, draft: Edition, today: date) -> date:
    """The day of the paper if it is known and nothing is replaced by it; else today or tomorrow."""
    before = editions.latest_of(draft.item_list)
    if before and before.effective_from:
        return max(today, before.effective_from + DAY)
    document = pack_list.document
    return rules.last_day_of(document.effective_on or document.issued_on) or today


def _heading(pack_list: packs.PackList) -> Columns:
    document = pack_list.document
    return {
        "document": document.title,
        "doc_no": document.doc_no,
        "issuers": "、".join(document.issuers),
        "issued_on": document.issued_on,
        "section": pack_list.section,
        "url": document.url,
        "proviso": pack_list.proviso,
        "source": pack_list.source,
        "note": pack_list.note,
        "declared_count": pack_list.declared_count,
        "is_complete": pack_list.complete,
    }


def _item_columns(item: packs.PackItem) -> Columns:
    note = "类别为整理时推断。" if item.category_inferred else ""
    return {
        "key": item.key,
        "serial": item.serial,
        "category": item.category,
        "category_note": note + item.category_note,
        "title": item.title,
        "detail": item.detail,
        "department": item.department,
        "actions": [action.value for action in item.actions],
        "cadence": item.cadence,
        "funding": item.funding,
        "guide": item.guide,
        "ref": item.ref,
        "is_reconstructed": item.reconstructed,
        "reconstruction_note": item.reconstruction_note,
        "conflicts_with": " ".join(item.conflicts_with),
        "conflict_note": item.conflict_note,
    }


def _basis_columns(basis: packs.Basis) -> Columns:
    own = basis.status_note if basis.status_note != basis.document.status_note else ""
    return {
        "articles": articles_of(basis),
        "as_printed": basis.as_printed,
        "checked": basis.check,
        "check_note": basis.check_note,
        "status_note": own,
        "now_at": basis.now_at,
    }


def articles_of(basis: packs.Basis) -> str:
    """第三条第（一）项、第七条, as official papers print places in a law."""
    places = (
        Citation("", article.article, article.paragraph).place
        + (f"第{article.item}项" if article.item else "")
        for article in basis.articles
    )
    return "、".join(places)


def _digest(pack_list: packs.PackList) -> str:
    """What a pack says of a list, as one number; whether its laws still stand is not part of it."""
    told = [
        _heading(pack_list),
        pack_list.title,
        pack_list.kind,
        pack_list.level,
        [[_item_columns(item), _told_of(item.bases)] for item in pack_list.items],
    ]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def _told_of(bases: Iterable[packs.Basis]) -> list[object]:
    return [[basis.name, basis.doc_no, _basis_columns(basis)] for basis in bases]
