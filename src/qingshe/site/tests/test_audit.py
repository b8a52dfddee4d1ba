"""`qingshe audit`: the whole trail, against itself and against every record."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from qingshe.foundation.audit.models import AuditEntry
from qingshe.modules.feedback.models import Feedback
from qingshe.modules.feedback.tests.builders import a_complaint

pytestmark = pytest.mark.django_db


def said(action: str) -> str:
    out = StringIO()
    call_command("audit", action, stdout=out, stderr=out)
    return out.getvalue()


def test_of_an_untouched_city_nothing_is_wrong() -> None:
    a_complaint()
    assert "留痕完整：1 条记录" in said("verify")


def test_the_last_seal_is_told_so_that_it_can_be_kept_elsewhere() -> None:
    a_complaint()
    assert "最近一次封存" in said("seal")


def test_a_record_whose_trail_was_cut_is_named() -> None:
    complaint = a_complaint()
    AuditEntry.objects.all().delete()
    out = StringIO()
    with pytest.raises(CommandError, match="1 处有问题"):
        call_command("audit", "verify", stderr=out)
    assert complaint.subject in out.getvalue()


def test_a_record_that_was_removed_is_missed() -> None:
    a_complaint()
    Feedback.objects.all().delete()
    with pytest.raises(CommandError, match="1 处有问题"):
        call_command("audit", "verify", stderr=StringIO())
