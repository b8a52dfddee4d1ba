from pathlib import Path

import pytest

from qingshe.foundation.environment import BadSetting
from qingshe.site.database import from_url

FILE = Path("/data/qingshe.sqlite3")


def test_without_an_address_the_database_is_a_file_in_the_data_folder() -> None:
    assert from_url("", FILE)["NAME"] == str(FILE)


def test_sqlite_waits_for_its_one_writer_and_keeps_a_journal() -> None:
    options = from_url("sqlite:/srv/x.sqlite3", FILE)["OPTIONS"]
    assert isinstance(options, dict)
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]


def test_an_address_of_postgresql_is_taken_apart() -> None:
    chosen = from_url("postgresql://q:p%40ss@db.local:5433/city?sslmode=require", FILE)
    assert (chosen["USER"], chosen["PASSWORD"], chosen["PORT"]) == ("q", "p@ss", "5433")
    assert chosen["OPTIONS"] == {"sslmode": "require"}


@pytest.mark.parametrize("url", ["mysql://a/b", "postgresql://host"])
def test_any_other_address_says_what_it_should_look_like(url: str) -> None:
    with pytest.raises(BadSetting, match="QINGSHE_DATABASE"):
        from_url(url, FILE)
