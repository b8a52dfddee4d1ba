from dataclasses import replace
from datetime import timedelta

import pytest

from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Denied, Invalid, NotFound
from qingshe.modules.catalog.tests.builders import TODAY
from qingshe.modules.demands.models import Violation
from qingshe.modules.demands.queries import reports
from qingshe.modules.demands.rules import ReportState
from qingshe.modules.demands.services import reporting
from tests.cast import (
    CITY,
    DEPARTMENT,
    NEIGHBOUR,
    department_officer,
    gatekeeper,
    street_officer,
    worker,
)

from .builders import MORNING, TOLD, a_report, a_town

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _town() -> None:
    a_town()


class TestAReport:
    def test_is_judged_at_once(self) -> None:
        report = a_report()
        assert report.outcome == "refused"
        assert report.citation

    def test_goes_to_the_office_of_the_city_when_nobody_knows_the_department(self) -> None:
        assert a_report().place == CITY

    def test_of_tomorrow_is_refused(self) -> None:
        with pytest.raises(Invalid) as refused:
            a_report(replace(TOLD, received_on=TODAY + timedelta(days=1), by_whom=" "))
        assert len(refused.value.problems) == 2

    def test_names_a_department_that_exists(self) -> None:
        with pytest.raises(Invalid):
            a_report(replace(TOLD, department="/14/05/d09/"))

    @pytest.mark.parametrize("actor", [department_officer(), gatekeeper(), street_officer()])
    def test_is_written_by_communities(self, actor: Actor) -> None:
        with pytest.raises(Denied):
            reporting.report(actor, TOLD, now=MORNING)

    @pytest.mark.parametrize("actor", [department_officer(), worker(NEIGHBOUR)])
    def test_is_not_known_to_the_department_before_it_is_asked(self, actor: Actor) -> None:
        report = a_report(replace(TOLD, department=DEPARTMENT))
        with pytest.raises(NotFound):
            reports.get(actor, report.pk)


class TestTheOffice:
    def test_asks_the_department_which_is_not_told_who_wrote_it_down(self) -> None:
        report = a_report()
        reporting.ask(gatekeeper(), report.pk, department=DEPARTMENT)
        seen = list(reports.visible_to(department_officer()))
        assert [row.community for row in reports.rows(department_officer(), seen)] == [""]

    def test_books_a_violation_when_it_is_true(self) -> None:
        report = a_report()
        reporting.ask(gatekeeper(), report.pk, department=DEPARTMENT)
        reporting.confirm(gatekeeper(), report.pk, now=MORNING)
        assert Violation.objects.get().department == DEPARTMENT

    def test_dismisses_with_a_reason(self) -> None:
        report = a_report()
        with pytest.raises(Invalid, match="理由"):
            reporting.dismiss(gatekeeper(), report.pk, finding="")
        assert reporting.dismiss(gatekeeper(), report.pk, finding="是清单事项").tone == "grey"

    def test_asks_nobody_that_does_not_exist(self) -> None:
        with pytest.raises(Invalid):
            reporting.ask(gatekeeper(), a_report().pk, department="/14/04/d99/")


class TestTheDepartment:
    def test_takes_it_back(self) -> None:
        report = reporting.ask(gatekeeper(), a_report().pk, department=DEPARTMENT)
        reporting.take_back(department_officer(), report.pk)
        report.refresh_from_db()
        assert report.state == ReportState.TAKEN_BACK

    def test_objects_with_a_reason(self) -> None:
        report = reporting.ask(gatekeeper(), a_report().pk, department=DEPARTMENT)
        with pytest.raises(Invalid, match="理由"):
            reporting.object_to(department_officer(), report.pk, reply="")
        done = reporting.object_to(department_officer(), report.pk, reply="已申请准入")
        assert done.state_label == "部门有异议"

    def test_of_another_name_does_not_answer(self) -> None:
        report = reporting.ask(gatekeeper(), a_report().pk, department=DEPARTMENT)
        with pytest.raises(NotFound):
            reporting.take_back(department_officer("/14/04/d02/"), report.pk)
