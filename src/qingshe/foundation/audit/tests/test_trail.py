from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from qingshe.foundation.audit import tasks, trail
from qingshe.foundation.audit.models import AuditEntry, AuditSeal
from qingshe.kernel.actor import Actor

pytestmark = pytest.mark.django_db
LI = Actor("user:1", "/14/04/")
LATER = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _entries() -> None:
    """Three entries on one permit, one on another."""
    for number in range(3):
        trail.record(LI, "correct", "permit:1", {"minutes": [number, number + 1]})
    trail.record(LI, "draft", "permit:2", {})


def faults() -> tuple[str, ...]:
    return trail.verify().faults


def seal() -> None:
    assert trail.seal(timezone.now()) is not None


def test_an_untouched_trail_is_whole() -> None:
    seal()
    result = trail.verify()
    assert (result.entries, result.seals, result.faults) == (5, 1, ())  # the seal is told of too


def test_the_entries_of_a_record_are_read_in_their_order() -> None:
    assert [entry.change["minutes"][1] for entry in trail.of("permit:1")] == [1, 2, 3]


def test_a_changed_entry_is_found() -> None:
    AuditEntry.objects.filter(subject="permit:1", serial=2).update(change={"minutes": [1, 99]})
    assert faults() == ("permit:1 第 2 条：内容被改动。",)


@pytest.mark.parametrize(
    "change",
    [
        {"actor": "user:2"},
        {"action": "publish"},
        {"role": "leader"},
        {"at": LATER},
        {"version": 3},
        {"version": None},
        {"unit": "/14/05/"},
        {"unit": None},
    ],
    ids=str,
)
def test_no_part_of_an_entry_can_be_changed(change: dict[str, object]) -> None:
    AuditEntry.objects.filter(subject="permit:1", serial=3).update(**change)
    assert faults() == ("permit:1 第 3 条：内容被改动。",)


def test_a_removed_entry_is_found() -> None:
    AuditEntry.objects.filter(subject="permit:1", serial=2).delete()
    assert faults() == ("permit:1：缺少第 2 条记录。",)


def test_a_removed_tail_is_found_once_it_was_sealed() -> None:
    seal()
    AuditEntry.objects.filter(subject="permit:1", serial=3).delete()
    (fault,) = faults()
    assert fault.endswith("的封存与现有记录不符。")


def test_entries_that_changed_places_are_found() -> None:
    first, second, third = trail.of("permit:1")
    for entry, serial in ((first, 9), (second, 1), (first, 2)):
        AuditEntry.objects.filter(pk=entry.pk).update(serial=serial)
    assert "permit:1 第 1 条：与上一条不衔接。" in faults()
    assert third.serial == 3


def test_an_entry_slipped_into_a_sealed_day_is_found() -> None:
    before = timezone.now()
    seal()
    trail.record(LI, "draft", "permit:3", {})
    slipped = trail.of("permit:3")[0]
    slipped.at = before
    slipped.digest = trail._digest(slipped)
    slipped.save()
    (fault,) = faults()
    assert fault.endswith("的封存与现有记录不符。")


class TestAClockSetBack:
    """The clock of the server is put right by hand, or by a time server, in the middle of work."""

    @pytest.fixture
    def set_back(self, monkeypatch: pytest.MonkeyPatch) -> datetime:
        """Sealed up to now; from then on it is an hour earlier."""
        until = timezone.now()
        assert trail.seal(until) is not None
        earlier = until - timedelta(hours=1)
        monkeypatch.setattr(timezone, "now", lambda: earlier)
        return until

    def test_makes_nobody_look_as_if_they_had_slipped_something_in(
        self, set_back: datetime
    ) -> None:
        trail.record(LI, "correct", "permit:1", {})
        trail.record(LI, "draft", "permit:3", {})
        assert faults() == ()

    def test_leaves_the_entries_of_a_record_in_their_order(self, set_back: datetime) -> None:
        trail.record(LI, "correct", "permit:1", {})
        told = list(trail.of("permit:1"))
        assert [one.serial for one in told] == [1, 2, 3, 4]
        assert told == sorted(told, key=lambda one: one.at)
        assert list(trail.of_many(["permit:1"])) == told

    def test_seals_nothing_twice(self, set_back: datetime) -> None:
        assert trail.seal(timezone.now()) is None
        assert trail.seal(set_back + timedelta(hours=2)) is not None
        assert faults() == ()


