"""A form that comes while the database is locked or gone: told in words, nothing lost."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.http import HttpResponse

from qingshe.modules.feedback.models import Feedback
from tests.racing import Race

from .test_doubles import FORM, WORDS, Page

HOLDER = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""
FIELD = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


@pytest.fixture
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait a moment for the lock where an installation waits twenty seconds."""
    options = {**connection.settings_dict["OPTIONS"], "timeout": 0.2}
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", options)


@contextmanager
def locked() -> Iterator[None]:
    """Another process holds the write lock of the database file."""
    holder = subprocess.Popen(  # noqa: S603 - our own words, run by our own Python
        [sys.executable, "-c", HOLDER, str(connection.settings_dict["NAME"])],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"held"
        yield
    finally:
        holder.communicate()


@contextmanager
def gone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody answers at the address of the database."""
    with monkeypatch.context() as away:
        if connection.vendor == "sqlite":
            away.setitem(connection.settings_dict, "NAME", "/nowhere/qingshe.sqlite3")
        else:
            away.setitem(connection.settings_dict, "HOST", "127.0.0.1")
            away.setitem(connection.settings_dict, "PORT", "1")
        yield


def kept() -> list[str]:
    return list(Feedback.objects.values_list("text", flat=True))


def sent_once_more(page: Page, answer: HttpResponse) -> HttpResponse:
    """Press the button of the page that told of the trouble."""
    told = dict(FIELD.findall(answer.content.decode()))
    again: HttpResponse = page.client.post(FORM, told)  # type: ignore[assignment]  # as Django has it
    return again


@pytest.mark.usefixtures("_impatient")
@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has one writer")
class TestALockedFile:
    def test_is_told_and_what_was_typed_can_be_sent_once_more(self, race: Race) -> None:
        page = Page()
        with locked():
            (answer,) = race([page.send])
        assert isinstance(answer, HttpResponse)
        assert answer.status_code == 503
        assert "数据库正忙" in answer.content.decode()
        assert race([kept]) == [[]]
        (again,) = race([lambda: sent_once_more(page, answer).status_code])
        assert again == 302
        assert race([kept]) == [[WORDS["text"]]]

    def test_is_still_read(self, race: Race) -> None:
        with locked():
            assert race([lambda: Page().client.get("/feedback/submit/").status_code]) == [200]

    def test_that_opens_in_time_is_waited_for(
        self, race: Race, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        page = Page()
        options = {**connection.settings_dict["OPTIONS"], "timeout": 20}
        monkeypatch.setitem(connection.settings_dict, "OPTIONS", options)
        holder = locked()
        holder.__enter__()

        def open_it() -> None:
            holder.__exit__(None, None, None)

        answers = race([page.status, open_it])
        assert answers == [302, None]


def test_a_database_that_is_gone_is_told_and_the_form_can_be_sent_once_more(
    race: Race, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Page()
    with gone(monkeypatch):
        (answer,) = race([page.send])
    assert isinstance(answer, HttpResponse)
    assert answer.status_code == 503
    (again,) = race([lambda: sent_once_more(page, answer).status_code])
    assert again == 302
    assert race([kept]) == [[WORDS["text"]]]
