"""A process that is killed while it issues to 11,000 communities leaves all or nothing behind."""

import json
import signal
from pathlib import Path

import pytest

from qingshe.modules.demands.tests.builders import a_town
from qingshe.modules.orgs.models import OrgUnit
from tests.cast import CITY, COMMUNITY
from tests.processes import database_of_this_test, run

MANY = 11_000  # communities of a city
BEGIN = """
import json, os, signal
import django
django.setup()
from qingshe.modules.demands.models import Assignment, Demand
from qingshe.modules.demands.services import issuing
from qingshe.modules.demands.tests.builders import a_demand
from qingshe.foundation import records
"""
KILLED_AFTER_WRITING = (
    BEGIN
    + """
written = records.create_many
def write_and_die(*told):
    made = written(*told)
    print(len(made), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
records.create_many = write_and_die
a_demand()
"""
)
SENT_AGAIN = (
    BEGIN
    + """
before = [Demand.objects.count(), Assignment.objects.count()]
keys = [a_demand().pk, a_demand().pk]
after = [Demand.objects.count(), Assignment.objects.count()]
print(json.dumps([before, after, len(set(keys)), Demand.objects.get().number]))
"""
)


@pytest.mark.django_db(transaction=True)
def test_a_killed_issue_leaves_nothing_and_sent_again_issues_once(tmp_path: Path) -> None:
    a_town()
    _add_communities(MANY - 2)
    database = database_of_this_test(tmp_path)
    killed = run(KILLED_AFTER_WRITING, database)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert killed.stdout.split() == [str(MANY)]
    again = run(SENT_AGAIN, database)
    assert again.returncode == 0, again.stderr
    before, after, issued, number = json.loads(again.stdout.splitlines()[-1])
    assert (before, after, issued) == ([0, 0], [1, MANY], 1)
    assert number.endswith("-001")


def _add_communities(count: int) -> None:
    """As many more as a city has, in streets of ninety-nine; laid straight into the table."""
    one = OrgUnit.objects.get(path=COMMUNITY)
    numbers = ((street, number) for street in range(2, 999) for number in range(1, 100))
    wanted = [next(numbers) for _ in range(count)]
    OrgUnit.objects.bulk_create(
        (
            OrgUnit(
                state=one.state,
                name=f"第{street}街道第{number}社区",
                kind=one.kind,
                level=one.level,
                community_kind=one.community_kind,
                code=f"140403{street:03}{number:03}",
                path=f"{CITY}03/{street:03}/{number:03}/",
                parent_id=one.parent_id,
            )
            for street, number in wanted
        ),
        batch_size=500,
    )
