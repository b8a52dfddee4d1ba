from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from qingshe.foundation.notices.models import Notice
from qingshe.kernel.actor import Actor
from qingshe.kernel.roles import Role
from qingshe.modules.catalog.models import Edition, ListItem, Review
from qingshe.modules.catalog.services import editions
from qingshe.modules.catalog.services.items import ItemValues
from qingshe.modules.orgs.tests.builders import a_unit, an_account
from tests.cast import CITY, COMMUNITY, STREET, gatekeeper, head, visitor, worker

from .builders import (
    TODAY,
    a_draft,
    a_list,
    a_published_list,
    first_item,
    load_changzhi,
    load_national,
    published,
)

Acting = Callable[[Actor], Client]
pytestmark = pytest.mark.django_db


def edition_of(kind: str) -> Edition:
    return Edition.objects.get(item_list__kind=kind, state="published")


def item_with(key: str) -> ListItem:
    return ListItem.objects.get(key=key)


class TestForEverybody:
    def test_the_lists_of_the_city_need_no_account(self, acting: Acting) -> None:
        load_national()
        load_changzhi()
        page = acting(visitor).get("/lists/")
        assert "长治市社区居民委员会依法协助政府工作事项清单" in page.text
        assert "34 项" in page.text

    def test_an_edition_shows_its_items_and_what_became_of_their_bases(
        self, acting: Acting
    ) -> None:
        load_changzhi()
        page = acting(visitor).get(f"/lists/{edition_of('assist').pk}/")
        assert "协助开展消防宣传" in page.text
        assert "2 项依据已废止" in page.text
        assert "依据已废止：《社会抚养费征收管理办法》" in page.text

    def test_two_characters_are_enough_to_find_an_item(self, acting: Acting) -> None:
        load_changzhi()
        page = acting(visitor).get(f"/lists/{edition_of('assist').pk}/", {"q": "消防"})
        assert "<mark>消防</mark>" in page.text
        assert "禁毒" not in page.text

    def test_search_reaches_over_all_lists(self, acting: Acting) -> None:
        load_national()
        load_changzhi()
        page = acting(visitor).get("/lists/", {"q": "死亡"})
        assert "死亡</mark>证明" in page.text
        assert "居民在家正常" in page.text

    def test_an_item_says_that_its_basis_is_repealed(self, acting: Acting) -> None:
        load_changzhi()
        page = acting(visitor).get(f"/lists/items/{item_with('CZ-A2-12').pk}/")
        assert "依据已废止：《社会抚养费征收管理办法》" in page.text

    def test_an_item_is_found_by_its_number(self, acting: Acting) -> None:
        load_changzhi()
        page = acting(worker()).get("/lists/items/CZ-A2-12/", follow=True)
        assert "社会抚养费" in page.text

    def test_certificates_say_which_paper_goes_first(self, acting: Acting) -> None:
        load_national()
        load_changzhi()
        page = acting(gatekeeper()).get("/lists/certificates/")
        assert "居民在家正常死亡证明" in page.text
        assert "全国文件先于市级文件。" in page.text
        assert "全国文件先于市级文件。" not in acting(visitor).get("/lists/certificates/").text

    def test_what_may_be_certified_holds_nothing_that_may_not(self, acting: Acting) -> None:
        load_national()
        load_changzhi()
        page = acting(visitor).get("/lists/certificates/").text
        allowed, refused = page.split("不应开，到哪里办")
        assert "居民在家正常死亡证明" not in allowed
        assert "居民在家正常死亡证明" in refused
        assert "不应开</" not in allowed

    def test_rules_say_whether_they_bind_here(self, acting: Acting) -> None:
        load_national()
        load_changzhi()
        page = acting(visitor).get("/lists/rules/", {"q": "挂牌"})
        assert page.status_code == 200
        page = acting(visitor).get("/lists/rules/")
        assert "外地文件，仅供参考" in page.text

    def test_a_draft_looks_as_if_it_did_not_exist(self, acting: Acting) -> None:
        page = acting(visitor).get(f"/lists/{a_draft().pk}/")
        assert page.status_code == 404

    @pytest.mark.parametrize("form", ["excel", "word", "json"])
    def test_an_edition_can_be_taken_away_as_a_file(self, acting: Acting, form: str) -> None:
        answer = acting(visitor).get(f"/lists/{a_published_list().pk}/{form}/")
        assert answer.status_code == 200
        assert len(answer.content) > 100
        assert answer["Content-Disposition"].startswith("attachment")

    def test_two_editions_are_compared_item_by_item(self, acting: Acting) -> None:
        before = a_published_list()
        after = a_draft([ItemValues("协助开展反诈宣传")], of=before.item_list)
        url = f"/lists/{after.pk}/compare/{before.pk}/"
        assert "新增 1 项。" in acting(gatekeeper()).get(url).text


