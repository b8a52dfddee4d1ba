"""Idempotency keys: what a system sends twice under one key is made once."""

from collections.abc import Callable
from hashlib import sha256
from typing import Annotated, TypeVar

from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone
from ninja import Header, Schema

from qingshe.foundation.sendings import once as sendings
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Conflict

M = TypeVar("M", bound=Model)
Key = Annotated[str, Header(alias="Idempotency-Key", max_length=64)]
"""Optional; kept for two days."""


def once(
    request: HttpRequest, key: str, body: Schema, make: Callable[[], M], find: Callable[[int], M]
) -> M:
    """What `make` makes; for a key that was sent before, what it made then, by `find`.

    A key belongs to its caller and address. Without one it is made each time. Errors: Conflict
    when the first sending is still under way, or when the key came with another body.
    """
    if not key:
        return make()
    actor: Actor = request.actor  # type: ignore[attr-defined]  # given by ActorMiddleware
    name = _digest(actor.id, request.method or "", request.path, key)
    said = _digest(body.model_dump_json())
    if not sendings.claim(name, timezone.now()):
        return find(_made(sendings.result_of(name, timezone.now()), said))
    try:
        made = make()
    except BaseException:
        sendings.release(name)
        raise
    sendings.settle(name, f"{said} {made.pk}")
    return made


def _made(result: str | None, said: str) -> int:
    """The key of what the first sending made."""
    before, _, pk = (result or "").partition(" ")
    if not pk:
        raise Conflict("同一个请求正在办理，请稍后再查。")
    if before != said:
        raise Conflict("这个幂等键已经用于另一次提交，请换一个。")
    return int(pk)


def _digest(*parts: str) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()
