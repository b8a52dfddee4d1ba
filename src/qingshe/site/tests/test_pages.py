from collections.abc import Callable

import pytest
from django.apps import apps
from django.test import Client

from qingshe.foundation.records import Record
from qingshe.kernel.actor import Actor
from qingshe.kernel.roles import Role
from qingshe.modules.orgs.tests.builders import a_unit
from qingshe.site import grants
from qingshe.site.frame import MOST_PLACES, PLACES
from qingshe.site.subjects import KINDS, field_name, value_in_words
from tests.cast import (
    COMMUNITY,
    acting_as,
    administrator,
    gatekeeper,
    supervisor,
    visitor,
    worker,
)

Acting = Callable[[Actor], Client]
EVERY_ROLE = [acting_as(role, COMMUNITY, 1) for role in Role]

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("actor", EVERY_ROLE, ids=lambda actor: actor.role)
def test_every_role_has_a_first_screen(acting: Acting, actor: Actor) -> None:
    assert acting(actor).get("/").status_code == 200


def test_a_visitor_sees_what_is_public(acting: Acting) -> None:
    assert "社区工作清单" in acting(visitor).get("/").text


@pytest.mark.parametrize("actor", EVERY_ROLE, ids=lambda actor: actor.role)
def test_every_place_in_the_navigation_opens(acting: Acting, actor: Actor) -> None:
    a_unit(COMMUNITY)
    client = acting(actor)
    page = client.get("/")
    links = [*page.context["frame"].places, *page.context["frame"].more]
    assert {client.get(link.url).status_code for link in links} == {200}


def test_at_most_seven_places_stand_in_the_bar(acting: Acting) -> None:
    everything = frozenset(place.grant for place in PLACES)
    page = acting(Actor("user:1", "/", everything, Role.ADMINISTRATOR)).get("/")
    assert len(page.context["frame"].places) == MOST_PLACES


def test_the_complaint_entry_is_on_every_page(acting: Acting) -> None:
    for path in ("/", "/gate/", "/help/", "/search/?q=低保", "/lists/"):
        assert "意见建议" in acting(worker()).get(path).text


def test_a_complaint_tells_by_name_from_which_page_it_was_written(acting: Acting) -> None:
    told = {"text": "字太小", "page": "/gate/notice/"}
    assert '?page=/gate/"' in acting(worker()).get("/gate/").text
    acting(worker()).post("/feedback/submit/", told)
    assert "过一道闸" in acting(administrator()).get("/feedback/").context["page"].rows[0].page_name


def test_large_print_is_remembered_and_leads_back(client: Client) -> None:
    answer = client.post("/large-print/", {"large_print": "on", "next": "/help/"})
    assert answer.headers["Location"] == "/help/"
    assert 'class="large-print"' in client.get("/help/").text


def test_large_print_does_not_lead_elsewhere(client: Client) -> None:
    answer = client.post("/large-print/", {"large_print": "on", "next": "https://a.example/"})
    assert answer.headers["Location"] == "/"


def test_the_trail_is_read_by_the_supervisor_and_not_by_the_worker(acting: Acting) -> None:
    assert acting(supervisor()).get("/trail/").status_code == 200
    assert acting(worker()).get("/trail/").status_code == 403


def test_a_complaint_that_waits_is_on_the_first_screen(acting: Acting) -> None:
    assert "系统运行正常" in acting(administrator()).get("/").text
    acting(worker()).post("/feedback/submit/", {"text": "又要重复填表。", "page": "/gate/"})
    page = acting(administrator()).get("/").text
    assert "1 条意见等着答复" in page
    assert "没有等着办的事" not in page


def test_who_oversees_or_reads_finds_where_to_look(acting: Acting) -> None:
    assert "今天的留痕" in acting(supervisor()).get("/").text
    assert "社区能开什么证明" in acting(visitor).get("/").text
    assert (
        acting(acting_as(Role.STREET, COMMUNITY, 1)).get("/catalog/conflicts/").status_code == 200
    )


def test_the_trail_is_searched_by_name_and_told_in_chinese(acting: Acting) -> None:
    unit = a_unit(COMMUNITY)
    client = acting(supervisor())
    page = client.get("/trail/?kind=orgs.orgunit").text
    assert f'<a href="/orgs/{unit.pk}/">组织</a>' in page
    assert "没有符合条件的记录" in client.get("/trail/?person=无此人").text


def test_every_record_of_the_trail_has_a_name_in_chinese() -> None:
    records = {one._meta.label_lower for one in apps.get_models() if issubclass(one, Record)}
    assert records <= set(KINDS)


def test_every_field_of_every_record_has_a_name_in_chinese() -> None:
    untold = {
        f"{kind._meta.label_lower}.{field.attname}"
        for kind in apps.get_models()
        if issubclass(kind, Record)
        for field in kind._meta.concrete_fields
        if field.name not in ("id", "version")
        and field_name(kind._meta.label_lower, field.attname).isascii()
    }
    assert untold == set(), "their names belong into site/field_names.py"


def test_a_change_of_state_is_told_in_the_words_of_the_record() -> None:
    assert field_name("orgs.orgunit", "state") == "状态"
    assert value_in_words("orgs.orgunit", "state", "closed") == "已撤销"


def test_a_date_that_is_none_does_not_break_the_trail(acting: Acting) -> None:
    assert acting(supervisor()).get("/trail/?since=2026-02-30").status_code == 200


def test_the_installation_is_the_administrators(acting: Acting) -> None:
    assert "磁盘" in acting(administrator()).get("/installation/").text
    assert acting(gatekeeper()).get("/installation/").status_code == 403


def test_a_search_for_nothing_says_how_to_search(acting: Acting) -> None:
    assert "写两个字" in acting(worker()).get("/search/").text


def test_a_notice_of_somebody_else_does_not_exist(acting: Acting) -> None:
    assert acting(worker()).post("/notices/1/read/").status_code == 404


def test_every_grant_has_a_word_on_screen() -> None:
    declared = {grant for module in grants.DECLARED for grant in module}
    assert declared == set(grants.WORDS)