class TestOfTheGatekeeper:
    def test_the_desk_shows_lists_with_what_waits(self, acting: Acting) -> None:
        load_changzhi()
        page = acting(gatekeeper()).get("/catalog/")
        assert "起草下一版" in page.text

    def test_others_have_no_desk(self, acting: Acting) -> None:
        assert acting(worker()).get("/catalog/").status_code == 403

    def test_a_list_is_made_from_first_word_to_publication(self, acting: Acting) -> None:
        client = acting(gatekeeper())
        told = {
            "kind": "assist",
            "title": "协助事项",
            "place_name": "长治市",
            "level": "city",
            "applies_to": "all",
        }
        start = client.post("/catalog/establish/", told)["Location"]
        draft = client.post(start, {"document": "通知", "doc_no": "长社工〔2026〕2号"})["Location"]
        item = {"title": "协助消防宣传", "bases": "《消防法》第六条", "is_checked": "on"}
        client.post(f"{draft}add_item/", item)
        version = Edition.objects.get().version
        told = {"version": str(version), "effective_from": TODAY.isoformat()}
        page = client.post(f"{draft}publish/", told, follow=True)
        assert "协助消防宣传" in page.text
        assert "已公布" in page.text

    def test_the_next_edition_starts_without_number_and_day_of_the_last_paper(
        self, acting: Acting
    ) -> None:
        before = a_published_list()
        page = acting(gatekeeper()).get(f"/catalog/lists/{before.item_list_id}/start/").text
        assert before.document in page
        assert before.doc_no not in page

    def test_an_edition_for_a_later_day_says_what_is_followed_until_then(
        self, acting: Acting
    ) -> None:
        before = a_published_list()
        begins = timezone.localdate() + timedelta(days=9)
        after = published(a_draft([], of=before.item_list), on=begins)
        words = f"{begins} 起施行，此前按第1版"
        desk = " ".join(acting(gatekeeper()).get("/catalog/").text.split())
        assert words in desk.replace("</a> ", "").replace("<small>", "")
        assert words in acting(visitor).get(f"/lists/{after.pk}/").text
        old = acting(visitor).get(f"/lists/{before.pk}/").text
        assert f"现行，至 {begins - timedelta(days=1)}" in old
        assert "已被替换" not in old

    def test_concerns_keep_a_draft_from_being_published_in_silence(self, acting: Acting) -> None:
        draft = a_draft([ItemValues("没有依据的事")])
        url = f"/catalog/editions/{draft.pk}/publish/"
        client = acting(gatekeeper())
        assert "没有依据" in client.get(url).text
        told = {"version": draft.version, "effective_from": TODAY.isoformat()}
        assert client.post(url, told).status_code == 422

    def test_an_item_is_revised_moved_and_struck(self, acting: Acting) -> None:
        draft = a_draft()
        item = first_item(draft)
        client = acting(gatekeeper())
        here = f"/catalog/items/{item.pk}/"
        client.post(f"{here}revise_item/", {"version": 1, "title": "消防宣传", "serial": 1})
        client.post(f"{here}shift/down/", {"version": 2})
        client.post(f"{here}strike_item/", {"version": 3})
        page = client.get(f"/catalog/editions/{draft.pk}/")
        assert "消防宣传" not in page.text.split("经过")[0]

    def test_a_moved_item_keeps_the_focus_and_says_when_it_is_the_first(
        self, acting: Acting
    ) -> None:
        draft = a_draft()
        second = ListItem.objects.get(edition=draft, serial=2)
        client = acting(gatekeeper())
        page = client.post(
            f"/catalog/items/{second.pk}/shift/up/", {"version": second.version}, follow=True
        ).text
        assert "已经是第一项。" in page
        assert page.index("协助开展禁毒宣传") < page.index("autofocus>上移")
        assert page.count("autofocus") == 1

    def test_what_was_done_to_items_stands_in_the_course_of_the_draft(self, acting: Acting) -> None:
        draft = a_draft()
        client = acting(gatekeeper())
        client.post(f"/catalog/items/{first_item(draft).pk}/strike_item/", {"version": 1})
        page = client.get(f"/catalog/editions/{draft.pk}/").text
        assert "协助开展消防宣传" in page.split("经过")[1]

    def test_the_editor_shows_what_it_would_change(self, acting: Acting) -> None:
        item = first_item(a_draft())
        page = acting(gatekeeper()).get(f"/catalog/items/{item.pk}/revise_item/")
        assert "《消防法》第六条" in page.text

    def test_the_review_list_puts_repealed_bases_first(self, acting: Acting) -> None:
        load_changzhi()
        page = acting(gatekeeper()).get("/catalog/reviews/").text
        assert page.index("CZ-A2-12") < page.index("CZ-A1-01")

    def test_a_review_is_decided(self, acting: Acting) -> None:
        load_changzhi()
        review = Review.objects.get(item_key="CZ-A2-12")
        here = f"/catalog/reviews/{review.pk}/"
        client = acting(gatekeeper())
        page = client.post(
            f"{here}suspend/", {"version": 1, "reason": "社会抚养费已取消"}, follow=True
        )
        assert "暂停执行" in page.text
        assert "社会抚养费已取消" in client.get("/lists/items/CZ-A2-12/", follow=True).text

    def test_the_queue_is_narrowed_to_one_document_or_one_list(self, acting: Acting) -> None:
        load_changzhi()
        client = acting(gatekeeper())
        page = client.get("/catalog/reviews/", {"document": "城市居民委员会组织法"}).text
        assert "CZ-A1-01" in page
        assert "CZ-A2-12" not in page
        assist = edition_of("assist").item_list_id
        assert f"/catalog/reviews/?item_list={assist}" in client.get("/catalog/").text
        page = client.get("/catalog/reviews/", {"item_list": assist}).text
        assert "CZ-A2-12" in page
        assert "CZ-A1-01" not in page

    def test_without_a_law_to_carry_it_suspension_is_offered_first(self, acting: Acting) -> None:
        load_changzhi()
        client = acting(gatekeeper())
        for key, main in (("CZ-A2-12", "暂停执行"), ("CZ-A1-01", "确认仍然有效")):
            page = client.get(f"/catalog/reviews/{Review.objects.get(item_key=key).pk}/").text
            assert main in page.split("main-action")[1].split("</a>")[0]

    def test_a_decision_is_asked_for_by_the_name_of_the_item(self, acting: Acting) -> None:
        load_changzhi()
        review = Review.objects.get(item_key="CZ-A2-12")
        page = acting(gatekeeper()).get(f"/catalog/reviews/{review.pk}/confirm/")
        assert f"确认仍然有效：{item_with('CZ-A2-12').title}" in page.text

    def test_a_decision_is_taken_back(self, acting: Acting) -> None:
        load_changzhi()
        review = Review.objects.get(item_key="CZ-A2-12")
        here = f"/catalog/reviews/{review.pk}/"
        client = acting(gatekeeper())
        client.post(f"{here}suspend/", {"version": 1, "reason": "社会抚养费已取消"})
        page = client.post(f"{here}reopen/", {"version": 2}, follow=True)
        assert page.status_code == 200
        assert "待复核" in page.text

    def test_the_register_tells_what_stands(self, acting: Acting) -> None:
        load_changzhi()
        page = acting(gatekeeper()).get("/catalog/documents/", {"q": "婚姻法"})
        assert "已废止" in page.text

    def test_a_conflict_shows_both_sides_and_is_settled(self, acting: Acting) -> None:
        load_national()
        load_changzhi()
        client = acting(gatekeeper())
        page = client.get("/catalog/conflicts/").text
        assert "可以开：居民在家正常死亡证明" in page
        assert "不应开：死亡证明" in page
        told = {"choice": "CZ-A4-04", "reason": "在家正常死亡由社区出具"}
        page = client.post("/catalog/conflicts/CZ-A4-04/settle/", told, follow=True).text
        assert "裁定：可以开：居民在家正常死亡证明" in page
        assert "本地裁定：在家正常死亡由社区出具" in client.get("/lists/certificates/").text

    def test_signs_differ_from_paper_to_paper(self, acting: Acting) -> None:
        load_national()
        load_changzhi()
        page = acting(gatekeeper()).get("/catalog/conflicts/").text
        assert "社区对外挂几块牌子" in page
        assert "外地文件，仅供参考" in page


