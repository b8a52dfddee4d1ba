from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from qingshe.foundation.audit.models import AuditEntry
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Conflict, Denied, Invalid, NotFound
from qingshe.kernel.workflow import Transition
from qingshe.modules.catalog import facade, rules
from qingshe.modules.catalog.models import Document, LegalBasis, Review
from qingshe.modules.catalog.queries import items as item_queries
from qingshe.modules.catalog.queries import reviews as queries
from qingshe.modules.catalog.rules import BasisStatus, ReviewState
from qingshe.modules.catalog.services import conflicts, documents, reviews
from tests.cast import CITY, COMMUNITY, COUNTY, department_officer, gatekeeper, leader

from .builders import (
    TODAY,
    a_draft,
    a_published_list,
    load_changzhi,
    load_national,
    published,
)

DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


def repeal(title: str = "消防法", note: str = "由新法取代") -> Document:
    document = Document.objects.get(title=title)
    return documents.restate(
        gatekeeper(),
        document.pk,
        version=document.version,
        status=BasisStatus.REPEALED,
        changed_on=date(2026, 1, 1),
        status_note=note,
    )


def the_review(key: str = "") -> Review:
    return Review.objects.get(item_key=key) if key else Review.objects.get()


class TestRaising:
    def test_sound_bases_raise_nothing(self) -> None:
        a_published_list()
        assert not Review.objects.exists()

    def test_a_repealed_law_puts_its_items_on_the_list(self) -> None:
        a_published_list()
        repeal()
        assert the_review().concern == "依据已废止：《消防法》（由新法取代）"

    def test_the_items_of_2017_on_repealed_regulations_are_there(self) -> None:
        load_changzhi()
        repealed = Review.objects.filter(gravity=BasisStatus.REPEALED)
        assert set(repealed.values_list("item_key", flat=True)) == {
            "CZ-A1-15",  # 婚姻法
            "CZ-A2-10",  # 流动人口计划生育工作条例
            "CZ-A2-12",  # 社会抚养费征收管理办法
        }

    def test_the_stale_articles_of_the_committee_law_are_there(self) -> None:
        load_changzhi()
        stale = Review.objects.filter(concern__contains="城市居民委员会组织法")
        assert {"CZ-A1-01", "CZ-A1-03", "CZ-A2-01"} <= {each.item_key for each in stale}
        assert all(each.gravity == BasisStatus.AMENDED for each in stale)

    def test_an_article_checked_in_the_changed_law_is_not_there(self) -> None:
        load_changzhi()
        assert not Review.objects.filter(item_key="CZ-A2-03").exists()  # 消防法第六条

    def test_the_same_news_is_not_raised_twice(self) -> None:
        edition = a_published_list()
        repeal()
        published(a_draft([], of=edition.item_list), on=TODAY + DAY)
        assert Review.objects.count() == 1

    def test_other_news_of_the_same_law_brings_an_open_review_up_to_date(self) -> None:
        a_published_list()
        repeal()
        repeal(note="由应急法取代")
        assert the_review().concern == "依据已废止：《消防法》（由应急法取代）"

    def test_other_news_after_the_decision_is_reviewed_again(self) -> None:
        a_published_list()
        repeal()
        reviews.keep(gatekeeper(), the_review().pk, version=1, reason="照旧", today=TODAY)
        repeal(note="由应急法取代")
        assert [each.state for each in Review.objects.order_by("pk")] == ["kept", "open"]

    def test_is_refused_to_who_keeps_no_lists(self) -> None:
        a_published_list()
        with pytest.raises(Denied, match="没有登记文件的权限"):
            documents.restate(
                department_officer(),
                Document.objects.earliest("pk").pk,
                version=1,
                status=BasisStatus.REPEALED,
                changed_on=None,
                status_note="",
            )


