"""The laws of pages by key, on a table that is there anyway: the trail."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qingshe.foundation.audit.models import AuditEntry
from qingshe.kernel.errors import Invalid
from qingshe.web.paging import keyset

pytestmark = pytest.mark.django_db
START = datetime(2026, 6, 1, tzinfo=UTC)
ORDERS = [("pk",), ("-pk",), ("actor", "pk"), ("-at", "pk"), ("actor", "-at", "-pk")]
rows = st.lists(st.tuples(st.sampled_from("甲乙丙 b"), st.integers(0, 3)), max_size=25)
same_database = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def write(kinds: Sequence[tuple[str, int]], *, begin: int = 0) -> None:
    AuditEntry.objects.bulk_create(
        AuditEntry(
            at=START + timedelta(minutes=minute),
            actor=actor,
            action="test",
            subject=f"test:{begin + number}",
            serial=1,
        )
        for number, (actor, minute) in enumerate(kinds)
    )


def pages(order: Sequence[str], size: int) -> Iterator[Sequence[AuditEntry]]:
    after = ""
    while True:
        page = keyset(AuditEntry.objects.all(), order=order, after=after, size=size)
        yield page.rows
        if not page.has_more:
            return
        after = page.next_after


@same_database
@given(kinds=rows, order=st.sampled_from(ORDERS), size=st.integers(1, 7))
def test_all_pages_together_are_the_list(
    kinds: list[tuple[str, int]], order: tuple[str, ...], size: int
) -> None:
    AuditEntry.objects.all().delete()
    write(kinds)
    seen = [row.pk for page in pages(order, size) for row in page]
    assert seen == list(AuditEntry.objects.order_by(*order).values_list("pk", flat=True))


@same_database
@given(kinds=rows, late=rows, order=st.sampled_from(ORDERS), size=st.integers(1, 7))
def test_rows_that_come_meanwhile_push_nothing_away(
    kinds: list[tuple[str, int]],
    late: list[tuple[str, int]],
    order: tuple[str, ...],
    size: int,
) -> None:
    AuditEntry.objects.all().delete()
    write(kinds)
    there = list(AuditEntry.objects.order_by(*order).values_list("pk", flat=True))
    seen: list[int] = []
    for number, page in enumerate(pages(order, size)):
        seen.extend(row.pk for row in page)
        if number == 0:
            write(late, begin=1000)
    assert len(seen) == len(set(seen))
    assert [pk for pk in seen if pk in set(there)] == there


def test_a_page_never_counts() -> None:
    write([("甲", 0)] * 3)
    page = keyset(AuditEntry.objects.all(), order=("pk",), size=2)
    assert (len(page), page.has_more, page.first) == (2, True, True)


def test_the_last_page_leads_nowhere() -> None:
    write([("甲", 0)] * 2)
    page = keyset(AuditEntry.objects.all(), order=("pk",), size=2)
    assert (page.next_after, page.has_more) == ("", False)


@pytest.mark.parametrize(
    "forged", ["abc", "é", "WzFd" * 9, "bnVsbA", "W10", "WyJ4Il0", "e30", "W251bGxd"]
)
def test_a_forged_place_is_refused_in_words(forged: str) -> None:
    with pytest.raises(Invalid, match="请回到第一页"):
        keyset(AuditEntry.objects.all(), order=("pk",), after=forged)
