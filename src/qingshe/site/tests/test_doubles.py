"""What holds when the same form arrives more than once."""

import re
from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from qingshe.foundation.sendings import once, tasks
from qingshe.foundation.sendings.models import Sending
from qingshe.modules.feedback.models import Feedback
from tests.racing import Race

FORM = "/feedback/submit/"
WORDS = {"text": "一张表要填三遍"}
THREADS = 8


class Page:
    """A form as one browser shows it, ready to be sent any number of times."""

    def __init__(self) -> None:
        self.client = Client(enforce_csrf_checks=True)
        shown = self.client.get(FORM).content.decode()
        (self.mark,) = set(re.findall(r'csrfmiddlewaretoken" value="(\w+)"', shown))

    def send(self, **filled: str) -> HttpResponse:
        browser = Client(enforce_csrf_checks=True)
        browser.cookies = self.client.cookies
        browser.raise_request_exception = False
        said = {**WORDS, **filled, "csrfmiddlewaretoken": self.mark}
        answer: HttpResponse = browser.post(FORM, said)  # type: ignore[assignment]  # as Django has it
        return answer

    def status(self) -> int:
        return self.send().status_code


def kept() -> int:
    return Feedback.objects.count()


def test_of_eight_equal_forms_sent_at_once_one_is_kept(race: Race) -> None:
    page = Page()
    outcomes = race([page.status] * THREADS)
    assert Counter(outcomes) == {302: 1, 409: THREADS - 1}
    assert race([kept]) == [1]


def test_of_eight_tabs_each_is_kept(race: Race) -> None:
    outcomes = race([partial(Page.status, Page()) for _ in range(THREADS)])
    assert Counter(outcomes) == {302: THREADS}
    assert race([kept]) == [THREADS]


@pytest.mark.django_db
class TestAFormSentAgain:
    def test_leads_to_what_came_of_the_first(self) -> None:
        page = Page()
        first, second = page.send(), page.send()
        (way,) = re.findall(r'href="(/-/sent/\w+/)"', second.content.decode())
        assert "没有重复办理" in second.content.decode()
        assert page.client.get(way)["Location"] == first["Location"]

    def test_with_other_words_is_another_form(self) -> None:
        page = Page()
        assert page.send().status_code == page.send(text="还有一件").status_code == 302

    def test_with_mistakes_comes_back_as_often_as_it_is_sent(self) -> None:
        page = Page()
        assert [page.send(text="").status_code for _ in range(3)] == [422] * 3

    def test_after_a_breakdown_is_taken(self, monkeypatch: pytest.MonkeyPatch) -> None:
        page = Page()
        with monkeypatch.context() as broken:
            broken.setattr("qingshe.modules.feedback.services.submit", lambda *a, **k: 1 / 0)
            assert page.status() == 500
        assert page.status() == 302

    def test_while_the_first_is_under_way_is_told_so(self) -> None:
        once.claim("key", timezone.now())
        shown = Client().get("/-/sent/key/")
        assert (shown.status_code, "还没有办完" in shown.content.decode()) == (409, True)

    def test_whose_process_was_killed_is_told_to_send_it_again(self) -> None:
        once.claim("key", timezone.now() - once.PATIENCE - timedelta(seconds=1))
        shown = Client().get("/-/sent/key/")
        assert (shown.status_code, "可以再提交一次" in shown.content.decode()) == (404, True)

    def test_of_which_nothing_came_is_told_so(self) -> None:
        assert Client().get("/-/sent/unknown/").status_code == 404

    def test_is_done_even_when_that_cannot_be_written_down(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def lost(key: str, result: str) -> None:
            raise DatabaseError

        monkeypatch.setattr(once, "settle", lost)
        assert Page().status() == 302


@pytest.mark.django_db
class TestAClaim:
    def test_is_given_once(self) -> None:
        now = timezone.now()
        assert [once.claim("key", now) for _ in range(3)] == [True, False, False]

    def test_of_a_killed_process_is_taken_over_by_one(self) -> None:
        now = timezone.now()
        once.claim("key", now - once.PATIENCE - timedelta(seconds=1))
        assert [once.claim("key", now) for _ in range(3)] == [True, False, False]

    def test_that_was_settled_stays_however_old(self) -> None:
        now = timezone.now()
        once.claim("key", now - timedelta(days=1))
        once.settle("key", "/feedback/")
        assert not once.claim("key", now)

    def test_is_forgotten_in_the_night_after_two_days(self) -> None:
        now = timezone.now()
        for days in (0, 1, 3):
            once.claim(f"key{days}", now - timedelta(days=days))
        tasks.forget_old_sendings.call()
        assert set(Sending.objects.values_list("key", flat=True)) == {"key0", "key1"}


@pytest.mark.django_db
class TestWhatAClaimCosts:
    def test_one_insert_and_one_update_for_a_form(self) -> None:
        page = Page()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page.send()
        ours = [one["sql"] for one in queries if "sendings_sending" in one["sql"]]
        assert [sql.split()[0] for sql in ours] == ["INSERT", "UPDATE"]

    def test_nothing_for_what_makes_nothing(self) -> None:
        page = Page()
        page.client.post("/large-print/", {"csrfmiddlewaretoken": page.mark, "next": FORM})
        assert not Sending.objects.exists()

    def test_nothing_for_a_page_that_is_read(self) -> None:
        with CaptureQueriesContext(connection) as queries:
            Client().get(FORM)
        assert not [one for one in queries if "sendings_sending" in one["sql"]]
