"""A street sees its communities' shares, and refuses for one where the city lets it."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Conflict, Denied, NotFound
from qingshe.modules.admission.tests.builders import a_flow
from qingshe.modules.catalog.tests.builders import TODAY
from qingshe.modules.demands.models import Refusal
from qingshe.modules.demands.queries import demands, street
from qingshe.modules.demands.rules import AssignmentState, Ground
from qingshe.modules.demands.services import street as services
from qingshe.modules.demands.services import working
from qingshe.modules.orgs.tests.builders import a_unit
from tests.cast import (
    NEIGHBOUR,
    STREET,
    department_officer,
    gatekeeper,
    street_officer,
    worker,
)

from .builders import MORNING, a_demand, a_refusal, a_town, share_of

Acting = Callable[[Actor], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    a_town()
    monkeypatch.setattr(timezone, "now", lambda: MORNING)


def refuse_for(pk: int) -> Refusal:
    return services.refuse_for(street_officer(), pk, ground=Ground.NO_BASIS, now=MORNING)


class TestTheStreet:
    def test_sees_the_shares_of_its_communities_and_no_others(self) -> None:
        a_unit("/14/04/03/002/001/")
        demand = a_demand()
        seen = {each.community for each in street.seen(street_officer(), "")}
        assert seen == {share_of(demand).community, NEIGHBOUR}

    @pytest.mark.parametrize("actor", [worker(), department_officer(), gatekeeper()])
    def test_alone_has_this_list(self, actor: Actor) -> None:
        a_demand()
        assert not street.visible_to(actor).exists()

    def test_narrows_by_community_and_words(self) -> None:
        a_demand()
        found = street.seen(street_officer(), "", community=NEIGHBOUR, words="消防")
        assert [each.community for each in found] == [NEIGHBOUR]
        assert not street.seen(street_officer(), "", words="没有").exists()

    def test_finds_what_was_handed_in_apart(self) -> None:
        working.hand_in(worker(), share_of(a_demand()).pk, now=MORNING)
        assert street.seen(street_officer(), "in").count() == 1
        assert street.seen(street_officer(), "").count() == 1


class TestWhereTheCityLetsStreetsRefuse:
    def test_it_refuses_for_a_community_and_the_office_reads_so(self, acting: Acting) -> None:
        refusal = refuse_for(share_of(a_demand()).pk)
        assert refusal.by_street
        assert "街道代社区提出" in acting(gatekeeper()).get(f"/rulings/{refusal.pk}/").text

    def test_the_department_learns_nothing_of_it(self) -> None:
        demand = a_demand()
        refuse_for(share_of(demand).pk)
        rows = demands.share_rows(list(demands.shares(demand)))
        assert {row.state_label for row in rows} == {"未报送"}

    def test_the_community_may_take_it_back(self) -> None:
        refusal = refuse_for(share_of(a_demand()).pk)
        share = working.retract(worker(), refusal.assignment_id)
        assert share.state == AssignmentState.OPEN

    def test_it_supports_a_refusal_once(self) -> None:
        refusal = a_refusal()
        services.second(street_officer(), refusal.assignment_id, now=MORNING, text="属实")
        assert Refusal.objects.get().seconded == "属实"
        with pytest.raises(Denied, match="已经表示支持"):
            services.second(street_officer(), refusal.assignment_id, now=MORNING)

    def test_it_has_nothing_to_support_where_nobody_refused(self) -> None:
        with pytest.raises(Conflict):
            services.second(street_officer(), share_of(a_demand()).pk, now=MORNING)

    def test_what_lies_in_another_street_does_not_exist(self) -> None:
        a_unit("/14/04/03/002/001/")
        other = share_of(a_demand(), "/14/04/03/002/001/")
        with pytest.raises(NotFound):
            refuse_for(other.pk)

    def test_it_takes_two_clicks(self, acting: Acting) -> None:
        share = share_of(a_demand())
        client = acting(street_officer())
        assert "代为拒收" in client.get(f"/street/{share.pk}/").text
        sent = {"version": 1, "ground": "no_basis", "text": ""}
        page = client.post(f"/street/{share.pk}/refuse/", sent, follow=True)
        assert "街道代为提出" in page.text


class TestWhereOnlyCommunitiesRefuse:
    @pytest.fixture(autouse=True)
    def _only_communities(self) -> None:
        a_flow(today=TODAY, who_may_refuse="community")

    def test_the_street_may_neither_refuse_nor_support(self) -> None:
        refusal = a_refusal()
        other = share_of(refusal.assignment.demand, NEIGHBOUR)
        with pytest.raises(Denied, match="只由社区自己拒收"):
            refuse_for(other.pk)
        with pytest.raises(Denied, match="只由社区自己拒收"):
            services.second(street_officer(), refusal.assignment_id, now=MORNING)

    def test_the_street_does_not_learn_who_refused(self, acting: Acting) -> None:
        refusal = a_refusal()
        rows = street.rows(list(street.seen(street_officer(), "")), TODAY)
        assert {row.state_label for row in rows} == {"未报送"}
        page = acting(street_officer()).get(f"/street/{refusal.assignment_id}/")
        assert "拒收" not in page.text.replace("只由社区自己拒收", "")

    def test_the_button_says_why_it_is_grey(self, acting: Acting) -> None:
        page = acting(street_officer()).get(f"/street/{share_of(a_demand()).pk}/")
        assert "只由社区自己拒收" in page.text

    def test_the_community_refuses_as_ever(self) -> None:
        assert a_refusal().by_street is False


class TestTheList:
    def test_comes_as_a_workbook(self, acting: Acting) -> None:
        a_demand()
        answer = acting(street_officer()).get("/street/sheet/")
        assert answer["Content-Disposition"].startswith("attachment")

    def test_asks_no_more_for_many_than_for_few(
        self, acting: Acting, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        for number in range(5, 45):
            a_unit(f"{STREET}{number:03}/")
        a_demand()
        client = acting(street_officer())
        with django_assert_max_num_queries(8):
            assert client.get("/street/").status_code == 200

    def test_is_not_for_workers(self, acting: Acting) -> None:
        assert acting(worker()).get("/street/").status_code == 403
