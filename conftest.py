"""What every test may ask for."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from pytest_django.fixtures import Settings

from qingshe.kernel.actor import Actor
from tests import racing

SHARED = Path(__file__).resolve().parent.parent / "shared"


@pytest.fixture(autouse=True)
def _plain_http(settings: Settings) -> None:
    """The test client speaks http; that production insists on https has its own test."""
    settings.SECURE_SSL_REDIRECT = False


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Settings) -> None:
    """A slow digest guards passwords; in tests there are none to guard."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def acting(client: Client, monkeypatch: pytest.MonkeyPatch) -> Callable[[Actor], Client]:
    """Make the test client act as somebody: `acting(worker()).get("/gate/")`."""

    def act(actor: Actor) -> Client:
        def somebody(request: HttpRequest) -> Actor:
            return actor

        monkeypatch.setattr("qingshe.site.signon.actor_of", somebody)
        return client

    return act


@pytest.fixture(scope="session")
def shared() -> Path:
    """The reference data beside the project; a test over it is skipped where it is not."""
    if not (SHARED / "data").is_dir():
        pytest.skip("项目旁没有 ../shared 参考数据，跳过")
    return SHARED


@pytest.fixture
def race(transactional_db: None, tmp_path: Path) -> Iterator[racing.Race]:
    """Runs each job in a thread with a connection of its own; answers results and refusals.

    On SQLite the threads work on a file, as an installation does, and not in memory; so what a
    test prepares and what it looks at afterwards must run as a job as well.
    """
    in_memory = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        connection.settings_dict["NAME"] = racing.copied_to(tmp_path / "race.sqlite3")
    yield racing.run
    connection.settings_dict["NAME"] = in_memory
