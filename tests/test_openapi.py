"""The API as its own document describes it, asked with everything the document allows and more.

Operations are read from the OpenAPI document, so a new one is tried the day it is added.
"""

import errno
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any
from urllib.parse import quote

import pytest
from django.db import OperationalError
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ninja.openapi.schema import OpenAPISchema

from qingshe.kernel.actor import Actor
from qingshe.modules.catalog.tests.builders import a_published_list
from qingshe.modules.orgs.tests.builders import a_unit
from qingshe.site.api import api
from tests.cast import CITY, COMMUNITY, DEPARTMENT, STREET, visitor
from tests.test_hostile import ALMIGHTY

Schema = Mapping[str, Any]
Values = st.SearchStrategy[Any]
Acting = Callable[[Actor], Client]
JSON = "application/json"
REFUSAL = {"error", "message", "problems"}
ODD: Values = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just([]) | st.just({})
)
DOCUMENT: Schema = api.get_openapi_schema()
CALLERS = [replace(ALMIGHTY, unit=CITY), visitor]

pytestmark = pytest.mark.django_db


def operations() -> Iterator[tuple[str, str]]:
    for address, methods in DOCUMENT["paths"].items():
        for method in methods:
            yield method, address


@cache
def values_of(name: str) -> Values:
    """What one of the document's schemas allows, and now and then what it does not."""
    return st.deferred(lambda: allowed(DOCUMENT["components"]["schemas"][name]))


def allowed(schema: Schema) -> Values:
    if "$ref" in schema:
        return values_of(schema["$ref"].rpartition("/")[2])
    if choices := schema.get("anyOf") or schema.get("allOf"):
        return st.one_of([allowed(one) for one in choices])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    make = BY_TYPE.get(schema.get("type", ""))
    return make(schema) if make else ODD


def an_object(schema: Schema) -> Values:
    fields = {name: allowed(one) for name, one in schema.get("properties", {}).items()}
    required = {name: one for name, one in fields.items() if name in schema.get("required", [])}
    optional = {name: one for name, one in fields.items() if name not in required}
    whole = st.fixed_dictionaries(required, optional=optional)
    broken = st.fixed_dictionaries({}, optional={**dict.fromkeys(fields, ODD), "odd": ODD})
    return st.one_of(whole, whole, broken)


def a_text(schema: Schema) -> Values:
    if schema.get("format") == "date":
        return st.dates().map(str)
    if schema.get("format") == "date-time":
        return st.datetimes().map(lambda at: f"{at.isoformat()}+08:00")
    known = st.sampled_from(["/", COMMUNITY, DEPARTMENT, "社区", "2026", "1.5", "\0", "没有 '--"])
    return known | st.text(min_size=schema.get("minLength", 0), max_size=12)


def a_number(schema: Schema) -> Values:
    near = st.integers(schema.get("minimum", -3), schema.get("maximum", 40))
    return near | st.sampled_from([0, -1, 2**31, 2**63, 10**30])


def a_list(schema: Schema) -> Values:
    return st.lists(allowed(schema.get("items", {})), max_size=3)


BY_TYPE: Mapping[str, Callable[[Schema], Values]] = {
    "object": an_object,
    "string": a_text,
    "integer": a_number,
    "number": lambda schema: a_number(schema) | st.floats(allow_nan=False, allow_infinity=False),
    "boolean": lambda schema: st.booleans(),
    "array": a_list,
    "null": lambda schema: st.none(),
}


def parameters(operation: Schema, where: str) -> Values:
    """Values for the parameters of an operation that stand in its "path", "query" or "header"."""
    told = [one for one in operation.get("parameters", []) if one["in"] == where]
    needed = {one["name"]: allowed(one["schema"]) for one in told if one.get("required")}
    others = {one["name"]: allowed(one["schema"]) for one in told if not one.get("required")}
    return st.fixed_dictionaries(needed, optional=others)


def body_of(operation: Schema) -> Values:
    content = operation.get("requestBody", {}).get("content", {}).get(JSON, {})
    return allowed(content["schema"]) | ODD if content else st.none()


def is_told(status: int, operation: Schema) -> bool:
    """Whether the document says that this may be the answer; 5XX is told but never meant."""
    told = {str(one) for one in operation["responses"]}
    return str(status) in told or (400 <= status < 500 and "4XX" in told)


def test_no_two_shapes_share_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ninja keeps the last one it met, and clients would be told of the other's fields."""
    told: defaultdict[str, set[str]] = defaultdict(set)

    def note(self: OpenAPISchema, definitions: Schema) -> None:
        for name, shape in definitions.items():
            told[name].add(json.dumps(shape.get("properties", shape), sort_keys=True))
        self.schemas.update(definitions)

    monkeypatch.setattr(OpenAPISchema, "add_schema_definitions", note)
    api.get_openapi_schema()
    assert told
    assert [name for name, shapes in told.items() if len(shapes) > 1] == []
    assert "ErrorOut" not in told  # added afterwards: what every refusal looks like


