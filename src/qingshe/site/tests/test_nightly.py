"""What the clock of the site asks of the worker."""

import pytest
from django_tasks_db.models import DBTaskResult

from qingshe.site import nightly

pytestmark = pytest.mark.django_db


def test_the_long_lists_are_prepared_at_the_start_whatever_the_hour_and_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(nightly, "_started", [])
    nightly.run_at_start()
    nightly.run_at_start()
    asked = DBTaskResult.objects.filter(task_path="qingshe.modules.gate.tasks.prepare_the_day")
    assert asked.count() == 1
