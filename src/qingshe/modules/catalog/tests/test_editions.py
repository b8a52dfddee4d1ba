from dataclasses import replace
from datetime import date, timedelta

import pytest

from qingshe.foundation.audit.models import AuditEntry
from qingshe.kernel.errors import Conflict, Denied, Invalid, NotFound
from qingshe.modules.catalog import rules
from qingshe.modules.catalog.models import Edition, ListItem
from qingshe.modules.catalog.queries import editions as queries
from qingshe.modules.catalog.queries import items as item_queries
from qingshe.modules.catalog.rules import EditionState
from qingshe.modules.catalog.services import editions, items
from qingshe.modules.catalog.services.items import ItemValues
from qingshe.modules.orgs import facade as orgs
from tests.cast import CITY, COMMUNITY, COUNTY, department_officer, gatekeeper, visitor, worker

from .builders import (
    DRUGS,
    FIRE,
    PAPER,
    TODAY,
    a_draft,
    a_list,
    a_published_list,
    first_item,
    published,
)

DAY = timedelta(days=1)
VILLAGE = "/14/04/03/001/201/"
SOME_UNIT = orgs.UnitSummary(1, "某社区", COMMUNITY, "", "place", "community", "", True)
pytestmark = pytest.mark.django_db


def titles(edition: Edition) -> list[str]:
    return [item.title for item in item_queries.of_edition(edition)]


class TestDrafting:
    def test_a_next_edition_begins_as_a_copy_with_the_same_keys(self) -> None:
        before = a_published_list()
        after = a_draft([], of=before.item_list)
        assert item_queries.texts(after) == item_queries.texts(before)
        assert (after.number, after.state) == (2, EditionState.DRAFT)

    def test_a_list_has_one_draft_at_a_time(self) -> None:
        draft = a_draft()
        with pytest.raises(Invalid, match="已有一个草案"):
            a_draft(of=draft.item_list)

    def test_is_refused_to_a_department(self) -> None:
        with pytest.raises(Denied, match="没有起草清单的权限"):
            a_list(by=department_officer())

    def test_is_refused_for_a_list_of_another_level(self) -> None:
        item_list = a_published_list().item_list
        with pytest.raises(Denied, match="只能办理本级的清单"):
            editions.start(gatekeeper(COUNTY), item_list.pk, heading=PAPER, today=TODAY)

    def test_the_head_is_revised(self) -> None:
        draft = a_draft()
        heading = editions.Heading("新通知", doc_no="长社工〔2026〕9号")
        revised = editions.revise(gatekeeper(), draft.pk, version=draft.version, heading=heading)
        assert revised.doc_no == "长社工〔2026〕9号"

    def test_a_draft_out_for_consultation_is_not_changed(self) -> None:
        draft = a_draft()
        editions.consult(gatekeeper(), draft.pk, version=draft.version)
        with pytest.raises(Denied, match="正在征求意见，退回修改后才能改"):
            items.add(gatekeeper(), draft.pk, values=FIRE, today=TODAY)

    def test_a_draft_comes_back_from_consultation(self) -> None:
        draft = a_draft()
        out = editions.consult(gatekeeper(), draft.pk, version=draft.version)
        back = editions.resume(gatekeeper(), draft.pk, version=out.version)
        assert back.state == EditionState.DRAFT

    def test_a_withdrawn_draft_makes_room_and_leaves_its_number(self) -> None:
        draft = a_draft()
        editions.withdraw(gatekeeper(), draft.pk, version=draft.version)
        assert a_draft(of=draft.item_list).number == draft.number


