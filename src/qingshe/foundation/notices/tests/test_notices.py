from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from qingshe.foundation.notices import box
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import NotFound

pytestmark = pytest.mark.django_db
LI = Actor("user:1", "/14/04/")
WANG = Actor("user:2", "/14/04/")


def titles(actor: Actor) -> list[str]:
    return [notice.title for notice in box.of(actor)]


def test_everybody_is_told_once_and_reads_the_newest_first() -> None:
    assert box.send([LI.id, WANG.id, LI.id], "清单已发布", link="/catalog/1/") == 2
    box.send([LI.id], "清单待复核")
    assert titles(LI) == ["清单待复核", "清单已发布"]
    assert titles(WANG) == ["清单已发布"]


def test_what_was_read_keeps_its_first_moment() -> None:
    box.send([LI.id], "清单已发布")
    pk = box.of(LI)[0].pk
    first = box.mark_read(LI, pk).read_at
    assert first is not None
    assert box.mark_read(LI, pk).read_at == first


def test_all_can_be_marked_as_read_at_once() -> None:
    box.send([LI.id, WANG.id], "清单已发布")
    assert box.mark_all_read(LI) == 1
    assert box.of(WANG)[0].read_at is None


def test_a_notice_of_somebody_else_does_not_exist() -> None:
    box.send([LI.id], "清单已发布")
    with pytest.raises(NotFound):
        box.mark_read(WANG, box.of(LI)[0].pk)
    assert box.of(LI)[0].read_at is None


@pytest.mark.parametrize("link", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_a_notice_leads_nowhere_else(link: str) -> None:
    with pytest.raises(ValueError, match="no address of this site"):
        box.send([LI.id], "清单已发布", link=link)


def test_many_are_told_without_a_query_for_each(
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[Any]],
) -> None:
    with django_assert_max_num_queries(10):
        box.send((f"user:{n}" for n in range(1000)), "清单已发布")