class TestDeciding:
    def test_a_confirmed_basis_stands_in_the_next_edition(self) -> None:
        edition = a_published_list()
        repeal()
        reviews.confirm(
            gatekeeper(),
            the_review().pk,
            version=1,
            new_basis="《突发事件应对法》第三十八条",
            reason="新法仍有此项",
            today=TODAY,
        )
        after = a_draft([], of=edition.item_list)
        bases = [text.bases for text in item_queries.texts(after)]
        assert bases[0] == ("《突发事件应对法》第三十八条",)

    def test_a_confirmed_item_is_resolved_by_the_next_edition(self) -> None:
        edition = a_published_list()
        repeal()
        published(a_draft([], of=edition.item_list), on=TODAY + DAY)
        reviews.confirm(
            gatekeeper(),
            the_review().pk,
            version=1,
            new_basis="《突发事件应对法》第三十八条",
            reason="新法仍有此项",
            today=TODAY,
        )
        published(a_draft([], of=edition.item_list), on=TODAY + 2 * DAY)
        assert not Review.objects.filter(state=ReviewState.OPEN).exists()

    def test_an_item_to_be_left_out_is_not_copied(self) -> None:
        edition = a_published_list()
        repeal()
        reviews.leave_out(gatekeeper(), the_review().pk, version=1, reason="已无依据", today=TODAY)
        after = a_draft([], of=edition.item_list)
        assert [text.title for text in item_queries.texts(after)] == ["协助开展禁毒宣传"]

    def test_a_suspended_item_is_no_ground_for_a_demand(self) -> None:
        a_published_list()
        repeal()
        before = facade.publication_marker()
        reviews.suspend(gatekeeper(), the_review().pk, version=1, reason="停", today=TODAY)
        entries = facade.effective_entries(COMMUNITY, TODAY)
        assert [entry.title for entry in entries] == ["协助开展禁毒宣传"]
        assert facade.publication_marker() > before

    def test_a_suspended_item_is_told_with_the_day_and_the_reason(self) -> None:
        a_published_list()
        repeal()
        assert facade.suspended_entries(COMMUNITY, TODAY) == ()
        reviews.suspend(gatekeeper(), the_review().pk, version=1, reason="停", today=TODAY)
        (entry,) = facade.suspended_entries(COMMUNITY, TODAY)
        assert (entry.title, entry.suspended_on, entry.suspension) == (
            "协助开展消防宣传",
            TODAY,
            "停",
        )

    def test_a_suspension_taken_back_is_told_no_longer(self) -> None:
        a_published_list()
        repeal()
        reviews.suspend(gatekeeper(), the_review().pk, version=1, reason="停", today=TODAY)
        reviews.reopen(gatekeeper(), the_review().pk, version=2)
        assert facade.suspended_entries(COMMUNITY, TODAY) == ()
        assert len(facade.effective_entries(COMMUNITY, TODAY)) == 2

    def test_needs_a_reason(self) -> None:
        a_published_list()
        repeal()
        with pytest.raises(Invalid, match="请写明理由"):
            reviews.keep(gatekeeper(), the_review().pk, version=1, reason="", today=TODAY)

    def test_confirming_needs_the_article(self) -> None:
        a_published_list()
        repeal()
        with pytest.raises(Invalid, match="现行依据"):
            reviews.confirm(
                gatekeeper(), the_review().pk, version=1, new_basis="", reason="是", today=TODAY
            )

    def test_confirming_needs_an_article_that_can_be_read(self) -> None:
        a_published_list()
        repeal()
        with pytest.raises(Invalid, match="没有看懂"):
            reviews.confirm(
                gatekeeper(),
                the_review().pk,
                version=1,
                new_basis="见新法",
                reason="是",
                today=TODAY,
            )

    def test_leaves_a_trace(self) -> None:
        a_published_list()
        repeal()
        review = reviews.keep(gatekeeper(), the_review().pk, version=1, reason="照旧", today=TODAY)
        entry = AuditEntry.objects.get(subject=review.subject, action="keep")
        assert entry.change["state"] == ["open", "kept"]

    def test_two_decisions_at_once_one_wins(self) -> None:
        a_published_list()
        repeal()
        review = the_review()
        reviews.keep(gatekeeper(), review.pk, version=1, reason="照旧", today=TODAY)
        with pytest.raises(Conflict):
            reviews.suspend(gatekeeper(), review.pk, version=1, reason="停", today=TODAY)

    def test_can_be_taken_back(self) -> None:
        a_published_list()
        repeal()
        review = reviews.keep(gatekeeper(), the_review().pk, version=1, reason="照旧", today=TODAY)
        again = reviews.reopen(gatekeeper(), review.pk, version=2)
        assert again.state == ReviewState.OPEN
        assert again.decided_on is None
        assert not again.reason

    def test_of_another_city_looks_as_if_it_did_not_exist(self) -> None:
        a_published_list()
        repeal()
        with pytest.raises(NotFound):
            queries.get(gatekeeper("/14/05/"), the_review().pk)

    def test_is_seen_but_not_decided_below(self) -> None:
        a_published_list()
        repeal()
        assert not queries.queue(gatekeeper(COUNTY)).exists()
        assert not queries.queue(leader()).exists()


