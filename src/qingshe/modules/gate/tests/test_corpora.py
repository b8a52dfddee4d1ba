"""The gate judges by what is in force now: lists, what the city settled, permits."""

import pytest

from qingshe.modules.catalog import facade as catalog
from qingshe.modules.catalog.tests.builders import (
    PERMITTED,
    TODAY,
    a_city,
    a_permit,
    load_changzhi,
    load_national,
    settle_for_the_city,
    suspend_for_the_city,
)
from qingshe.modules.gate import corpora, queries
from qingshe.modules.gate.corpora import in_force
from qingshe.modules.gate.rules import Label, Outcome, Question, Verdict, judge
from tests.cast import CITY, COMMUNITY, COUNTY, NEIGHBOUR, gatekeeper, worker

pytestmark = pytest.mark.django_db
CONTRADICTED = "CZ-A4-04"
ELSEWHERE = "/14/05/"


@pytest.fixture(autouse=True)
def _city(monkeypatch: pytest.MonkeyPatch) -> None:
    """A city whose lists nobody has read: keys begin anew with each test, so must what is kept."""
    monkeypatch.setattr(corpora, "_kept", {})
    monkeypatch.setattr(corpora, "_with_permits", {})
    load_national()
    load_changzhi()
    a_city()


def certificate(place: str = COMMUNITY) -> Verdict:
    """What the gate says there of the certificate that city and nation disagree on."""
    listed = catalog.effective_entries(CITY, TODAY)
    title = next(entry.title for entry in listed if entry.key == CONTRADICTED)
    return judge(Question(title, "certificate"), in_force(place, TODAY).corpus)


def near(place: str) -> list[str]:
    """The permits that the gate finds near what one of them says."""
    verdict = judge(Question(PERMITTED.title, "task"), in_force(place, TODAY).corpus)
    return [match.key for match in verdict.matches if match.kind == "permit"]


def test_without_a_settlement_the_stated_precedence_decides() -> None:
    assert certificate().label is Label.CERTIFICATE_FORBIDDEN


def test_what_the_city_settled_holds_there_and_says_why() -> None:
    settle_for_the_city(CONTRADICTED, reason="户籍系统尚未联通")
    verdict = certificate()
    assert verdict.label is Label.CERTIFICATE_ALLOWED
    assert "户籍系统尚未联通" in verdict.conflicts[0].precedence


def test_a_settlement_that_confirms_the_precedence_changes_nothing() -> None:
    matters = {each.contradiction.key: each for each in catalog.conflicts(CITY, TODAY)}
    prevailing = matters[CONTRADICTED].contradiction.prevailing.key
    settle_for_the_city(CONTRADICTED, choice=prevailing)
    assert certificate().label is Label.CERTIFICATE_FORBIDDEN


def test_a_county_that_settles_for_itself_does_not_speak_for_the_city() -> None:
    settle_for_the_city(CONTRADICTED, by=gatekeeper(COUNTY))
    assert certificate(COMMUNITY).label is Label.CERTIFICATE_ALLOWED
    assert certificate(CITY).label is Label.CERTIFICATE_FORBIDDEN


def test_a_permit_is_shown_as_near_as_soon_as_it_is_issued_and_no_longer_than_it_holds() -> None:
    assert near(COMMUNITY) == []
    permit = a_permit()
    assert near(COMMUNITY) == [permit.number]
    judged = queries.judged(worker(), Question(PERMITTED.title), today=TODAY)
    assert (permit.number, permit.public_url) in [(m.key, url) for m, url in judged.near]
    catalog.suspend_permit(gatekeeper(), permit.pk, reason="评估中")
    assert near(COMMUNITY) == []


def test_a_permit_for_a_neighbour_is_not_near_here() -> None:
    permit = a_permit(scope=(NEIGHBOUR,))
    assert near(COMMUNITY) == near(ELSEWHERE) == []
    assert near(CITY) == [permit.number]


def test_a_near_permit_does_not_let_anything_pass() -> None:
    a_permit(title="沿街商铺经营情况摸排")
    verdict = judge(Question("沿街商铺经营情况摸排", "task"), in_force(COMMUNITY, TODAY).corpus)
    assert verdict.outcome is not Outcome.ALLOWED
    assert any(match.kind == "permit" for match in verdict.matches)


def test_a_new_permit_leaves_the_index_of_the_lists_as_it_is() -> None:
    before = in_force(COMMUNITY, TODAY).corpus.listed
    a_permit()
    assert in_force(COMMUNITY, TODAY).corpus.listed is before


def test_a_suspended_item_is_no_ground_and_is_told_with_its_reason() -> None:
    suspend_for_the_city("CZ-A2-12", reason="依据已废止")
    question = Question("依法配合做好社会抚养费的征收工作")
    verdict = queries.judged(worker(), question, today=TODAY).verdict
    assert verdict.outcome is Outcome.NEEDS_ADMISSION
    assert any("暂停执行：依据已废止" in note for note in verdict.notes)
