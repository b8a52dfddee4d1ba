"""A process that is killed in the middle of loading a pack leaves nothing of it behind."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

KILLED_AT_THE_END = """
import os, signal
from pathlib import Path
import django
django.setup()
from datetime import date
from qingshe.modules.catalog import tasks
from qingshe.modules.catalog.services import marker
marker.advance = lambda: os.kill(os.getpid(), signal.SIGKILL)
tasks.load_pack(Path("national"), place="", publish=True, today=date(2026, 9, 1))
"""


@pytest.mark.skipif("connection.vendor != 'sqlite'")  # there the server ends what it began
@pytest.mark.django_db(transaction=True)
def test_a_killed_load_leaves_no_list_no_document_and_a_trail_that_verifies(tmp_path: Path) -> None:
    file = tmp_path / "killed.sqlite3"
    connection.ensure_connection()
    with sqlite3.connect(file) as copy:
        connection.connection.backup(copy)
    copy.execute("PRAGMA journal_mode=WAL")
    copy.close()
    killed = _run("-c", KILLED_AT_THE_END, database=file)
    assert killed.returncode == -signal.SIGKILL
    with sqlite3.connect(file) as after:
        for table in ("catalog_itemlist", "catalog_listitem", "catalog_document"):
            assert after.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)  # noqa: S608
    verified = _run("-m", "qingshe.site.cli", "audit", "verify", database=file)
    assert verified.returncode == 0, verified.stderr


def _run(*words: str, database: Path) -> "subprocess.CompletedProcess[str]":
    environment = {
        **os.environ,
        "QINGSHE_DATABASE": f"sqlite:{database}",
        "QINGSHE_DEMO": "on",
        "DJANGO_SETTINGS_MODULE": "qingshe.site.settings",
    }
    return subprocess.run(  # noqa: S603  our own program
        [sys.executable, *words], env=environment, capture_output=True, text=True, check=False
    )
