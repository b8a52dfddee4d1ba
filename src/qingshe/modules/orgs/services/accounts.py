"""Every change to accounts and to the roles they hold."""

import secrets

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from qingshe.foundation import records
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Invalid
from qingshe.kernel.roles import Role
from qingshe.kernel.workflow import Transition
from qingshe.modules.orgs import policy, queries, rules
from qingshe.modules.orgs.models import Account, Membership

from . import sign_in

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without what is misread: i l o 0 1


@transaction.atomic
def open_account(
    actor: Actor,
    *,
    login_name: str,
    name: str,
    unit: str,
    role: Role,
    phone: str = "",
    staff_number: str = "",
    password: str = "",
) -> tuple[Account, str]:
    """Open an account with its first role in the unit with path `unit`.

    Returns the account and its password. Without `password` one is made up, and must be changed
    at the first sign-in. Errors: Denied, Invalid, NotFound (no such unit in the actor's scope).
    """
    first = password or fresh_password()
    account = Account(
        login_name=login_name.strip().lower(),
        name=name,
        phone=phone,
        staff_number=staff_number,
        must_change_password=not password,
    )
    account.password = _digest_of(first, account)
    records.create(actor, account, rules.OPEN_ACCOUNT, policy.may_open(actor, account))
    appoint(actor, account.pk, unit=unit, role=role, account=account)
    return account, first


def correct_account(
    actor: Actor, pk: int, *, name: str, phone: str, staff_number: str, version: int | None = None
) -> Account:
    changes = {"name": name, "phone": phone, "staff_number": staff_number}
    return _move(actor, pk, rules.CORRECT_ACCOUNT, version, **changes)


@transaction.atomic
def reset_password(actor: Actor, pk: int, *, version: int | None = None) -> tuple[Account, str]:
    """A new password that must be changed at the next sign-in; open sessions end at once."""
    password = fresh_password()
    account = queries.accounts.get(actor, pk)
    digest = _digest_of(password, account)
    changes = {"password": digest, "must_change_password": True}
    account = _move(actor, pk, rules.RESET_PASSWORD, version, **changes)
    sign_in.forget(account.login_name)
    return account, password


def change_password(actor: Actor, *, old: str, new: str) -> Account:
    """One's own password. Errors: Invalid (wrong old one, too weak a new one)."""
    account = queries.accounts.own(actor)
    if not account.check_password(old):
        raise Invalid("现在的密码不对。")
    if old == new:
        raise Invalid("新密码不能与现在的相同。")
    digest = _digest_of(new, account)
    changes = {"password": digest, "must_change_password": False}
    return _move(actor, account.pk, rules.CHANGE_PASSWORD, None, **changes)


def release(actor: Actor, pk: int, *, version: int | None = None) -> Account:
    """Lift the pause after too many wrong passwords."""
    account = _move(actor, pk, rules.RELEASE, version)
    sign_in.forget(account.login_name)
    return account


def lock(actor: Actor, pk: int, *, version: int | None = None) -> Account:
    """Nobody signs in with this account any more; who is signed in is out at the next click."""
    return _move(actor, pk, rules.LOCK, version)


def unlock(actor: Actor, pk: int, *, version: int | None = None) -> Account:
    return _move(actor, pk, rules.UNLOCK, version)


def appoint(
    actor: Actor, pk: int, *, unit: str, role: Role, account: Account | None = None
) -> Membership:
    """Give an account a role in the unit with path `unit`. Errors: Invalid, Denied, NotFound."""
    place = queries.units.get_by_path(actor, unit)
    if problem := rules.seat_fits(role, place.kind, place.level):
        raise Invalid(problem)
    if place.state != rules.UnitState.ACTIVE:
        raise Invalid(f"“{place.name}”已撤销，不能任职。")
    holder = account or queries.accounts.get(actor, pk)
    membership = Membership(account=holder, unit=place, role=role)
    answer = policy.may_appoint(actor, membership)
    return records.create(actor, membership, rules.APPOINT, answer)


def end_membership(actor: Actor, pk: int, *, version: int | None = None) -> Membership:
    membership = queries.accounts.get_membership(actor, pk)
    answer = policy.may_end_membership(actor, membership)
    return records.advance(actor, membership, rules.END_MEMBERSHIP, answer, version=version)


def fresh_password() -> str:
    """Three groups of four letters and digits, easy to read out: "k3mw-7hqx-p9za"."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))


def _in_words(error: ValidationError) -> str:
    """A fault of a password; what Django says in English is said in Chinese."""
    if error.code == "password_too_short":
        return f"密码太短，至少要 {(error.params or {})['min_length']} 个字符。"
    return error.messages[0]


def _digest_of(password: str, account: Account) -> str:
    try:
        validate_password(password, account)
    except ValidationError as error:
        problems = [_in_words(one) for one in error.error_list]
        raise Invalid("".join(problems), problems) from error
    return make_password(password)


def _move(
    actor: Actor, pk: int, move: Transition, version: int | None, **changes: object
) -> Account:
    account = queries.accounts.get(actor, pk)
    answer = policy.MAY_ACCOUNT[move](actor, account)
    return records.advance(actor, account, move, answer, version=version, **changes)
