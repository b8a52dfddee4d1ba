from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from qingshe.foundation import proof
from qingshe.foundation.notices import addresses, quiet, stuck
from qingshe.foundation.notices.channels import SENDERS, Message, Unreachable
from qingshe.foundation.notices.models import Address, Delivery
from qingshe.foundation.notices.rules import Channel, State
from qingshe.kernel.actor import Actor
from qingshe.modules.orgs.tests.builders import an_account
from tests.cast import administrator, gatekeeper, supervisor, visitor, worker

Acting = Callable[[Actor], Client]
PHONE = "13800000001"

pytestmark = pytest.mark.django_db


@pytest.fixture
def sms(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> list[Message]:
    settings.SMS_URL = "https://sms.example/?key=geheim-4711"
    sent: list[Message] = []
    monkeypatch.setitem(SENDERS, Channel.SMS, sent.append)
    return sent


@pytest.fixture
def broken(sms: list[Message], monkeypatch: pytest.MonkeyPatch) -> None:
    def send(message: Message) -> None:
        raise Unreachable("连不上。")

    monkeypatch.setitem(SENDERS, Channel.SMS, send)


def a_stuck_delivery(person: str = "user:1", state: State = State.GIVEN_UP) -> Delivery:
    now = timezone.now()
    return Delivery.objects.create(
        person=person, channel=Channel.SMS, state=state, reason="空号", due_at=now, created_at=now
    )


class TestMyWays:
    def test_without_a_channel_the_page_says_so(self, acting: Acting) -> None:
        assert "还没有开通" in acting(worker()).get("/notices/ways/").text

    def test_a_visitor_is_asked_to_sign_in(self, acting: Acting) -> None:
        assert acting(visitor).get("/notices/ways/").status_code == 302

    def test_a_number_is_entered_proven_and_chosen(
        self, acting: Acting, sms: list[Message]
    ) -> None:
        client = acting(worker())
        answer = client.post("/notices/ways/sms/enter/", {"value": "138 0000 0001"})
        assert answer.headers["Location"] == "/notices/ways/sms/prove/"
        code = addresses.words_of_code(worker().id, Channel.SMS)[6:12]
        client.post("/notices/ways/sms/prove/", {"code": code})
        answer = client.post("/notices/ways/", {"decide": ["sms"]}, follow=True)
        assert "已保存" in answer.text
        assert "138****0001" in answer.text
        assert PHONE not in answer.text
        assert answer.context["form"].initial["decide"] == [Channel.SMS]

    def test_a_wrong_number_keeps_what_was_typed(self, acting: Acting, sms: list[Message]) -> None:
        answer = acting(worker()).post("/notices/ways/sms/enter/", {"value": "1380"})
        assert answer.status_code == 422
        assert 'value="1380"' in answer.text
        assert "11 位" in answer.text

    def test_a_wrong_code_is_told(self, acting: Acting, sms: list[Message]) -> None:
        client = acting(worker())
        client.post("/notices/ways/sms/enter/", {"value": PHONE})
        assert client.post("/notices/ways/sms/prove/", {"code": "0"}).status_code == 422

    def test_a_number_can_be_taken_back(self, acting: Acting, sms: list[Message]) -> None:
        client = acting(worker())
        client.post("/notices/ways/sms/enter/", {"value": PHONE})
        client.post("/notices/ways/sms/forget/")
        assert not Address.objects.exists()

    def test_a_channel_nobody_knows_does_not_exist(self, acting: Acting) -> None:
        assert acting(worker()).get("/notices/ways/pigeon/enter/").status_code == 404

    def test_the_trail_tells_that_but_not_the_number(
        self, acting: Acting, sms: list[Message]
    ) -> None:
        acting(worker()).post("/notices/ways/sms/enter/", {"value": PHONE})
        page = acting(supervisor()).get("/trail/?subject=notices.address").text
        assert "填写号码或邮箱" in page
        assert PHONE not in page
        assert proof.verify().faults == ()


class TestChannels:
    def test_it_is_the_administrators(self, acting: Acting) -> None:
        for page in ("/channels/", "/channels/stuck/", "/channels/hours/", "/channels/sms/try/"):
            assert acting(gatekeeper()).get(page).status_code == 403
            assert acting(administrator()).get(page).status_code == 200

    def test_no_address_of_a_gateway_is_shown(self, acting: Acting, sms: list[Message]) -> None:
        page = acting(administrator()).get("/channels/").text
        assert "geheim" not in page
        assert "sms.example" not in page

    def test_a_test_message_tells_at_once_whether_it_left(
        self, acting: Acting, sms: list[Message]
    ) -> None:
        answer = acting(administrator()).post("/channels/sms/try/", {"value": PHONE})
        assert "对方已收下" in answer.text
        assert sms[0].to == [PHONE]

    def test_a_test_that_fails_says_why(self, acting: Acting, broken: None) -> None:
        answer = acting(administrator()).post("/channels/sms/try/", {"value": PHONE})
        assert "连不上。" in answer.text

    def test_quiet_hours_are_set_with_a_reason(self, acting: Acting) -> None:
        client = acting(administrator())
        form = {"begins": "17:30", "ends": "08:30", "digest_at": "16:00", "reason": "夏季作息"}
        assert client.post("/channels/hours/", form).status_code == 302
        assert f"{quiet.hours().begins:%H:%M}" == "17:30"
        wrong = client.post("/channels/hours/", {**form, "begins": "07:00"})
        assert wrong.status_code == 422
        assert "开始要晚于结束" in wrong.text


class TestStuckList:
    def test_it_names_person_and_reason_but_not_what_was_told(self, acting: Acting) -> None:
        account = an_account()
        a_stuck_delivery(f"user:{account.pk}")
        page = acting(administrator()).get("/channels/stuck/").text
        assert account.name in page
        assert "空号" in page

    def test_one_is_sent_again_or_let_go(self, acting: Acting, sms: list[Message]) -> None:
        again, gone = a_stuck_delivery(), a_stuck_delivery()
        client = acting(administrator())
        client.post(f"/channels/stuck/{again.pk}/retry/")
        client.post(f"/channels/stuck/{gone.pk}/drop/")
        states = Delivery.objects.order_by("pk").values_list("state", flat=True)
        assert list(states) == [State.WAITING, State.DROPPED]

    def test_all_of_a_channel_are_sent_again(self, acting: Acting, sms: list[Message]) -> None:
        a_stuck_delivery()
        a_stuck_delivery(state=State.UNSURE)
        client = acting(administrator())
        assert "重发没有发出的短信" in client.get("/channels/stuck/").text
        client.post("/channels/sms/retry_all/")
        assert stuck.rows().get().state == State.UNSURE

    def test_who_is_no_administrator_sends_nothing_again(self, acting: Acting) -> None:
        one = a_stuck_delivery()
        assert acting(gatekeeper()).post(f"/channels/stuck/{one.pk}/retry/").status_code == 403
        assert acting(gatekeeper()).post("/channels/sms/retry_all/").status_code == 403
        assert stuck.rows().exists()

    def test_the_query_count_does_not_grow(
        self, acting: Acting, django_assert_max_num_queries: Callable[..., object]
    ) -> None:
        for _ in range(30):
            a_stuck_delivery()
        client = acting(administrator())
        with django_assert_max_num_queries(12):  # type: ignore[attr-defined]  # a context
            client.get("/channels/stuck/")
