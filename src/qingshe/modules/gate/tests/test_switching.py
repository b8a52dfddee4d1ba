"""A city may do without a rule that is not law everywhere; every verdict says so."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from qingshe.foundation.audit import trail
from qingshe.foundation.audit.models import AuditEntry
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Conflict, Denied, Invalid, NotFound
from qingshe.modules.catalog.tests.builders import a_city
from qingshe.modules.gate import queries, rules, services
from qingshe.modules.gate.models import RuleSwitch
from qingshe.modules.gate.rules import Label, Question, SwitchState, Verdict
from tests.cast import COUNTY, department_officer, gatekeeper, leader, visitor, worker

Acting = Callable[[Actor], Client]
TODAY = date(2026, 9, 1)
LOCAL, NATIONAL = "local_responsibility", "tax_target"
ASKED = Question("按属地管理原则办理有关事项")
WHY = "市委常委会 8 月 20 日议定，本市不采用"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _city() -> None:
    """Keys and markers begin anew with each test, so must what is remembered by them."""
    queries.switched_off_at.cache_clear()
    a_city()


def off(actor: Actor | None = None, rule: str = LOCAL) -> RuleSwitch:
    return services.switch_off(actor or gatekeeper(), rule, reason=WHY, today=TODAY)


def verdict(actor: Actor | None = None) -> Verdict:
    return queries.judged(actor or worker(), ASKED, today=TODAY).verdict


class TestVerdicts:
    def test_do_not_use_what_is_off_and_say_so_with_day_and_reason(self) -> None:
        assert LOCAL in verdict().rules
        off()
        found = verdict()
        assert LOCAL not in found.rules
        assert found.label is not Label.PROHIBITED
        assert any("2026-09-01 起停用" in note and WHY in note for note in found.notes)

    def test_say_nothing_of_a_rule_that_had_nothing_to_say(self) -> None:
        off()
        asked = Question("协助开展消防宣传")
        assert queries.judged(worker(), asked, today=TODAY).verdict.notes == ()

    def test_use_it_again_once_it_is_switched_on(self) -> None:
        switch = off()
        services.switch_on(
            gatekeeper(), switch.pk, version=1, lifted_because="省里已转发", today=TODAY
        )
        assert LOCAL in verdict().rules

    def test_of_the_city_are_not_moved_by_a_county(self) -> None:
        off(gatekeeper(COUNTY))
        assert LOCAL not in verdict(worker()).rules
        assert LOCAL in verdict(department_officer()).rules


class TestSwitchingOff:
    def test_leaves_a_trail_that_verifies(self) -> None:
        switch = off()
        services.switch_on(gatekeeper(), switch.pk, version=1, lifted_because="恢复", today=TODAY)
        actions = [entry.action for entry in trail.of(switch.subject)]
        assert actions == ["switch_off", "switch_on"]
        assert trail.verify().faults == ()

    @pytest.mark.parametrize(
        "rule", [rule for rule in rules.rules() if rules.why_always_on(rule)], ids=lambda r: r.id
    )
    def test_is_refused_for_every_national_rule_with_its_paper(self, rule: rules.Rule) -> None:
        with pytest.raises(Denied, match="全国规则") as refused:
            off(rule=rule.id)
        assert str(rule.source) in str(refused.value)
        assert not RuleSwitch.objects.exists()

    def test_is_refused_for_no_rule_that_stands_in_a_local_paper_alone(self) -> None:
        national = {rule.source.number for rule in rules.rules() if rules.why_always_on(rule)}
        assert national == {"民发〔2015〕136号", "民发〔2020〕20号"}

    def test_of_what_the_city_laid_down_is_refused_to_a_county(self) -> None:
        with pytest.raises(Denied, match="市级领导小组办公室"):
            off(gatekeeper(COUNTY), rule="own_contest")
        assert off(rule="own_contest").place == "/14/04/"

    @pytest.mark.parametrize("actor", [worker(), leader(), department_officer(), visitor])
    def test_is_refused_to_everybody_but_the_gatekeeper(self, actor: Actor) -> None:
        with pytest.raises(Denied, match="领导小组办公室"):
            off(actor)

    def test_wants_a_reason(self) -> None:
        with pytest.raises(Invalid):
            services.switch_off(gatekeeper(), LOCAL, reason="  ", today=TODAY)

    def test_an_unknown_rule_is_not_found(self) -> None:
        with pytest.raises(NotFound):
            off(rule="no_such_rule")

    def test_twice_is_told(self) -> None:
        off()
        with pytest.raises((Invalid, Conflict), match="已经停用"):
            off()
        assert RuleSwitch.objects.count() == 1

    def test_two_who_switch_on_at_once_one_is_told(self) -> None:
        switch = off()
        services.switch_on(gatekeeper(), switch.pk, version=1, lifted_because="甲", today=TODAY)
        with pytest.raises(Conflict):
            services.switch_on(gatekeeper(), switch.pk, version=1, lifted_because="乙", today=TODAY)
        assert AuditEntry.objects.filter(subject=switch.subject).count() == 2

    def test_what_the_city_switched_off_a_county_does_not_switch_on(self) -> None:
        switch = off()
        with pytest.raises(Denied, match="本级"):
            services.switch_on(
                gatekeeper(COUNTY), switch.pk, version=1, lifted_because="不", today=TODAY
            )

    def test_what_a_county_switched_off_does_not_exist_for_the_city(self) -> None:
        switch = off(gatekeeper(COUNTY))
        with pytest.raises(NotFound):
            services.switch_on(gatekeeper(), switch.pk, version=1, lifted_because="不", today=TODAY)

    def test_after_it_was_lifted_it_can_be_switched_off_anew(self) -> None:
        switch = off()
        services.switch_on(gatekeeper(), switch.pk, version=1, lifted_because="恢复", today=TODAY)
        assert off().state == SwitchState.OFF
        labels = [line.label for line in queries.history(gatekeeper(), LOCAL)]
        assert labels == ["停用", "恢复", "停用"]


class TestScreens:
    def test_every_rule_stands_with_its_paper(self, acting: Acting) -> None:
        page = acting(worker()).get("/gate/rules/").text
        for rule in rules.rules():
            assert rule.name in page
        assert "民发〔2015〕136号" in page

    def test_the_list_is_narrowed_by_words_and_to_what_is_off(self, acting: Acting) -> None:
        off()
        name = rules.rules()[0].name
        client = acting(worker())
        assert name in client.get("/gate/rules/", {"q": name}).text
        page = client.get("/gate/rules/", {"off": "on"}).text
        assert WHY in page
        assert page.count("row-title") == 1
        assert "没有这样的规则" in client.get("/gate/rules/", {"q": "月球"}).text

    def test_a_national_rule_says_why_its_button_is_grey(self, acting: Acting) -> None:
        page = acting(gatekeeper()).get(f"/gate/rules/{NATIONAL}/").text
        assert "disabled" in page
        assert "各地都要执行，不能停用" in page

    def test_the_gatekeeper_switches_off_and_on(self, acting: Acting) -> None:
        client, here = acting(gatekeeper()), f"/gate/rules/{LOCAL}/"
        assert client.post(f"{here}switch_off/", {"reason": ""}).status_code == 422
        assert client.post(f"{here}switch_off/", {"reason": WHY}).status_code == 302
        assert WHY in client.get(here).text
        told = {"version": 1, "lifted_because": "重新采用"}
        assert client.post(f"{here}switch_on/", told).status_code == 302
        assert "重新采用" in client.get(here).text
        assert client.get(f"{here}switch_on/").status_code == 409

    def test_the_verdict_page_says_that_a_rule_was_off(self, acting: Acting) -> None:
        off()
        page = acting(worker()).post("/gate/", {"text": ASKED.text, "kind": "task"})
        assert WHY in page.text
        slip = acting(worker()).post("/gate/notice/", {"text": ASKED.text, "kind": "task"})
        assert WHY in slip.text

    def test_an_unknown_rule_is_not_there(self, acting: Acting) -> None:
        assert acting(worker()).get("/gate/rules/no_such_rule/").status_code == 404

    def test_queries_do_not_grow_with_what_is_off(
        self, acting: Acting, django_assert_max_num_queries: Callable[[int], object]
    ) -> None:
        for rule in rules.rules():
            if not rules.why_always_on(rule):
                off(rule=rule.id)
        with django_assert_max_num_queries(3):  # type: ignore[attr-defined]  # a context
            assert queries.rule_rows(worker())


class TestApi:
    def test_tells_rules_and_switches_them(self, acting: Acting) -> None:
        client = acting(gatekeeper())
        told = {each["id"]: each for each in client.get("/api/v1/gate/rules").json()}
        assert told[LOCAL]["is_on"]
        assert told[NATIONAL]["always_on"].startswith("全国规则")
        address = f"/api/v1/gate/rules/{LOCAL}/switch_off"
        answer = _post(client, address, {"reason": WHY}).json()
        assert (answer["is_on"], answer["reason"]) == (False, WHY)
        address = f"/api/v1/gate/switches/{answer['switch']}/switch_on"
        body = {"version": answer["version"], "lifted_because": "恢复"}
        assert _post(client, address, body).json()["is_on"]

    def test_refuses_a_national_rule(self, acting: Acting) -> None:
        address = f"/api/v1/gate/rules/{NATIONAL}/switch_off"
        assert _post(acting(gatekeeper()), address, {"reason": WHY}).status_code == 403


def _post(client: Client, address: str, body: dict[str, object]):  # type: ignore[no-untyped-def]  # noqa: ANN202  Django's own answer
    return client.post(address, json.dumps(body), content_type="application/json")
