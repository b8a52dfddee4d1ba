"""The shared calendar shows clashes and full weeks before another meeting is called."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Denied, NotFound
from qingshe.modules.catalog.tests.builders import TODAY, a_permit
from qingshe.modules.demands import rules
from qingshe.modules.demands.models import Demand
from qingshe.modules.demands.queries import calendar, drafts
from qingshe.modules.demands.rules import Appointment, Terms
from qingshe.modules.demands.services import issuing, working
from qingshe.modules.orgs.tests.builders import a_unit
from tests.cast import (
    CITY,
    COMMUNITY,
    NEIGHBOUR,
    STREET,
    department_officer,
    gatekeeper,
    street_officer,
    visitor,
    worker,
)

from .builders import MORNING, a_demand, a_refusal, a_town, aged, share_of

Acting = Callable[[Actor], Client]
CLOCK = ZoneInfo("Asia/Shanghai")


def at(hour: int, minute: int = 0, day: int = 5) -> datetime:
    return datetime(2025, 9, day, hour, minute, tzinfo=CLOCK)


def an_appointment(begins: datetime, length: int = 60, community: str = COMMUNITY) -> Appointment:
    return Appointment(community, f"{begins:%H%M}", begins, length)


class TestClashes:
    def test_are_those_that_overlap(self) -> None:
        early, late, apart = (an_appointment(at(*when)) for when in ((9,), (9, 30), (14,)))
        assert rules.clashes([apart, late, early]) == [early, late]

    def test_are_not_those_that_follow_each_other(self) -> None:
        assert rules.clashes([an_appointment(at(9)), an_appointment(at(10))]) == []

    def test_are_seen_behind_a_short_one_inside_a_long_one(self) -> None:
        day, short, later = (
            an_appointment(at(9), 240),
            an_appointment(at(10), 10),
            an_appointment(at(11), 10),
        )
        assert set(rules.clashes([day, short, later])) == {day, short, later}

    @given(st.lists(st.tuples(st.integers(0, 600), st.integers(1, 240)), max_size=8, unique=True))
    def test_are_the_same_as_comparing_each_with_each(self, told: list[tuple[int, int]]) -> None:
        known = [
            an_appointment(at(0) + timedelta(minutes=begins), length) for begins, length in told
        ]
        slow = {
            one
            for one in known
            for other in known
            if one is not other and one.starts_at < other.ends_at and other.starts_at < one.ends_at
        }
        assert set(rules.clashes(known)) == slow


class TestTheWeek:
    def test_puts_the_fullest_community_first(self) -> None:
        known = [
            an_appointment(at(9), community=NEIGHBOUR),
            an_appointment(at(9)),
            an_appointment(at(9, 30)),
        ]
        loads = rules.week_load(known)
        assert [(load.community, load.appointments, load.clashing) for load in loads] == [
            (COMMUNITY, 2, 2),
            (NEIGHBOUR, 1, 0),
        ]
        assert [load.is_heavy for load in loads] == [True, False]

    def test_of_three_meetings_is_heavy(self) -> None:
        known = [an_appointment(at(9, day=day)) for day in (2, 3, 4)]
        assert rules.week_load(known)[0].is_heavy


@pytest.fixture
def meetings() -> Callable[..., Demand]:
    a_town()
    number = a_permit(kind="meeting", times_per_year=None).number

    def call(begins: datetime, *, paths: tuple[str, ...] = (CITY,), key: str = "") -> Demand:
        return a_demand(_meeting(number, begins, paths), key=key or begins.isoformat())

    return call


def _meeting(number: str, begins: datetime, paths: tuple[str, ...]) -> Terms:
    return aged(
        number,
        starts_at=begins,
        length_minutes=60,
        due_on=None,
        paths=paths,
        venue="街道三楼",
        attendees="社区书记",
    )


@pytest.mark.django_db
class TestWhoSees:
    def test_a_community_its_own(self, meetings: Callable[..., Demand]) -> None:
        meetings(at(10), paths=(NEIGHBOUR,))
        mine = meetings(at(14), paths=(COMMUNITY,))
        found = calendar.entries(worker(), COMMUNITY, TODAY, 7)
        assert [entry.demand.pk for entry in found] == [mine.pk]

    def test_a_street_all_of_its_communities_with_how_many_must_come(
        self, meetings: Callable[..., Demand]
    ) -> None:
        meetings(at(10))
        found = calendar.entries(street_officer(), STREET, TODAY, 7)
        assert [(entry.communities, entry.hours) for entry in found] == [(2, "10:00–11:00")]

    @pytest.mark.parametrize("place", [NEIGHBOUR, STREET, CITY, "/14/05/"])
    def test_nobody_what_lies_beyond(self, meetings: Callable[..., Demand], place: str) -> None:
        meetings(at(10), paths=(NEIGHBOUR,))
        with pytest.raises(NotFound):
            calendar.place_of(worker(), place)
        assert calendar.entries(worker(), place, TODAY, 7) == []

    def test_not_a_visitor(self, meetings: Callable[..., Demand], acting: Acting) -> None:
        assert acting(visitor).get("/calendar/").status_code == 302

    def test_nobody_that_somebody_has_sent_it_back(self, meetings: Callable[..., Demand]) -> None:
        demand = meetings(at(10))
        a_refusal(demand)
        found = calendar.entries(street_officer(), STREET, TODAY, 7)
        assert [entry.communities for entry in found] == [1]

    def test_nothing_of_what_was_taken_back(self, meetings: Callable[..., Demand]) -> None:
        issuing.withdraw(department_officer(), meetings(at(10)).pk, reason="改期")
        assert calendar.entries(worker(), COMMUNITY, TODAY, 7) == []


@pytest.mark.django_db
class TestBeforeItIsCalled:
    def test_the_department_sees_clashes_and_full_weeks_by_community(
        self, meetings: Callable[..., Demand]
    ) -> None:
        demand = meetings(at(10), paths=(COMMUNITY,))
        terms = _meeting(demand.under, at(10, 30), (CITY,))
        diary = drafts.examine(department_officer(), terms, now=MORNING).diary
        assert diary is not None
        assert [(each.community, each.appointments) for each in diary.fullest] == [(COMMUNITY, 2)]
        assert diary.fullest[0].is_heavy

    def test_the_page_names_them(
        self,
        meetings: Callable[..., Demand],
        acting: Acting,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(timezone, "now", lambda: MORNING)
        demand = meetings(at(10), paths=(COMMUNITY,))
        sent = {
            "key": "二",
            "title": "高龄津贴人员核对",
            "text": "请协助核对八十岁以上老人的居住和健在情况。",
            "places": [CITY],
            "starts_on": "2025-09-05",
            "starts_at": "10:30",
            "length_minutes": "60",
            "venue": "街道三楼",
            "attendees": "社区书记",
            "preview": "1",
        }
        page = acting(department_officer()).post(f"/demands/new/?under={demand.under}", sent)
        assert "加上这一次，这些社区的一周" in page.text
        assert "时间冲突" in page.text


@pytest.mark.django_db
class TestThePage:
    @pytest.fixture(autouse=True)
    def _monday_morning(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(timezone, "now", lambda: MORNING)

    def test_shows_a_week_from_monday_to_sunday(
        self, meetings: Callable[..., Demand], acting: Acting
    ) -> None:
        meetings(at(10))
        page = acting(worker()).get("/calendar/")
        assert "9月1日 周一" in page.text
        assert "9月7日 周日" in page.text
        assert "街道三楼" in page.text
        assert "社区书记参加" in page.text

    def test_marks_what_clashes_on_the_own_calendar(
        self, meetings: Callable[..., Demand], acting: Acting
    ) -> None:
        meetings(at(10))
        meetings(at(10, 30))
        assert acting(worker()).get("/calendar/").text.count("时间冲突") == 3

    def test_shows_a_month_in_whole_weeks(
        self, meetings: Callable[..., Demand], acting: Acting
    ) -> None:
        page = acting(worker()).get("/calendar/", {"view": "month", "on": "2028-02-29"})
        assert "2月29日 周二" in page.text
        assert page.text.count("<time") == 35

    @pytest.mark.parametrize("on", ["2028-02-30", "0001-01-01", "9999-12-31", "明天"])
    def test_takes_a_day_that_cannot_be_for_today(
        self, meetings: Callable[..., Demand], acting: Acting, on: str
    ) -> None:
        assert "9月1日 周一" in acting(worker()).get("/calendar/", {"on": on}).text

    def test_says_when_nothing_is_on(self, meetings: Callable[..., Demand], acting: Acting) -> None:
        assert "没有会议和检查" in acting(worker()).get("/calendar/").text

    def test_of_a_city_looks_closer_by_part(
        self, meetings: Callable[..., Demand], acting: Acting
    ) -> None:
        page = acting(gatekeeper()).get("/calendar/")
        assert "看某一处" in page.text

    def test_of_elsewhere_does_not_exist(
        self, meetings: Callable[..., Demand], acting: Acting
    ) -> None:
        assert acting(street_officer()).get("/calendar/", {"place": CITY}).status_code == 404

    def test_asks_no_more_for_many_communities(
        self,
        meetings: Callable[..., Demand],
        acting: Acting,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        for number in range(5, 25):
            a_unit(f"{STREET}{number:03}/")
        for hour in (9, 10, 11, 14):
            meetings(at(hour))
        client = acting(street_officer())
        with django_assert_max_num_queries(12):
            assert client.get("/calendar/").status_code == 200


@pytest.mark.django_db
class TestAttending:
    def test_is_said_from_the_day_on_and_not_before(self, meetings: Callable[..., Demand]) -> None:
        share = share_of(meetings(at(16)))
        for early in (MORNING, at(23, 59, day=4)):
            with pytest.raises(Denied, match="会议培训在9月5日，到那天才能报送已参加。"):
                working.hand_in(worker(), share.pk, now=early)
        done = working.hand_in(worker(), share.pk, now=at(0, 1))
        assert done.state_label == "已报送"

    def test_is_not_offered_before_but_sending_it_back_is(
        self, meetings: Callable[..., Demand], acting: Acting, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        share = share_of(meetings(at(16)))
        monkeypatch.setattr(timezone, "now", lambda: MORNING)
        for page in ("/today/?view=later", f"/today/{share.pk}/"):
            text = acting(worker()).get(page).text
            assert "会议培训在9月5日，到那天才能报送已参加。" in text
            assert "hand_in/" not in text.replace("/today/hand_in/", "")
            assert "refuse/" in text
        monkeypatch.setattr(timezone, "now", lambda: at(8))
        assert "已参加</a>" in acting(worker()).get("/today/").text
