"""Reminders are few: due soon once, overdue once, in working hours; nobody is chased."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingshe.foundation.notices.models import Notice
from qingshe.kernel.roles import Role
from qingshe.kernel.workdays import Workdays
from qingshe.modules.catalog.tests.builders import a_permit
from qingshe.modules.demands import rules
from qingshe.modules.demands.models import Reminder
from qingshe.modules.demands.rules import Limits, Phase
from qingshe.modules.demands.services import issuing, reminding, working
from qingshe.modules.orgs.tests.builders import an_account
from tests.cast import CITY, COMMUNITY, NEIGHBOUR, department_officer, worker

from .builders import FRIDAY, MORNING, a_demand, a_refusal, a_town, aged, share_of

CLOCK = ZoneInfo("Asia/Shanghai")
DAYS = Workdays.of({date(2025, 9, 28): True, date(2025, 10, 1): False})
THURSDAY = MORNING + timedelta(days=3)  # the demands of the builders are due on Friday
MONDAY_AFTER = MORNING + timedelta(days=7)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2025, 9, day, hour, minute, tzinfo=CLOCK)


class TestTheHour:
    @pytest.mark.parametrize(
        ("now", "begins"),
        [
            (at(1, 3), at(1, 8)),
            (at(1, 8), at(1, 8)),
            (at(1, 17, 59), at(1, 17, 59)),
            (at(1, 18), None),
            (at(6, 3), None),
            (at(28, 3), at(28, 8)),  # a Sunday on which people work before the holiday
        ],
    )
    def test_is_one_of_work(self, now: datetime, begins: datetime | None) -> None:
        assert rules.begins(now, DAYS, Limits()) == begins

    @given(st.integers(0, 500 * 24 * 60))
    def test_is_never_in_quiet_hours(self, minutes: int) -> None:
        moment, limits = at(1, 0) + timedelta(minutes=minutes), Limits()
        begins = rules.begins(moment, DAYS, limits)
        assert begins is None or limits.is_working_hour(begins, DAYS)


class TestTheWords:
    def test_name_three_and_count_the_rest(self) -> None:
        assert (
            rules.reminder(Phase.SOON, ["甲", "乙", "丙", "丁"])
            == "快到期 4 件：“甲”、“乙”、“丙”等"
        )

    def test_blame_nobody(self) -> None:
        words = rules.reminder(Phase.OVERDUE, ["甲"]) + rules.ONCE
        assert not [fault for fault in ("逾期", "未完成", "催", "通报") if fault in words]


@pytest.mark.django_db
class TestReminders:
    @pytest.fixture(autouse=True)
    def _people(self) -> None:
        a_town()
        an_account(Role.WORKER, COMMUNITY)

    def remind(self, now: datetime) -> list[str]:
        before = set(Notice.objects.values_list("pk", flat=True))
        reminding.remind(CITY, now=now)
        new = Notice.objects.exclude(pk__in=before)
        return list(new.order_by("pk").values_list("title", flat=True))

    def test_come_once_the_working_day_before(self) -> None:
        a_demand()
        assert self.remind(MORNING) == []
        assert self.remind(THURSDAY) == ["快到期 1 件：“协助开展消防宣传”"]
        assert self.remind(THURSDAY + timedelta(minutes=5)) == []
        assert self.remind(THURSDAY + timedelta(days=1)) == []

    def test_come_once_when_the_day_has_passed_and_never_again(self) -> None:
        a_demand()
        self.remind(THURSDAY)
        assert self.remind(MONDAY_AFTER) == ["过了原定期限、还没有报送的 1 件：“协助开展消防宣传”"]
        later = [self.remind(MONDAY_AFTER + timedelta(days=days)) for days in (1, 2, 7, 30)]
        assert later == [[], [], [], []]

    def test_are_one_line_for_several_things(self) -> None:
        number = a_permit(times_per_year=None).number
        for key in ("一", "二"):
            a_demand(aged(number), key=key)
        assert self.remind(THURSDAY) == ["快到期 2 件：“高龄津贴人员核对”、“高龄津贴人员核对”"]

    def test_do_not_come_to_who_has_handed_in_or_sent_back(self) -> None:
        working.hand_in(worker(), share_of(a_demand()).pk, now=MORNING)
        a_refusal(a_demand(key="二"))
        assert self.remind(THURSDAY) == []

    def test_do_not_come_when_the_demand_has_ended(self) -> None:
        issuing.close(department_officer(), a_demand().pk)
        assert self.remind(THURSDAY) == []

    def test_of_what_is_long_past_do_not_come(self) -> None:
        a_demand()
        assert self.remind(MORNING + timedelta(days=60)) == []

    @pytest.mark.parametrize("now", [at(4, 3), at(4, 20), at(6, 10)])
    def test_do_not_come_in_quiet_hours_nor_are_they_forgotten(self, now: datetime) -> None:
        a_demand()
        assert self.remind(now) == []
        assert not Reminder.objects.exists()

    def test_come_anew_for_a_share_that_was_given_another_day(self) -> None:
        demand = a_demand()
        self.remind(THURSDAY)
        share = share_of(demand)
        type(share).objects.filter(pk=share.pk).update(due_on=date(2025, 9, 9))
        assert self.remind(MONDAY_AFTER) == ["快到期 1 件：“协助开展消防宣传”"]

    def test_are_planned_for_the_beginning_of_the_working_day(self) -> None:
        a_demand()
        assert list(reminding.moments(at(4, 3))) == [(CITY, at(4, 8))]
        assert list(reminding.moments(at(6, 3))) == []

    def test_go_to_communities_and_to_nobody_above(self) -> None:
        an_account(Role.STREET)
        an_account(Role.DEPARTMENT, department_officer().unit)
        an_account(Role.HEAD, NEIGHBOUR)
        a_demand()
        assert len(self.remind(THURSDAY)) == 2

    def test_keep_no_note_of_who_read_them(self) -> None:
        names = {field.name for field in Reminder._meta.get_fields()}
        assert names == {"id", "demand", "due_on", "phase", "sent_at"}

    def test_of_friday_are_noted_by_their_day(self) -> None:
        a_demand()
        self.remind(THURSDAY)
        assert list(Reminder.objects.values_list("due_on", "phase")) == [(FRIDAY, "soon")]
