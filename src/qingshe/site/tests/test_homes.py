"""The first screen names what waits for whom, and leads there."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from qingshe.kernel.actor import Actor
from qingshe.modules.admission.services import agreements, examining
from qingshe.modules.admission.tests.builders import BEGUN, IN_FORCE, a_submitted, an_admitted
from qingshe.modules.demands.tests.builders import a_town, an_upheld_refusal
from qingshe.site import homes
from tests.cast import department_officer, gatekeeper, head, supervisor, worker

Acting = Callable[[Actor], Client]

pytestmark = pytest.mark.django_db


def test_a_returned_application_is_on_the_first_screen_with_what_was_asked(acting: Acting) -> None:
    submitted = a_submitted()
    assert "退回补正" not in acting(department_officer()).get("/").text
    examining.send_back_for_correction(gatekeeper(), submitted.pk, note="请写明经费。", today=BEGUN)
    page = acting(department_officer()).get("/")
    assert f"退回补正：{submitted.title}" in page.text
    assert "办公室要求：请写明经费。" in page.text
    assert f"/admission/{submitted.pk}/" in page.text


def test_an_agreement_waits_on_the_first_screen_of_whoever_signs_next(acting: Acting) -> None:
    admitted = an_admitted(paid=True)
    offered = agreements.offer(department_officer(), admitted.pk, text="一、照做。", today=IN_FORCE)
    waiting = f"服务协议等本单位签署：{admitted.title}"
    assert waiting in acting(department_officer()).get("/").text
    assert waiting not in acting(head()).get("/").text
    agreements.sign(department_officer(), offered.pk, today=IN_FORCE)
    assert waiting not in acting(department_officer()).get("/").text
    assert waiting in acting(head()).get("/").text
    assert waiting not in acting(worker()).get("/").text
    page = f"/admission/{admitted.pk}/agreement/"
    assert "社区签署</a>" in acting(head()).get(page).text
    agreements.countersign(head(), offered.pk, today=IN_FORCE)
    assert "社区签署</a>" not in acting(head()).get(page).text
    assert waiting not in acting(head()).get("/").text


def test_the_supervisor_sees_first_how_often_a_line_was_crossed_this_year() -> None:
    a_town()
    refusal = an_upheld_refusal()
    (first, *_) = homes.of(supervisor(), date(2025, 9, 2)).todos
    assert first.title == "今年登记违规 1 起"
    assert refusal.assignment.demand.issuer_name in first.detail
    for who, day in ((supervisor(), date(2026, 1, 5)), (gatekeeper(), date(2025, 9, 2))):
        assert not any("违规" in todo.title for todo in homes.of(who, day).todos)
