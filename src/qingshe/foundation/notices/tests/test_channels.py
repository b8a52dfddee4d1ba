"""Each channel against a gateway of its own on this machine: what it sends, what it makes of it."""

import base64
import hashlib
import hmac
import logging
import threading
from collections.abc import Iterator
from email import message_from_string, policy

import pytest
from pytest_django.fixtures import Settings

from qingshe.foundation.notices import channels
from qingshe.foundation.notices.channels import (
    Message,
    Refused,
    Trouble,
    Unreachable,
    Unsure,
    letters,
    robots,
    texts,
    wire,
)
from qingshe.foundation.notices.rules import Channel

from .gateways import Gateway, MailServer, closed_port, delivering, listening

KEY = "geheim-4711"
SECRET = "SEC1"  # noqa: S105 - of a gateway that is not there
PHONE = "13800000000"
MESSAGE = Message(
    [PHONE], '拒收待裁定："商户摸底"', "三个工作日内", "https://qs.example/demands/1/"
)
HTTP = [
    (Channel.SMS, "SMS_URL"),
    (Channel.WECOM, "WECOM_URL"),
    (Channel.DINGTALK, "DINGTALK_URL"),
    (Channel.FEISHU, "FEISHU_URL"),
]


@pytest.fixture
def gateway(settings: Settings) -> Iterator[Gateway]:
    with listening(Gateway()) as gateway:
        for _, name in HTTP:
            setattr(settings, name, gateway.url())
        yield gateway


@pytest.fixture
def mail(settings: Settings) -> Iterator[MailServer]:
    with delivering(MailServer()) as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_SSL = settings.EMAIL_USE_TLS = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.DEFAULT_FROM_EMAIL = "qs@example.gov.cn"
        yield server


def test_nothing_is_switched_on_by_itself() -> None:
    assert channels.switched_on() == []


def test_what_stands_in_the_settings_is_switched_on(gateway: Gateway, mail: MailServer) -> None:
    assert channels.switched_on() == list(Channel)


class TestTexts:
    def test_the_template_is_filled_and_no_text_breaks_out_of_it(self, gateway: Gateway) -> None:
        texts.send(MESSAGE)
        assert gateway.seen[0]["body"] == {"phone": PHONE, "text": MESSAGE.short}

    def test_a_form_is_sent_where_the_gateway_wants_one(
        self, gateway: Gateway, settings: Settings
    ) -> None:
        settings.SMS_FORMAT = "form"
        settings.SMS_BODY = '{"mobile": "{phone}", "content": "【轻社】{title} {url}"}'
        texts.send(MESSAGE)
        words = f"【轻社】{MESSAGE.title} {MESSAGE.url}"
        assert gateway.seen[0]["body"] == {"mobile": [PHONE], "content": [words]}

    def test_a_mark_inside_a_title_is_not_filled(self, gateway: Gateway) -> None:
        texts.send(Message([PHONE], "{phone}{url}"))
        assert gateway.seen[0]["body"]["text"] == "{phone}{url}"

    def test_headers_of_the_settings_go_along(self, gateway: Gateway, settings: Settings) -> None:
        settings.SMS_HEADERS = '{"Authorization": "Bearer abc"}'
        texts.send(MESSAGE)
        assert gateway.seen[0]["headers"]["Authorization"] == "Bearer abc"

    def test_an_answer_without_the_word_of_acceptance_is_a_refusal(
        self, gateway: Gateway, settings: Settings
    ) -> None:
        settings.SMS_ACCEPTED = '"code":0'
        texts.send(MESSAGE)
        gateway.answer = f'{{"code": 7, "msg": "{PHONE} 欠费 {KEY}"}}'
        with pytest.raises(Refused) as refusal:
            texts.send(MESSAGE)
        assert "欠费" in str(refusal.value)
        assert PHONE not in str(refusal.value)
        assert KEY not in str(refusal.value)


