import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from qingshe.foundation.documents import faces
from qingshe.site.checks import check_installation


@pytest.fixture
def ready(settings: Settings, tmp_path: Path) -> Settings:
    """An installation with nothing missing."""
    settings.SECRET_KEY = "k" * 60
    settings.DEBUG = settings.DEMO = False
    settings.ALLOWED_HOSTS = ["qingshe.example.gov.cn"]
    settings.OWNER = "长治市民政局"
    settings.SITE_ADDRESS = "https://qingshe.example.gov.cn"
    settings.DATA_FOLDER = tmp_path
    return settings


def ids() -> set[str | None]:
    return {message.id for message in check_installation(None)} - {"qingshe.E007", "qingshe.E011"}


def test_a_complete_installation_has_nothing_to_say(ready: Settings) -> None:
    assert ids() == set()


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("SECRET_KEY", "short", "qingshe.E001"),
        ("SMS_URL", "http://sms.example/", "qingshe.E012"),
        ("SMS_BODY", "{phone}", "qingshe.E013"),
        ("SMS_HEADERS", '{"X": 1}', "qingshe.E013"),
        ("EMAIL_HOST", "mail.example", "qingshe.E014"),
        ("SECRET_KEY", "django-insecure-" + "x" * 60, "qingshe.E001"),
        ("DEBUG", True, "qingshe.E002"),
        ("DEMO", True, "qingshe.E003"),
        ("ALLOWED_HOSTS", ["localhost"], "qingshe.E004"),
        ("ALLOWED_HOSTS", ["*", "a.example"], "qingshe.E005"),
        ("OWNER", "", "qingshe.W001"),
        ("DATA_FOLDER", Path("/nowhere/at/all"), "qingshe.E006"),
    ],
)
def test_what_is_missing_or_unsafe_is_told_alone(
    ready: Settings, name: str, value: object, told: str
) -> None:
    setattr(ready, name, value)
    assert ids() == {told}


def test_each_message_names_what_to_set(ready: Settings) -> None:
    ready.DEMO = True
    (message,) = (one for one in check_installation(None) if one.id == "qingshe.E003")
    assert "QINGSHE_DEMO" in str(message.hint)


def test_fonts_that_are_not_there_are_told(
    ready: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faces, "SHIPPED", tmp_path)
    assert "qingshe.E011" in {message.id for message in check_installation(None)}


def told_at_start(**variables: str) -> set[str]:
    """What the whole check says, as `qingshe run` asks it, in a process of its own."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("QINGSHE_")}
    command = [sys.executable, "-m", "qingshe.site.cli", "check", "--deploy"]
    done = subprocess.run(  # noqa: S603 - our own program
        command, env=others | variables, capture_output=True, text=True
    )
    return set(re.findall(r"\(([\w.]+\.[EW]\d+)\)", done.stderr + done.stdout))


def test_a_complete_installation_may_start(tmp_path: Path) -> None:
    told = told_at_start(
        QINGSHE_DATA=str(tmp_path),
        QINGSHE_SECRET_KEY="8wS" * 10 + "k-zQ_b7" * 5,
        QINGSHE_HOSTS="qingshe.example.gov.cn",
        QINGSHE_OWNER="长治市民政局",
    )
    assert told <= {"qingshe.E007", "qingshe.E011"}  # bundles and fonts come with set-up


def test_an_installation_without_settings_is_told_all_it_lacks(tmp_path: Path) -> None:
    told = told_at_start(QINGSHE_DATA=str(tmp_path))
    assert {"qingshe.E001", "qingshe.E004", "qingshe.W001"} <= told


def test_a_channel_without_the_address_of_the_site_is_warned_of(ready: Settings) -> None:
    ready.WECOM_URL, ready.SITE_ADDRESS = "https://wecom.example/", ""
    assert ids() == {"qingshe.W002"}