class TestConsultation:
    @pytest.fixture
    def draft(self) -> Edition:
        draft = a_draft()
        return editions.consult(gatekeeper(), draft.pk, version=draft.version)

    def test_is_found_from_the_lists_by_those_who_are_asked(
        self, acting: Acting, draft: Edition
    ) -> None:
        assert f"/lists/{draft.pk}/" in acting(head()).get("/lists/").text
        assert f"/lists/{draft.pk}/" not in acting(visitor).get("/lists/").text

    def test_streets_and_communities_are_told(self) -> None:
        for path, role in ((STREET, Role.STREET), (COMMUNITY, Role.HEAD)):
            a_unit(path)
            an_account(role, path)
        draft = a_draft()
        editions.consult(gatekeeper(), draft.pk, version=draft.version)
        assert {each.link for each in Notice.objects.all()} == {f"/lists/{draft.pk}/"}
        assert Notice.objects.count() == 2

    def test_an_opinion_reaches_the_gatekeeper(self, acting: Acting, draft: Edition) -> None:
        a_unit(CITY)
        an_account(Role.GATEKEEPER, CITY)
        client = acting(head())
        url = f"/catalog/editions/{draft.pk}/give_opinion/"
        assert url in client.get(f"/lists/{draft.pk}/").text
        page = client.post(url, {"text": "第1项应写明频次。"}, follow=True)
        assert "第1项应写明频次。" in page.text
        page = acting(gatekeeper()).get(f"/catalog/editions/{draft.pk}/")
        assert "第1项应写明频次。" in page.text
        assert Notice.objects.get().link == f"/catalog/editions/{draft.pk}/"

    def test_nobody_is_asked_of_a_draft_on_the_desk(self, acting: Acting) -> None:
        url = f"/catalog/editions/{a_draft().pk}/give_opinion/"
        assert acting(head()).post(url, {"text": "改"}).status_code == 404

    def test_keeps_the_draft_as_it_is_and_says_so(self, acting: Acting, draft: Edition) -> None:
        page = acting(gatekeeper()).get(f"/catalog/editions/{draft.pk}/").text
        assert "正在征求意见，退回修改后才能改。" in page
        assert "已公布的版次" not in page


class TestQueries:
    def test_do_not_grow_with_the_items(
        self, acting: Acting, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        edition = a_published_list(
            [ItemValues(f"事项{n}", bases="《消防法》第六条") for n in range(60)]
        )
        client = acting(gatekeeper())
        with django_assert_max_num_queries(10):
            client.get(f"/lists/{edition.pk}/")
        with django_assert_max_num_queries(14):
            client.get(f"/catalog/editions/{edition.pk}/")

    def test_do_not_grow_with_the_lists(
        self, acting: Acting, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        for n in range(30):
            a_list(title=f"清单{n}")
        with django_assert_max_num_queries(4):
            acting(gatekeeper()).get("/catalog/")
