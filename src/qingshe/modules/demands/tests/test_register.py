"""Signs, organisations, systems and groups stand in a register with owner and end date."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Conflict, Denied, Invalid, NotFound
from qingshe.modules.catalog.tests.builders import TODAY
from qingshe.modules.demands.models import RegisterEntry
from qingshe.modules.demands.queries import register
from qingshe.modules.demands.rules import RegisterState
from qingshe.modules.demands.services import register as services
from tests.cast import (
    COMMUNITY,
    NEIGHBOUR,
    department_officer,
    gatekeeper,
    leader,
    supervisor,
    visitor,
    worker,
)

from .builders import ENDS, MORNING, a_permitted_demand, a_town, an_entry

Acting = Callable[[Actor], Client]
pytestmark = pytest.mark.django_db
AFTER = date(2025, 9, 21)


@pytest.fixture(autouse=True)
def _monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    a_town()
    monkeypatch.setattr(timezone, "now", lambda: MORNING)


class TestAnEntry:
    @pytest.mark.parametrize("kind", ["sign", "organisation", "system", "group"])
    def test_comes_with_the_demand(self, kind: str) -> None:
        entry = an_entry(kind)
        assert (entry.kind, entry.owner, entry.ends_on) == (kind, "养老服务科", ENDS)

    def test_does_not_come_with_a_task(self) -> None:
        a_permitted_demand()
        assert not RegisterEntry.objects.exists()

    def test_runs_out_after_its_last_day_and_once(self) -> None:
        an_entry()
        assert [services.run_out(today=day) for day in (ENDS, AFTER, AFTER)] == [0, 1, 0]
        assert RegisterEntry.objects.get().state == RegisterState.OVER

    def test_is_removed_with_a_reason(self) -> None:
        entry = an_entry()
        gone = services.remove(department_officer(), entry.pk, reason="并入一个群", today=TODAY)
        assert (gone.state, gone.removed_on) == (RegisterState.REMOVED, TODAY)

    def test_is_not_removed_without_one(self) -> None:
        with pytest.raises(Invalid, match="原因"):
            services.remove(department_officer(), an_entry().pk, reason=" ", today=TODAY)

    def test_is_removed_once(self) -> None:
        entry = an_entry()
        services.remove(gatekeeper(), entry.pk, reason="清理", today=TODAY)
        with pytest.raises(Conflict):
            services.remove(gatekeeper(), entry.pk, reason="清理", today=TODAY)

    def test_is_removed_even_when_it_has_run_out(self) -> None:
        entry = an_entry()
        services.run_out(today=AFTER)
        services.remove(gatekeeper(), entry.pk, reason="到期", today=AFTER)
        assert RegisterEntry.objects.get().state == RegisterState.REMOVED

    @pytest.mark.parametrize("actor", [worker(), leader(), supervisor()])
    def test_is_not_removed_by_who_only_looks(self, actor: Actor) -> None:
        entry = an_entry()
        with pytest.raises(Denied):
            services.remove(actor, entry.pk, reason="清理", today=TODAY)


class TestWhoSees:
    def test_a_community_what_is_in_it(self) -> None:
        an_entry(paths=(COMMUNITY,))
        assert register.visible_to(worker()).count() == 1
        assert not register.visible_to(worker(NEIGHBOUR)).exists()

    def test_a_department_its_own(self) -> None:
        entry = an_entry()
        assert register.get(department_officer(), entry.pk) == entry
        with pytest.raises(NotFound):
            register.get(department_officer("/14/04/d02/"), entry.pk)

    def test_those_who_watch_what_lies_below(self) -> None:
        an_entry()
        assert register.visible_to(supervisor()).count() == 1
        assert not register.visible_to(gatekeeper("/14/05/")).exists()

    def test_not_a_visitor(self, acting: Acting) -> None:
        assert acting(visitor).get("/register/").status_code == 302


class TestTheList:
    def test_puts_what_ends_soon_apart(self) -> None:
        an_entry()
        seen = [
            register.seen(gatekeeper(), view, day).count()
            for view, day in (("", TODAY), ("ending", TODAY), ("ending", date(2025, 8, 1)))
        ]
        assert seen == [1, 1, 0]

    def test_is_searched_by_name_and_owner_and_narrowed_by_kind(self) -> None:
        an_entry()
        for words, kind, count in (
            ("高龄", "", 1),
            ("养老", "", 1),
            ("无", "", 0),
            ("", "sign", 0),
        ):
            found = register.seen(gatekeeper(), "", TODAY, words=words, kind=kind)
            assert found.count() == count

    def test_is_shown_with_owner_and_last_day(self, acting: Acting) -> None:
        an_entry()
        page = acting(worker()).get("/register/")
        assert "养老服务科" in page.text
        assert "2025-09-20" in page.text

    def test_comes_as_a_workbook(self, acting: Acting) -> None:
        an_entry()
        answer = acting(department_officer()).get("/register/sheet/")
        assert answer["Content-Disposition"].startswith("attachment")

    def test_lets_the_department_remove(self, acting: Acting) -> None:
        entry = an_entry()
        client = acting(department_officer())
        assert "撤除" in client.get(f"/register/{entry.pk}/").text
        client.post(f"/register/{entry.pk}/remove/", {"version": 1, "reason": "并入一个群"})
        assert RegisterEntry.objects.get().state == RegisterState.REMOVED

    def test_is_empty_in_plain_words(self, acting: Acting) -> None:
        assert "自动登记责任单位和截止日期" in acting(worker()).get("/register/").text