class TestRobots:
    def test_wecom_calls_those_who_are_meant(self, gateway: Gateway) -> None:
        robots.send_wecom(MESSAGE)
        text = gateway.seen[0]["body"]["text"]
        assert text == {"content": MESSAGE.text, "mentioned_mobile_list": [PHONE]}

    def test_dingtalk_is_signed_with_its_secret(self, gateway: Gateway, settings: Settings) -> None:
        settings.DINGTALK_SECRET = SECRET
        robots.send_dingtalk(MESSAGE)
        query = gateway.seen[0]["query"]
        text = f"{query['timestamp'][0]}\n{SECRET}".encode()
        digest = hmac.new(SECRET.encode(), text, hashlib.sha256).digest()
        assert query["sign"] == [base64.b64encode(digest).decode()]
        assert gateway.seen[0]["body"]["at"]["atMobiles"] == [PHONE]

    def test_feishu_is_signed_with_its_secret(self, gateway: Gateway, settings: Settings) -> None:
        settings.FEISHU_SECRET = SECRET
        robots.send_feishu(Message(["李主任"], "请看"))
        body = gateway.seen[0]["body"]
        digest = hmac.new(f"{body['timestamp']}\n{SECRET}".encode(), b"", hashlib.sha256).digest()
        assert body["sign"] == base64.b64encode(digest).decode()
        assert "李主任" in body["content"]["text"]

    @pytest.mark.parametrize("channel", [Channel.WECOM, Channel.DINGTALK, Channel.FEISHU])
    def test_a_refusal_that_comes_as_200_is_seen(self, gateway: Gateway, channel: Channel) -> None:
        gateway.answer = '{"errcode": 310000, "code": 19024, "msg": "keywords not in content"}'
        with pytest.raises(Refused, match="keywords"):
            channels.SENDERS[channel](MESSAGE)


class TestLetters:
    def test_a_letter_goes_to_one_person_with_the_address_of_the_page(
        self, mail: MailServer
    ) -> None:
        letters.send(Message(["li@example.gov.cn"], "待裁定", "请看", "https://qs.example/1/"))
        letter = message_from_string(mail.letters[0], policy=policy.default)
        assert (letter["Subject"], letter["To"]) == ("待裁定", "li@example.gov.cn")
        assert "https://qs.example/1/" in letter.get_content()

    def test_an_unknown_address_is_refused_for_good(self, mail: MailServer) -> None:
        mail.refuses = "li@example.gov.cn"
        with pytest.raises(Refused) as refusal:
            letters.send(Message(["li@example.gov.cn"], "待裁定"))
        assert refusal.value.final

    def test_a_server_that_breaks_off_after_the_letter_leaves_it_unsure(
        self, mail: MailServer
    ) -> None:
        mail.breaks_off = True
        with pytest.raises(Unsure):
            letters.send(Message(["li@example.gov.cn"], "待裁定"))

    def test_no_server_means_nothing_was_sent(self, mail: MailServer, settings: Settings) -> None:
        settings.EMAIL_PORT = closed_port()
        with pytest.raises(Unreachable):
            letters.send(Message(["li@example.gov.cn"], "待裁定"))


@pytest.mark.parametrize("channel", [channel for channel, _ in HTTP])
class TestEveryGateway:
    @pytest.mark.parametrize(
        ("status", "trouble"),
        [
            (400, Refused),
            (401, Unreachable),
            (404, Unreachable),
            (429, Unreachable),
            (500, Unreachable),
            (302, Unreachable),
            (502, Unsure),
            (0, Unsure),
        ],
    )
    def test_a_bad_answer_is_told_from_a_broken_gateway(
        self, gateway: Gateway, channel: Channel, status: int, trouble: type[Trouble]
    ) -> None:
        gateway.status = status
        with pytest.raises(trouble):
            channels.SENDERS[channel](MESSAGE)

    def test_one_that_is_silent_is_not_waited_for(
        self, gateway: Gateway, channel: Channel, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(wire, "TIMEOUTS", (0.2, 0.2))
        gateway.silence = threading.Event()
        with pytest.raises(Unsure):
            channels.SENDERS[channel](MESSAGE)

    def test_one_that_is_not_there_got_nothing(
        self, gateway: Gateway, channel: Channel, settings: Settings
    ) -> None:
        port = closed_port()
        for _, name in HTTP:
            setattr(settings, name, f"http://127.0.0.1:{port}/send?key={KEY}")
        with pytest.raises(Unreachable):
            channels.SENDERS[channel](MESSAGE)

    @pytest.mark.parametrize("status", [200, 400, 500, 0])
    def test_neither_key_nor_phone_is_told_or_logged(
        self,
        gateway: Gateway,
        channel: Channel,
        status: int,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        caplog.set_level(logging.DEBUG)
        logging.getLogger("urllib3").setLevel(logging.INFO)  # as the settings have it
        gateway.status, told = status, ""
        try:
            channels.SENDERS[channel](MESSAGE)
        except Trouble as trouble:
            told = f"{trouble} {trouble.__cause__}"
        assert KEY not in told + caplog.text
        assert PHONE not in told + caplog.text


def test_the_settings_keep_addresses_out_of_the_log(settings: Settings) -> None:
    assert settings.LOGGING["loggers"]["urllib3"]["level"] == "INFO"
