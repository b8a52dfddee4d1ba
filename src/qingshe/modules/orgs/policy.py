"""Who sees and does what with units, accounts and tokens; a refusal always carries its reason.

What one sees of the tree follows from the place one works for, the territory: the own unit, or for
a department the place it hangs on. From there one sees

* the territory and everything below it, departments and offices included;
* the places above it up to the root (their names make the breadcrumb);
* the departments and offices of those places, for they are who asks something of a community.

So a community sees itself, its street, county, city and their departments, never another
community. Visitors and residents see no tree; pages for them show single names through the facade.

Accounts and tokens are seen by administrators, for units in their territory.
"""

from collections.abc import Callable, Mapping
from functools import reduce
from operator import or_

from django.db.models import Q

from qingshe.foundation.access import EVERYTHING, NOTHING, above, below, lineage
from qingshe.kernel.actor import VISITOR, Actor
from qingshe.kernel.answer import YES, Answer, no
from qingshe.kernel.divisions import OFFICE, territory
from qingshe.kernel.errors import Denied
from qingshe.kernel.roles import Role
from qingshe.kernel.workflow import Transition

from . import rules
from .models import Account, ApiToken, Membership, OrgUnit, UnitImport

GRANTS: Mapping[str, frozenset[Role]] = {
    "orgs.read": frozenset(Role) - {Role.RESIDENT},
    "orgs.manage": frozenset({Role.ADMINISTRATOR}),
    "orgs.accounts": frozenset({Role.ADMINISTRATOR}),
    "orgs.tokens": frozenset({Role.ADMINISTRATOR}),
}


def scope(actor: Actor) -> Q:
    """The units that exist as far as this actor is concerned."""
    if not actor.has("orgs.read"):
        return NOTHING
    mine = territory(actor.unit)
    offices = (below("path", f"{place}{OFFICE}") for place in lineage(mine))
    return reduce(or_, offices, below("path", mine) | above("path", mine))


def account_scope(actor: Actor) -> Q:
    """Accounts that hold or held a role in the administrator's territory; everybody's own.

    Who never held any is known to the administrator of the whole installation alone.
    """
    own = Q(pk=account_pk(actor)) if account_pk(actor) else NOTHING
    if not actor.has("orgs.accounts"):
        return own
    mine = territory(actor.unit)
    return EVERYTHING if mine == "/" else own | below("memberships__unit__path", mine)


def token_scope(actor: Actor) -> Q:
    if not actor.has("orgs.tokens"):
        return NOTHING
    return below("unit__path", territory(actor.unit))


def import_scope(actor: Actor) -> Q:
    if not actor.has("orgs.manage"):
        return NOTHING
    return below("unit", territory(actor.unit))


def insist_on_someone(actor: Actor) -> None:
    """Denied to visitors, whatever they ask for: the screen sends them to sign in."""
    if actor == VISITOR:
        raise Denied("请先登录。")


def insist(answer: Answer) -> None:
    """Denied with the reason: who may not send a form is not shown it either."""
    if not answer:
        raise Denied(answer.reason)


def account_pk(actor: Actor) -> int | None:
    """The account behind a person at a screen: "user:42" → 42; None for tokens, tasks, visitors."""
    kind, _, number = actor.id.partition(":")
    return int(number) if kind == "user" and number.isdecimal() else None


def may_manage(actor: Actor, unit: OrgUnit) -> Answer:
    if not actor.has("orgs.manage"):
        return no("组织由系统管理员维护。")
    if not unit.path.startswith(territory(actor.unit)):
        return no("该组织不在您的管理范围内，请由上级管理员办理。")
    return YES


def may_move(actor: Actor, unit: OrgUnit) -> Answer:
    """Closing, reopening and relocating: never the root, nor the place one works for."""
    if unit.path in ("/", territory(actor.unit)):
        return no("不能对本级组织这样做，请由上级管理员办理。")
    return may_manage(actor, unit)


def may_relocate(actor: Actor, unit: OrgUnit) -> Answer:
    if not unit.code:
        return no("部门、办公室和网格没有区划代码；请在新的位置设立，再撤销原来的。")
    return may_move(actor, unit)


def may_open(actor: Actor, account: Account) -> Answer:
    return YES if actor.has("orgs.accounts") else no("账号由系统管理员开设。")


