"""A year of burden and a baseline before it, as the modules below make them."""

from datetime import date

from qingshe.modules.burden.facade import Share, post
from qingshe.modules.burden.tests.builders import a_posting, shares
from qingshe.modules.catalog.tests.builders import a_city
from tests.cast import COMMUNITY, NEIGHBOUR

LAST_YEAR = date(2024, 3, 11)
THIS_YEAR = date(2025, 3, 10)


def a_counted_town() -> None:
    """60 hours asked in March of the year before, 36 in March of this one; one community noted."""
    a_city()
    book(1, 1800, LAST_YEAR)
    book(2, 600, THIS_YEAR)
    post(
        a_posting(3, kind="report", issued_on=THIS_YEAR),
        [Share(COMMUNITY, 480, 600), Share(NEIGHBOUR, 480)],
        on=THIS_YEAR,
    )


def book(number: int, minutes: int, on: date) -> None:
    """So many minutes for each of both communities."""
    post(a_posting(number, issued_on=on), shares(minutes), on=on)
