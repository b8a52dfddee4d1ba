"""The page of a permit leads its department on, and nobody else."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from qingshe.kernel.actor import Actor
from qingshe.modules.admission.models import Application
from qingshe.modules.catalog.services import permits
from qingshe.modules.catalog.tests.builders import a_city, a_permit
from tests.cast import department_officer, gatekeeper, leader, worker

Acting = Callable[[Actor], Client]
NUMBER = "%E9%95%BF%E7%A4%BE%E5%87%86%E3%80%942025%E3%80%950001%E5%8F%B7"

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> str:
    a_city()
    permit = a_permit()
    monkeypatch.setattr(timezone, "localdate", lambda *_: permit.valid_from)
    return permit.url


def test_the_department_issues_under_it_and_renews_it(page: str, acting: Acting) -> None:
    client = acting(department_officer())
    shown = client.get(page).text
    for address in (f"/demands/new/?under={NUMBER}", f"/admission/again/renewal/?permit={NUMBER}"):
        assert f'href="{address}"' in shown
        assert client.get(address).status_code == 200


def test_a_renewal_on_its_way_is_shown_instead(page: str, acting: Acting) -> None:
    client = acting(department_officer())
    client.post(f"/admission/again/renewal/?permit={NUMBER}")
    case = Application.objects.get()
    assert f'href="/admission/{case.pk}/"' in client.get(page).text
    assert "/admission/again/renewal/" not in client.get(page).text


def test_one_that_is_withdrawn_leads_nowhere(page: str, acting: Acting) -> None:
    permits.withdraw(department_officer(), int(page.split("/")[-2]), version=1, reason="不做了")
    shown = acting(department_officer()).get(page).text
    assert "/demands/new/" not in shown
    assert "/admission/again/" not in shown


@pytest.mark.parametrize("actor", [worker(), gatekeeper(), leader()])
def test_nobody_else_is_led_on(page: str, acting: Acting, actor: Actor) -> None:
    shown = acting(actor).get(page).text
    assert "/demands/new/" not in shown
    assert "/admission/again/" not in shown