class TestItems:
    def test_an_item_gets_a_key_that_was_never_used(self) -> None:
        draft = a_draft([FIRE])
        first = first_item(draft)
        items.strike(gatekeeper(), first.pk, version=first.version)
        again = items.add(gatekeeper(), draft.pk, values=FIRE, today=TODAY)
        assert again.key != first.key

    def test_bases_are_read_and_their_documents_registered(self) -> None:
        basis = first_item(a_draft([FIRE])).bases.get()
        assert (basis.document.title, basis.articles) == ("消防法", "第六条")
        assert (basis.check_label, basis.checked_on) == ("已核对", TODAY.isoformat())

    def test_a_basis_nobody_can_read_is_refused_with_its_line(self) -> None:
        with pytest.raises(Invalid) as refusal:
            a_draft([ItemValues("事项", bases="领导要求")])
        assert refusal.value.problems == ("依据第1行看不出文件名，请写成：《文件名》第几条。",)

    def test_revising_keeps_the_check_of_a_basis_that_stays(self) -> None:
        item = first_item(a_draft([FIRE]))
        values = ItemValues(
            "消防宣传", serial=1, bases="《消防法》第六条\n《安全生产法》第七十五条"
        )
        items.revise(gatekeeper(), item.pk, version=item.version, values=values, today=TODAY)
        checks = [basis.check_label for basis in item_queries.bases_of(item)]
        assert checks == ["已核对", "未核对"]

    def test_two_editors_one_wins_and_the_other_is_told(self) -> None:
        item = first_item(a_draft([FIRE]))
        items.revise(gatekeeper(), item.pk, version=1, values=DRUGS, today=TODAY)
        with pytest.raises(Conflict, match="刚刚被他人修改"):
            items.revise(gatekeeper(), item.pk, version=1, values=FIRE, today=TODAY)

    def test_neighbours_change_places(self) -> None:
        draft = a_draft()
        item = first_item(draft)
        items.shift(gatekeeper(), item.pk, version=item.version, up=False)
        assert titles(draft) == [DRUGS.title, FIRE.title]

    def test_the_first_stays_first(self) -> None:
        item = first_item(a_draft())
        assert items.shift(gatekeeper(), item.pk, version=item.version, up=True).serial == 1

    def test_each_change_leaves_a_trace(self) -> None:
        item = first_item(a_draft([FIRE]))
        items.strike(gatekeeper(), item.pk, version=item.version)
        entry = AuditEntry.objects.get(subject=item.subject, action="strike_item")
        assert entry.change == {"state": ["listed", "struck"]}


class TestStriking:
    def test_closes_the_gap_in_the_serial_numbers(self) -> None:
        draft = a_draft([FIRE, DRUGS, ItemValues("协助开展反诈宣传")])
        items.strike(gatekeeper(), first_item(draft).pk, version=1)
        assert [item.serial for item in item_queries.of_edition(draft)] == [1, 2]

    def test_leaves_a_number_that_stands_twice_where_it_is(self) -> None:
        draft = a_draft([FIRE, replace(DRUGS, serial=1), ItemValues("协助开展反诈宣传")])
        items.strike(gatekeeper(), first_item(draft).pk, version=1)
        assert [item.serial for item in item_queries.of_edition(draft)] == [1, 2]


class TestPublishing:
    def test_puts_the_edition_in_force_and_ends_the_one_before(self) -> None:
        before = a_published_list()
        day = TODAY + 30 * DAY
        after = published(a_draft([], of=before.item_list), on=day)
        before.refresh_from_db()
        assert (after.state, after.effective_from) == (EditionState.PUBLISHED, day)
        assert (before.state, before.effective_until) == (EditionState.SUPERSEDED, day - DAY)

    def test_is_not_possible_without_items(self) -> None:
        with pytest.raises(Invalid, match="还没有事项"):
            published(a_draft([]))

    def test_needs_a_reason_when_something_speaks_against_it(self) -> None:
        draft = a_draft([ItemValues("没有依据的事"), ItemValues("序号相同", serial=1)])
        with pytest.raises(Invalid, match="请写明理由") as refusal:
            editions.publish(
                gatekeeper(), draft.pk, version=None, effective_from=TODAY, today=TODAY
            )
        assert "没有依据：第1项 没有依据的事" in refusal.value.problems
        assert "序号重复：第1项 序号相同" in refusal.value.problems

    def test_certificates_need_no_basis_of_their_own(self) -> None:
        draft = a_draft([ItemValues("居住证明")], kind=rules.ListKind.CERTIFICATE)
        edition = editions.publish(
            gatekeeper(), draft.pk, version=draft.version, effective_from=TODAY, today=TODAY
        )
        assert edition.state == EditionState.PUBLISHED

    def test_loses_to_a_change_made_since_the_draft_was_seen(self) -> None:
        draft = a_draft()
        items.add(gatekeeper(), draft.pk, values=FIRE, today=TODAY)
        with pytest.raises(Conflict, match="刚刚被他人修改"):
            editions.publish(
                gatekeeper(), draft.pk, version=draft.version, effective_from=TODAY, today=TODAY
            )

    def test_happens_once(self) -> None:
        edition = a_published_list()
        with pytest.raises(Conflict, match="不能再公布"):
            published(edition)

    def test_a_failed_one_leaves_the_old_edition_in_force(self) -> None:
        before = a_published_list()
        draft = a_draft([], of=before.item_list)
        with pytest.raises(Conflict):
            editions.publish(
                gatekeeper(), draft.pk, version=99, effective_from=TODAY + DAY, today=TODAY
            )
        before.refresh_from_db()
        assert before.state == EditionState.PUBLISHED