def test_a_removed_seal_is_found_by_the_next() -> None:
    seal()
    trail.record(LI, "draft", "permit:3", {})
    seal()
    AuditSeal.objects.order_by("until")[0].delete()
    assert len(faults()) == 2  # the next does not fit any more, and the trail tells of one too many


def test_a_removed_last_seal_is_found() -> None:
    seal()
    seal()
    AuditSeal.objects.order_by("until")[1].delete()
    (fault,) = faults()
    assert fault.endswith("作的封存不见了。")


def test_a_seal_put_in_place_of_the_last_is_found() -> None:
    seal()
    AuditSeal.objects.update(digest="0" * 64)
    assert len(faults()) == 2


def test_entries_from_before_versions_were_kept_are_still_whole() -> None:
    entry = trail.of("permit:2")[0]
    entry.version = None
    entry.digest = trail._digest(entry)
    entry.save()
    assert faults() == ()


def test_what_is_sealed_is_not_sealed_again() -> None:
    now = timezone.now()
    assert trail.seal(now) is not None
    assert trail.seal(now) is None
    assert trail.seal(now - timedelta(days=1)) is None


def test_an_entry_from_before_places_were_kept_still_verifies_and_belongs_to_none() -> None:
    old = AuditEntry(
        at=LATER, actor="user:1", action="draft", subject="permit:3", serial=1, version=1
    )
    old.digest = trail._digest(old)
    old.save()
    trail.record(LI, "correct", "permit:3", {})
    assert faults() == ()
    assert [entry.unit for entry in trail.of("permit:3")] == [None, "/14/04/"]


class TestAnEntryBelongs:
    def of(self, actor: Actor, home: str = "", subject: str = "permit:9") -> str | None:
        trail.record(actor, "correct", subject, {}, trail.Now(home=home))
        return trail.of(subject).reverse()[0].unit

    def test_where_the_record_does_whoever_acted(self) -> None:
        assert self.of(Actor("user:2", "/14/"), home="/14/04/03/") == "/14/04/03/"

    def test_where_its_chain_does_when_the_record_names_no_place(self) -> None:
        assert self.of(Actor("task:night", "/"), subject="permit:1") == "/14/04/"

    def test_with_the_actor_when_nothing_else_is_known(self) -> None:
        assert self.of(Actor("user:2", "/14/04/d01/")) == "/14/04/d01/"

    def test_with_the_actor_when_the_chain_began_over_the_whole_country(self) -> None:
        assert self.of(Actor("shell", "/")) == "/"
        assert self.of(LI) == "/14/04/"


def test_the_night_seals_what_came_before_midnight() -> None:
    tasks.seal_the_day.call()
    seal = AuditSeal.objects.get()
    assert timezone.localtime(seal.until).hour == 0
    assert seal.entries == 0  # what was written today stays open


def test_many_entries_are_written_without_a_query_for_each(
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[Any]],
) -> None:
    with django_assert_max_num_queries(30):
        permits = [f"permit:{number}" for number in range(1000)]
        trail.record_many(
            LI, "draft", {key: {} for key in permits}, dict.fromkeys(permits, trail.Now())
        )


def test_the_command_says_that_the_trail_is_whole() -> None:
    out = StringIO()
    call_command("audit", "verify", stdout=out)
    assert "留痕完整：4 条记录" in out.getvalue()


def test_the_command_seals_and_counts_the_seals() -> None:
    out = StringIO()
    call_command("audit", "seal", stdout=out)
    assert "1 次封存" in out.getvalue()


def test_the_command_names_each_fault_and_fails() -> None:
    AuditEntry.objects.filter(subject="permit:1", serial=2).delete()
    complaints = StringIO()
    with pytest.raises(CommandError, match="1 处有问题") as failed:
        call_command("audit", "verify", stderr=complaints)
    assert failed.value.returncode == 1
    assert "缺少第 2 条记录" in complaints.getvalue()
