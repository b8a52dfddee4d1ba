"""Threads that race over one database, each with a connection of its own."""

import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeAlias

from django.db import connection, connections

from qingshe.kernel.errors import DomainError

Job: TypeAlias = Callable[[], object]
Race: TypeAlias = Callable[[Sequence[Job]], list[object]]


def copied_to(file: Path) -> str:
    """The database in memory as a file, as an installation has it: threads cannot share memory."""
    connection.ensure_connection()
    copy = sqlite3.connect(file)
    connection.connection.backup(copy)
    copy.execute("PRAGMA journal_mode=WAL")  # like any database that was migrated
    copy.close()
    return str(file)


def run(jobs: Sequence[Job]) -> list[object]:
    """What each job answered, a refusal included."""
    with ThreadPoolExecutor(max_workers=len(jobs)) as threads:
        return list(threads.map(_outcome, jobs))


def _outcome(job: Job) -> object:
    try:
        return job()
    except DomainError as refusal:
        return refusal
    finally:
        connections.close_all()