class TestWhatIsPublished:
    def test_takes_no_new_item(self) -> None:
        edition = a_published_list()
        with pytest.raises(Denied, match="已公布的版次不再改动"):
            items.add(gatekeeper(), edition.pk, values=FIRE, today=TODAY)

    def test_keeps_every_item_as_it_is(self) -> None:
        item = first_item(a_published_list())
        with pytest.raises(Denied, match="已公布的版次不再改动"):
            items.revise(gatekeeper(), item.pk, version=1, values=DRUGS, today=TODAY)
        with pytest.raises(Denied, match="已公布的版次不再改动"):
            items.strike(gatekeeper(), item.pk, version=1)
        with pytest.raises(Denied, match="已公布的版次不再改动"):
            items.shift(gatekeeper(), item.pk, version=1, up=False)

    def test_keeps_its_head(self) -> None:
        edition = a_published_list()
        with pytest.raises(Denied, match="不再改动"):
            editions.revise(gatekeeper(), edition.pk, version=edition.version, heading=PAPER)

    def test_is_guarded_even_when_it_is_published_in_the_middle_of_a_change(self) -> None:
        draft = a_draft([FIRE])
        Edition.objects.filter(pk=draft.pk).update(state=EditionState.WITHDRAWN)
        with pytest.raises(Conflict, match="不再是草案"):
            items.hold(draft)

    def test_reads_the_same_after_the_next_edition(self) -> None:
        before = a_published_list()
        read = item_queries.texts(before)
        draft = a_draft([ItemValues("新事项", bases="《禁毒法》第十七条")], of=before.item_list)
        item = first_item(draft)
        items.revise(gatekeeper(), item.pk, version=1, values=DRUGS, today=TODAY)
        published(draft, on=TODAY + DAY)
        assert item_queries.texts(before) == read


class TestInForce:
    def test_is_what_the_place_and_those_above_it_published(self) -> None:
        city = a_published_list()
        county = a_published_list(by=gatekeeper(COUNTY))
        a_published_list(by=gatekeeper("/14/05/"))
        assert set(queries.in_force(COMMUNITY, TODAY)) == {city, county}
        assert set(queries.in_force(CITY, TODAY)) == {city}

    def test_changes_on_the_day_the_next_edition_begins(self) -> None:
        before = a_published_list()
        after = a_draft([], of=before.item_list)
        editions.publish(
            gatekeeper(),
            after.pk,
            version=None,
            effective_from=TODAY + 10 * DAY,
            today=TODAY,
            reason="照旧",
        )
        assert (queries.in_force(CITY, TODAY + 9 * DAY)) == [before]
        assert (queries.in_force(CITY, TODAY + 10 * DAY)) == [after]

    def test_a_list_for_villages_does_not_bind_an_urban_community(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kinds = {COMMUNITY: "urban", VILLAGE: "village"}
        monkeypatch.setattr(
            orgs, "unit", lambda path: replace(SOME_UNIT, community_kind=kinds[path])
        )
        edition = a_published_list()
        editions.correct(
            gatekeeper(),
            edition.item_list_id,
            version=edition.item_list.version,
            title="村级事项",
            applies_to=rules.AppliesTo.VILLAGE,
        )
        assert not queries.in_force(COMMUNITY, TODAY)
        assert queries.in_force(VILLAGE, TODAY)
        assert queries.in_force(CITY, TODAY)

    def test_is_nothing_before_the_first_day(self) -> None:
        a_published_list()
        assert not queries.in_force(CITY, date(2000, 1, 1))


class TestScope:
    def test_everybody_reads_what_is_published(self) -> None:
        edition = a_published_list()
        assert queries.get(visitor, edition.pk) == edition

    def test_a_draft_is_of_its_keepers_alone(self) -> None:
        draft = a_draft()
        for stranger in (visitor, worker(), gatekeeper("/14/05/")):
            with pytest.raises(NotFound):
                queries.get(stranger, draft.pk)

    def test_a_draft_out_for_consultation_is_seen_by_those_it_will_bind(self) -> None:
        draft = a_draft()
        editions.consult(gatekeeper(), draft.pk, version=draft.version)
        assert queries.get(worker(), draft.pk) == draft
        with pytest.raises(NotFound):
            queries.get(visitor, draft.pk)
        with pytest.raises(NotFound):
            queries.get(worker("/14/05/01/001/001/"), draft.pk)

    def test_an_item_of_a_draft_looks_as_if_it_did_not_exist(self) -> None:
        item = first_item(a_draft())
        with pytest.raises(NotFound):
            item_queries.get(worker(), item.pk)

    def test_a_struck_item_is_gone(self) -> None:
        item = first_item(a_draft())
        items.strike(gatekeeper(), item.pk, version=1)
        with pytest.raises(NotFound):
            item_queries.get(gatekeeper(), item.pk)

    def test_no_list_leaks_a_draft(self) -> None:
        a_draft()
        assert not queries.visible_to(worker()).exists()
        assert not queries.lists_visible_to(worker()).exists()
        assert ListItem.objects.exists()
