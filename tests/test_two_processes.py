"""Two processes that reach for the same thing in the same moment, on either database."""

import json
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from qingshe.modules.demands.tests.builders import a_town
from tests.processes import database_of_this_test, run

EACH = 25  # numbers that a process takes
TAKE = f"""
import json
import django
django.setup()
from django.db import transaction
from qingshe.foundation.numbers import series
taken = []
for _ in range({EACH}):
    with transaction.atomic():
        taken.append(series.take("长社准", 2026))
print(json.dumps(taken))
"""
ISSUE = """
import json
import django
django.setup()
from qingshe.modules.demands.models import Demand
from qingshe.modules.demands.tests.builders import a_demand
told = a_demand(key="同一次").number
print(json.dumps([told, Demand.objects.count()]))
"""


def side_by_side(words: str, database: str) -> list[list[object]]:
    """What two processes running the same words tell at their end."""
    with ThreadPoolExecutor() as pool:
        ended = list(pool.map(partial(run, database=database), [words, words]))
    assert [one.returncode for one in ended] == [0, 0], [one.stderr for one in ended]
    return [json.loads(one.stdout.splitlines()[-1]) for one in ended]


@pytest.mark.django_db(transaction=True)
def test_take_numbers_without_gap_or_double(tmp_path: Path) -> None:
    first, second = side_by_side(TAKE, database_of_this_test(tmp_path))
    assert sorted(map(int, map(str, [*first, *second]))) == list(range(1, 2 * EACH + 1))


@pytest.mark.django_db(transaction=True)
def test_issue_one_demand_that_was_sent_to_both(tmp_path: Path) -> None:
    a_town()
    (first, known), (second, counted) = side_by_side(ISSUE, database_of_this_test(tmp_path))
    assert first == second
    assert known == counted == 1
