"""Signing in: recognising a person, and the pause after too many failures.

Name and address each have their own count of failures. A name nobody has is counted like any other,
so neither the words nor the time taken tell whether there is such an account.
"""

import logging
from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F

from qingshe.foundation import records
from qingshe.foundation.audit import trail
from qingshe.kernel.actor import VISITOR, Actor
from qingshe.kernel.errors import Denied
from qingshe.modules.orgs import policy, queries, rules
from qingshe.modules.orgs.models import Account, SignInPause

FREE_FAILURES_OF_ADDRESS = 50  # a whole office behind one address may mistype
_WRONG = "登录名或密码不对。连续 5 次不对，将暂停登录 15 分钟。"
_NOT_HERE = "统一身份认证已通过，但这里没有与您对应的账号。请联系本单位的系统管理员。"
_log = logging.getLogger(__name__)


def recognise(login_name: str, password: str, *, address: str, now: datetime) -> Account:
    """The account whose name and password these are.

    Errors: Denied, in words that do not tell whether there is such an account.
    """
    name = login_name.strip().lower()
    begin_attempt(name, address=address, now=now)
    account = queries.accounts.named(name)
    digest = account.password if account else make_password(None)
    fits = check_password(password, digest) if account else _take_the_time(password)
    if account is None or not fits or account.state != rules.AccountState.ACTIVE:
        tell_failure(account, address=address, now=now)
        raise Denied(_WRONG)
    if account.has_second_factor:  # earlier failures count until the code is right as well
        _take_back(name)
    else:
        forget(name)
    insist_on_seat(account)
    return account


def provided(actor: Actor, claim: str, *, name: str, by_staff_number: bool, make: bool) -> Account:
    """The account of who comes from the city's identity provider, known by one claim.

    `make` opens one without any role for who has none, for an administrator to see to.
    Errors: Denied.
    """
    key = claim.strip() if by_staff_number else claim.strip().lower()
    find = queries.accounts.with_staff_number if by_staff_number else queries.accounts.named
    account = find(key) if key else None
    if account is None and key and make:
        number = key if by_staff_number else ""
        account = _open_unseated(actor, key.lower(), name or key, number)
    if account is None or account.state != rules.AccountState.ACTIVE:
        raise Denied(_NOT_HERE)
    insist_on_seat(account)
    return account


def insist_on_seat(account: Account) -> None:
    """Errors: Denied, when there is nothing the person could do here yet."""
    if not queries.accounts.held_by(account.pk):
        raise Denied("您的账号现在没有任职，什么也办不了。请联系本单位的系统管理员。")


def begin_attempt(name: str, *, address: str, now: datetime) -> None:
    """Count an attempt under a name before it is looked at, as one that failed.

    So of many guesses sent at once no more are looked at than are free. Whoever turns out to be
    right is taken out of the count again. Errors: Denied during a pause, with how long to wait.
    """
    _insist_on_no_pause(queries.accounts.pause(rules.pause_key("address", address)), now)
    _count(rules.pause_key("name", name), rules.FREE_FAILURES, now)


@transaction.atomic
def tell_failure(account: Account | None, *, address: str, now: datetime) -> None:
    """One more failure from an address; known accounts keep it in their trail."""
    _count(rules.pause_key("address", address), FREE_FAILURES_OF_ADDRESS, now, insist=False)
    if account is not None:
        Account.objects.select_for_update().get(pk=account.pk)  # one entry of its trail at a time
        trail.record(
            VISITOR, rules.SIGN_IN_FAILED, account.subject, {}, trail.Now(home=account.home)
        )
    _log.warning("sign-in failed", extra={"address": address, "known": account is not None})


def forget(login_name: str) -> None:
    """Start counting the failures of a name anew."""
    SignInPause.objects.filter(key=rules.pause_key("name", login_name)).delete()


def forget_old_failures(now: datetime) -> int:
    """Throw away the counts nobody needs any more; how many there were."""
    old = SignInPause.objects.filter(last__lt=now - rules.HOURS_OF_FAILURES)
    return old.delete()[0]


def _open_unseated(actor: Actor, login_name: str, name: str, staff_number: str) -> Account:
    account = Account(
        login_name=login_name,
        name=name[:50],
        staff_number=staff_number,
        password=make_password(None),
    )
    answer = policy.may_open(actor, account)
    return records.create(actor, account, rules.OPEN_ACCOUNT, answer)


@transaction.atomic
def _count(key: str, free: int, now: datetime, *, insist: bool = True) -> None:
    """Count in the database, holding the row: side by side, each sees the ones before it."""
    counts = SignInPause.objects.select_for_update()
    counts.filter(key=key, last__lt=now - rules.HOURS_OF_FAILURES).delete()
    pause, _ = counts.get_or_create(key=key, defaults={"last": now})
    if insist:
        _insist_on_no_pause(pause, now)
    pause.failures += 1
    pause.last = now
    pause.until = rules.blocked_until(pause.failures, now, free=free) or pause.until
    pause.save()


def _take_back(name: str) -> None:
    """What was counted ahead turned out to be right."""
    counted = SignInPause.objects.filter(key=rules.pause_key("name", name), failures__gt=0)
    counted.update(failures=F("failures") - 1, until=None)


def _insist_on_no_pause(pause: SignInPause | None, now: datetime) -> None:
    if pause and pause.until and pause.until > now:
        raise Denied(rules.wait_in_words(pause.until, now))


def _take_the_time(password: str) -> bool:
    """As long as comparing with a real password takes, for a name nobody has."""
    make_password(password)
    return False