class TestConflicts:
    def test_without_a_choice_the_wider_paper_holds(self) -> None:
        load_national()
        load_changzhi()
        found = {each.contradiction.key: each for each in facade.conflicts(COMMUNITY, TODAY)}
        assert found["CZ-A4-04"].holds.key == "NAT20-11"

    def test_all_conflicts_of_the_two_packs_are_found(self) -> None:
        load_national()
        load_changzhi()
        keys = {each.contradiction.key for each in facade.conflicts(COMMUNITY, TODAY)}
        assert keys == {
            "CZ-A4-04",
            "CZ-A4-06",
            "CZ-A4-08",
            "CZ-A4-09",
            "CZ-A4-11",
            "outside-signs",
        }

    def test_the_choice_of_the_city_holds_in_the_city(self) -> None:
        load_national()
        load_changzhi()
        before = facade.publication_marker()
        conflicts.settle(
            gatekeeper(), "CZ-A4-04", choice="CZ-A4-04", reason="在家死亡", today=TODAY
        )
        found = {each.contradiction.key: each for each in facade.conflicts(COMMUNITY, TODAY)}
        assert found["CZ-A4-04"].holds.key == "CZ-A4-04"
        assert found["CZ-A4-04"].reason == "在家死亡"
        assert facade.publication_marker() > before

    def test_a_choice_taken_back_no_longer_holds(self) -> None:
        load_national()
        load_changzhi()
        made = conflicts.settle(
            gatekeeper(), "CZ-A4-04", choice="CZ-A4-04", reason="在家死亡", today=TODAY
        )
        conflicts.lift(gatekeeper(), made.pk, version=1)
        found = {each.contradiction.key: each for each in facade.conflicts(COMMUNITY, TODAY)}
        assert found["CZ-A4-04"].holds.key == "NAT20-11"

    def test_is_settled_once(self) -> None:
        load_national()
        load_changzhi()
        told = {"choice": "CZ-A4-04", "reason": "在家死亡", "today": TODAY}
        conflicts.settle(gatekeeper(), "CZ-A4-04", **told)  # type: ignore[arg-type]  # as typed
        with pytest.raises(Invalid, match="已有裁定"):
            conflicts.settle(gatekeeper(), "CZ-A4-04", **told)  # type: ignore[arg-type]  # again

    def test_only_a_listed_side_can_be_chosen(self) -> None:
        load_national()
        load_changzhi()
        with pytest.raises(Invalid, match="列出的文件"):
            conflicts.settle(gatekeeper(), "CZ-A4-04", choice="X", reason="因为", today=TODAY)

    def test_is_refused_without_the_grant(self) -> None:
        load_national()
        load_changzhi()
        with pytest.raises(Denied, match="没有裁定冲突的权限"):
            conflicts.settle(leader(), "CZ-A4-04", choice="CZ-A4-04", reason="因为", today=TODAY)

    def test_of_what_does_not_contradict_is_not_there(self) -> None:
        load_changzhi()
        with pytest.raises(NotFound):
            conflicts.settle(gatekeeper(), "CZ-A4-01", choice="X", reason="因为", today=TODAY)

    def test_stay_in_their_place(self) -> None:
        load_national()
        load_changzhi()
        conflicts.settle(
            gatekeeper(), "CZ-A4-04", choice="CZ-A4-04", reason="在家死亡", today=TODAY
        )
        assert all(not each.reason for each in facade.conflicts("/14/05/", TODAY))
        assert any(each.reason for each in facade.conflicts(CITY, TODAY))


LAW = "城市居民委员会组织法"


def shown(document: str = LAW) -> tuple[list[Review], str]:
    """What a gatekeeper sees before one decision for all."""
    found = queries.together(gatekeeper(), document=document)
    return found, rules.fingerprint((each.pk, each.version) for each in found)


def decide(move: Transition = rules.KEEP, *, seen: str, by: Actor | None = None) -> int:
    return reviews.decide_together(
        by or gatekeeper(),
        move,
        document=LAW,
        seen=seen,
        reason="条文移位",
        today=TODAY,
    )


