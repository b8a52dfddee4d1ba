"""What a pack says, as frozen values. A text that is not there is empty, never None."""

from dataclasses import dataclass

from qingshe.modules.catalog.rules import (
    PRECEDENCE,
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


@dataclass(frozen=True, slots=True)
class Document:
    """A law or paper (文件), registered once in a pack and cited by its key.

    Days are ISO dates as precise as they are known: `2017-10-24`, `2020-04`, `2010`.
    `changed_on` is the latest change known, `effective_on` the day it took effect.
    """

    key: str
    title: str
    kind: BasisKind
    level: BindingLevel
    doc_no: str = ""
    issuers: tuple[str, ...] = ()
    issued_on: str = ""
    status: BasisStatus = BasisStatus.UNKNOWN
    status_note: str = ""
    changed_on: str = ""
    effective_on: str = ""
    changed_by: str = ""
    checked_text: str = ""
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """A place in a document (条款项); `item` as printed, （三）（四） being two."""

    article: int
    paragraph: int | None = None
    item: str = ""


@dataclass(frozen=True, slots=True)
class Basis:
    """The ground of one item (依据): a document, the place in it, and what a check found.

    `status_note` is of this citation where the pack has one, else of the document; `now_at` says
    where the duty stands in the law of today.
    """

    document: Document
    check: BasisCheck
    articles: tuple[Article, ...] = ()
    as_printed: str = ""
    check_note: str = ""
    status_note: str = ""
    now_at: str = ""

    @property
    def name(self) -> str:
        """The title of the document, without 《》."""
        return self.document.title

    @property
    def kind(self) -> BasisKind:
        return self.document.kind

    @property
    def doc_no(self) -> str:
        return self.document.doc_no

    @property
    def status(self) -> BasisStatus:
        return self.document.status


@dataclass(frozen=True, slots=True)
class PackItem:
    """One item of a list (清单事项).

    `ref` is the place in the list's own document (第五条（一）). `conflicts_with` holds keys of
    items, also of other packs, that say the opposite; a note without keys is a doubt.
    """

    key: str
    serial: int
    title: str
    category: str = ""
    category_inferred: bool = False
    category_note: str = ""
    detail: str = ""
    department: str = ""
    actions: tuple[CommunityAction, ...] = ()
    cadence: str = ""
    funding: str = ""
    guide: str = ""
    ref: str = ""
    bases: tuple[Basis, ...] = ()
    reconstructed: bool = False
    reconstruction_note: str = ""
    conflicts_with: tuple[str, ...] = ()
    conflict_note: str = ""


@dataclass(frozen=True, slots=True)
class PackList:
    """One list (清单) of one place.

    `declared_count` is the number its source announces, `complete` whether the source gives all
    of it, `proviso` what the document says of matters that are not on it, `source` where the list
    was read when that is not the document itself.
    """

    key: str
    kind: ListKind
    title: str
    document: Document
    section: str
    place: str
    level: BindingLevel
    items: tuple[PackItem, ...]
    categories: tuple[str, ...] = ()
    declared_count: int | None = None
    complete: bool = True
    proviso: str = ""
    source: str = ""
    note: str = ""

    @property
    def precedence(self) -> int:
        """The smaller number goes first where two lists contradict each other."""
        return PRECEDENCE[self.level]


@dataclass(frozen=True, slots=True)
class Rule:
    """One enforceable sentence of a document (规则), in the words of its source."""

    key: str
    document: Document
    section: str
    kind: RuleKind
    modality: Modality
    text: str
    topic: str = ""
    addressee: str = ""
    exceptions: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    effect: RuleEffect = RuleEffect.NONE
    reconstructed: bool = False
    note: str = ""

    @property
    def level(self) -> BindingLevel:
        """A rule binds as far as its document does."""
        return self.document.level

    @property
    def precedence(self) -> int:
        return PRECEDENCE[self.level]


@dataclass(frozen=True, slots=True)
class Sign:
    """Which signs may hang outside (对外标牌), after one document.

    `count` may be more than the names known (`complete` is false then); `conditional` are pairs
    of a further sign and when it is allowed.
    """

    key: str
    document: Document
    section: str
    allowed: tuple[str, ...]
    count: int
    complete: bool = True
    conditional: tuple[tuple[str, str], ...] = ()
    note: str = ""

    @property
    def level(self) -> BindingLevel:
        return self.document.level


@dataclass(frozen=True, slots=True)
class FormField:
    """One box of the admission form (审批表栏目)."""

    key: str
    code: str
    label: str
    type: str
    block: str
    required: bool = False
    parts: tuple[str, ...] = ()
    reconstructed: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class FormNote:
    """One of the numbered remarks below the form (备注)."""

    number: int
    text: str
    reconstructed: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Routing:
    """Which body decides for applicants of which tier (审批层级)."""

    applicant: str
    approver: str


@dataclass(frozen=True, slots=True)
class AdmissionForm:
    """The form by which a department applies (准入审批表), with the letter that goes with it."""

    key: str
    title: str
    document: Document
    section: str
    fields: tuple[FormField, ...]
    notes: tuple[FormNote, ...]
    attachment: str
    attachment_contents: tuple[str, ...]
    copies: int
    routing: tuple[Routing, ...]
    title_note: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One stated fact or figure (事实、数字).

    A figure that changed went from `before` to `value`; a span reaches from `value` to `upto`.
    """

    key: str
    text: str
    document: Document | None = None
    section: str = ""
    value: int | None = None
    upto: int | None = None
    before: int | None = None
    unit: str = ""
    qualifier: str = ""
    reconstructed: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class FactGroup:
    """Facts of one subject."""

    key: str
    title: str
    facts: tuple[Fact, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class StaleArticle:
    """An article that bears another number since the revision (失效条号).

    `now` is None while nobody has looked it up; `used_by` are keys of items, also of other packs.
    """

    old: int
    now: int | None
    check: BasisCheck
    used_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Revision:
    """How a law changed (法律修订), what it says now, and which items that touches."""

    key: str
    document: Document
    used_by: tuple[str, ...]
    facts: tuple[Fact, ...] = ()
    stale_articles: tuple[StaleArticle, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """How long files of one category are kept (档案留存)."""

    key: str
    category: str
    retention: Retention
    documents: tuple[Document, ...]
    section: str = ""
    transfer_to: str = ""
    when: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Pack:
    """All that a pack says of one place (清单包).

    `warnings` are sentences on what is odd but does not hinder loading, first of all lists that
    hold fewer items than their source announces.
    """

    code: str
    title: str
    place: str
    level: BindingLevel
    note: str = ""
    documents: tuple[Document, ...] = ()
    lists: tuple[PackList, ...] = ()
    rules: tuple[Rule, ...] = ()
    signs: tuple[Sign, ...] = ()
    forms: tuple[AdmissionForm, ...] = ()
    revisions: tuple[Revision, ...] = ()
    retention: tuple[RetentionRule, ...] = ()
    facts: tuple[FactGroup, ...] = ()
    warnings: tuple[str, ...] = ()
