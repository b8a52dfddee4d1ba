"""Two processes ask for numbers at once: none is given twice, none is left out."""

import subprocess
import sys
from os import environ
from pathlib import Path

import pytest
from django.db import connection

from .builders import a_city

EACH = 15
ISSUE = f"""
import django
django.setup()
from django.db import transaction
from qingshe.kernel.errors import Invalid
from qingshe.modules.catalog.tests.builders import a_permit
for turn in range({EACH}):
    print(a_permit().number)
    try:
        with transaction.atomic():
            a_permit()
            raise Invalid("the decision was undone")
    except Invalid:
        pass
"""


@pytest.mark.django_db(transaction=True)
def test_two_processes_share_a_series_without_gap_or_double(tmp_path: Path) -> None:
    a_city()
    environment = environ | {
        "DJANGO_SETTINGS_MODULE": "qingshe.site.settings",
        "QINGSHE_DATABASE": address_of_a_copy(tmp_path),
        "PYTHONPATH": ":".join(sys.path),
    }
    working = [
        subprocess.Popen(  # noqa: S603 - this very program
            [sys.executable, "-c", ISSUE], env=environment, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    given = sorted(number for each in working for number in each.communicate()[0].split())
    assert given == [f"长社准〔2025〕{number:04d}号" for number in range(1, 2 * EACH + 1)]


def address_of_a_copy(folder: Path) -> str:
    """A database other processes can open: on SQLite a file, for the tests' own is in memory."""
    if connection.vendor != "sqlite":
        told = connection.settings_dict
        return f"postgresql://{told['USER']}@{told['HOST']}:{told['PORT']}/{told['NAME']}"
    file = folder / "copy.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(file)])
    return f"sqlite:{file}"
