import pytest
from django.db.models import Q
from hypothesis import given
from hypothesis import strategies as st

from qingshe.foundation import access
from qingshe.kernel.actor import Actor

from .letters import Letter

PLACES = ["/", "/14/", "/14/04/", "/14/04/03/", "/14/04/d01/", "/14/05/", "/140/", "/1_/"]
paths = st.lists(st.sampled_from(["14", "04", "1", "d01", "4_"]), max_size=4).map(
    lambda steps: "/" + "".join(f"{step}/" for step in steps)
)


@pytest.fixture
def _letters(db: None) -> None:
    Letter.objects.bulk_create(Letter(title=path, unit=path) for path in PLACES)


def titles(condition: Q) -> list[str]:
    return [letter.title for letter in Letter.objects.filter(condition).order_by("pk")]


@pytest.mark.usefixtures("_letters")
@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/14/04/", ["/14/04/", "/14/04/03/", "/14/04/d01/"]),
        ("/14/", ["/14/", "/14/04/", "/14/04/03/", "/14/04/d01/", "/14/05/"]),
        ("/1_/", ["/1_/"]),
        ("/14/04/D01/", []),
        ("/", PLACES),
    ],
)
def test_below_a_unit_lie_itself_and_what_its_path_begins(path: str, expected: list[str]) -> None:
    assert titles(access.below("unit", path)) == expected


@pytest.mark.usefixtures("_letters")
def test_above_a_unit_stand_its_ancestors_up_to_the_root_and_itself() -> None:
    assert titles(access.above("unit", "/14/04/03/")) == ["/", "/14/", "/14/04/", "/14/04/03/"]


@pytest.mark.usefixtures("_letters")
def test_nothing_is_nothing_and_everything_is_everything() -> None:
    assert titles(access.NOTHING) == []
    assert titles(access.EVERYTHING) == PLACES


@given(paths, paths)
def test_one_lies_below_another_when_that_stands_above_it(path: str, other: str) -> None:
    is_below = access.is_below(path, Actor("user:1", other))
    assert is_below == (other in access.lineage(path))
