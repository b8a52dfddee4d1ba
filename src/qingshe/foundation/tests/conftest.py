"""A table for the test's own record, emptied after every race."""

from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from tests.racing import Race

from .letters import Letter


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database of the tests, with the table of letters in it."""
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.create_model(Letter)
    yield
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.delete_model(Letter)


@pytest.fixture
def race(race: Race) -> Iterator[Race]:
    yield race
    Letter._base_manager.all().delete()  # of no app, so not emptied with the other tables
