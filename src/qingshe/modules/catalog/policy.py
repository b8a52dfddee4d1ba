"""Who may see and do what with lists; a refusal always carries its reason."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from django.db.models import Q

from qingshe.foundation.access import NOTHING, above, below, lineage
from qingshe.kernel.actor import Actor
from qingshe.kernel.answer import YES, Answer, no
from qingshe.kernel.divisions import territory
from qingshe.kernel.roles import Role
from qingshe.kernel.workflow import Transition

from . import rules
from .models import (
    Document,
    Edition,
    ItemImport,
    ItemList,
    LegalBasis,
    ListItem,
    Permit,
    PermitSeries,
    PublicationOrder,
    Review,
    Rule,
    Settlement,
    SignVariant,
)
from .rules import EditionState, SuspensionCause

Frozen: TypeAlias = Edition | ListItem | LegalBasis  # fixed once the edition is published
Placed: TypeAlias = (
    Frozen
    | ItemList
    | ItemImport
    | Rule
    | SignVariant
    | Review
    | Settlement
    | Permit
    | PermitSeries
    | PublicationOrder
)

DRAFT, PUBLISH, GIVE_OPINION = "catalog.draft", "catalog.publish", "catalog.give_opinion"
REVIEW, SETTLE, REGISTER = "catalog.review", "catalog.settle", "catalog.register"
READ_PERMITS, PERMIT = "catalog.read_permits", "catalog.permit"
WITHDRAW_PERMIT = "catalog.withdraw_permit"

GRANTS: Mapping[str, frozenset[Role]] = {
    DRAFT: frozenset({Role.GATEKEEPER}),
    PUBLISH: frozenset({Role.GATEKEEPER}),
    GIVE_OPINION: frozenset({Role.DEPARTMENT, Role.STREET, Role.HEAD, Role.WORKER}),
    REVIEW: frozenset({Role.GATEKEEPER}),
    SETTLE: frozenset({Role.GATEKEEPER}),
    REGISTER: frozenset({Role.GATEKEEPER}),
    READ_PERMITS: frozenset(
        {
            Role.DEPARTMENT,
            Role.GATEKEEPER,
            Role.LEADER,
            Role.SUPERVISOR,
            Role.STREET,
            Role.HEAD,
            Role.WORKER,
        }
    ),
    PERMIT: frozenset({Role.GATEKEEPER, Role.LEADER}),
    WITHDRAW_PERMIT: frozenset({Role.DEPARTMENT}),
}

PUBLIC = (EditionState.PUBLISHED, EditionState.SUPERSEDED)
FROZEN = "已公布的版次不再改动，请起草下一版次。"
CONSULTED = "正在征求意见，退回修改后才能改。"
WITHDRAWN = "草案已撤回，不再改动。"
_NO_DRAFT = {EditionState.CONSULTING: CONSULTED, EditionState.WITHDRAWN: WITHDRAWN}


def scope(actor: Actor) -> Q:
    """The editions that exist as far as this actor is concerned.

    What is published (or was) anybody may read. What is out for consultation is seen by those
    who are signed in at the place of the list, above or below it; drafts by those who keep lists.
    """
    seen = Q(state__in=PUBLIC)
    if actor.role is not None:
        near = above("item_list__place", actor.unit) | below("item_list__place", home(actor))
        seen |= Q(state=EditionState.CONSULTING) & near
    if actor.has(DRAFT):
        seen |= Q(item_list__place__startswith=home(actor))
    return seen


def scope_of_lists(actor: Actor) -> Q:
    """Lists of which this actor may see an edition, or may draft the first one."""
    if actor.has(DRAFT):
        return Q(has_public=True) | below("place", home(actor))
    return Q(has_public=True)


def scope_of_reviews(actor: Actor) -> Q:
    """Whoever keeps lists sees what is to be reviewed in the own territory and below it."""
    if not actor.has(REVIEW):
        return Q(pk=None)
    return below("item_list__place", home(actor))


def settled_above(path: str) -> Q:
    """Settlements that count at a place: its own and those above it."""
    return above("place", path)


def may_keep(actor: Actor, record: Placed) -> Answer:
    """Set up and correct lists, begin and withdraw drafts, send them out for consultation."""
    return _athome(actor, record, DRAFT, "没有起草清单的权限。")


def may_edit(actor: Actor, record: Frozen) -> Answer:
    """Change what stands in an edition: only while it is a draft."""
    state = EditionState(_edition_of(record).state)
    if state != EditionState.DRAFT:
        return no(_NO_DRAFT.get(state, FROZEN))
    return may_keep(actor, record)


def scope_of_opinions(actor: Actor) -> Q:
    """Whoever keeps the list reads all; the others what their own unit said."""
    if actor.has(DRAFT):
        return Q(edition__item_list__place=home(actor))
    return Q(unit=actor.unit)


def may_give_opinion(actor: Actor, record: Edition) -> Answer:
    """Say something of a draft, as long as those it will bind are being asked."""
    if not actor.has(GIVE_OPINION):
        return no("街道、社区和部门的人员可以在这里提意见。")
    if record.state != EditionState.CONSULTING:
        return no("这个版次不在征求意见。")
    return YES


def may_import(actor: Actor, record: ItemImport) -> Answer:
    return may_edit(actor, record.edition)


def may_publish(actor: Actor, record: Placed) -> Answer:
    return _athome(actor, record, PUBLISH, "没有公布清单的权限。")


def may_raise(actor: Actor, record: Review) -> Answer:
    """To point out that a basis has changed harms nobody: whoever publishes or registers may."""
    if actor.has(PUBLISH) or actor.has(REGISTER):
        return YES
    return no("没有登记文件的权限。")


def may_review(actor: Actor, record: Placed) -> Answer:
    return _athome(actor, record, REVIEW, "没有复核依据的权限。")


def may_settle(actor: Actor, record: Placed) -> Answer:
    return _athome(actor, record, SETTLE, "没有裁定冲突的权限。")


def may_register(actor: Actor, record: Document) -> Answer:
    """Documents belong to no place: whoever keeps lists anywhere may say that one was repealed."""
    return YES if actor.has(REGISTER) else no("没有登记文件的权限。")


def may_adopt(actor: Actor, record: Placed) -> Answer:
    """Rules come with packs, which whoever keeps lists of the place may load."""
    return _athome(actor, record, DRAFT, "没有收录规则的权限。")


def scope_of_permits(actor: Actor) -> Q:
    """Permits that somebody holds, or that were decided in the own territory.

    A department sees its own; whoever works for a place also sees what was decided above it and
    touches it (`place_of_reach`). Everybody else looks a permit up by its number.
    """
    if not actor.has(READ_PERMITS):
        return NOTHING
    if actor.role is Role.DEPARTMENT:
        return below("holder", actor.unit)
    return below("place", home(actor))


def place_of_reach(actor: Actor) -> str:
    """The place whose people see what was decided above them and touches it; "" for others."""
    works_there = actor.has(READ_PERMITS) and actor.role is not Role.DEPARTMENT
    return home(actor) if works_there else ""


def decided_above(path: str) -> Q:
    """Permits of the levels above a place; what is decided at or below it lies in it anyway."""
    return Q(place__in=lineage(path)[:-1])


def touching(path: str) -> Q:
    """Scopes that cover a place or a part of it."""
    return above("path", path) | below("path", path)


def may_permit(actor: Actor, record: Permit | PermitSeries) -> Answer:
    """Issue permits of the own level, suspend, amend and revoke them."""
    return _athome(actor, record, PERMIT, "没有签发许可的权限。", "只能办理本级签发的许可。")


def may_resume(actor: Actor, record: Permit) -> Answer:
    """What rests for lack of money goes on when the money has come, and not before."""
    if record.suspended_for == SuspensionCause.UNPAID and not record.funded:
        return no("因未按期拨付经费暂停，登记经费已拨付后自动恢复。")
    return may_permit(actor, record)


def may_withdraw(actor: Actor, record: Permit) -> Answer:
    """A department may give up what it holds; the level that decided may note that it did."""
    if actor.has(WITHDRAW_PERMIT) and record.holder == actor.unit:
        return YES
    return may_permit(actor, record)


def _athome(
    actor: Actor,
    record: Placed,
    grant: str,
    otherwise: str,
    elsewhere: str = "只能办理本级的清单。",
) -> Answer:
    if not actor.has(grant):
        return no(otherwise)
    return YES if record.place == home(actor) else no(elsewhere)


def home(actor: Actor) -> str:
    """The place whose lists this actor keeps."""
    return territory(actor.unit)


def _edition_of(record: Frozen) -> Edition:
    if isinstance(record, LegalBasis):
        return record.item.edition
    return record.edition if isinstance(record, ListItem) else record


MAY: Mapping[Transition, Callable[[Actor, Any], Answer]] = {
    rules.ESTABLISH: may_keep,
    rules.CORRECT_LIST: may_keep,
    rules.START: may_keep,
    rules.REVISE: may_edit,
    rules.CONSULT: may_keep,
    rules.RESUME: may_keep,
    rules.PUBLISH: may_publish,
    rules.SUPERSEDE: may_publish,
    rules.ORDER: may_publish,
    rules.FINISH_ORDER: may_publish,
    rules.FAIL_ORDER: may_publish,
    rules.REMIND: may_publish,
    rules.WITHDRAW: may_keep,
    rules.GIVE_OPINION: may_give_opinion,
    rules.ADD_ITEM: may_edit,
    rules.REVISE_ITEM: may_edit,
    rules.STRIKE_ITEM: may_edit,
    rules.UPLOAD: may_import,
    rules.APPLY: may_import,
    rules.DROP: may_import,
    rules.CITE: may_edit,
    rules.UNCITE: may_edit,
    rules.REGISTER: may_register,
    rules.RESTATE: may_register,
    rules.ADOPT_RULE: may_adopt,
    rules.REVISE_RULE: may_adopt,
    rules.RETIRE_RULE: may_adopt,
    rules.RAISE: may_raise,
    rules.RECONSIDER: may_raise,
    rules.RESOLVE: may_raise,
    rules.CONFIRM: may_review,
    rules.SUSPEND: may_review,
    rules.LEAVE_OUT: may_review,
    rules.KEEP: may_review,
    rules.REOPEN: may_review,
    rules.SETTLE: may_settle,
    rules.LIFT: may_settle,
    rules.ISSUE_PERMIT: may_permit,
    rules.FUND_PERMIT: may_permit,
    rules.SUSPEND_PERMIT: may_permit,
    rules.RESUME_PERMIT: may_resume,
    rules.EXPIRE_PERMIT: may_permit,
    rules.REVOKE_PERMIT: may_permit,
    rules.WITHDRAW_PERMIT: may_withdraw,
    rules.AMEND_PERMIT: may_permit,
    rules.SET_SERIES: may_permit,
    rules.CHANGE_SERIES: may_permit,
}