def test_every_operation_has_a_name_of_its_own() -> None:
    names = [DOCUMENT["paths"][address][method]["operationId"] for method, address in operations()]
    assert len(set(names)) == len(names)
    assert {"demands_issue_demand", "admission_files_attach", "gate_check"} <= set(names)


def test_every_operation_takes_a_token_and_tells_how_it_refuses() -> None:
    assert DOCUMENT["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    for method, address in operations():
        operation = DOCUMENT["paths"][address][method]
        assert {"token": []} in operation["security"]
        assert {"4XX", "5XX"} <= operation["responses"].keys()


@pytest.fixture
def city() -> None:
    """Something to be found."""
    a_published_list()
    for path in (STREET, COMMUNITY, DEPARTMENT):
        a_unit(path)


@pytest.mark.parametrize(("method", "address"), list(operations()))
def test_an_operation_answers_what_its_document_says(
    acting: Acting, city: None, method: str, address: str
) -> None:
    operation: Schema = DOCUMENT["paths"][address][method]
    callers = st.sampled_from([*CALLERS, CALLERS[0]])  # a visitor is soon turned away

    @settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        callers, parameters(operation, "path"), parameters(operation, "query"), body_of(operation)
    )
    def ask(
        caller: Actor, path: Mapping[str, object], query: Mapping[str, object], body: object
    ) -> None:
        client = acting(caller)
        client.raise_request_exception = False
        here = address
        for name, value in path.items():
            here = here.replace(f"{{{name}}}", quote(str(value) or "x", safe=""))
        told = {name: value for name, value in query.items() if value is not None}
        answer = client.generic(
            method.upper(),
            here,
            json.dumps(body),
            JSON,
            query_params=told,
        )
        assert is_told(answer.status_code, operation), f"{answer.status_code}: {answer.content!r}"
        if answer.status_code >= 400:
            assert answer.json().keys() == REFUSAL

    ask()


ENTRY = "/api/v1/gate/check"


class TestARefusalBeforeTheApi:
    """What Django refuses by itself has the same shape."""

    def refused(self, client: Client, method: str, address: str, **sent: Any) -> Any:  # noqa: ANN401 - the test client's own
        client.raise_request_exception = False
        answer = client.generic(method, address, **sent)
        assert answer.json().keys() == REFUSAL
        return answer

    def test_of_an_unknown_address(self, client: Client) -> None:
        assert self.refused(client, "GET", "/api/v1/nothing").status_code == 404

    def test_of_a_method_that_is_not_meant(self, client: Client) -> None:
        answer = self.refused(client, "DELETE", ENTRY)
        assert (answer.status_code, answer["Allow"]) == (405, "POST")

    def test_of_what_is_no_json(self, client: Client) -> None:
        sent = {"data": "{", "content_type": JSON}
        assert self.refused(client, "POST", ENTRY, **sent).status_code == 400

    def test_of_too_much(self, client: Client) -> None:
        sent = {"data": '"' + "社" * 1_000_000 + '"', "content_type": JSON}
        assert self.refused(client, "POST", ENTRY, **sent).status_code == 413

    def test_of_a_page_without_its_mark(self) -> None:
        client = Client(enforce_csrf_checks=True)
        sent = {"data": "{}", "content_type": JSON}
        assert self.refused(client, "POST", ENTRY, **sent).status_code == 403

    def test_of_a_token_not_in_force(self, client: Client) -> None:
        sent = {"headers": {"Authorization": "Bearer qs_none"}}
        assert self.refused(client, "GET", "/api/v1/orgs/units", **sent).status_code == 401

    def test_of_a_zero_byte(self, client: Client) -> None:
        assert self.refused(client, "GET", "/api/v1/orgs/units?q=%00").status_code == 400

    def test_says_where_and_what(self, client: Client) -> None:
        sent = {"data": '{"text": 3, "odd": 1}', "content_type": JSON}
        answer = self.refused(client, "POST", ENTRY, **sent)
        assert answer.status_code == 422
        assert "text：应为文字" in answer.json()["problems"]
        assert "odd：没有这一项" in answer.json()["problems"]

    def test_of_a_breakdown(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("qingshe.site.signon.actor_of", lambda request: 1 / 0)
        assert self.refused(client, "GET", "/api/v1/orgs/units").status_code == 500

    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_of_a_database_that_is_away(
        self, client: Client, monkeypatch: pytest.MonkeyPatch, method: str
    ) -> None:
        def away(request: object) -> None:
            raise OperationalError("database is locked")

        monkeypatch.setattr("qingshe.site.signon.actor_of", away)
        answer = self.refused(client, method, ENTRY)
        assert (answer.status_code, answer["Retry-After"]) == (503, "60")

    def test_of_a_full_disk(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(request: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr("qingshe.site.signon.actor_of", full)
        answer = self.refused(client, "GET", "/api/v1/orgs/units")
        assert (answer.status_code, answer.json()["error"]) == (507, "NoRoom")
