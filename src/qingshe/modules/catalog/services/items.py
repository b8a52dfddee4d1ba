"""Items of a draft: added, revised, moved, struck."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import TypeAlias

from django.db import transaction
from django.db.models import F, Max

from qingshe.foundation import records
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Conflict, Denied, Invalid
from qingshe.modules.catalog import policy, rules
from qingshe.modules.catalog.models import Document, Edition, LegalBasis, ListItem
from qingshe.modules.catalog.queries import editions, items
from qingshe.modules.catalog.rules import BasisCheck, Cite, EditionState
from qingshe.modules.catalog.services import documents

Known: TypeAlias = Mapping[tuple[str, str], Document]


@dataclass(frozen=True, slots=True)
class ItemValues:
    """What a person writes of an item; `bases` one a line, `actions` codes."""

    title: str
    serial: int | None = None
    category: str = ""
    detail: str = ""
    department: str = ""
    actions: tuple[str, ...] = ()
    cadence: str = ""
    funding: str = ""
    guide: str = ""
    bases: str = ""
    note: str = ""

    def columns(self) -> dict[str, object]:
        values = asdict(replace(self, bases=""))
        del values["bases"], values["serial"]
        return values | {"actions": list(self.actions)}


Stated: TypeAlias = tuple[str, ItemValues]  # the key of an item, and what it says


@transaction.atomic
def add(
    actor: Actor,
    edition_pk: int,
    *,
    values: ItemValues,
    is_checked: bool = False,
    today: date,
) -> ListItem:
    """Add an item at the end, or where `values.serial` says; it is given a new key."""
    edition = editions.get(actor, edition_pk)
    item = ListItem(edition=edition, **values.columns())
    answer = policy.may_edit(actor, item)
    if not answer:
        raise Denied(answer.reason)
    hold(edition)
    item.key = new_keys(edition, 1)[0]
    item.serial = values.serial or _last_serial(edition) + 1
    records.create(actor, item, rules.ADD_ITEM, answer)
    rest_on(actor, item, values.bases, is_checked=is_checked, today=today)
    return item


@transaction.atomic
def revise(
    actor: Actor,
    pk: int,
    *,
    version: int,
    values: ItemValues,
    is_checked: bool = False,
    today: date,
) -> ListItem:
    """Change what an item says; a basis whose line stays as it was keeps its check."""
    item = items.get(actor, pk)
    answer = policy.may_edit(actor, item)
    changes = values.columns() | {"serial": values.serial or item.serial}
    records.advance(actor, item, rules.REVISE_ITEM, answer, version=version, **changes)
    hold(item.edition)
    rest_on(actor, item, values.bases, is_checked=is_checked, today=today)
    return item


@transaction.atomic
def strike(actor: Actor, pk: int, *, version: int) -> ListItem:
    """Take an item out of the draft; those after it close up, and its trail stays."""
    item = items.get(actor, pk)
    answer = policy.may_edit(actor, item)
    records.advance(actor, item, rules.STRIKE_ITEM, answer, version=version)
    hold(item.edition)
    after = items.to_close_up(item)
    changes = {each.pk: {"serial": each.serial - 1} for each in after}
    records.advance_many(actor, after, rules.REVISE_ITEM, answer, changes)
    return item


@transaction.atomic
def shift(actor: Actor, pk: int, *, version: int, up: bool) -> ListItem:
    """Let an item change places with the one before or after it; at the end nothing happens."""
    item = items.get(actor, pk)
    answer = policy.may_edit(actor, item)
    other = items.neighbour(item, above=up)
    if other is None:
        return item
    here, there = item.serial, other.serial
    if here == there:
        there = max(here - 1, 0) if up else here + 1
    records.advance(actor, item, rules.REVISE_ITEM, answer, version=version, serial=there)
    records.advance(actor, other, rules.REVISE_ITEM, answer, serial=here)
    hold(item.edition)
    return item


def hold(edition: Edition) -> None:
    """Keep a draft from being published while it changes, and whoever saw it before from doing so.

    Errors: Conflict when it is no draft any more. Called inside the transaction of the change.
    """
    draft = Edition.objects.filter(pk=edition.pk, state=EditionState.DRAFT)
    if draft.update(version=F("version") + 1) != 1:
        raise Conflict("这个版次刚刚不再是草案，改动没有保存，请刷新。")
    edition.version += 1


def add_many(actor: Actor, edition: Edition, stated: Sequence[Stated]) -> None:
    """Add many items to a held draft at once; nobody has checked their bases yet."""
    answer = policy.may_edit(actor, edition)
    new = [
        ListItem(edition=edition, key=key, serial=values.serial or 0, **values.columns())
        for key, values in stated
    ]
    made = records.create_many(actor, new, rules.ADD_ITEM, answer)
    cites = [_cites_in(values.bases) for _, values in stated]
    known = _registered(actor, [cite for each in cites for cite in each], is_checked=False)
    bases = [
        _basis_of(cite, item, known, position)
        for item, each in zip(made, cites, strict=True)
        for position, cite in enumerate(each, 1)
    ]
    records.create_many(actor, bases, rules.CITE, answer)


def rest_on(actor: Actor, item: ListItem, text: str, *, is_checked: bool, today: date) -> None:
    """Make the lines of `text` the bases of `item`; a line that stays as it was keeps its check."""
    lines = {line.strip(): at for at, line in enumerate(text.splitlines(), 1) if line.strip()}
    existing = {str(basis): basis for basis in items.bases_of(item)}
    new = "\n".join(line for line in lines if line not in existing)
    cites = _cites_in(new)
    known = _registered(actor, cites, is_checked=is_checked)
    answer = policy.may_edit(actor, item)
    for cite in cites:
        basis = _basis_of(cite, item, known, lines[cite.as_printed])
        if is_checked:
            basis.checked, basis.checked_on = BasisCheck.VERIFIED, today.isoformat()
        records.create(actor, basis, rules.CITE, answer)
    for line, basis in existing.items():
        if line not in lines:
            records.advance(actor, basis, rules.UNCITE, answer)


def checked_bases(
    actor: Actor, item: ListItem, text: str, *, after: int, today: date
) -> list[LegalBasis]:
    """Bases that somebody has just looked up, not saved; they follow position `after`."""
    cites = _cites_in(text)
    known = _registered(actor, cites, is_checked=True)
    bases = [_basis_of(cite, item, known, at) for at, cite in enumerate(cites, after + 1)]
    for basis in bases:
        basis.checked, basis.checked_on = BasisCheck.VERIFIED, today.isoformat()
    return bases


def _cites_in(text: str) -> tuple[Cite, ...]:
    cites, problems = rules.read_cites(text)
    if problems:
        raise Invalid("依据没有看懂，没有保存。", problems)
    return cites


def _registered(actor: Actor, cites: Sequence[Cite], *, is_checked: bool) -> Known:
    stated = [documents.of_cite(cite, is_checked=is_checked) for cite in cites]
    return documents.register(actor, stated)[0]


def _basis_of(cite: Cite, item: ListItem, known: Known, position: int) -> LegalBasis:
    return LegalBasis(
        item=item,
        document=known[cite.name, cite.doc_no],
        position=position,
        articles=cite.articles,
        as_printed=cite.as_printed,
    )


def new_keys(edition: Edition, count: int) -> list[str]:
    """Keys no item of this list ever had: the list, and a number that only grows."""
    ever = items.count_ever(edition.item_list)
    return [f"L{edition.item_list_id}-{ever + at}" for at in range(1, count + 1)]


def _last_serial(edition: Edition) -> int:
    return items.of_edition(edition).aggregate(last=Max("serial"))["last"] or 0
