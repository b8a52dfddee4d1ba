from collections.abc import Callable

import pytest
from django.test import Client

from qingshe.kernel.actor import Actor
from qingshe.modules.catalog.models import Edition, ListItem
from qingshe.modules.catalog.services.items import ItemValues
from tests.cast import CITY, gatekeeper, visitor

from .builders import DRUGS, a_draft, a_published_list, load_changzhi

Acting = Callable[[Actor], Client]
HERE = "/api/v1/catalog"
pytestmark = pytest.mark.django_db


def test_lists_are_open_to_everybody(acting: Acting) -> None:
    a_published_list()
    lists = acting(visitor).get(f"{HERE}/lists").json()["lists"]
    assert [(each["kind"], each["place"]) for each in lists] == [("assist", CITY)]


def test_a_list_without_a_published_edition_is_not_told(acting: Acting) -> None:
    a_draft()
    assert acting(visitor).get(f"{HERE}/lists").json()["lists"] == []


def test_a_draft_looks_as_if_it_did_not_exist(acting: Acting) -> None:
    draft = a_draft()
    client = acting(visitor)
    for address in (f"editions/{draft.pk}", f"editions/{draft.pk}/items"):
        assert client.get(f"{HERE}/{address}").status_code == 404
    assert client.get(f"{HERE}/lists/{draft.item_list_id}/editions").status_code == 404


def test_items_come_by_page_with_their_bases(acting: Acting) -> None:
    edition = a_published_list()
    client = acting(visitor)
    first = client.get(f"{HERE}/editions/{edition.pk}/items", {"size": 1}).json()
    assert first["items"][0]["bases"][0]["title"] == "消防法"
    told = {"size": 1, "after": first["next_after"]}
    second = client.get(f"{HERE}/editions/{edition.pk}/items", told).json()
    assert [item["title"] for item in second["items"]] == [DRUGS.title]
    assert second["next_after"] == ""


def test_an_item_says_that_its_basis_is_repealed(acting: Acting) -> None:
    load_changzhi()
    pk = ListItem.objects.get(key="CZ-A2-12").pk
    told = acting(visitor).get(f"{HERE}/items/{pk}").json()
    assert told["standing"] == "repealed"
    assert told["warning"].startswith("依据已废止：《社会抚养费征收管理办法》")


def test_what_is_in_force_somewhere_on_a_day(acting: Acting) -> None:
    a_published_list()
    client = acting(visitor)
    told = {"place": "/14/04/03/", "on": "2025-12-31"}
    assert len(client.get(f"{HERE}/in-force", told).json()) == 1
    assert client.get(f"{HERE}/in-force", told | {"on": "2017-01-01"}).json() == []
    assert client.get(f"{HERE}/in-force", {"place": "城区"}).status_code == 422


def test_editions_are_compared(acting: Acting) -> None:
    before = a_published_list()
    after = a_draft([ItemValues("反诈宣传")], of=before.item_list)
    url = f"{HERE}/editions/{after.pk}/compare/{before.pk}"
    told = acting(gatekeeper()).get(url).json()
    assert [item["title"] for item in told["added"]] == ["反诈宣传"]
    assert told["removed"] == told["changed"] == told["moved"] == []


def test_a_wrong_place_in_the_list_is_told(acting: Acting) -> None:
    edition = a_published_list()
    answer = acting(visitor).get(f"{HERE}/editions/{edition.pk}/items", {"after": "%%"})
    assert answer.status_code == 422
    assert "翻页" in answer.json()["message"]


def test_states_are_told_by_code_and_word(acting: Acting) -> None:
    edition = a_published_list()
    told = acting(visitor).get(f"{HERE}/editions/{edition.pk}").json()
    assert (told["state"], told["state_label"]) == ("published", "已公布")
    assert Edition.objects.count() == 1
