"""What is out of an actor's scope is shown nowhere: one law over every address there is.

A city is filled with records that are not public, each with a mark in its words. Strangers in every
role, of another city, ask for addresses of the product, for the keys of these records and for the
mark itself; no answer, page or file may hold it. Addresses are read from the routes, so a new list,
export or API path is under this law the day it is added; one with a parameter nobody has values for
fails until somebody says which.
"""

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pytest_django.fixtures import Settings

from qingshe.foundation.files import shelf
from qingshe.foundation.files.models import Attachment
from qingshe.kernel.actor import Actor
from qingshe.kernel.answer import YES
from qingshe.kernel.roles import Role
from qingshe.modules.admission.services import drafting
from qingshe.modules.admission.tests import builders as admission
from qingshe.modules.burden.tests import builders as burden
from qingshe.modules.demands.tests import builders as demands
from qingshe.modules.feedback.tests.builders import a_complaint
from qingshe.modules.orgs.tests.builders import a_unit, an_account
from qingshe.site.grants import grants_of
from tests.cast import CITY, department_officer, gatekeeper, supervisor, worker
from tests.test_hostile import PARAMETER, routes

Acting = Callable[[Actor], Client]
MARK = "不公开的暗记"
ELSEWHERE = "/14/05/"
PLACES: Mapping[Role, str] = {
    Role.RESIDENT: "01/001/001/",
    Role.WORKER: "01/001/001/",
    Role.HEAD: "01/001/001/",
    Role.STREET: "01/001/",
    Role.DEPARTMENT: "d01/",
}
STRANGERS = [  # numbered beyond any account that a test makes: one's own is always seen
    Actor(f"user:9000{number}", ELSEWHERE + PLACES.get(role, ""), grants_of(role), role)
    for number, role in enumerate(Role)
]
FIXED: Mapping[str, list[str]] = {  # values of the parameters that are no key of a record
    "channel": ["sms", "email", "没有"],
    "code": ["没有"],
    "ending": ["xlsx", "csv"],
    "form": ["word", "pdf", "docx"],
    "key": ["before", "departments", "items", "observed", "没有"],
    "name": ["matter", "basis", "terms", "means", "papers", "renewal", "denied"],
    "number": ["长社准〔2026〕0001号"],
    "paper": ["approval", "decision", "agreement"],
    "rule_id": ["no-basis"],
    "serial": ["1", "9"],
    "way": ["up", "down"],
}
KEYS = ("pk", "other", "file")

pytestmark = pytest.mark.django_db


@pytest.fixture
def keys(settings: Settings, tmp_path: Path) -> list[str]:
    """The keys of marked records of every kind in a city where no stranger works."""
    settings.DATA_FOLDER = tmp_path
    demands.a_town()
    a_unit(ELSEWHERE)
    demand = demands.a_demand(demands.fire(title=f"协助开展消防宣传{MARK}"))
    series = demands.a_series(demands.fire(title=f"协助开展消防宣传{MARK}", due_on=None))
    refusal = demands.a_refusal(demand)
    report = demands.a_report(replace(demands.TOLD, text=f"{demands.TOLD.text}{MARK}"))
    draft, asked = admission.a_draft(), admission.a_consulted()
    drafting.write(department_officer(), draft.pk, title=MARK)
    type(asked)._base_manager.filter(pk=asked.pk).update(title=MARK)
    complaint = a_complaint(worker(), MARK)
    account = an_account(Role.LEADER, CITY, name=MARK)
    share = demands.share_of(demand)
    item = demands.a_plan_item(replace(demands.FIRE_DOORS, title=MARK))
    entry = demands.an_entry("sign", owner=MARK)
    rebound = demands.a_rebound(MARK)
    burdens = [
        burden.a_budget(reason=MARK),
        burden.a_change(evidence=MARK),
        burden.a_counted_baseline(reason=MARK),
    ]
    papers = [a_paper(one.subject) for one in (demand, refusal, draft)]
    kept = (demand, series, refusal, report, draft, asked, complaint, account, share, item, entry)
    return sorted({str(one.pk) for one in (*kept, rebound, *burdens, *papers)})


