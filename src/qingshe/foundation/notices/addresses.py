"""Where people can be reached: entered by themselves, proven by a code, sealed, taken back."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from qingshe.foundation import ciphers
from qingshe.foundation.audit import trail
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Conflict, Denied, Invalid, NotFound

from . import rules
from .channels import switched_on
from .models import Address, Choice, Delivery
from .rules import Channel, State, masked

PURPOSE = "notices.address"
CODE_LASTS = timedelta(minutes=30)
WRONG_CODES = 5
CODES_A_DAY = 5
LONGEST = 100  # characters of an address


def own(actor: Actor) -> dict[Channel, Address]:
    """The addresses of one person by channel."""
    return {Channel(one.channel): one for one in Address.objects.filter(person=actor.id)}


def shown(address: Address) -> str:
    """The address as its owner recognises it and nobody else learns it: 138****5678."""
    value = ciphers.unseal(PURPOSE, address.sealed)
    return masked(address.channel, value) if value else "（密钥已更换，请重新填写）"


@transaction.atomic
def enter(actor: Actor, channel: Channel, value: str, *, now: datetime) -> Address:
    """Note where one can be reached, unproven, and send a code there; the one before is forgotten.

    Errors: Invalid, Denied, Conflict when too many codes were sent today.
    """
    _insist_on_a_person(actor)
    if channel not in switched_on():
        raise Invalid("这种方式本市没有开通。")
    text = _checked(channel, value)
    address, _ = Address.objects.select_for_update().get_or_create(
        person=actor.id, channel=channel, defaults={"sealed": ciphers.seal(PURPOSE, text)}
    )
    _count_code(address, now)
    address.sealed = ciphers.seal(PURPOSE, text)
    address.verified_at = None
    address.nonce = secrets.randbits(62)
    address.code_until = now + CODE_LASTS
    address.wrong_codes = 0
    address.save()
    codes = Delivery.objects.filter(
        person=actor.id, channel=channel, notice=None, digest_on=None, state=State.WAITING
    )
    codes.update(state=rules.DROP.target)  # the code before is good for nothing now
    Delivery.objects.create(
        person=actor.id, channel=channel, is_urgent=True, due_at=now, created_at=now
    )
    _tell(actor, "enter_address", address, {"sealed": "(已更改)"})
    return address


def prove(actor: Actor, channel: Channel, code: str, *, now: datetime) -> Address:
    """Accept the code that was sent. Errors: Invalid, NotFound; five wrong ones spoil a code."""
    address = _get(actor, channel)
    if address.verified_at is not None:
        return address
    if address.code_until is None or now > address.code_until:
        raise Invalid("确认码已过期，请重新发送。")
    mine = Address.objects.filter(pk=address.pk, nonce=address.nonce)
    if mine.filter(wrong_codes__lt=WRONG_CODES).update(wrong_codes=F("wrong_codes") + 1) != 1:
        raise Invalid("确认码错了五次，请重新发送。")
    if not hmac.compare_digest(_code(address).encode(), code.strip().encode()):
        raise Invalid("确认码不对，请核对收到的六位数字。")
    with transaction.atomic():
        mine.update(verified_at=now, code_until=None)
        _tell(actor, "prove_address", address, {})
    address.refresh_from_db()
    return address


@transaction.atomic
def forget(actor: Actor, channel: Channel) -> None:
    """Take the address back, and with it what was chosen for it. Errors: NotFound."""
    address = _get(actor, channel)
    Choice.objects.filter(person=actor.id, channel=channel).delete()
    _tell(actor, "forget_address", address, {})
    address.delete()


def of_deliveries(deliveries: Sequence[Delivery]) -> dict[int, str]:
    """The address of each delivery by its key; without an entry: taken back, or not proven.

    A code goes to an address that is not proven yet, and only there.
    """
    people = {one.person for one in deliveries}
    channel = deliveries[0].channel
    known = {one.person: one for one in Address.objects.filter(person__in=people, channel=channel)}
    found: dict[int, str] = {}
    for one in deliveries:
        address = known.get(one.person)
        is_code = one.notice is None and one.digest_on is None
        if address is None or is_code == (address.verified_at is not None):
            continue
        value = ciphers.unseal(PURPOSE, address.sealed)
        if value:
            found[one.pk] = value
    return found


def words_of_code(person: str, channel: str) -> str:
    """What a message that proves an address says."""
    address = Address.objects.get(person=person, channel=channel)
    return f"轻社确认码 {_code(address)}，30 分钟内有效。不是您本人操作的，请不用理会。"


def _code(address: Address) -> str:
    """Six digits that follow from the key of the installation: they are kept nowhere."""
    text = f"{PURPOSE}:{address.pk}:{address.nonce}".encode()
    digest = hmac.new(str(settings.SECRET_KEY).encode(), text, hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8]) % 1_000_000:06d}"


def _count_code(address: Address, now: datetime) -> None:
    today = timezone.localtime(now).date()
    if address.codes_on != today:
        address.codes_on, address.codes_sent = today, 0
    if address.codes_sent >= CODES_A_DAY:
        raise Conflict("今天已发过五次确认码，请明天再试。")
    address.codes_sent += 1


def _checked(channel: Channel, value: str) -> str:
    text = value.strip()
    if channel is Channel.EMAIL:
        return _email(text)
    if channel is Channel.FEISHU:
        if not text or len(text) > 30:
            raise Invalid("请写群里怎么称呼您，不超过 30 个字。")
        return text
    digits = "".join(text.split()).replace("-", "").removeprefix("+86")
    if not (digits.isascii() and digits.isdecimal() and len(digits) == 11 and digits[0] == "1"):
        raise Invalid("手机号应为 11 位数字，以 1 开头，请核对。")
    return digits


def _email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError as error:
        raise Invalid("邮箱写得不对，应像 name@example.org，请核对。") from error
    if len(text) > LONGEST:
        raise Invalid("邮箱太长，请核对。")
    return text


def _get(actor: Actor, channel: Channel) -> Address:
    address = Address.objects.filter(person=actor.id, channel=channel).first()
    if address is None:
        raise NotFound("您没有填写这种方式的号码或邮箱。")
    return address


def _insist_on_a_person(actor: Actor) -> None:
    if not actor.id.startswith("user:"):
        raise Denied("请先登录。")


def _tell(actor: Actor, action: str, address: Address, change: dict[str, object]) -> None:
    trail.record(actor, action, f"notices.address:{address.pk}", change)
