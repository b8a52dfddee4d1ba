"""Finds out who is acting, once for every request: a person, an outside system or a visitor."""

from collections.abc import Callable
from typing import cast

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from qingshe.kernel.actor import VISITOR, Actor
from qingshe.modules.orgs import facade as orgs
from qingshe.site.grants import grants_of
from qingshe.web.http import ActorRequest

_BEARER = "Bearer "
_WITH_AN_OLD_PASSWORD = ("orgs:change_password", "orgs:sign_out")


class SignedRequest(ActorRequest):
    """A request that also knows the person behind the session; None for visitors and systems."""

    person: orgs.SignedIn | None


class ActorMiddleware:
    """Gives every request its actor; who was given a password has to change it first.

    Costs one query for a session (besides the session's own) or a token, none for a visitor. A
    role that ended, a closed unit, a locked account or a changed password counts from the next
    request on.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        signed = cast(SignedRequest, request)
        signed.person = None
        signed.actor = actor_of(request)
        if signed.person and signed.person.must_change_password and not _may_pass(request):
            return redirect("orgs:change_password")
        answer = self.get_response(request)
        if signed.person:  # no page of somebody signed in stays behind on a shared machine
            answer.headers.setdefault("Cache-Control", "no-store")
        return answer


def actor_of(request: HttpRequest) -> Actor:
    """Who acts: by the key in the Authorization header, or by the session; else a visitor."""
    key = request.headers.get("Authorization", "")
    if key.startswith(_BEARER):
        token = key.removeprefix(_BEARER).strip()
        return orgs.actor_of_token(token, timezone.localdate(), grants_of) or VISITOR
    person = _person(request)
    if person is None:
        return VISITOR
    cast(SignedRequest, request).person = person
    return orgs.actor_for(person.account, person.current, grants_of)


def _person(request: HttpRequest) -> orgs.SignedIn | None:
    account = str(request.session.get(SESSION_KEY, ""))
    if not account.isdecimal():
        return None
    person = orgs.signed_in(int(account), request.session.get(orgs.SEAT))
    mark = str(request.session.get(HASH_SESSION_KEY, ""))
    if person is None or not constant_time_compare(mark, person.password_mark):
        return None
    return person


def _may_pass(request: HttpRequest) -> bool:
    return request.path in {reverse(name) for name in _WITH_AN_OLD_PASSWORD}
