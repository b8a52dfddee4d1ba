"""Processes of their own on the database of a test, to be killed or to work side by side."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection


def database_of_this_test(folder: Path) -> str:
    """The address of what this test has laid: a copy of a SQLite in memory, or the server's."""
    if connection.vendor == "sqlite":
        file = folder / "killed.sqlite3"
        copy = sqlite3.connect(file)
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=WAL")
        copy.close()
        return f"sqlite:{file}"
    told = settings.DATABASES["default"]
    user, password = str(told["USER"]), str(told["PASSWORD"])
    who = f"{quote(user)}:{quote(password)}" if password else quote(user)
    name = connection.settings_dict["NAME"]
    return f"postgresql://{who}@{told['HOST']}:{told['PORT'] or 5432}/{name}"


def run(words: str, database: str) -> "subprocess.CompletedProcess[str]":
    """Runs a programme of ours in a process of its own, on the database of the test."""
    environment = {
        **os.environ,
        "QINGSHE_DATABASE": database,
        "QINGSHE_DEMO": "on",
        "DJANGO_SETTINGS_MODULE": "qingshe.site.settings",
        "PYTHONPATH": str(Path(__file__).parents[1]),
    }
    return subprocess.run(  # noqa: S603  our own program
        [sys.executable, "-c", words], env=environment, capture_output=True, text=True, check=False
    )
