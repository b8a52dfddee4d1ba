from collections.abc import Callable

import pytest
from django.test import Client

from qingshe.foundation.audit import trail
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Conflict, Denied, Invalid, NotFound
from qingshe.modules.feedback import queries, rules, services
from qingshe.modules.orgs.tests.builders import a_unit
from tests.cast import administrator, gatekeeper, visitor, worker

from .builders import a_complaint

pytestmark = pytest.mark.django_db
Acting = Callable[[Actor], Client]


class TestAComplaint:
    def test_of_a_visitor_is_found_again_by_its_code(self) -> None:
        complaint = a_complaint()
        assert queries.by_code(f" {complaint.code.lower()} ") == complaint

    def test_of_a_visitor_is_not_shown_to_the_next_visitor(self) -> None:
        a_complaint()
        assert not queries.visible_to(visitor).exists()

    def test_of_a_colleague_does_not_exist_for_me(self) -> None:
        complaint = a_complaint(administrator())
        with pytest.raises(NotFound):
            queries.get(worker(), complaint.pk)

    def test_is_heard_by_the_office_of_the_place_it_comes_from_and_by_no_other(self) -> None:
        complaint = a_complaint(worker())
        assert queries.get(gatekeeper(), complaint.pk) == complaint
        with pytest.raises(NotFound):
            queries.get(gatekeeper("/14/05/"), complaint.pk)

    def test_of_a_visitor_is_heard_where_all_communities_meet(self) -> None:
        a_unit("/14/04/03/001/003/")
        a_unit("/14/04/05/001/001/")
        complaint = a_complaint()
        assert queries.get(gatekeeper(), complaint.pk).place == "/14/04/"

    def test_of_a_visitor_where_there_are_no_communities_is_heard_over_the_whole(self) -> None:
        complaint = a_complaint()
        assert queries.get(administrator(), complaint.pk).place == "/"

    def test_is_answered_by_the_administrator_and_leaves_a_trace(self) -> None:
        complaint = a_complaint()
        services.answer(administrator(), complaint.pk, text="已加大字号。")
        assert queries.by_code(complaint.code).answer == "已加大字号。"
        assert [entry.action for entry in trail.of(complaint.subject)] == ["submit", "answer"]

    def test_is_not_answered_by_whoever_wrote_it(self) -> None:
        complaint = a_complaint(worker())
        with pytest.raises(Denied, match="系统管理员答复"):
            services.answer(worker(), complaint.pk, text="好")

    def test_is_answered_once(self) -> None:
        complaint = a_complaint()
        services.answer(administrator(), complaint.pk, text="已加大字号。")
        with pytest.raises(Conflict):
            services.answer(administrator(), complaint.pk, text="再答一次。")

    def test_is_not_answered_with_nothing(self) -> None:
        with pytest.raises(Invalid, match="写明答复"):
            services.answer(administrator(), a_complaint().pk, text="")

    def test_can_be_taken_up_again_by_its_code(self) -> None:
        complaint = a_complaint()
        services.answer(administrator(), complaint.pk, text="已加大字号。")
        again = services.reopen(visitor, complaint.code, text="手机上还是小。")
        assert again.state == rules.State.SUBMITTED
        assert again.text.endswith("追问：手机上还是小。")


class TestThePages:
    def test_lead_from_the_complaint_to_its_code(self, client: Client) -> None:
        page = client.post("/feedback/submit/", {"text": "导航找不到清单。"}, follow=True)
        assert "待答复" in page.text
        assert page.redirect_chain[0][0].startswith("/feedback/code/")

    def test_of_an_unknown_code_say_what_a_code_looks_like(self, client: Client) -> None:
        page = client.get("/feedback/find/?code=XXXX")
        assert page.status_code == 404
        assert "8 位" in page.text

    def test_ask_for_words(self, client: Client) -> None:
        assert client.post("/feedback/submit/", {"text": ""}).status_code == 422

    def test_list_without_a_query_for_each_row(
        self, acting: Acting, django_assert_max_num_queries: Callable[..., object]
    ) -> None:
        for _ in range(5):
            a_complaint()
        client = acting(administrator())
        with django_assert_max_num_queries(3):  # type: ignore[attr-defined]
            assert client.get("/feedback/").status_code == 200
