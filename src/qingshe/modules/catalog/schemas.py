"""What outside systems are told of lists."""

from datetime import date
from decimal import Decimal

from ninja import Schema

from qingshe.modules.catalog.models import Edition, LegalBasis
from qingshe.modules.catalog.queries.items import ItemRow
from qingshe.modules.catalog.queries.permits import PermitRow


class ListOut(Schema):
    """A list (清单) of one place; `place` is the path of its unit, "/" the nation."""

    id: int
    code: str
    kind: str
    kind_label: str
    place: str
    place_name: str
    level: str
    title: str
    applies_to: str


class EditionOut(Schema):
    """An edition (版次); `effective_until` is the last day it holds, null while it does."""

    id: int
    list_id: int
    title: str
    number: int
    year: int
    state: str
    state_label: str
    document: str
    doc_no: str
    section: str
    item_count: int
    published_on: date | None
    effective_from: date | None
    effective_until: date | None

    @staticmethod
    def resolve_list_id(edition: Edition) -> int:
        return edition.item_list_id

    @staticmethod
    def resolve_title(edition: Edition) -> str:
        return edition.item_list.title


class BasisOut(Schema):
    """What an item rests on (依据), and whether that still stands."""

    title: str
    doc_no: str
    articles: str
    status: str
    status_label: str
    status_note: str
    changed_on: str
    checked: str
    check_note: str
    now_at: str

    @staticmethod
    def of(basis: LegalBasis) -> "BasisOut":
        document = basis.document
        return BasisOut(
            title=document.title,
            doc_no=document.doc_no,
            articles=basis.articles,
            status=document.status,
            status_label=document.status_label,
            status_note=basis.status_note or document.status_note,
            changed_on=document.changed_on,
            checked=basis.checked,
            check_note=basis.check_note,
            now_at=basis.now_at,
        )


class ItemOut(Schema):
    """One item (清单事项); `warning` says in words what is the matter with its bases."""

    id: int
    edition_id: int
    key: str
    serial: int
    category: str
    title: str
    detail: str
    department: str
    actions: list[str]
    cadence: str
    funding: str
    guide: str
    standing: str
    warning: str
    is_suspended: bool
    is_reconstructed: bool
    conflict_note: str
    bases: list[BasisOut]

    @staticmethod
    def of(row: ItemRow) -> "ItemOut":
        item = row.item
        return ItemOut(
            id=item.pk,
            edition_id=item.edition_id,
            key=item.key,
            serial=item.serial,
            category=item.category,
            title=item.title,
            detail=item.detail,
            department=item.department,
            actions=item.actions,
            cadence=item.cadence,
            funding=item.funding,
            guide=item.guide,
            standing=row.standing,
            warning=row.warning,
            is_suspended=row.is_suspended,
            is_reconstructed=item.is_reconstructed,
            conflict_note=item.conflict_note,
            bases=[BasisOut.of(each.basis) for each in row.bases],
        )


class ListPage(Schema):
    """Some lists; `next_after` is asked for the following ones, "" at the end."""

    lists: list[ListOut]
    next_after: str


class ItemPage(Schema):
    """Some items in the order of the edition; `next_after` as above."""

    items: list[ItemOut]
    next_after: str


class ItemTextOut(Schema):
    """What an item says in one edition."""

    key: str
    serial: int
    category: str
    title: str


class ChangeOut(Schema):
    """One field that reads differently."""

    key: str
    field: str
    label: str
    before: str
    after: str


class MoveOut(Schema):
    """An item that stands elsewhere."""

    key: str
    serial_before: int
    serial_after: int
    category_before: str
    category_after: str


class ComparisonOut(Schema):
    """What was done to one edition to make another."""

    added: list[ItemTextOut]
    removed: list[ItemTextOut]
    changed: list[ChangeOut]
    moved: list[MoveOut]


class VerifiedOut(Schema):
    """What anybody may know of a permit (准入许可) by its number.

    `is_valid`: demands may rest on it today; `standing` says why not. `valid_until` is the last
    day; `times_per_year` null sets no limit; `minutes` are for one community and one time.
    """

    number: str
    standing: str
    standing_label: str
    is_valid: bool
    title: str
    kind: str
    holder_name: str
    place_name: str
    scope_text: str
    valid_from: date
    valid_until: date
    times_per_year: int | None
    minutes: int
    conditions: str
    funding: str
    reason: str
    replaced_by: str


class PermitOut(VerifiedOut):
    """A permit as its register has it; `holder` and `place` are paths of units, `money` is yuan."""

    id: int
    holder: str
    place: str
    subject_text: str
    actions: list[str]
    duration_type: str
    issued_on: date
    money: Decimal
    money_source: str
    funded: bool
    next_payment_due: date | None
    suspended_for: str
    urgent: bool
    replaces: str


class PermitPage(Schema):
    """Some permits, the newest first; `next_after` as above."""

    permits: list[PermitOut]
    next_after: str


def told_of(row: PermitRow) -> dict[str, object]:
    """A permit and its standing, from which the schemas above take what they tell."""
    permit = row.permit
    names = (*VerifiedOut.model_fields, *PermitOut.model_fields)
    stated = {name: getattr(permit, name) for name in names if hasattr(permit, name)}
    return stated | {
        "standing": row.standing.value,
        "standing_label": row.state_label,
        "is_valid": row.is_valid,
    }
