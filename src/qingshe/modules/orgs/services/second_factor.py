"""The second factor (动态口令): a code of six digits that changes every 30 seconds, RFC 6238.

The secret lies sealed in the database, under a key made from the secret key of the installation.
"""

import hashlib
import secrets
from datetime import datetime

import pyotp
from django.conf import settings

from qingshe.foundation import ciphers, records
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Denied, Invalid
from qingshe.modules.orgs import policy, queries, rules
from qingshe.modules.orgs.models import Account

from . import sign_in

SECONDS = 30
_PURPOSE = "orgs.totp"
_WRONG = "动态口令不对。请看手机上现在显示的六位数字；也可以填一个备用码。"


def fresh_secret() -> str:
    """A secret to be shown once, as a picture and as letters."""
    return pyotp.random_base32()


def address_of(secret: str, account: Account) -> str:
    """What the picture (QR code) says to the app on the phone."""
    issuer = f"轻社 {settings.CITY}"
    return str(pyotp.TOTP(secret).provisioning_uri(name=account.login_name, issuer_name=issuer))


def enable_factor(actor: Actor, *, secret: str, code: str, now: datetime) -> list[str]:
    """Turn the second factor on, once the phone shows the right code.

    Returns the recovery codes, which are never shown again. Errors: Invalid, Denied.
    """
    account = queries.accounts.own(actor)
    step = _step_of(code, secret, now)
    if step is None:
        raise Invalid("动态口令不对，请核对手机的时间后再试。")
    codes = [secrets.token_hex(5) for _ in range(rules.RECOVERY_CODES)]
    records.advance(
        actor,
        account,
        rules.ENABLE_FACTOR,
        policy.may_enable_factor(actor, account),
        totp_secret=ciphers.seal(_PURPOSE, secret),
        totp_step=step,
        recovery_codes=[_digest(one) for one in codes],
    )
    return codes


def disable_factor(actor: Actor, pk: int, *, version: int | None = None) -> Account:
    """For who lost the phone; an administrator who knows the person does it."""
    account = queries.accounts.get(actor, pk)
    answer = policy.may_disable_factor(actor, account)
    return records.advance(
        actor,
        account,
        rules.DISABLE_FACTOR,
        answer,
        version=version,
        totp_secret="",
        totp_step=0,
        recovery_codes=[],
    )


def check(account: Account, code: str, *, address: str, now: datetime) -> None:
    """Accept a code of the phone or a recovery code, each one once.

    Errors: Denied; a wrong code counts like a wrong password.
    """
    sign_in.begin_attempt(account.login_name, address=address, now=now)
    if not (_accept_code(account, code, now) or _accept_recovery_code(account, code)):
        sign_in.tell_failure(account, address=address, now=now)
        raise Denied(_WRONG)
    sign_in.forget(account.login_name)


def _accept_code(account: Account, code: str, now: datetime) -> bool:
    step = _step_of(code, _open(account.totp_secret), now)
    if step is None:
        return False
    unused = Account.objects.filter(pk=account.pk, totp_step__lt=step)
    return unused.update(totp_step=step) == 1


def _accept_recovery_code(account: Account, code: str) -> bool:
    digest = _digest(code.strip().lower())
    if digest not in account.recovery_codes:
        return False
    rest = [one for one in account.recovery_codes if one != digest]
    actor = Actor(f"user:{account.pk}", "/nowhere/")
    answer = policy.may_do_oneself(actor, account)
    records.advance(actor, account, rules.USE_RECOVERY_CODE, answer, recovery_codes=rest)
    return True


def _step_of(code: str, secret: str, now: datetime) -> int | None:
    """Which 30 seconds a code belongs to, of those near now; None when of none."""
    current = int(now.timestamp()) // SECONDS
    totp = pyotp.TOTP(secret)
    for step in range(current - rules.CODE_STEPS, current + rules.CODE_STEPS + 1):
        if secrets.compare_digest(totp.at(step * SECONDS).encode(), code.strip().encode()):
            return step
    return None


def _digest(code: str) -> str:
    return hashlib.sha256(f"recovery:{code}".encode()).hexdigest()


def _open(sealed: str) -> str:
    """The secret; a new one nobody has when the key of the installation was changed.

    The recovery codes remain then.
    """
    return ciphers.unseal(_PURPOSE, sealed) or fresh_secret()
