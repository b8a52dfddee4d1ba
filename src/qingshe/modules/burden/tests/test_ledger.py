"""The ledger says what the demands say, however often it is told, and its sums with it."""

from datetime import date, timedelta
from time import process_time

import pytest
from django.db.models import Sum
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pytest_django import DjangoAssertNumQueries

from qingshe.modules.burden.facade import Cause, Posting, Share, check, post, rebuild
from qingshe.modules.burden.models import BurdenEntry, BurdenTotal
from tests.cast import CITY, COMMUNITY, COUNTY, NEIGHBOUR

from .builders import MARCH, a_booked, a_posting, shares

pytestmark = pytest.mark.django_db
LATER = MARCH + timedelta(days=40)
PLACES = ["/14/04/03/001/003/", "/14/04/03/001/004/", "/14/04/03/002/001/", "/14/04/11/001/001/"]


def total(place: str, name: str = "estimated") -> int:
    return BurdenTotal.objects.filter(place=place).aggregate(sum=Sum(name))["sum"] or 0


class TestPosting:
    def test_books_the_minutes_of_every_community(self) -> None:
        a_booked(minutes=30)
        assert [entry.estimated for entry in BurdenEntry.objects.all()] == [30, 30]

    def test_sums_them_for_every_place_above(self) -> None:
        a_booked(minutes=30)
        assert total("/") == total(CITY) == total(COUNTY) == 60

    def test_twice_books_once(self) -> None:
        posting = a_booked()
        assert post(posting, shares(), on=LATER) == 0

    def test_keeps_what_was_taken_back_in_its_month(self) -> None:
        posting = a_booked(minutes=30)
        post(posting, [Share(COMMUNITY, 30, gone=Cause.CANCELLED)], on=LATER)
        gone = BurdenEntry.objects.get(cause=Cause.CANCELLED)
        assert (gone.month, gone.booked_on, gone.estimated) == (date(2025, 3, 1), LATER, -30)
        assert total(CITY) == 30

    def test_puts_observed_minutes_beside_the_estimate_of_the_same_shares(self) -> None:
        posting = a_booked(minutes=30)
        post(posting, [Share(NEIGHBOUR, 30, observed=50)], on=LATER)
        assert (total(CITY), total(CITY, "observed"), total(CITY, "compared")) == (60, 50, 30)

    def test_of_a_corrected_time_books_the_difference(self) -> None:
        posting = a_booked(minutes=30)
        post(posting, [Share(NEIGHBOUR, 30, observed=50)], on=LATER)
        post(posting, [Share(NEIGHBOUR, 30, observed=40)], on=LATER)
        assert (total(CITY, "told"), total(CITY, "observed")) == (1, 40)

    def test_costs_no_query_for_each_community(
        self, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        many = shares(communities=[f"/14/04/03/001/{number:03}/" for number in range(100)])
        with django_assert_max_num_queries(7):
            post(a_posting(), many, on=MARCH)

    def test_of_eleven_thousand_communities_takes_less_than_two_seconds(self) -> None:
        paths = [f"/14/04/{n // 600:02}/{n // 30:03}/{n:05}/" for n in range(11_000)]
        begun = process_time()
        assert post(a_posting(), shares(communities=paths), on=MARCH) == 11_000
        assert process_time() - begun < 2
        assert total("/") == 330_000


class TestRebuilding:
    def test_finds_nothing_when_all_is_told(self) -> None:
        told = [(a_booked(), shares())]
        assert check(told) == []
        assert rebuild(told, on=LATER) == 0

    def test_books_what_was_never_told(self) -> None:
        told = [(a_posting(), shares())]
        assert check(told) == ["第1号 核对第1批：没有入账"]
        assert rebuild(told, on=LATER) == 2
        assert check(told) == []

    def test_takes_back_what_is_no_demand(self) -> None:
        a_booked()
        assert rebuild([], on=LATER) == 2
        assert total(CITY) == 0

    def test_mends_a_sum(self) -> None:
        told = [(a_booked(), shares())]
        BurdenTotal.objects.filter(place=CITY).update(estimated=1)
        assert check(told) == ["第1号 核对第1批：合计与明细不符"]
        rebuild(told, on=LATER)
        assert check(told) == []


SHARES = st.builds(
    Share,
    st.sampled_from(PLACES),
    st.integers(0, 300),
    st.none() | st.integers(0, 300),
    st.sampled_from([None, None, Cause.CANCELLED, Cause.RELEASED]),
)
STEPS = st.lists(st.tuples(st.integers(1, 3), st.lists(SHARES, max_size=4)), max_size=6)


class TestTheLedger(TestCase):
    @settings(max_examples=25, deadline=None)
    @given(STEPS)
    def test_is_the_sum_over_all_demands_whatever_happened(
        self, steps: list[tuple[int, list[Share]]]
    ) -> None:
        now: dict[int, dict[str, Share]] = {}
        for number, moved in steps:
            at_once = {share.community: share for share in moved}
            post(a_posting(number), list(at_once.values()), on=MARCH)
            now.setdefault(number, {}).update(at_once)
        told: list[tuple[Posting, list[Share]]] = [
            (a_posting(number), list(found.values())) for number, found in now.items()
        ]
        assert check(told) == []
        live = [share for _, found in told for share in found if share.gone is None]
        assert total("/") == sum(share.minutes for share in live)
        assert total("/", "shares") == len(live)