def may_administer(actor: Actor, account: Account) -> Answer:
    """Whoever holds a role above or beside the administrator's territory is out of reach."""
    if not actor.has("orgs.accounts"):
        return no("账号由系统管理员维护。")
    mine = territory(actor.unit)
    held = [one for one in account.memberships.all() if one.state == rules.MembershipState.ACTIVE]
    if not all(one.unit.path.startswith(mine) for one in held):
        return no("此人还在您的管理范围之外任职，请由上级管理员办理。")
    return YES


def may_administer_another(actor: Actor, account: Account) -> Answer:
    if account.pk == account_pk(actor):
        return no("不能对自己的账号这样做，请由另一名管理员办理。")
    return may_administer(actor, account)


def may_do_oneself(actor: Actor, account: Account) -> Answer:
    return YES if account.pk == account_pk(actor) else no("只能由本人办理。")


def may_enable_factor(actor: Actor, account: Account) -> Answer:
    if account.has_second_factor:
        return no("已经启用。更换手机时，请系统管理员先停用，再重新启用。")
    return may_do_oneself(actor, account)


def may_disable_factor(actor: Actor, account: Account) -> Answer:
    if not account.has_second_factor:
        return no("此账号没有启用动态口令。")
    return may_administer(actor, account)


def may_appoint(actor: Actor, membership: Membership) -> Answer:
    if not membership.unit.path.startswith(territory(actor.unit)):
        return no("该组织不在您的管理范围内，请由上级管理员办理。")
    return may_open(actor, membership.account)


def may_end_membership(actor: Actor, membership: Membership) -> Answer:
    if membership.account_id == account_pk(actor):
        return no("不能结束自己的任职，请由另一名管理员办理。")
    return may_appoint(actor, membership)


def may_issue_token(actor: Actor, token: ApiToken) -> Answer:
    if not actor.has("orgs.tokens"):
        return no("接口令牌由系统管理员签发。")
    if not token.unit.path.startswith(territory(actor.unit)):
        return no("该组织不在您的管理范围内，请由上级管理员办理。")
    return YES


def may_import(actor: Actor, record: UnitImport) -> Answer:
    return YES if actor.has("orgs.manage") else no("组织由系统管理员导入。")


MAY_UNIT: Mapping[Transition, Callable[[Actor, OrgUnit], Answer]] = {
    rules.ESTABLISH: may_manage,
    rules.CORRECT: may_manage,
    rules.RELOCATE: may_relocate,
    rules.FOLLOW: may_manage,
    rules.CLOSE: may_move,
    rules.REOPEN: may_move,
}
MAY_ACCOUNT: Mapping[Transition, Callable[[Actor, Account], Answer]] = {
    rules.OPEN_ACCOUNT: may_open,
    rules.CORRECT_ACCOUNT: may_administer,
    rules.RESET_PASSWORD: may_administer_another,
    rules.RELEASE: may_administer,
    rules.DISABLE_FACTOR: may_disable_factor,
    rules.LOCK: may_administer_another,
    rules.UNLOCK: may_administer_another,
    rules.CHANGE_PASSWORD: may_do_oneself,
    rules.ENABLE_FACTOR: may_enable_factor,
    rules.USE_RECOVERY_CODE: may_do_oneself,
}
MAY_MEMBERSHIP: Mapping[Transition, Callable[[Actor, Membership], Answer]] = {
    rules.APPOINT: may_appoint,
    rules.END_MEMBERSHIP: may_end_membership,
}
MAY_TOKEN: Mapping[Transition, Callable[[Actor, ApiToken], Answer]] = {
    rules.ISSUE_TOKEN: may_issue_token,
    rules.REVOKE_TOKEN: may_issue_token,
}
MAY_IMPORT: Mapping[Transition, Callable[[Actor, UnitImport], Answer]] = {
    rules.PREVIEW_IMPORT: may_import,
    rules.CONFIRM_IMPORT: may_import,
    rules.DROP_IMPORT: may_import,
    rules.FINISH_IMPORT: may_import,
    rules.FAIL_IMPORT: may_import,
}
MAY: Mapping[Transition, Callable[..., Answer]] = {
    **MAY_UNIT,
    **MAY_ACCOUNT,
    **MAY_MEMBERSHIP,
    **MAY_TOKEN,
    **MAY_IMPORT,
}
