from datetime import date, timedelta

import pytest

from qingshe.foundation.notices.models import Notice
from qingshe.kernel.roles import Role
from qingshe.modules.catalog.services import reminders
from qingshe.modules.orgs.tests.builders import a_unit, an_account
from tests.cast import CITY

from .builders import TODAY, a_draft, a_published_list

A_YEAR_LATER = date(TODAY.year + 1, TODAY.month, TODAY.day)
pytestmark = pytest.mark.django_db


@pytest.fixture
def _a_gatekeeper() -> None:
    a_unit(CITY)
    an_account(Role.GATEKEEPER, CITY)


@pytest.mark.usefixtures("_a_gatekeeper")
def test_the_gatekeepers_of_the_place_are_told_once() -> None:
    a_published_list()
    assert reminders.remind(today=A_YEAR_LATER) == 1
    assert reminders.remind(today=A_YEAR_LATER + timedelta(days=1)) == 0
    assert Notice.objects.get().title.startswith("清单“依法协助事项”公布已满一年")


@pytest.mark.usefixtures("_a_gatekeeper")
def test_nobody_is_told_before_the_year_is_over() -> None:
    a_published_list()
    assert reminders.remind(today=A_YEAR_LATER - timedelta(days=1)) == 0


@pytest.mark.usefixtures("_a_gatekeeper")
def test_nobody_is_told_while_the_next_edition_is_being_drafted() -> None:
    a_draft(of=a_published_list().item_list)
    assert reminders.remind(today=A_YEAR_LATER) == 0
