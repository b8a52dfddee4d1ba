import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from jwt.algorithms import RSAAlgorithm
from pytest_django.fixtures import Settings

from qingshe.modules.orgs import queries, services
from qingshe.modules.orgs.tests.builders import an_account
from qingshe.site import oidc
from qingshe.site.checks import check_installation
from tests.cast import administrator

pytestmark = pytest.mark.django_db
ISSUER = "https://id.example.org"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class FakeProvider:
    """An identity provider in this process: answers what `requests` would have asked one."""

    claims: dict[str, Any] = field(
        default_factory=lambda: {"sub": "7", "preferred_username": "zhouming", "name": "周明"}
    )
    token: dict[str, Any] = field(default_factory=dict)
    nonce: str = ""
    is_down: bool = False

    def get(self, url: str, **options: object) -> requests.Response:
        if self.is_down:
            raise requests.ConnectionError
        told = {
            f"{ISSUER}/.well-known/openid-configuration": {
                "issuer": ISSUER,
                "authorization_endpoint": f"{ISSUER}/authorize",
                "token_endpoint": f"{ISSUER}/token",
                "userinfo_endpoint": f"{ISSUER}/me",
                "jwks_uri": f"{ISSUER}/keys",
            },
            f"{ISSUER}/keys": {"keys": [self._public_key()]},
            f"{ISSUER}/me": self.claims,
        }
        return answer(told[url])

    def post(self, url: str, **options: object) -> requests.Response:
        now = datetime.now(tz=UTC)
        payload = {
            "iss": ISSUER,
            "sub": "7",
            "aud": "qingshe",
            "nonce": self.nonce,
            "exp": now + timedelta(minutes=5),
            **self.token,
        }
        signed = jwt.encode(payload, KEY, "RS256", headers={"kid": "1"})
        return answer({"id_token": signed, "access_token": "a"})

    def _public_key(self) -> dict[str, Any]:
        key: dict[str, Any] = json.loads(RSAAlgorithm.to_jwk(KEY.public_key()))
        return key | {"kid": "1", "alg": "RS256"}


def answer(body: object) -> requests.Response:
    response = requests.Response()
    response.status_code = 200
    response.headers["Content-Type"] = "application/json"
    response._content = json.dumps(body).encode()
    return response


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[FakeProvider]:
    fake = FakeProvider()
    monkeypatch.setattr(requests, "get", fake.get)
    monkeypatch.setattr(requests, "post", fake.post)
    settings.OIDC_ISSUER = ISSUER
    settings.OIDC_RP_CLIENT_ID = "qingshe"
    settings.OIDC_RP_CLIENT_SECRET = "kept"  # noqa: S105 - of the fake provider
    oidc.discovered.cache_clear()
    yield fake
    oidc.discovered.cache_clear()


def come_back(client: Client, provider: FakeProvider, *, start: str = "/oidc/start/") -> Any:  # noqa: ANN401 - Django's own
    """Go to the provider and return with what it says."""
    asked = parse_qs(urlsplit(client.get(start)["Location"]).query)
    provider.nonce = provider.nonce or asked["nonce"][0]
    return client.get("/oidc/back/", {"code": "c", "state": asked["state"][0]})


def is_signed_in(client: Client) -> bool:
    return client.get("/me/").status_code == 200


def test_an_account_named_by_the_claim_is_signed_in(client: Client, provider: FakeProvider) -> None:
    an_account(login_name="zhouming")
    page = come_back(client, provider, start="/oidc/start/?next=/orgs/")
    assert page["Location"] == "/orgs/"
    assert "周明" in client.get("/me/").text


def test_an_account_can_be_known_by_its_staff_number(
    client: Client, provider: FakeProvider, settings: Settings
) -> None:
    settings.OIDC_MATCH, settings.OIDC_CLAIM = "staff_number", "employee"
    account = an_account(login_name="another")
    services.accounts.correct_account(
        administrator(), account.pk, name="周明", phone="", staff_number="A0007"
    )
    provider.claims["employee"] = "A0007"
    come_back(client, provider)
    assert is_signed_in(client)


def test_who_has_no_account_is_told_and_none_is_made(
    client: Client, provider: FakeProvider
) -> None:
    page = come_back(client, provider)
    assert page.status_code == 403
    assert "没有与您对应的账号" in page.text
    assert queries.accounts.named("zhouming") is None


def test_an_account_is_made_only_by_setting_and_has_no_role(
    client: Client, provider: FakeProvider, settings: Settings
) -> None:
    settings.OIDC_CREATE = True
    assert "没有任职" in come_back(client, provider).text
    account = queries.accounts.named("zhouming")
    assert account is not None
    assert not account.has_usable_password()
    assert not is_signed_in(client)


def test_a_locked_account_is_not_let_in(client: Client, provider: FakeProvider) -> None:
    services.accounts.lock(administrator(), an_account(login_name="zhouming").pk)
    assert come_back(client, provider).status_code == 403
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "forged",
    [
        {"aud": "somebody-else"},
        {"iss": "https://elsewhere.example.org"},
        {"nonce": "stale"},
        {"sub": "8"},
        {"exp": datetime(2020, 1, 1, tzinfo=UTC)},
    ],
    ids=["audience", "issuer", "nonce", "subject", "expired"],
)
def test_a_token_that_is_not_ours_lets_nobody_in(
    client: Client, provider: FakeProvider, forged: dict[str, Any]
) -> None:
    an_account(login_name="zhouming")
    provider.token = forged
    assert come_back(client, provider).status_code in (400, 403)
    assert not is_signed_in(client)


def test_an_answer_nobody_asked_for_lets_nobody_in(client: Client, provider: FakeProvider) -> None:
    an_account(login_name="zhouming")
    assert client.get("/oidc/back/", {"code": "c", "state": "made-up"}).status_code == 403
    assert not is_signed_in(client)


def test_a_provider_that_is_down_is_told_in_plain_words(
    client: Client, provider: FakeProvider
) -> None:
    provider.is_down = True
    page = client.get("/oidc/start/")
    assert page.status_code == 403
    assert "现在不可用" in page.text


def test_without_a_provider_there_is_no_such_page(client: Client) -> None:
    assert client.get("/oidc/start/").status_code == 404


def test_the_check_before_going_live_names_what_is_missing(settings: Settings) -> None:
    settings.OIDC_ISSUER, settings.OIDC_MATCH = "http://id.example.org", "phone"
    found = {message.id for message in check_installation(None)}
    assert {"qingshe.E008", "qingshe.E009", "qingshe.E010"} <= found
