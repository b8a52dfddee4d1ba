"""Reads of accounts and of the roles they hold."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet
from django.utils.timezone import localtime

from qingshe.foundation import access
from qingshe.foundation.records import Action
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import NotFound
from qingshe.modules.orgs import policy, rules
from qingshe.modules.orgs.models import Account, Membership, OrgUnit, SignInPause


def visible_to(actor: Actor) -> QuerySet[Account]:
    held = Membership.objects.select_related("unit").order_by("unit__path", "pk")
    visible = Account.objects.filter(policy.account_scope(actor))
    return visible.order_by("pk").distinct().prefetch_related(Prefetch("memberships", held))


def found(actor: Actor, words: str) -> QuerySet[Account]:
    """Accounts whose name, login name or staff number holds `words`; all when there are none."""
    visible = visible_to(actor)
    named = Q(name__contains=words) | Q(login_name__contains=words.lower())
    return visible.filter(named | Q(staff_number__contains=words)) if words else visible


def get(actor: Actor, pk: int) -> Account:
    policy.insist_on_someone(actor)
    account = visible_to(actor).filter(pk=pk).first()
    if account is None:
        raise NotFound("没有这个账号，或不在您的范围内。")
    return account


def own(actor: Actor) -> Account:
    """The account of the person at the screen."""
    return get(actor, policy.account_pk(actor) or 0)


def actions(actor: Actor, account: Account, now: datetime) -> list[Action]:
    """What an administrator may do with an account now; what is the person's own is not listed."""
    aside = {rules.CHANGE_PASSWORD, rules.ENABLE_FACTOR, rules.USE_RECOVERY_CODE}
    if not paused_until([account], now):
        aside.add(rules.RELEASE)
    moves = [
        move for move in policy.MAY_ACCOUNT if move.starts_from(account.state) and move not in aside
    ]
    return [
        Action(move.name, move.label, policy.MAY_ACCOUNT[move](actor, account)) for move in moves
    ]


def get_membership(actor: Actor, pk: int) -> Membership:
    mine = Membership.objects.select_related("unit", "account")
    membership = mine.filter(pk=pk, account__in=visible_to(actor).values("pk")).first()
    if membership is None:
        raise NotFound("没有这项任职，或不在您的范围内。")
    return membership


def held_by(account_pk: int) -> list[Membership]:
    """The roles that count now: in force, in a unit in force, of an account in force; one query."""
    return list(
        Membership.objects.select_related("account", "unit")
        .filter(
            account_id=account_pk,
            account__state=rules.AccountState.ACTIVE,
            unit__state=rules.UnitState.ACTIVE,
            state=rules.MembershipState.ACTIVE,
        )
        .order_by("pk")
    )


def holders(role: str, path: str) -> list[int]:
    """Accounts in force that hold a role at the unit with this path; for tasks that notify."""
    held = Membership.objects.filter(
        role=role,
        unit__path=path,
        unit__state=rules.UnitState.ACTIVE,
        account__state=rules.AccountState.ACTIVE,
        state=rules.MembershipState.ACTIVE,
    )
    return list(held.order_by("account").values_list("account", flat=True).distinct())


def holders_below(role: str, path: str) -> list[tuple[str, int]]:
    """As `holders`, for the unit with this path and all below it: (path of the unit, account)."""
    held = Membership.objects.filter(
        access.below("unit__path", path),
        role=role,
        unit__state=rules.UnitState.ACTIVE,
        account__state=rules.AccountState.ACTIVE,
        state=rules.MembershipState.ACTIVE,
    )
    return list(held.order_by("pk").values_list("unit__path", "account"))


def members_of(actor: Actor, unit: OrgUnit) -> QuerySet[Membership]:
    """Who holds a role in a unit, for those who look after accounts there."""
    held = Membership.objects.select_related("account").filter(
        unit=unit, state=rules.MembershipState.ACTIVE
    )
    known = held.filter(account__in=visible_to(actor).values("pk"))
    return known.order_by("pk") if actor.has("orgs.accounts") else known.none()


def named(login_name: str) -> Account | None:
    """The account with a login name, for signing in; nobody's scope."""
    return Account.objects.filter(login_name=login_name).first()


def named_like(words: str) -> QuerySet[Account, int]:
    """Keys of accounts whose name holds `words`; nobody's scope."""
    found = Account.objects.filter(name__contains=words).order_by("pk")
    return found.values_list("pk", flat=True)


def with_staff_number(number: str) -> Account | None:
    return Account.objects.filter(staff_number=number).first() if number else None


def with_pk(pk: int) -> Account | None:
    """An account by its key, for signing in; nobody's scope."""
    return Account.objects.filter(pk=pk).first()


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether one can sign in with an account now, in a word and its tone."""

    state_label: str
    tone: str


def paused_until(accounts: Iterable[Account], now: datetime) -> dict[str, datetime]:
    """Until when nobody can sign in, by login name, after too many failures; one query."""
    names = {rules.pause_key("name", one.login_name): one.login_name for one in accounts}
    pauses = SignInPause.objects.filter(key__in=names, until__gt=now)
    return {names[key]: until for key, until in pauses.values_list("key", "until") if until}


def standings(accounts: Sequence[Account], now: datetime) -> list[tuple[Account, Standing]]:
    """Each account with how it stands; one query."""
    pauses = paused_until(accounts, now)
    return [(one, _standing(one, pauses.get(one.login_name))) for one in accounts]


def standing(account: Account, now: datetime) -> Standing:
    return standings([account], now)[0][1]


def _standing(account: Account, until: datetime | None) -> Standing:
    if until is None or account.state != rules.AccountState.ACTIVE:
        return Standing(account.state_label, account.tone)
    return Standing(f"暂停登录至 {localtime(until):%m-%d %H:%M}", "amber")


def pause(key: str) -> SignInPause | None:
    return SignInPause.objects.filter(key=key).first()


@dataclass(frozen=True, slots=True)
class Held:
    """One role of an account, as its page lists it: with whether it can be ended here."""

    membership: Membership
    action: Action | None


def seats(actor: Actor, account: Account) -> list[Held]:
    """All roles an account holds or held, those in force first."""
    move = rules.END_MEMBERSHIP
    held = sorted(account.memberships.all(), key=lambda one: one.state)
    return [
        Held(
            one,
            Action(move.name, move.label, policy.may_end_membership(actor, one))
            if move.starts_from(one.state)
            else None,
        )
        for one in held
    ]
