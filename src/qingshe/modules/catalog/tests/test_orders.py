"""Long editions are published by the worker, whole or not at all; their Excel is made once."""

from collections.abc import Callable

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries

from qingshe.foundation import sheets
from qingshe.foundation.audit import trail
from qingshe.foundation.notices.models import Notice
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Conflict, Denied, Invalid
from qingshe.modules.catalog import exports
from qingshe.modules.catalog.models import Edition, EditionSheet, PublicationOrder
from qingshe.modules.catalog.queries import items as item_queries
from qingshe.modules.catalog.queries import orders as queries
from qingshe.modules.catalog.rules import EditionState, OrderState
from qingshe.modules.catalog.services import importing, items, orders
from qingshe.modules.catalog.tasks import make_missing_sheets
from tests.cast import COUNTY, department_officer, gatekeeper, visitor

from .builders import DRUGS, TODAY, a_draft, a_published_list, load_changzhi

Acting = Callable[[Actor], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two items count as many."""
    monkeypatch.setattr(queries, "LONG", 1)


def ordered(draft: Edition) -> PublicationOrder:
    return orders.order(
        gatekeeper(),
        draft.pk,
        version=draft.version,
        effective_from=TODAY,
        today=TODAY,
        reason="照旧",
    )


def carried_out(order: PublicationOrder) -> PublicationOrder:
    orders.carry_out(order.pk)
    return queries.get(gatekeeper(), order.pk)


class TestPublication:
    def test_is_carried_out_once_and_told_to_who_ordered_it(self) -> None:
        draft = a_draft()
        order = ordered(draft)
        draft.refresh_from_db()
        assert draft.state == EditionState.DRAFT
        assert carried_out(order).state == OrderState.DONE
        draft.refresh_from_db()
        assert draft.state == EditionState.PUBLISHED
        orders.carry_out(order.pk)
        assert (
            Notice.objects.filter(recipient=gatekeeper().id, title__contains="已经公布").count()
            == 1
        )

    def test_stands_in_the_trail_under_the_name_of_who_ordered_it(self) -> None:
        draft = a_draft()
        carried_out(ordered(draft))
        published = [entry for entry in trail.of(draft.subject) if entry.action == "publish"]
        assert [entry.actor for entry in published] == [gatekeeper().id]
        assert trail.verify().faults == ()

    def test_of_a_draft_that_changed_meanwhile_fails_with_the_reason(self) -> None:
        draft = a_draft()
        order = ordered(draft)
        items.add(gatekeeper(), draft.pk, values=DRUGS, today=TODAY)
        failed = carried_out(order)
        assert failed.state == OrderState.FAILED
        assert "草案没有变" in failed.outcome
        draft.refresh_from_db()
        assert draft.state == EditionState.DRAFT

    def test_a_worker_killed_half_way_leaves_draft_and_order_as_they_were(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def killed(*given: object) -> None:
            raise KeyboardInterrupt

        draft = a_draft()
        order = ordered(draft)
        with monkeypatch.context() as half_way:
            half_way.setattr("qingshe.modules.catalog.services.marker.advance", killed)
            with pytest.raises(KeyboardInterrupt):
                orders.carry_out(order.pk)
        draft.refresh_from_db()
        assert draft.state == EditionState.DRAFT
        assert carried_out(order).state == OrderState.DONE

    def test_is_ordered_once(self) -> None:
        draft = a_draft()
        ordered(draft)
        with pytest.raises(Invalid, match="已经交后台公布"):
            ordered(draft)

    def test_what_stands_against_it_is_told_at_once(self) -> None:
        draft = a_draft()
        with pytest.raises(Conflict):
            orders.order(
                gatekeeper(), draft.pk, version=99, effective_from=TODAY, today=TODAY, reason="照旧"
            )
        assert not PublicationOrder.objects.exists()

    def test_is_refused_to_others(self) -> None:
        published = a_published_list()
        for other in (department_officer(), gatekeeper(COUNTY)):
            with pytest.raises(Denied):
                orders.order(other, published.pk, version=1, effective_from=TODAY, today=TODAY)

    def test_asks_the_worker(self) -> None:
        ordered(a_draft())
        path = "qingshe.modules.catalog.tasks.carry_out_order"
        assert DBTaskResult.objects.filter(task_path=path).count() == 1

    def test_has_a_page_that_looks_again_until_it_is_done(self, acting: Acting) -> None:
        draft = a_draft()
        client = acting(gatekeeper())
        told = {"version": draft.version, "effective_from": TODAY, "reason": "照旧"}
        page = client.post(f"/catalog/editions/{draft.pk}/publish/", told, follow=True)
        assert "every 3s" in page.text
        assert "看进展" in client.get(f"/catalog/editions/{draft.pk}/").text
        order = PublicationOrder.objects.get()
        carried_out(order)
        page = client.get(f"/catalog/orders/{order.pk}/")
        assert "every 3s" not in page.text
        assert "已经公布" in page.text
        assert acting(visitor).get(f"/catalog/orders/{order.pk}/").status_code in {200, 302}


class TestSheet:
    def test_is_made_once_and_reads_like_one_made_on_the_spot(self, acting: Acting) -> None:
        edition = a_published_list()
        here = f"/lists/{edition.pk}/excel/"
        waiting = acting(visitor).get(here)
        assert waiting.status_code == 202
        assert "后台生成" in waiting.text
        orders.make_sheet(edition.pk, exports.as_sheet)
        content = acting(visitor).get(here).content
        assert [dict(row) for row in sheets.read(content, importing.COLUMNS)] == [
            dict(row) for row in sheets.read(exports.as_sheet(edition), importing.COLUMNS)
        ]
        orders.make_sheet(edition.pk, lambda *given: pytest.fail("written twice"))

    def test_says_of_each_item_what_its_form_says(self) -> None:
        load_changzhi()
        for edition in Edition.objects.all():
            one_by_one = [
                item_queries.editable_text_of(item) for item in item_queries.each_of(edition)
            ]
            assert list(item_queries.editable_texts(edition)) == one_by_one

    def test_is_read_with_as_many_queries_however_long(
        self, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        load_changzhi()
        for edition in Edition.objects.all():
            with django_assert_max_num_queries(3):
                list(item_queries.editable_texts(edition))

    def test_tells_how_far_it_has_come(
        self, acting: Acting, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(orders, "TOLD_EVERY", 1)
        edition = a_published_list()

        def killed_at_the_end(
            edition: Edition, watched: Callable[[orders.Rows], orders.Rows]
        ) -> bytes:
            exports.as_sheet(edition, watched)
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            orders.make_sheet(edition.pk, killed_at_the_end)
        half = EditionSheet.objects.get()
        assert (half.is_whole, half.done) == (False, edition.item_count)
        assert "正在生成 Excel" in acting(visitor).get(f"/lists/{edition.pk}/excel/").text

    def test_of_a_draft_is_written_on_the_spot(self, acting: Acting) -> None:
        draft = a_draft()
        assert acting(gatekeeper()).get(f"/lists/{draft.pk}/excel/").status_code == 200

    def test_of_editions_published_before_is_made_in_the_night(self) -> None:
        edition = a_published_list()
        make_missing_sheets.call()
        assert EditionSheet.objects.get(edition=edition).is_whole
