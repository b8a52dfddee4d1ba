"""Every address of the product, asked by everybody, in every way a browser or a forger could ask.

The addresses are read from the routes themselves, so a new page is tried the day it is added.
"""

import re
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from dataclasses import replace
from http import HTTPStatus
from itertools import zip_longest
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from qingshe.foundation.audit.models import AuditEntry
from qingshe.kernel.actor import Actor
from qingshe.kernel.roles import Role
from qingshe.modules.catalog.services.items import ItemValues
from qingshe.modules.catalog.tests.builders import a_draft, a_list, a_published_list, first_item
from qingshe.modules.orgs.tests.builders import a_unit, an_account
from qingshe.site.grants import grants_of
from tests.cast import (
    CITY,
    COMMUNITY,
    DEPARTMENT,
    STREET,
    acting_as,
    administrator,
    department_officer,
    gatekeeper,
    head,
    leader,
    street_officer,
    supervisor,
    visitor,
    worker,
)

Acting = Callable[[Actor], Client]
Places = dict[str, list[str]]

ELSEWHERE = "/14/05/"
UNPUBLISHED = "邻市尚未公布"
HUGE = "9" * 30
EVERYBODY = [
    visitor,
    worker(),
    head(),
    street_officer(),
    department_officer(),
    gatekeeper(),
    leader(),
    supervisor(),
    acting_as(Role.RESIDENT, COMMUNITY, 9),
    administrator(),
]
EVERY_GRANT = frozenset().union(*(grants_of(role) for role in Role))
ALMIGHTY = Actor("user:8", "/", EVERY_GRANT, Role.ADMINISTRATOR)
NEIGHBOURS = [  # numbered beyond any account that a test makes: one's own is always seen
    replace(actor, id=actor.id.replace(":", ":9000"))
    for actor in (*EVERYBODY[:-1], acting_as(Role.ADMINISTRATOR, CITY, 10))
]
WRITERS = [visitor, worker(), department_officer(), gatekeeper(), administrator()]
READERS = [visitor, worker(), leader(), supervisor(), acting_as(Role.RESIDENT, COMMUNITY, 9)]
OPEN_TO_ALL = ("sign-in/", "sign-out/", "large-print/", "switch-role/", "feedback/", "oidc/")
"""What a visitor may send: it belongs to the session, or it is a complaint."""
API = "/api/"  # where other methods have a meaning
HEALTH = "/-/health"
NAMED_GROUP = re.compile(r"\(\?P(<\w+>)[^)]*\)")
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
UNKNOWN = ["1", "没有", HUGE]  # for a parameter that is not named below
STRANGE: Places = {
    "pk": ["1", "0", HUGE],
    "other": ["1", "0", HUGE],
    "way": ["up", "down"],
    "code": ["没有", "%00", "'--"],
    "key": ["没有", "%00", "../../etc/passwd"],
    "name": ["denied", "没有"],
}


PLAUSIBLE = {"version": "1", "name": "改", "title": "改", "text": "改", "reason": "试一试"}


def name_of(actor: Actor) -> str:
    return f"{actor.role or 'visitor'} {actor.unit}"


def is_broken(status: int, address: str) -> bool:
    """Whether the page failed; that the health page says 503 is what it is there for."""
    return status >= HTTPStatus.INTERNAL_SERVER_ERROR and address != HEALTH


def place_in_list(text: str) -> str:
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


GARBAGE = [
    {"q": "\0'\"<script>%_", "after": "!!!", "since": "2026-99-99", "place": "//", "level": "x"},
    {"after": place_in_list("[null,null]"), "size": HUGE, "on": "0000-00-00", "category": "\0"},
    {"after": place_in_list('["\\u0000",1]'), "q": "社" * 3000, "until": "明天", "below": "%"},
    {"after": place_in_list(f"[{HUGE},{HUGE}]"), "place": "\0", "gravity": "x", "state": "x"},
    {"after": place_in_list("[[],{}]"), "actor": "\0", "subject": ":", "code": "\0"},
    {"after": place_in_list('["/",1,1,1]'), "page": "javascript:alert(1)", "next": "//evil"},
]
FORGED = {
    "version": HUGE,
    "text": "\0",
    "name": "\0",
    "title": "\0",
    "unit": ELSEWHERE,
    "role": "administrator",
    "membership": HUGE,
    "effective_from": "0001-01-01",
    "next": "//evil.example",
    "file": "没有",
}

pytestmark = pytest.mark.django_db


def routes() -> list[str]:
    """All routes of the product as they are written, the answers of the API included."""
    return sorted(set(_routes(get_resolver(), "/")))


def _routes(resolver: URLResolver, before: str) -> Iterator[str]:
    for each in resolver.url_patterns:
        here = before + plain(str(each.pattern))
        if isinstance(each, URLPattern):
            yield here
        elif isinstance(each, URLResolver):
            yield from _routes(each, here)


def plain(pattern: str) -> str:
    """A route of `re_path` as `path` would write it: "^t/(?P<key>[a-z]+)\\.csv$" → t/<key>.csv."""
    return NAMED_GROUP.sub(r"\1", pattern).replace("\\.", ".").strip("^$")


def addresses(values: Places) -> list[str]:
    """Each route, with as many of `values` in its places as there are."""
    return [address for route in routes() for address in _filled(route, values)]


def some_of(values: Places) -> Places:
    """One value for each parameter, enough where the value does not matter; and the impossible."""
    return {name: [offered[0], offered[-1]] for name, offered in values.items()}


