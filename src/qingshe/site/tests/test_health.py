"""What the health page notices."""

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

pytestmark = pytest.mark.django_db


def test_all_is_well_in_an_installation_that_runs(client: Client) -> None:
    assert client.get("/-/health").json()["findings"][0]["well"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a file there is only with SQLite")
def test_a_database_file_that_was_removed_is_noticed(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(connection.settings_dict, "NAME", str(tmp_path / "gone.sqlite3"))
    answer = client.get("/-/health")
    assert answer.status_code == 503
    assert "数据库文件不见了" in answer.json()["findings"][0]["detail"]
