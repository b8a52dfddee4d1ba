import json
from collections.abc import Callable

import pytest
from django.test import Client

from qingshe.kernel.actor import Actor
from tests.cast import visitor, worker

Acting = Callable[[Actor], Client]
TAX = "请各社区于本周五前上报辖区内商户纳税情况摸底台账，作为年度目标责任考核依据"

pytestmark = pytest.mark.django_db


def test_the_verdict_stands_first_with_its_paper(acting: Acting) -> None:
    page = acting(worker()).post("/gate/", {"text": TAX, "kind": "ledger"})
    assert "不得下达" in page.text
    assert "民发〔2015〕136号" in page.text


def test_the_words_typed_are_still_there_below_the_verdict(acting: Acting) -> None:
    page = acting(worker()).post("/gate/", {"text": TAX, "kind": "ledger"})
    assert TAX in page.text


def test_a_visitor_is_asked_to_sign_in_and_comes_back(acting: Acting) -> None:
    answer = acting(visitor).get("/gate/")
    assert answer.status_code == 302
    assert "next=/gate/" in answer.headers["Location"]


def test_nothing_typed_is_asked_for_again(acting: Acting) -> None:
    assert acting(worker()).post("/gate/", {"text": " ", "kind": "task"}).status_code == 422


@pytest.mark.parametrize(
    "data",
    [
        {"text": "台账" * 6000, "kind": "ledger"},
        {"text": "台账", "kind": "spaceship"},
        {"text": "\x00\x07\u200b", "kind": "task"},
    ],
    ids=["ten thousand characters and more", "an unknown kind", "nothing visible"],
)
def test_bad_input_gets_a_clear_answer(acting: Acting, data: dict[str, str]) -> None:
    assert acting(worker()).post("/gate/", data).status_code == 422


def test_control_characters_inside_do_not_matter(acting: Acting) -> None:
    page = acting(worker()).post("/gate/", {"text": f"\x07{TAX}\u200b", "kind": "ledger"})
    assert "不得下达" in page.text


def test_the_notice_is_one_page_with_the_grounds(acting: Acting) -> None:
    data = {"text": TAX, "kind": "ledger", "issuer": "县税务局"}
    page = acting(worker()).post("/gate/notice/", data)
    assert "拒收理由单" in page.text
    assert "县税务局" in page.text


def test_the_api_gives_the_same_answer(acting: Acting) -> None:
    body = json.dumps({"text": TAX, "kind": "ledger"})
    answer = acting(worker()).post("/api/v1/gate/check", body, "application/json").json()
    assert answer["outcome"] == "refused"
    assert answer["findings"][0]["source"]


def test_the_api_refuses_fields_it_does_not_know(acting: Acting) -> None:
    body = json.dumps({"text": TAX, "colour": "red"})
    assert acting(worker()).post("/api/v1/gate/check", body, "application/json").status_code == 422


def test_a_check_costs_four_light_queries_once_the_lists_are_read(
    acting: Acting, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client = acting(worker())
    client.post("/gate/", {"text": TAX, "kind": "ledger"})
    with django_assert_max_num_queries(4):  # type: ignore[attr-defined]
        client.post("/gate/", {"text": TAX, "kind": "ledger"})