class TestTogether:
    def test_each_item_keeps_a_record_and_a_history_of_its_own(self) -> None:
        load_changzhi()
        found, seen = shown()
        assert len(found) > 3
        assert decide(seen=seen) == len(found)
        kept = Review.objects.filter(pk__in=[each.pk for each in found], state=ReviewState.KEPT)
        assert kept.count() == len(found)
        trails = AuditEntry.objects.filter(action="keep")
        assert set(trails.values_list("subject", flat=True)) == {each.subject for each in found}
        assert {each.decided_on for each in kept} == {TODAY}

    def test_what_is_about_another_document_is_left_alone(self) -> None:
        load_changzhi()
        decide(seen=shown()[1])
        assert the_review("CZ-A2-12").state == ReviewState.OPEN

    def test_two_gatekeepers_at_once_one_is_told_and_nothing_is_decided_twice(self) -> None:
        load_changzhi()
        found, seen = shown()
        reviews.keep(gatekeeper(), found[0].pk, version=1, reason="照旧", today=TODAY)
        with pytest.raises(Conflict, match="没有作出任何结论"):
            decide(rules.SUSPEND, seen=seen)
        assert not Review.objects.filter(state=ReviewState.SUSPENDED).exists()
        decide(rules.SUSPEND, seen=shown()[1])
        with pytest.raises(Conflict):
            decide(rules.SUSPEND, seen=seen)
        assert Review.objects.get(pk=found[0].pk).reason == "照旧"

    def test_suspended_together_they_all_rest(self) -> None:
        load_changzhi()
        found, seen = shown()
        decide(rules.SUSPEND, seen=seen)
        left = {entry.key for entry in facade.effective_entries(CITY, TODAY)}
        assert not left & {each.item_key for each in found}

    def test_an_item_whose_article_of_today_nobody_named_stops_the_confirmation(self) -> None:
        load_changzhi()
        found, seen = shown()
        known = queries.bases_now(found)
        with pytest.raises(Invalid, match="没有登记现行条文") as told:
            decide(rules.CONFIRM, seen=seen)
        assert set(told.value.problems) == {e.item_key for e in found if not known[e.pk]}
        assert not Review.objects.exclude(state=ReviewState.OPEN).exists()

    def test_confirmed_together_each_rests_on_its_own_article_of_today(self) -> None:
        load_changzhi()
        LegalBasis.objects.update(now_at="《城市居民委员会组织法》第四条")
        found, seen = shown()
        decide(rules.CONFIRM, seen=seen)
        known = queries.bases_now(found)
        confirmed = Review.objects.filter(state=ReviewState.CONFIRMED)
        assert {each.pk: each.new_basis for each in confirmed} == known

    def test_confirmed_together_on_one_article(self) -> None:
        load_changzhi()
        found, seen = shown()
        reviews.decide_together(
            gatekeeper(),
            rules.CONFIRM,
            document=LAW,
            seen=seen,
            reason="已核对新法",
            new_basis="《城市居民委员会组织法》第三条",
            today=TODAY,
        )
        confirmed = Review.objects.filter(state=ReviewState.CONFIRMED)
        assert confirmed.count() == len(found)

    def test_wants_a_reason_and_a_move_that_decides(self) -> None:
        load_changzhi()
        seen = shown()[1]
        with pytest.raises(Invalid, match="理由"):
            reviews.decide_together(
                gatekeeper(), rules.KEEP, document=LAW, seen=seen, reason=" ", today=TODAY
            )
        with pytest.raises(Invalid, match="结论"):
            decide(rules.REOPEN, seen=seen)

    def test_a_county_decides_nothing_of_its_city(self) -> None:
        load_changzhi()
        with pytest.raises(Conflict):
            decide(seen=shown()[1], by=gatekeeper(COUNTY))

    def test_is_no_business_of_a_leader(self) -> None:
        load_changzhi()
        with pytest.raises((Denied, Conflict)):
            decide(seen=shown()[1], by=leader())

    def test_the_number_of_queries_does_not_grow_with_the_items(
        self, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        load_changzhi()
        seen = shown()[1]
        with django_assert_max_num_queries(20):
            decide(seen=seen)

    def test_is_previewed_and_decided_on_one_page(self, acting: Callable[[Actor], Client]) -> None:
        load_changzhi()
        client, found = acting(gatekeeper()), shown()[0]
        assert "一并作出结论" in client.get("/catalog/reviews/", {"document": LAW}).text
        here = f"/catalog/reviews/together/?document={LAW}"
        page = client.get(here).text
        assert all(each.item_key in page for each in found)
        assert f"对这 {len(found)} 项作出结论" in page
        told = {"seen": shown()[1], "move": "keep", "reason": "条文移位"}
        assert client.post(here, told | {"move": ""}).status_code == 422
        assert client.post(here, told).status_code == 302
        assert Review.objects.filter(state=ReviewState.KEPT).count() == len(found)
        assert "没有等待复核" in client.get(here).text
        assert client.post(here, told).status_code == 409
