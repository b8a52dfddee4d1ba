"""Sign-on with the city's identity provider (OpenID Connect), when a setting names one.

Who comes is matched with an account by one claim; nobody is let in without an account, and none is
made unless a setting says so. The provider answers for password and second factor.
"""

from functools import cache
from typing import Any

import jwt
import requests
from django.conf import settings
from django.contrib import auth
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from mozilla_django_oidc.auth import OIDCAuthenticationBackend
from mozilla_django_oidc.utils import import_from_settings
from mozilla_django_oidc.views import (
    OIDCAuthenticationCallbackView,
    OIDCAuthenticationRequestView,
)

from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Denied, NotFound
from qingshe.modules.orgs import services
from qingshe.modules.orgs.models import Account
from qingshe.web.http import Trouble, explain

TIMEOUT = 10  # seconds for each question to the provider
BACKEND = "django.contrib.auth.backends.ModelBackend"  # what a session names once it is there
OPENER = Actor("task:oidc", "/", frozenset({"orgs.accounts"}))
_UNFINISHED = "统一身份认证没有完成，请回到登录页再试一次。"
_UNREACHABLE = "统一身份认证现在不可用，请稍后再试；有本系统密码的，可以先用密码登录。"
_ENDPOINTS = {
    "OIDC_OP_AUTHORIZATION_ENDPOINT": "authorization_endpoint",
    "OIDC_OP_TOKEN_ENDPOINT": "token_endpoint",
    "OIDC_OP_USER_ENDPOINT": "userinfo_endpoint",
    "OIDC_OP_JWKS_ENDPOINT": "jwks_uri",
}


@cache
def discovered(issuer: str) -> dict[str, Any]:
    """What the provider publishes of itself; asked once by each process."""
    address = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
    answer = requests.get(address, timeout=TIMEOUT)
    answer.raise_for_status()
    told: dict[str, Any] = answer.json()
    return told


def setting(name: str, *default: object) -> object:
    """A setting of the library: addresses come from the provider itself."""
    if name in _ENDPOINTS:
        return discovered(settings.OIDC_ISSUER)[_ENDPOINTS[name]]
    return import_from_settings(name, *default)


class Provider(OIDCAuthenticationBackend):  # type: ignore[misc]  # the library has no types
    """Checks what the provider says, and finds the account it speaks of."""

    get_settings = staticmethod(setting)

    def verify_token(self, token: str, **options: object) -> dict[str, Any]:
        """Signature, nonce and term by the library; here who issued it and for whom."""
        payload: dict[str, Any] = super().verify_token(token, **options)
        audience = payload.get("aud")
        meant_for = audience if isinstance(audience, list) else [audience]
        if payload.get("iss") != discovered(settings.OIDC_ISSUER)["issuer"]:
            raise SuspiciousOperation("the token is of another issuer")
        if self.OIDC_RP_CLIENT_ID not in meant_for:
            raise SuspiciousOperation("the token is meant for somebody else")
        return payload

    def get_or_create_user(
        self, access_token: str, id_token: str, payload: dict[str, Any]
    ) -> Account:
        """The account the claim names. Errors: Denied."""
        claims = self.get_userinfo(access_token, id_token, payload)
        if claims.get("sub") != payload.get("sub"):
            raise SuspiciousOperation("the claims are of somebody else")
        return services.sign_in.provided(
            OPENER,
            str(claims.get(settings.OIDC_CLAIM, "")),
            name=str(claims.get("name", "")),
            by_staff_number=settings.OIDC_MATCH == "staff_number",
            make=settings.OIDC_CREATE,
        )


class Start(OIDCAuthenticationRequestView):  # type: ignore[misc]  # the library has no types
    """Sends the visitor to the provider."""

    get_settings = staticmethod(setting)

    def __init__(self, **options: object) -> None:
        """The provider is asked when somebody comes, not before."""

    def dispatch(self, request: HttpRequest, *args: object, **options: object) -> HttpResponse:
        _insist_on_provider()
        try:
            self.OIDC_OP_AUTH_ENDPOINT = setting("OIDC_OP_AUTHORIZATION_ENDPOINT")
        except requests.RequestException:
            return _failed(request, _UNREACHABLE)
        self.OIDC_RP_CLIENT_ID = setting("OIDC_RP_CLIENT_ID")
        answer: HttpResponse = super().dispatch(request, *args, **options)
        return answer


class Callback(OIDCAuthenticationCallbackView):  # type: ignore[misc]  # the library has no types
    """Takes the visitor back from the provider, signed in or with the reason why not."""

    get_settings = staticmethod(setting)

    def dispatch(self, request: HttpRequest, *args: object, **options: object) -> HttpResponse:
        _insist_on_provider()
        try:
            answer: HttpResponse = super().dispatch(request, *args, **options)
        except Denied as refusal:
            return _failed(request, str(refusal))
        except (requests.RequestException, jwt.PyJWTError):
            return _failed(request, _UNREACHABLE)
        return answer

    def login_success(self) -> HttpResponse:
        """A fresh session for the person; none that was there before goes on."""
        target = self.success_url
        self.request.session.flush()
        auth.login(self.request, self.user, backend=BACKEND)
        return redirect(target)

    def login_failure(self) -> HttpResponse:
        return _failed(self.request, _UNFINISHED)


def _insist_on_provider() -> None:
    if not settings.OIDC_ISSUER:
        raise NotFound("没有设置统一身份认证，请用密码登录。")


def _failed(request: HttpRequest, message: str) -> HttpResponse:
    return explain(request, Trouble(403, "登录没有成功", message))