def closed_addresses(values: Places) -> list[str]:
    """Those behind which something of the city could be changed."""
    return [a for a in addresses(values) if not a.lstrip("/").startswith(OPEN_TO_ALL)]


def _filled(route: str, values: Places) -> Iterator[str]:
    names = PARAMETER.findall(route)
    offers = [values.get(name, UNKNOWN) for name in names]
    for chosen in zip_longest(*offers, fillvalue="1") if names else [()]:
        address = route
        for value in chosen:
            address = PARAMETER.sub(quote(value, safe="%/"), address, count=1)
        yield address


@pytest.fixture
def city() -> Places:
    """A small city with a little of everything; the keys of its records, to be asked for."""
    edition = a_published_list()
    draft = a_draft(of=a_list(title="下一份"))
    account = an_account()
    for path in (STREET, DEPARTMENT):
        a_unit(path)
    keys = {edition.pk, first_item(edition).pk, draft.pk, first_item(draft).pk, account.pk}
    found = [str(pk) for pk in sorted(keys)]
    return {**STRANGE, "pk": [*found, "0", HUGE], "other": list(reversed(found))}


@pytest.mark.parametrize("actor", EVERYBODY, ids=name_of)
def test_no_page_breaks(acting: Acting, city: Places, actor: Actor) -> None:
    client = acting(actor)
    client.raise_request_exception = False
    broken = [a for a in addresses(some_of(city)) if is_broken(client.get(a).status_code, a)]
    assert broken == []


@pytest.mark.parametrize("query", GARBAGE, ids=range(len(GARBAGE)))
def test_no_page_breaks_on_garbage_in_its_address(
    acting: Acting, city: Places, query: dict[str, str]
) -> None:
    client = acting(ALMIGHTY)
    client.raise_request_exception = False
    pages = addresses(some_of(city))
    broken = [a for a in pages if is_broken(client.get(a, query).status_code, a)]
    assert broken == []


@pytest.mark.parametrize("actor", WRITERS, ids=name_of)
def test_no_forged_form_breaks_a_page(acting: Acting, city: Places, actor: Actor) -> None:
    client = acting(actor)
    client.raise_request_exception = False
    broken = [
        address
        for address in addresses(some_of(city))
        for form in ({}, FORGED)
        if is_broken(client.post(address, form).status_code, address)
    ]
    assert broken == []


@pytest.mark.parametrize("actor", [ALMIGHTY, visitor], ids=name_of)
def test_nothing_is_taken_without_the_mark_of_its_page(
    monkeypatch: pytest.MonkeyPatch, city: Places, actor: Actor
) -> None:
    monkeypatch.setattr("qingshe.site.signon.actor_of", lambda request: actor)
    client = Client(enforce_csrf_checks=True)
    refused = {HTTPStatus.FORBIDDEN, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_FOUND}
    taken = {a: client.post(a, FORGED).status_code for a in addresses(some_of(city))}
    assert {a: status for a, status in taken.items() if status not in refused} == {}


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_what_no_form_sends_is_refused(acting: Acting, city: Places, method: str) -> None:
    client = acting(ALMIGHTY)
    refused = {HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_FOUND}
    pages = [a for a in addresses(some_of(city)) if not a.startswith(API)]
    asked = {a: getattr(client, method)(a).status_code for a in pages}
    assert {a: status for a, status in asked.items() if status not in refused} == {}


@pytest.mark.parametrize("actor", READERS, ids=name_of)
def test_who_may_only_read_leaves_nothing_behind(
    acting: Acting, city: Places, actor: Actor
) -> None:
    client = acting(actor)
    before = AuditEntry.objects.count()
    for address in closed_addresses(some_of(city)):
        client.post(address, PLAUSIBLE)
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize("actor", NEIGHBOURS, ids=name_of)
def test_what_another_city_is_drafting_looks_as_if_it_did_not_exist(
    acting: Acting, actor: Actor
) -> None:
    keys = records_of_another_city()
    client = acting(actor)
    told = [
        address
        for address in addresses({**STRANGE, "pk": keys, "other": keys})
        for answer in (client.get(address), client.get(address, {"q": UNPUBLISHED[:2]}))
        if UNPUBLISHED in answer.content.decode("utf-8", "ignore")
    ]
    assert told == []


@pytest.mark.parametrize("actor", NEIGHBOURS, ids=name_of)
def test_nobody_changes_what_belongs_to_another_city(acting: Acting, actor: Actor) -> None:
    keys = records_of_another_city()
    client = acting(actor)
    before = AuditEntry.objects.count()
    for address in closed_addresses({**STRANGE, "pk": keys, "other": keys}):
        client.post(address, PLAUSIBLE)
    assert AuditEntry.objects.count() == before


def records_of_another_city() -> list[str]:
    """The keys of a street, an account and a draft in a city where nobody of the cast works."""
    keeper = gatekeeper(ELSEWHERE)
    street = a_unit(f"{ELSEWHERE}01/001/", name=f"{UNPUBLISHED}街道")
    account = an_account(Role.STREET, street.path, name=UNPUBLISHED)
    draft = a_draft([ItemValues(UNPUBLISHED)], by=keeper, of=a_list(by=keeper, title=UNPUBLISHED))
    found = (street, account, draft, draft.item_list, first_item(draft))
    return sorted({str(one.pk) for one in found})
