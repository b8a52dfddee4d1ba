from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from qingshe.kernel.errors import Denied, Invalid, NotFound
from qingshe.kernel.roles import Role
from qingshe.modules.orgs import services
from qingshe.modules.orgs.models import ApiToken
from tests.cast import (
    CITY,
    COMMUNITY,
    COUNTY,
    DEPARTMENT,
    NEIGHBOUR,
    STREET,
    acting_as,
    administrator,
    gatekeeper,
)

from .builders import PASSWORD, a_unit, an_account

pytestmark = pytest.mark.django_db


def a_key(
    *,
    unit: str = DEPARTMENT,
    role: Role = Role.DEPARTMENT,
    grants: tuple[str, ...] = ("orgs.read",),
    days: int = 30,
) -> tuple[ApiToken, dict[str, str]]:
    """A token and the header with its key."""
    a_unit(unit)
    today = timezone.localdate()
    token, key = services.tokens.issue_token(
        administrator(),
        name="省一表通",
        unit=unit,
        role=role,
        grants=grants,
        expires_on=today + timedelta(days=days),
        today=today,
    )
    return token, {"Authorization": f"Bearer {key}"}


def get(client: Client, address: str, header: dict[str, str] | None = None) -> Any:  # noqa: ANN401 - Django's own
    return client.get(f"/api/v1/orgs{address}", headers=header or {})


class TestUnits:
    def test_are_those_of_the_scope_in_the_order_of_the_tree(self, client: Client) -> None:
        a_unit(COMMUNITY)
        a_unit(NEIGHBOUR)
        _, header = a_key(unit=COMMUNITY, role=Role.WORKER)
        paths = [one["path"] for one in get(client, "/units", header).json()["units"]]
        assert paths == ["/", "/14/", CITY, COUNTY, STREET, COMMUNITY]

    def test_come_page_by_page_without_gap_or_double(self, client: Client) -> None:
        a_unit(COMMUNITY)
        a_unit(NEIGHBOUR)
        _, header = a_key()
        paths, after = [], ""
        while True:
            page = get(client, f"/units?size=2&after={after}", header).json()
            paths += [one["path"] for one in page["units"]]
            after = page["next_after"]
            if not after:
                break
        assert paths == sorted(set(paths))
        assert COMMUNITY in paths

    def test_are_narrowed_by_place_level_and_words(self, client: Client) -> None:
        a_unit(COMMUNITY, name="西大街社区")
        a_unit(NEIGHBOUR, name="东大街社区")
        _, header = a_key()
        found = get(client, f"/units?below={STREET}&level=community&q=西大", header).json()
        assert [one["name"] for one in found["units"]] == ["西大街社区"]

    def test_outside_the_scope_do_not_exist(self, client: Client) -> None:
        a_unit(COMMUNITY)
        _, header = a_key(unit=COMMUNITY, role=Role.WORKER)
        answer = get(client, f"/units/{a_unit(NEIGHBOUR).pk}", header)
        assert (answer.status_code, answer.json()["error"]) == (404, "NotFound")

    @pytest.mark.parametrize("bad", ["size=0", "size=501", "level=x", "after=x", "size=a"])
    def test_asked_for_wrongly_are_refused_with_words(self, client: Client, bad: str) -> None:
        _, header = a_key()
        assert get(client, f"/units?{bad}", header).status_code == 422

    def test_are_shown_to_a_browser_that_is_signed_in(self, client: Client) -> None:
        account = an_account()
        client.post("/sign-in/", {"login_name": account.login_name, "password": PASSWORD})
        assert get(client, "/units").json()["units"][-1]["path"] == COMMUNITY

    def test_a_visitor_sees_none(self, client: Client) -> None:
        a_unit(COMMUNITY)
        assert get(client, "/units").json()["units"] == []


class TestTokens:
    def test_are_kept_as_a_digest_alone(self) -> None:
        token, header = a_key()
        assert token.digest not in header["Authorization"]

    def test_act_with_no_more_than_their_grants(self, client: Client) -> None:
        _, header = a_key(grants=())
        assert get(client, "/units", header).json()["units"] == []

    def test_act_with_no_more_than_the_role_has(self, client: Client) -> None:
        _, header = a_key(grants=("orgs.read", "orgs.manage"))
        actor = client.get("/api/v1/orgs/units", headers=header).wsgi_request.actor  # type: ignore[attr-defined]
        assert actor.grants == {"orgs.read"}

    def test_revoked_are_out_at_once(self, client: Client) -> None:
        token, header = a_key()
        services.tokens.revoke_token(administrator(), token.pk)
        assert get(client, "/units", header).status_code == 401

    def test_out_of_date_are_out(self, client: Client) -> None:
        token, header = a_key()
        ApiToken.objects.filter(pk=token.pk).update(expires_on=date(2020, 1, 1))
        assert get(client, "/units", header).status_code == 401

    def test_made_up_are_told_so(self, client: Client) -> None:
        assert get(client, "/units", {"Authorization": "Bearer qs_x"}).status_code == 401

    def test_are_issued_by_administrators(self) -> None:
        a_unit(DEPARTMENT)
        today = timezone.localdate()
        with pytest.raises(Denied):
            services.tokens.issue_token(
                gatekeeper(),
                name="x",
                unit=DEPARTMENT,
                role=Role.DEPARTMENT,
                grants=[],
                expires_on=today + timedelta(days=1),
                today=today,
            )

    @pytest.mark.parametrize("days", [0, -1, 400])
    def test_are_valid_for_a_year_at_most(self, days: int) -> None:
        with pytest.raises(Invalid, match="一年"):
            a_key(days=days)

    def test_of_another_territory_do_not_exist(self) -> None:
        token, _ = a_key()
        a_unit(COUNTY)
        with pytest.raises(NotFound):
            services.tokens.revoke_token(acting_as(Role.ADMINISTRATOR, COUNTY, 8), token.pk)
