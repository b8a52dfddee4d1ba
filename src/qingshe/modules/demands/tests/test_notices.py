import pytest

from qingshe.foundation.notices.models import Notice
from qingshe.foundation.notices.rules import Kind
from qingshe.kernel.roles import Role
from qingshe.modules.demands.services import reporting, ruling
from qingshe.modules.orgs.tests.builders import an_account
from tests.cast import COMMUNITY, DEPARTMENT, gatekeeper
from tests.queue import run_waiting_tasks

from .builders import MORNING, a_demand, a_refusal, a_report, a_town, fire

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _town() -> None:
    a_town()
    an_account(Role.WORKER, COMMUNITY)
    an_account(Role.DEPARTMENT, DEPARTMENT)
    an_account(Role.GATEKEEPER)


def told(role: Role) -> list[str]:
    run_waiting_tasks()
    path = {Role.WORKER: "/today/", Role.DEPARTMENT: "/demands/", Role.GATEKEEPER: "/rulings/"}
    return [one.title for one in Notice.objects.filter(link__startswith=path[role])]


def test_a_refusal_is_told_to_the_office_and_not_to_the_department() -> None:
    a_refusal()
    assert told(Role.GATEKEEPER) == ["拒收待裁定（09-04 前）：协助开展消防宣传"]
    assert not told(Role.DEPARTMENT)


def test_a_ruling_is_told_to_the_community_and_why_to_the_department() -> None:
    ruling.uphold(gatekeeper(), a_refusal().pk, now=MORNING)
    assert told(Role.WORKER) == ["拒收成立：协助开展消防宣传"]
    assert told(Role.DEPARTMENT) == ["已作废：协助开展消防宣传（拒收成立：无依据）"]


def test_a_department_is_asked_for_its_answer_without_the_name_of_the_community() -> None:
    reporting.ask(gatekeeper(), a_report().pk, department=DEPARTMENT)
    run_waiting_tasks()
    notice = Notice.objects.get(link__startswith="/off-platform/")
    assert "商户纳税" in notice.title
    assert "西大街" not in notice.title


def test_an_emergency_is_told_to_the_communities_at_any_hour_and_nothing_else_is() -> None:
    a_demand(fire())
    assert told(Role.WORKER) == []
    a_demand(fire(is_urgent=True, urgent_reason="气象台红色预警"), key="二")
    run_waiting_tasks()
    (notice,) = Notice.objects.filter(link="/today/")
    assert (notice.is_urgent, notice.kind) == (True, Kind.DECIDE)
