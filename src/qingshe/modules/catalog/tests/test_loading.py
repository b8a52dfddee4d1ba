from dataclasses import replace
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import DjangoAssertNumQueries

from qingshe.foundation.audit.models import AuditEntry
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Conflict, Denied
from qingshe.modules.catalog import facade, policy
from qingshe.modules.catalog.models import Document, Edition, ItemList, ListItem, Rule
from qingshe.modules.catalog.packs import Pack, built_in, read_pack
from qingshe.modules.catalog.queries import items as item_queries
from qingshe.modules.catalog.rules import BasisStatus
from qingshe.modules.catalog.services import loading
from tests.cast import CITY, COMMUNITY, department_officer

from .builders import TODAY, load_changzhi, load_national

CITIES = ("beijing", "harbin", "ningbo", "shanghai", "xiangyang", "xianning")
KEEPER = Actor("task:pack", CITY, frozenset(policy.GRANTS))
DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


def changzhi() -> Pack:
    return read_pack(built_in("changzhi"))


def with_a_change(pack: Pack) -> Pack:
    """The pack with another word in its first item and without its last."""
    first = pack.lists[0]
    items = (replace(first.items[0], title="宣传法律"), *first.items[1:-1])
    return replace(pack, lists=(replace(first, items=items), *pack.lists[1:]))


def load(pack: Pack, *, publish: bool = False) -> loading.Loaded:
    return loading.load(KEEPER, pack, place=CITY, publish=publish, today=TODAY + DAY)


def qingshe(*words: str) -> str:
    out = StringIO()
    call_command("pack", *words, stdout=out, stderr=out)
    return out.getvalue()


