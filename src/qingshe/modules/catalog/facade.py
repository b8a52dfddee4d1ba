"""What other modules may know of lists: plain values, packs, the law index, the moves."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from django.urls import reverse

from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import NotFound
from qingshe.web.values import Link

from .laws import (
    Committee,
    Duty,
    Law,
    LawArticle,
    LawIndex,
    LawLevel,
    LawStatus,
    LawTexts,
    read_law_index,
    read_law_texts,
)
from .models import Permit
from .packs import Basis, Pack, PackItem, PackList, Rule, Sign, built_in, read_pack
from .policy import GRANTS
from .queries import conflicts as conflict_queries
from .queries import editions as edition_queries
from .queries import entries as entry_queries
from .queries import items as item_queries
from .queries import papers as paper_queries
from .queries import permits as permit_queries
from .queries import places as place_queries
from .rules import (
    AMEND_PERMIT,
    EXPIRE_PERMIT,
    FUND_PERMIT,
    GATE_RULES,
    ISSUE_PERMIT,
    PERMIT_TONES,
    PUBLISH,
    RESUME_PERMIT,
    REVOKE_PERMIT,
    SUPERSEDE,
    SUSPEND_PERMIT,
    WITHDRAW_PERMIT,
    BasisStatus,
    BindingLevel,
    Cited,
    Contradiction,
    DurationType,
    ListKind,
    Modality,
    PermitKind,
    PermitStanding,
    PermitState,
    RuleEffect,
    RuleKind,
    Side,
    SuspensionCause,
    permit_standing,
    standing,
)
from .rules import BasisCheck as _BasisCheck
from .rules import Terms as PermitDraft
from .rules import covers as _covers
from .services import marker
from .services import permits as permit_services
from .services.loading import articles_of
from .services.marker import CHANGED as LISTS_CHANGED

__all__ = [
    "AMEND_PERMIT",
    "EXPIRE_PERMIT",
    "FUND_PERMIT",
    "GRANTS",
    "ISSUE_PERMIT",
    "LISTS_CHANGED",
    "PERMIT_TONES",
    "PUBLISH",
    "RESUME_PERMIT",
    "REVOKE_PERMIT",
    "SUPERSEDE",
    "SUSPEND_PERMIT",
    "WITHDRAW_PERMIT",
    "AdoptedRule",
    "AdoptedSign",
    "BasisStatus",
    "BindingLevel",
    "Committee",
    "Contradiction",
    "DurationType",
    "Duty",
    "Law",
    "LawArticle",
    "LawIndex",
    "LawLevel",
    "LawStatus",
    "LawTexts",
    "LeftOut",
    "ListEntry",
    "ListKind",
    "Modality",
    "Onward",
    "Pack",
    "PackItem",
    "PackList",
    "PermitDraft",
    "PermitKind",
    "PermitName",
    "PermitStanding",
    "PermitState",
    "PermitSummary",
    "Rule",
    "RuleEffect",
    "RuleKind",
    "Settled",
    "Side",
    "Sign",
    "SuspensionCause",
    "amend_permit",
    "built_in",
    "conflicts",
    "count_change_of_gate_rules",
    "covers",
    "effective_editions",
    "effective_entries",
    "ended_since",
    "entries_of_pack",
    "expiring",
    "fund_permit",
    "issue_permit",
    "items_in",
    "judged_places",
    "lead_on",
    "lists_of",
    "markers",
    "page_of_permit",
    "permit",
    "permit_in_register",
    "permit_versions",
    "permit_with_key",
    "permits_counted",
    "permits_covering",
    "permits_in_force",
    "permits_numbered",
    "permits_of",
    "permits_running",
    "publication_marker",
    "read_law_index",
    "read_law_texts",
    "read_pack",
    "resume_permit",
    "revoke_permit",
    "rules_at",
    "settlements_at",
    "signs_at",
    "struck_by",
    "suspend_permit",
    "suspended_entries",
    "ways_on",
    "withdraw_permit",
]


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One item that is in force somewhere (清单事项), as the gate and admission see it.

    `place` is the path of the unit whose list it is ("/" for the nation); `basis_status` says how
    it stands on its bases: repealed only when all of them are. `url` is empty outside a database.
    `suspension` is why it rests and `suspended_on` since when; both empty for what is in force.
    """

    key: str
    kind: ListKind
    serial: int
    category: str
    title: str
    detail: str
    department: str
    place: str
    level: BindingLevel
    document: str
    doc_no: str
    section: str
    effective_from: date | None
    basis_status: BasisStatus
    bases: tuple[str, ...] = ()
    conflicts_with: tuple[str, ...] = ()
    conflict_note: str = ""
    url: str = ""
    suspended_on: date | None = None
    suspension: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Items (key and title) that a new edition of a list at a place does not have any more."""

    place: str
    title: str
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """A contradiction between documents in force, with the side that holds in the place.

    `reason` is empty when nobody has settled it: then the stated precedence decides.
    """

    contradiction: Contradiction
    holds: Side
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PermitSummary:
    """A permit (准入许可) as other modules see it; the fields are those of `PermitDraft`.

    `pk` and `number` name it, `scope` are the paths it covers (each with all below it) and
    `scope_text` the same in words. `state` is what is written in the register; what it is worth on
    a day, past its last day say, `standing` tells. `url` is its page in the register,
    `public_url` the one that anybody may open.
    """

    pk: int
    version: int
    number: str
    title: str
    kind: PermitKind
    holder: str
    holder_name: str
    place: str
    place_name: str
    scope: tuple[str, ...]
    scope_text: str
    subject_text: str
    actions: tuple[str, ...]
    duration_type: DurationType
    issued_on: date
    valid_from: date
    valid_until: date
    times_per_year: int | None
    minutes: int
    conditions: str
    money: Decimal
    money_source: str
    funded: bool
    next_payment_due: date | None
    source: str
    urgent: bool
    replaces: str
    replaced_by: str
    state: PermitState
    suspended_for: SuspensionCause | None
    reason: str
    url: str
    public_url: str

    def standing(self, on: date) -> PermitStanding:
        """What it is worth on a day; only `PermitStanding.VALID` can be relied on."""
        return permit_standing(self.state, self.valid_from, self.valid_until, on)


Onward: TypeAlias = Callable[[Actor, PermitSummary, date], Link | None]
_ONWARD: list[Onward] = []


@dataclass(frozen=True, slots=True)
class PermitName:
    """What a permit is called: enough to show it near something, and light for thousands."""

    pk: int
    number: str
    title: str
    holder_name: str


@dataclass(frozen=True, slots=True)
class AdoptedRule:
    """One enforceable sentence at a place; `binds` is false for papers of elsewhere (options)."""

    key: str
    place: str
    level: BindingLevel
    kind: RuleKind
    modality: Modality
    text: str
    effect: RuleEffect
    document: str
    doc_no: str
    section: str
    binds: bool


@dataclass(frozen=True, slots=True)
class AdoptedSign:
    """Which signs may hang outside after one document; `binds` as above."""

    key: str
    place: str
    level: BindingLevel
    allowed: tuple[str, ...]
    count: int
    document: str
    doc_no: str
    section: str
    binds: bool


def rules_at(path: str) -> tuple[AdoptedRule, ...]:
    """The rules adopted at a place and above it, one query."""
    return tuple(
        AdoptedRule(
            key=rule.key,
            place=rule.place,
            level=BindingLevel(rule.level),
            kind=RuleKind(rule.kind),
            modality=Modality(rule.modality),
            text=rule.text,
            effect=RuleEffect(rule.effect),
            document=rule.document.title,
            doc_no=rule.document.doc_no,
            section=rule.section,
            binds=paper_queries.binds(rule),
        )
        for rule in paper_queries.rules_at(path)
    )


def signs_at(path: str) -> tuple[AdoptedSign, ...]:
    """The sign variants known at a place and above it, one query."""
    return tuple(
        AdoptedSign(
            key=sign.key,
            place=sign.place,
            level=BindingLevel(sign.level),
            allowed=tuple(sign.allowed),
            count=sign.count,
            document=sign.document.title,
            doc_no=sign.document.doc_no,
            section=sign.section,
            binds=paper_queries.binds(sign),
        )
        for sign in paper_queries.signs_at(path)
    )


def effective_editions(path: str, on: date) -> tuple[int, ...]:
    """Which editions are in force for a unit: places with the same answer share their entries."""
    return entry_queries.editions_in_force(path, on)


def effective_entries(path: str, on: date) -> tuple[ListEntry, ...]:
    """What is in force for the unit with this path on a day: its own lists and those above it.

    Suspended items are left out. The number of queries does not depend on the number of items.
    """
    page = reverse("catalog:item", args=[0]).removesuffix("0/")  # asked once, not 100,000 times
    return tuple(_entry(item, page) for item in entry_queries.effective(path, on))


def suspended_entries(path: str, on: date) -> tuple[ListEntry, ...]:
    """What would be in force there but rests after a review, with `suspended_on` and `suspension`.

    Two queries when nothing is suspended.
    """
    page = reverse("catalog:item", args=[0]).removesuffix("0/")
    return tuple(
        replace(_entry(item, page), suspended_on=rest.since, suspension=rest.reason)
        for item, rest in entry_queries.suspended(path, on)
    )


def entries_of_pack(pack: Pack) -> tuple[ListEntry, ...]:
    """The items of a pack as if it were published, for the gate without a database."""
    return tuple(_entry_of_pack(item, each) for each in pack.lists for item in each.items)


def conflicts(path: str, on: date) -> tuple[Settled, ...]:
    """Every contradiction in force at a place on a day, settled or decided by precedence."""
    return tuple(
        Settled(each.contradiction, each.holds, each.settlement.reason if each.settlement else "")
        for each in conflict_queries.at(path, on)
    )


def settlements_at(path: str) -> tuple[int, ...]:
    """Which settlements count at a place; one light query. Places that share them agree."""
    return conflict_queries.settlements_at(path)


def issue_permit(actor: Actor, draft: PermitDraft, *, today: date) -> PermitSummary:
    """Issue a permit under the next number of the deciding place (`draft.place`).

    Call it in the transaction of the decision: when that is undone the number comes back. The
    actor needs the grant "catalog.permit" and to act for the place. Errors: Denied, NotFound when
    holder or place are no units, Invalid with everything that is wrong with the draft.
    """
    return _permit(permit_services.issue(actor, draft, today=today))


def amend_permit(
    actor: Actor, pk: int, draft: PermitDraft, *, today: date, reason: str
) -> PermitSummary:
    """A new permit in the place of one that runs; the new one is returned and names the old.

    Errors: as for `issue_permit`, Invalid for one that begins later, Conflict when the old ended.
    """
    return _permit(permit_services.amend(actor, pk, draft, today=today, reason=reason))


def fund_permit(
    actor: Actor, pk: int, *, funded: bool, next_payment_due: date | None = None
) -> PermitSummary:
    """Note whether the money that is due has come; one that rested for lack of it goes on."""
    return _permit(
        permit_services.fund(actor, pk, funded=funded, next_payment_due=next_payment_due)
    )


def suspend_permit(
    actor: Actor,
    pk: int,
    *,
    cause: SuspensionCause = SuspensionCause.ORDERED,
    reason: str,
    version: int | None = None,
) -> PermitSummary:
    """Let a permit rest. Errors: Denied, Conflict when it does not run, Invalid without reason."""
    return _permit(permit_services.suspend(actor, pk, cause=cause, reason=reason, version=version))


def resume_permit(actor: Actor, pk: int, *, version: int | None = None) -> PermitSummary:
    """Let it go on; Denied while it rests for lack of money that has not come."""
    return _permit(permit_services.resume(actor, pk, version=version))


def revoke_permit(
    actor: Actor, pk: int, *, reason: str, version: int | None = None
) -> PermitSummary:
    """Take a permit back. Errors: Denied, Conflict when it has ended, Invalid without a reason."""
    return _permit(permit_services.revoke(actor, pk, reason=reason, version=version))


def withdraw_permit(
    actor: Actor, pk: int, *, reason: str, version: int | None = None
) -> PermitSummary:
    """Give a permit up: by its holder, or by those who issued it. Errors: as above."""
    return _permit(permit_services.withdraw(actor, pk, reason=reason, version=version))


def lead_on(onward: Onward) -> None:
    """Let a module above show the way on from the page of a permit, to those it is for."""
    _ONWARD.append(onward)


def ways_on(actor: Actor, pk: int, today: date) -> list[Link]:
    """Where somebody goes on from the page of a permit, as the modules above say."""
    found = _permit(permit_queries.by_pk(pk))
    return [link for onward in _ONWARD if (link := onward(actor, found, today))]


def permit(number: str) -> PermitSummary:
    """The permit with a number, whoever asks. Errors: NotFound."""
    found = permit_queries.by_number(number)
    if found is None:
        raise NotFound("没有这个编号的许可。")
    return _permit(found)


def permit_with_key(pk: int) -> PermitSummary:
    """The permit with a key, whoever asks: for listeners. Errors: NotFound."""
    return _permit(permit_queries.by_pk(pk))


def permit_in_register(actor: Actor, pk: int) -> PermitSummary:
    """A permit of the register that the actor sees. Errors: NotFound."""
    return _permit(permit_queries.get(actor, pk))


def permits_of(holder: str) -> list[PermitSummary]:
    """Every permit that a department ever held, the newest first; two queries."""
    return [_permit(each) for each in permit_queries.of_holder(holder)]


def permits_running(
    holder: str, on: date, *, words: str = "", most: int | None = None
) -> list[PermitSummary]:
    """Permits of a department that have not ended, the first to end first; two queries.

    Every one of `words` stands in number or title; without `most` all of them.
    """
    return [_permit(each) for each in permit_queries.running_of(holder, on, words)[:most]]


def permits_counted(place: str, year: int) -> list[tuple[str, int, int]]:
    """Name of a department, permits given to it in a year and run out in it; one query.

    Those decided at or below a place. Whoever asks has settled who may see that place.
    """
    return permit_queries.counted_by_holder(place, year)


def permits_covering(path: str, on: date, among: Collection[str]) -> set[str]:
    """Which of some numbers are of permits in force on a day whose scope holds the whole unit.

    One light query, however many permits there are.
    """
    return permit_queries.numbers_covering(path, on, among)


def permits_numbered(numbers: Collection[str]) -> dict[str, PermitSummary]:
    """The permits with some numbers, by number, as far as there are any; two queries."""
    return {each.number: _permit(each) for each in permit_queries.numbered(numbers)}


def permits_in_force(place: str, on: date) -> list[PermitName]:
    """Permits in force on a day that cover a place or a part of it; one light query."""
    return [PermitName(*each) for each in permit_queries.names_touching(place, on)]


def page_of_permit(number: str) -> str:
    """The page on which anybody may verify a permit."""
    return reverse("catalog:verification", args=[number])


def permit_versions(place: str, on: date) -> tuple[tuple[int, int], ...]:
    """Keys and versions of those permits: equal as long as `permits_in_force` says the same.

    One light query.
    """
    return permit_queries.versions_touching(place, on)


def expiring(before: date, place: str = "") -> list[PermitSummary]:
    """Permits that still run and end before a day, the first to end first; two queries.

    With `place` only those that were decided at that place.
    """
    return [_permit(each) for each in permit_queries.ending_before(before, place)]


def ended_since(place: str, day: date, most: int) -> list[PermitSummary]:
    """Permits of a place issued since a day that were revoked or given up; two queries."""
    return [_permit(each) for each in permit_queries.ended_since(place, day)[:most]]


def covers(permit: PermitSummary, path: str) -> bool:
    """Whether the unit with a path lies within the scope of a permit."""
    return _covers(permit.scope, path)


def judged_places() -> list[str]:
    """Paths that stand for all units: who lives under the same lists judges like one of these."""
    return place_queries.judged()


def lists_of(editions: Iterable[int]) -> tuple[int, ...]:
    """The lists that some editions are of, in order; one light query."""
    return edition_queries.lists_of(editions)


def items_in(editions: Iterable[int]) -> int:
    """How many items some editions hold together; one light query."""
    return edition_queries.items_in(editions)


def struck_by(pk: int) -> LeftOut:
    """What the edition with a key leaves out of the one before it; for listeners. Two queries."""
    edition, before = edition_queries.with_one_before(pk)
    kept = {item.key for item in item_queries.each_of(edition)}
    gone = (item for item in (item_queries.each_of(before) if before else ()))
    left = tuple((item.key, item.title) for item in gone if item.key not in kept)
    return LeftOut(edition.item_list.place, edition.item_list.title, left)


def publication_marker() -> int:
    """A number that grows with every change `effective_entries` or `conflicts` could show.

    One query on one row. Besides it the day matters: editions begin and end on days.
    """
    return markers()[0]


def markers() -> tuple[int, int]:
    """That number, and one that grows with every `count_change_of_gate_rules`; one query."""
    return entry_queries.markers()


def count_change_of_gate_rules() -> None:
    """Let every process know that the rules of the gate are not those it remembers."""
    marker.advance(GATE_RULES)


def _permit(record: Permit) -> PermitSummary:
    cause = record.suspended_for
    return PermitSummary(
        pk=record.pk,
        version=record.version,
        number=record.number,
        title=record.title,
        kind=PermitKind(record.kind),
        holder=record.holder,
        holder_name=record.holder_name,
        place=record.place,
        place_name=record.place_name,
        scope=tuple(sorted(scope.path for scope in record.scopes.all())),
        scope_text=record.scope_text,
        subject_text=record.subject_text,
        actions=tuple(record.actions),
        duration_type=DurationType(record.duration_type),
        issued_on=record.issued_on,
        valid_from=record.valid_from,
        valid_until=record.valid_until,
        times_per_year=record.times_per_year,
        minutes=record.minutes,
        conditions=record.conditions,
        money=record.money,
        money_source=record.money_source,
        funded=record.funded,
        next_payment_due=record.next_payment_due,
        source=record.source,
        urgent=record.urgent,
        replaces=record.replaces,
        replaced_by=record.replaced_by,
        state=PermitState(record.state),
        suspended_for=SuspensionCause(cause) if cause else None,
        reason=record.reason,
        url=reverse("catalog:permit", args=[record.pk]),
        public_url=page_of_permit(record.number),
    )


def _entry(item: entry_queries.EffectiveItem, page: str) -> ListEntry:
    edition = item.edition
    return ListEntry(
        key=item.key,
        kind=ListKind(edition.item_list.kind),
        serial=item.serial,
        category=item.category,
        title=item.title,
        detail=item.detail,
        department=item.department,
        place=edition.item_list.place,
        level=BindingLevel(edition.item_list.level),
        document=edition.document,
        doc_no=edition.doc_no,
        section=f"{edition.section}{item.ref}",
        effective_from=edition.effective_from,
        basis_status=standing(cited for _, cited in item.bases),
        bases=tuple(printed for printed, _ in item.bases),
        conflicts_with=tuple(item.conflicts_with.split()),
        conflict_note=item.conflict_note,
        url=f"{page}{item.pk}/",
    )


def _entry_of_pack(item: PackItem, pack_list: PackList) -> ListEntry:
    return ListEntry(
        key=item.key,
        kind=pack_list.kind,
        serial=item.serial,
        category=item.category,
        title=item.title,
        detail=item.detail,
        department=item.department,
        place="/" if pack_list.level == BindingLevel.NATIONAL else "",
        level=pack_list.level,
        document=pack_list.document.title,
        doc_no=pack_list.document.doc_no,
        section=f"{pack_list.section}{item.ref}",
        effective_from=None,
        basis_status=standing(_cited_in_pack(item)),
        bases=tuple(_printed(basis) for basis in item.bases),
        conflicts_with=item.conflicts_with,
        conflict_note=item.conflict_note,
    )


def _cited_in_pack(item: PackItem) -> tuple[Cited, ...]:
    return tuple(
        Cited(
            document=basis.name,
            status=basis.status,
            is_verified=basis.check in (_BasisCheck.VERIFIED, _BasisCheck.CORRECTED),
            changed_on=basis.document.changed_on,
            checked_text=basis.document.checked_text,
            note=basis.status_note,
        )
        for basis in item.bases
    )


def _printed(basis: Basis) -> str:
    number = f"（{basis.doc_no}）" if basis.doc_no else ""
    return f"《{basis.name}》{number}{articles_of(basis)}"
