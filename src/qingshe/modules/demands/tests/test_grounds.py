"""The ground of a refusal is chosen by the facts, and only among those the city has chosen."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingshe.kernel.errors import Invalid
from qingshe.modules.admission import facade as admission
from qingshe.modules.admission.tests.builders import a_flow
from qingshe.modules.catalog import facade as catalog
from qingshe.modules.catalog.tests.builders import TODAY, a_permit
from qingshe.modules.demands.models import Demand
from qingshe.modules.demands.queries import refusals
from qingshe.modules.demands.queries.refusals import Grounds
from qingshe.modules.demands.rules import Facts, Ground, likely, why
from qingshe.modules.demands.services import working
from qingshe.modules.orgs.tests.builders import a_unit
from tests.cast import NEIGHBOUR, department_officer, gatekeeper, worker

from .builders import MORNING, a_demand, a_town, aged, fire, share_of

ALL = Facts(
    "refused",
    standing="expired",
    is_unpaid=True,
    is_covered=False,
    is_off_hours=True,
    handed_in_before="“摸底”",
    times=5,
    most_times=4,
)
GRAVEST_FIRST = [
    Ground.PROHIBITED,
    Ground.UNFUNDED,
    Ground.EXPIRED,
    Ground.OUT_OF_SCOPE,
    Ground.NOT_ADMITTED,
    Ground.TOO_OFTEN,
    Ground.COLLECTED_ALREADY,
    Ground.OFF_HOURS,
]


class TestTheRule:
    def test_takes_the_gravest_that_the_city_has_chosen(self) -> None:
        for number, ground in enumerate(GRAVEST_FIRST):
            assert likely(ALL, GRAVEST_FIRST[number:]) == ground

    def test_takes_none_when_all_is_in_order(self) -> None:
        assert likely(Facts("allowed", standing="valid", times=4, most_times=4)) is None

    @given(st.sets(st.sampled_from(list(Ground))))
    def test_never_proposes_what_the_city_has_not_chosen(self, chosen: set[Ground]) -> None:
        assert likely(ALL, chosen) in {*chosen, None}

    @given(st.sampled_from(GRAVEST_FIRST[1:]))
    def test_says_why(self, ground: Ground) -> None:
        assert why(ground, ALL)


def said_of(demand: Demand) -> Grounds:
    return refusals.grounds_of(worker(), share_of(demand), now=MORNING)


def let_the_city_choose(*grounds: str) -> None:
    a_flow(today=TODAY, refusal_grounds=list(grounds))


@pytest.mark.django_db
class TestTheFacts:
    @pytest.fixture(autouse=True)
    def _town(self) -> None:
        a_town()

    def test_the_same_thing_handed_in_this_year_for_somebody_else(self) -> None:
        a_unit("/14/04/d02/")
        other = department_officer("/14/04/d02/")
        first = a_demand(by=other)
        working.hand_in(worker(), share_of(first).pk, now=MORNING)
        said = said_of(a_demand(key="二"))
        assert said.ground == Ground.COLLECTED_ALREADY
        assert "今年已经报送过相近的内容：“协助开展消防宣传”" in said.words

    def test_the_same_thing_asked_again_under_its_own_permit_is_its_frequency(self) -> None:
        number = a_permit(times_per_year=4).number
        first = a_demand(aged(number))
        working.hand_in(worker(), share_of(first).pk, now=MORNING)
        assert said_of(a_demand(aged(number), key="二")).ground is None

    def test_what_was_not_handed_in_is_not_collected(self) -> None:
        a_unit("/14/04/d02/")
        a_demand(by=department_officer("/14/04/d02/"))
        assert said_of(a_demand(key="二")).ground is None

    def test_off_hours_is_proposed_where_the_city_has_chosen_it(self) -> None:
        let_the_city_choose("no_basis", "off_hours")
        urgent = fire(is_urgent=True, urgent_reason="气象台红色预警")
        demand = a_demand(urgent, now=MORNING + timedelta(hours=12))
        said = said_of(demand)
        assert said.ground == Ground.OFF_HOURS
        assert "应急" in said.words

    def test_too_often_is_proposed_where_the_city_has_chosen_it(self) -> None:
        let_the_city_choose("too_often")
        permit = a_permit(times_per_year=2)
        demands = [a_demand(aged(permit.number), key=key) for key in ("一", "二")]
        stricter = replace(_draft_of(permit), times_per_year=1)
        catalog.amend_permit(gatekeeper(), permit.pk, stricter, today=TODAY, reason="减频")
        assert said_of(demands[0]).ground is None
        assert said_of(demands[1]).words == "这是今年第 2 次，许可每年最多 1 次。"

    def test_a_permit_that_was_amended_still_carries_what_runs_under_it(self) -> None:
        permit = a_permit()
        demand = a_demand(aged(permit.number))
        catalog.amend_permit(
            gatekeeper(), permit.pk, _draft_of(permit), today=TODAY, reason="更正经办人"
        )
        assert said_of(demand).ground is None

    def test_a_permit_that_no_longer_holds_the_community_is_no_admission_for_it(self) -> None:
        permit = a_permit()
        demand = a_demand(aged(permit.number))
        smaller = replace(_draft_of(permit), scope=(NEIGHBOUR,))
        catalog.amend_permit(gatekeeper(), permit.pk, smaller, today=TODAY, reason="缩小范围")
        said = said_of(demand)
        assert (said.ground, said.words) == (Ground.NOT_ADMITTED, "许可的范围不含本社区。")


@pytest.mark.django_db
class TestTheCityChooses:
    @pytest.fixture(autouse=True)
    def _town(self) -> None:
        a_town()

    def test_which_grounds_there_are(self) -> None:
        let_the_city_choose("unfunded", "expired")
        assert said_of(a_demand()).offered == [Ground.UNFUNDED, Ground.EXPIRED]

    @pytest.mark.parametrize("ground", [ground.value for ground in Ground])
    def test_each_ground_by_itself(self, ground: str) -> None:
        let_the_city_choose(ground)
        share = share_of(a_demand())
        assert working.refuse(worker(), share.pk, ground=ground, now=MORNING).ground == ground

    @pytest.mark.parametrize("ground", [ground.value for ground in Ground])
    def test_none_that_it_has_not_chosen(self, ground: str) -> None:
        let_the_city_choose(*(each.value for each in Ground if each != ground))
        share = share_of(a_demand())
        with pytest.raises(Invalid, match="不能作为理由"):
            working.refuse(worker(), share.pk, ground=ground, now=MORNING)

    def test_nothing_and_the_defaults_count(self) -> None:
        offered = said_of(a_demand()).offered
        assert Ground.UNFUNDED in offered
        assert Ground.OFF_HOURS not in offered


def test_every_ground_of_the_admission_parameters_is_known() -> None:
    assert {ground.value for ground in admission.RefusalGround} == {each.value for each in Ground}


def _draft_of(permit: catalog.PermitSummary) -> catalog.PermitDraft:
    return catalog.PermitDraft(
        title=permit.title,
        kind=permit.kind,
        holder=permit.holder,
        place=permit.place,
        scope=permit.scope,
        duration_type=permit.duration_type,
        valid_from=permit.valid_from,
        valid_until=permit.valid_until,
        times_per_year=permit.times_per_year,
        minutes=permit.minutes,
    )
