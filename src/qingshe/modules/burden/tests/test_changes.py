"""Why yearly burdens change: from permits and lists, and from the office with evidence."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import timezone

from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Denied, Invalid, NotFound
from qingshe.modules.burden.facade import Cause, reach
from qingshe.modules.burden.models import BurdenChange
from qingshe.modules.burden.queries import changes as queries
from qingshe.modules.burden.queries import figures
from qingshe.modules.burden.rules import ChangeState, Thing, Yearly
from qingshe.modules.burden.services import changes
from qingshe.modules.catalog.facade import amend_permit, revoke_permit, withdraw_permit
from qingshe.modules.catalog.tests.builders import (
    DRUGS,
    PERMITTED,
    a_city,
    a_permit,
    an_edition_without,
)
from tests.cast import CITY, department_officer, gatekeeper, leader, supervisor
from tests.queue import run_waiting_tasks

from .builders import MARCH, TODAY, a_booked

pytestmark = pytest.mark.django_db
LATER = date(2025, 10, 1)
HOURLY, PREFILLED = Yearly(2, 12, 60), Yearly(2, 12, 15)
ITEM = Thing("CZ-A2-03", "协助开展消防宣传", "task", CITY)


@pytest.fixture(autouse=True)
def _city() -> None:
    a_city()


def booked() -> list[tuple[str, int]]:
    rows = BurdenChange.objects.filter(state=ChangeState.BOOKED).order_by("pk")
    return list(rows.values_list("cause", "minutes"))


def book(
    cause: Cause = Cause.PREFILLED,
    *,
    by: Actor | None = None,
    before: Yearly | None = HOURLY,
    after: Yearly = PREFILLED,
) -> list[BurdenChange]:
    return changes.book(
        by or gatekeeper(),
        ITEM,
        cause=cause,
        before=before,
        after=after,
        evidence="会议纪要〔2025〕3号",
        today=TODAY,
    )


@pytest.mark.django_db(transaction=True)  # the worker closes its connection after each task
class TestPermits:
    def test_bring_their_yearly_burden(self) -> None:
        a_permit()
        run_waiting_tasks()
        assert booked() == [("issued", 2 * 4 * 12)]

    def test_amended_are_taken_apart(self) -> None:
        permit = a_permit()
        run_waiting_tasks()
        fewer = replace(PERMITTED, times_per_year=2, minutes=10)
        amend_permit(gatekeeper(), permit.pk, fewer, today=TODAY, reason="减少频次")
        run_waiting_tasks()
        assert booked()[1:] == [("frequency", -2 * 2 * 12), ("re_estimated", -2 * 2 * 2)]

    def test_amended_to_another_estimate_save_nothing(self) -> None:
        permit = a_permit()
        other = replace(PERMITTED, minutes=1)
        amend_permit(gatekeeper(), permit.pk, other, today=TODAY, reason="重新测算")
        run_waiting_tasks()
        lines = figures.changes(reach(gatekeeper()), timezone.localdate().year)
        assert sum(line.minutes for line in lines if line.is_saving) == 0

    def test_are_booked_however_long_the_reason_is(self) -> None:
        permit = a_permit()
        revoke_permit(gatekeeper(), permit.pk, reason="群众不认可。" * 400)
        run_waiting_tasks()
        assert booked()[-1][0] == "cancelled"

    def test_revoked_are_cancelled(self) -> None:
        permit = a_permit()
        run_waiting_tasks()
        revoke_permit(gatekeeper(), permit.pk, reason="群众不认可")
        run_waiting_tasks()
        assert booked() == [("issued", 96), ("cancelled", -96)]

    def test_given_up_are_cancelled(self) -> None:
        permit = a_permit()
        run_waiting_tasks()
        withdraw_permit(department_officer(), permit.pk, reason="不再需要")
        run_waiting_tasks()
        assert booked()[-1] == ("cancelled", -96)

    def test_are_booked_once_however_often_the_task_runs(self) -> None:
        permit = a_permit()
        run_waiting_tasks()
        assert changes.note_permit(permit.pk, today=TODAY) == []

    def test_whose_end_is_heard_late_are_not_ended_twice(self) -> None:
        permit = a_permit()
        amend_permit(gatekeeper(), permit.pk, PERMITTED, today=TODAY, reason="换编号")
        run_waiting_tasks()
        assert changes.note_end(permit.pk, today=TODAY) == []
        assert sum(minutes for _, minutes in booked()) == 96

    def test_always_add_up_to_what_is_in_force(self) -> None:
        permit = a_permit()
        run_waiting_tasks()
        wider = replace(PERMITTED, times_per_year=12)
        amended = amend_permit(gatekeeper(), permit.pk, wider, today=TODAY, reason="增加")
        run_waiting_tasks()
        assert sum(minutes for _, minutes in booked()) == changes.yearly_of(amended).total

    def test_booked_by_the_system_cannot_be_taken_back(self) -> None:
        a_permit()
        run_waiting_tasks()
        with pytest.raises(Denied, match="由系统"):
            changes.take_back(gatekeeper(), BurdenChange.objects.get().pk, reason="不要")


class TestLists:
    def test_leave_an_item_out_and_its_burden_is_cancelled(self) -> None:
        newer, key = an_edition_without(DRUGS, on=LATER)
        a_booked(under=key, issued_on=MARCH, minutes=30)
        made = changes.note_edition(newer.pk, today=LATER)
        assert [(one.under, one.cause, one.minutes) for one in made] == [(key, "cancelled", -60)]

    def test_are_booked_once(self) -> None:
        newer, key = an_edition_without(DRUGS, on=LATER)
        a_booked(under=key, issued_on=MARCH, minutes=30)
        changes.note_edition(newer.pk, today=LATER)
        assert changes.note_edition(newer.pk, today=LATER) == []

    def test_that_leave_out_what_cost_nothing_book_nothing(self) -> None:
        newer, _ = an_edition_without(DRUGS, on=LATER)
        assert changes.note_edition(newer.pk, today=LATER) == []


class TestByHand:
    def test_is_the_cause_it_says(self) -> None:
        book(Cause.PREFILLED)
        assert booked() == [("prefilled", -2 * 12 * 45)]

    def test_of_frequency_shows_another_estimate_apart(self) -> None:
        book(Cause.FREQUENCY, after=Yearly(2, 4, 30))
        assert booked() == [("frequency", -2 * 8 * 60), ("re_estimated", -2 * 4 * 30)]

    def test_goes_on_from_what_the_ledger_knows(self) -> None:
        book(Cause.PREFILLED)
        book(Cause.MERGED, before=Yearly(999, 999, 99), after=Yearly(2, 4, 15))
        assert booked()[1] == ("merged", -2 * 8 * 15)

    def test_needs_the_counts_before_where_nothing_is_known(self) -> None:
        with pytest.raises(Invalid, match="变动前"):
            book(before=None)

    def test_refuses_what_is_only_another_estimate(self) -> None:
        with pytest.raises(Invalid, match="不能手工入账"):
            book(Cause.RE_ESTIMATED)

    def test_refuses_more_under_the_name_of_less(self) -> None:
        with pytest.raises(Invalid, match="只会减少"):
            book(Cause.MERGED, after=Yearly(3, 12, 60))

    def test_refuses_no_change(self) -> None:
        with pytest.raises(Invalid, match="变动前后相同"):
            book(after=Yearly(2, 12, 60))

    @pytest.mark.parametrize("actor", [leader(), supervisor(), department_officer()])
    def test_is_for_the_office(self, actor: Actor) -> None:
        with pytest.raises(Denied, match="领导小组办公室"):
            book(by=actor)

    def test_taken_back_counts_no_more_and_is_still_seen(self) -> None:
        (change,) = book()
        changes.take_back(gatekeeper(), change.pk, reason="登错了")
        assert booked() == []
        assert queries.visible_to(gatekeeper()).count() == 1

    def test_cannot_be_taken_back_without_a_reason(self) -> None:
        (change,) = book()
        with pytest.raises(Invalid, match="理由"):
            changes.take_back(gatekeeper(), change.pk, reason=" ")

    def test_of_another_city_does_not_exist(self) -> None:
        (change,) = book()
        with pytest.raises(NotFound):
            changes.take_back(gatekeeper("/14/05/"), change.pk, reason="登错了")