class TestLoading:
    def test_brings_every_item_with_its_bases_and_notes(self) -> None:
        load_changzhi()
        counts = {
            each.item_list.kind: each.item_count
            for each in Edition.objects.filter(state="published")
        }
        assert counts == {"own_duty": 16, "assist": 34, "supervise": 4, "certificate": 12}
        stated = sum(len(item.bases) for each in changzhi().lists for item in each.items)
        loaded = ListItem.objects.all()
        assert sum(item.bases.count() for item in loaded) == stated
        assert loaded.filter(is_reconstructed=True).count() == 32

    def test_keeps_what_was_printed_and_how_it_was_checked(self) -> None:
        load_changzhi()
        basis = ListItem.objects.get(key="CZ-A2-01").bases.order_by("position").last()
        assert basis is not None
        assert basis.articles == "第三条第（四）项"
        assert basis.as_printed == "《居民委员会组织法》第三条第四款"
        assert "法律结构" in basis.check_note

    def test_without_publication_makes_drafts(self) -> None:
        load_changzhi(publish=False)
        assert set(Edition.objects.values_list("state", flat=True)) == {"draft"}
        assert not facade.effective_entries(COMMUNITY, TODAY)

    def test_drafts_of_an_earlier_loading_can_be_published_later(self) -> None:
        load_changzhi(publish=False)
        load_changzhi(publish=True)
        assert Edition.objects.filter(state="published").count() == 4

    def test_twice_changes_nothing_and_says_so(self) -> None:
        load_changzhi()
        marker, entries = facade.publication_marker(), AuditEntry.objects.count()
        assert load_changzhi().is_unchanged
        assert (facade.publication_marker(), AuditEntry.objects.count()) == (marker, entries)

    def test_a_changed_pack_becomes_the_next_draft(self) -> None:
        load_changzhi()
        told = load(with_a_change(changzhi()))
        assert told.changes == (
            "新草案：长治市社区居民委员会依法履行职责事项清单 第2版（2017），15项",
        )
        assert Edition.objects.filter(state="draft").count() == 1

    def test_a_changed_pack_replaces_the_edition_when_it_is_published(self) -> None:
        load_changzhi()
        load(with_a_change(changzhi()), publish=True)
        own = Edition.objects.get(item_list__kind="own_duty", state="published")
        assert (own.number, own.item_count) == (2, 15)

    def test_of_one_list_in_doubt_nothing_is_loaded(self) -> None:
        load_changzhi()
        load(with_a_change(changzhi()))
        other = replace(with_a_change(changzhi()), rules=())
        other = replace(other, lists=(replace(other.lists[0], title="别的"), *other.lists[1:]))
        rules = Rule.objects.filter(state="adopted").count()
        with pytest.raises(Conflict, match="已有草案"):
            load(other)
        assert Rule.objects.filter(state="adopted").count() == rules

    def test_a_rule_that_left_the_pack_is_retired(self) -> None:
        load_changzhi()
        pack = changzhi()
        told = load(replace(pack, rules=pack.rules[1:]))
        assert told.changes == ("停用规则1条",)

    def test_a_rule_that_reads_differently_is_revised(self) -> None:
        load_changzhi()
        pack = changzhi()
        first = replace(pack.rules[0], text="另一句话")
        assert load(replace(pack, rules=(first, *pack.rules[1:]))).changes == ("更新规则1条",)

    def test_is_refused_to_a_department(self) -> None:
        with pytest.raises(Denied):
            loading.load(department_officer(), changzhi(), place=CITY, today=TODAY)
        assert not ItemList.objects.exists()

    def test_a_law_repealed_in_one_pack_stays_so_after_another(self) -> None:
        load_national()
        load_changzhi()
        load_national()
        law = Document.objects.get(title="社会抚养费征收管理办法")
        assert law.status == BasisStatus.REPEALED

    def test_national_lists_attach_to_the_root(self) -> None:
        load_national()
        assert ItemList.objects.get().place == "/"
        assert len(facade.effective_entries("/31/01/", TODAY)) == 20

    def test_queries_do_not_grow_with_the_items(
        self, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        pack = changzhi()
        one = pack.lists[1]
        many = replace(
            one,
            items=tuple(
                replace(item, key=f"{item.key}-{n}") for n in range(10) for item in one.items
            ),
        )
        with django_assert_max_num_queries(200):  # batches; one by one it would be thousands
            load(replace(pack, lists=(many,)), publish=True)


@pytest.mark.parametrize("city", CITIES)
def test_the_lists_of_other_cities_load(city: str, shared: Path) -> None:
    folder = str(shared / "data" / "cities" / city)
    assert "公布" in qingshe("load", folder, "--publish")
    assert "没有改动" in qingshe("load", folder, "--publish")


class TestTheCommand:
    def test_loads_a_built_in_pack_by_its_name(self) -> None:
        assert "新草案" in qingshe("load", "changzhi")

    def test_puts_a_pack_where_it_is_told(self) -> None:
        qingshe("load", "changzhi", "--place", "140403000000")
        assert {each.place for each in ItemList.objects.all()} == {"/14/04/03/"}

    def test_lists_what_there_is(self) -> None:
        qingshe("load", "national")
        assert qingshe("list").splitlines() == [
            "内置  national",
            "内置  changzhi",
            "已载入  national  全国",
        ]

    def test_tells_a_wrong_place(self) -> None:
        with pytest.raises(CommandError, match="12位数字"):
            qingshe("load", "changzhi", "--place", "1404")

    def test_asks_for_a_place_it_does_not_know(self, tmp_path: Path) -> None:
        (tmp_path / "lists.yaml").write_text(
            "city: 桃花源\nlevel: county\ndoc: {title: 通知}\nlists:\n"
            "- class: assist\n  title: 清单\n"
            "  items:\n  - {id: T-1, seq: 1, text: 事项}\n",
            encoding="utf-8",
        )
        with pytest.raises(CommandError, match="--place"):
            qingshe("load", str(tmp_path))

    def test_lists_every_fault_of_a_broken_pack_and_loads_nothing(self, tmp_path: Path) -> None:
        (tmp_path / "lists.yaml").write_text("city: 上海市\nlists: 三份\n", encoding="utf-8")
        with pytest.raises(CommandError, match="lists"):
            qingshe("load", str(tmp_path))
        assert not ItemList.objects.exists()


class TestTheFacade:
    def test_entries_of_a_pack_are_those_of_the_database(self) -> None:
        load_changzhi()
        stored = facade.effective_entries(COMMUNITY, TODAY)
        read = {entry.key: entry for entry in facade.entries_of_pack(changzhi())}
        assert len(stored) == 66
        for entry in stored:
            other = read[entry.key]
            assert (entry.title, entry.kind, entry.basis_status, entry.bases) == (
                other.title,
                other.kind,
                other.basis_status,
                tuple(other.bases),
            )

    def test_an_entry_leads_to_its_page(self) -> None:
        load_changzhi()
        entry = facade.effective_entries(COMMUNITY, TODAY)[0]
        assert entry.url.startswith("/lists/items/")

    def test_an_entry_says_when_nothing_carries_it(self) -> None:
        load_changzhi()
        gone = [
            entry.key
            for entry in facade.effective_entries(COMMUNITY, TODAY)
            if entry.basis_status == BasisStatus.REPEALED
        ]
        assert gone == ["CZ-A1-15", "CZ-A2-10", "CZ-A2-12"]

    def test_reads_in_a_handful_of_queries(
        self, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        load_changzhi()
        with django_assert_max_num_queries(5):
            facade.effective_entries(COMMUNITY, TODAY)
        with django_assert_max_num_queries(1):
            facade.publication_marker()
        with django_assert_max_num_queries(6):
            facade.conflicts(COMMUNITY, TODAY)

    def test_rules_and_signs_tell_whether_they_bind(self) -> None:
        load_national()
        load_changzhi()
        rules = facade.rules_at(COMMUNITY)
        assert len(rules) == 103
        assert {rule.level for rule in rules if not rule.binds} == {
            "province",
            "city",
            "district",
            "template",
        }
        assert {sign.key for sign in facade.signs_at(COMMUNITY) if sign.binds} == {
            "SIGN-S0",
            "SIGN-CZ",
        }

    def test_texts_of_pack_and_edition_agree(self) -> None:
        load_changzhi()
        own = Edition.objects.get(item_list__kind="own_duty")
        assert item_queries.texts(own)[0].bases == ("《城市居民委员会组织法》第三条第（一）项",)