def a_paper(subject: str) -> Attachment:
    """A marked file on a record."""
    upload = SimpleUploadedFile(f"{MARK}.png", b"\x89PNG\r\n\x1a\n" + MARK.encode())
    keeper = gatekeeper()
    return shelf.attach(keeper, subject, slot="other", upload=upload, answer=YES)


def words_of(answer: HttpResponse | StreamingHttpResponse | FileResponse) -> str:
    """All the words of a page, an answer of the API, a workbook, a Word paper or a PDF."""
    streamed = getattr(answer, "streaming_content", None)
    content = b"".join(streamed) if streamed is not None else answer.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = [package.read(name) for name in package.namelist()]
        return b"\n".join(parts).decode("utf-8", "ignore")
    if content.startswith(b"%PDF"):
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if answer.headers.get("Content-Type", "").startswith("application/json"):
        return json.dumps(json.loads(content), ensure_ascii=False)
    return content.decode("utf-8", "ignore")


def values(name: str, keys: list[str]) -> list[str]:
    return keys if name in KEYS else FIXED[name]


def asked_of(client: Client, address: str, query: Mapping[str, str]) -> str:
    """What an address tells, without what was asked for itself, which forms show again."""
    answer: Any = client.get(address, query)
    told = words_of(answer)
    return told if not query else told.replace(f'value="{MARK}"', "").replace(f"“{MARK}”", "")


def test_every_parameter_of_an_address_has_values() -> None:
    named = {name for route in routes() for name in PARAMETER.findall(route)}
    assert named <= {*FIXED, *KEYS}, "say in FIXED or KEYS what stands there"


@pytest.mark.parametrize("actor", STRANGERS, ids=lambda actor: str(actor.role))
def test_no_list_shows_what_is_out_of_scope(acting: Acting, keys: list[str], actor: Actor) -> None:
    client = acting(actor)
    lists = [one for one in routes() if not PARAMETER.search(one)]
    assert [address for address in lists if MARK in asked_of(client, address, {})] == []


def test_no_address_shows_what_is_out_of_scope(acting: Acting, keys: list[str]) -> None:
    detailed = [route for route in routes() if PARAMETER.search(route)]

    @settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.sampled_from(STRANGERS),
        st.sampled_from(detailed),
        st.sampled_from([{}, {"q": "暗记"}, {"place": CITY}, {"below": CITY}, {"in": CITY}]),
        st.data(),
    )
    def ask(actor: Actor, route: str, query: Mapping[str, str], data: st.DataObject) -> None:
        address = route
        for name in PARAMETER.findall(route):
            chosen = data.draw(st.sampled_from(values(name, keys)), label=name)
            address = PARAMETER.sub(quote(chosen, safe="/"), address, count=1)
        assert MARK not in asked_of(acting(actor), address, query), address

    ask()


@pytest.mark.parametrize("asked", [{"q": "暗记"}, {"place": CITY}, {"below": CITY}, {"in": CITY}])
def test_no_search_finds_what_is_out_of_scope(
    acting: Acting, keys: list[str], asked: dict[str, str]
) -> None:
    lists = [route for route in routes() if not PARAMETER.search(route)]

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(STRANGERS), st.sampled_from(lists))
    def ask(actor: Actor, address: str) -> None:
        assert MARK not in asked_of(acting(actor), address, asked), address

    ask()


def test_who_is_in_the_scope_does_see_it(acting: Acting, keys: list[str]) -> None:
    """The law would hold of an empty city as well: here somebody sees the mark."""
    api = (
        "admission/applications",
        "burden/baselines",
        "burden/changes",
        "demands/off-platform",
        "rebounds",
        "series",
    )
    for address in (*(f"/api/v1/{one}" for one in api), "/feedback/", "/rulings/"):
        assert MARK in asked_of(acting(gatekeeper()), address, {}), address
    assert MARK in asked_of(acting(supervisor()), "/trail/", {})
