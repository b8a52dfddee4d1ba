"""The law of scope, over random trees and actors: nothing shows a unit that it does not allow."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from qingshe.foundation.access import lineage
from qingshe.kernel.actor import VISITOR, Actor
from qingshe.kernel.divisions import territory
from qingshe.kernel.errors import NotFound
from qingshe.kernel.roles import Role
from qingshe.modules.orgs import facade, queries, rules, services
from qingshe.modules.orgs.models import OrgUnit
from tests.cast import acting_as

from .builders import a_unit

PLACES = (
    "/14/04/",
    "/14/04/d01/",
    "/14/04/03/",
    "/14/04/03/d01/",
    "/14/04/03/001/",
    "/14/04/03/001/001/",
    "/14/04/03/001/001/d01/",
    "/14/04/03/001/001/g01/",
    "/14/04/03/001/002/",
    "/14/04/03/002/001/",
    "/14/04/04/001/001/",
    "/14/05/d01/",
    "/15/01/",
)
ROLES = tuple(Role)
"""Every role is tried everywhere: the law asks for the place and the grant, not for more."""


def may_be_seen(actor: Actor, unit: OrgUnit) -> bool:
    """The law of `policy.scope`, said a second time and without a database."""
    mine = territory(actor.unit)
    if not actor.has("orgs.read"):
        return False
    if unit.path.startswith(mine) or unit.path in lineage(mine):
        return True
    return unit.kind != rules.Kind.DIVISION and rules.parent_path(unit.path) in lineage(mine)


class TestTheLaw(TestCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        tree=st.sets(st.sampled_from(PLACES), min_size=2, max_size=8),
        place=st.sampled_from(PLACES),
        role=st.sampled_from(ROLES),
    )
    def test_visible_is_what_the_path_allows(self, tree: set[str], place: str, role: Role) -> None:
        for path in sorted({*tree, place}):
            a_unit(path)
        actor = acting_as(role, place, 7)
        allowed = {unit.path for unit in OrgUnit.objects.all() if may_be_seen(actor, unit)}
        assert {unit.path for unit in queries.units.visible_to(actor)} == allowed
        assert_nothing_leaks(actor, allowed)


def assert_nothing_leaks(actor: Actor, allowed: set[str]) -> None:
    """Lists, search, export and children show nothing but what is allowed."""
    everywhere = [unit.path for unit in OrgUnit.objects.all()]
    assert {unit.path for unit in queries.units.found(actor, "单位")} <= allowed
    assert {unit.path for unit in queries.units.exported(actor)} <= allowed
    assert {unit.path for unit in queries.units.narrowed(actor)} == allowed
    assert facade.visible_paths(actor, everywhere) == allowed
    for unit in OrgUnit.objects.all():
        assert {one.path for one in queries.units.children(actor, unit)} <= allowed


@pytest.fixture
def tree(db: None) -> list[OrgUnit]:
    for path in PLACES:
        a_unit(path)
    return list(OrgUnit.objects.all())


@pytest.mark.parametrize("place", PLACES)
def test_no_page_shows_a_unit_out_of_scope(
    place: str, tree: list[OrgUnit], acting: Callable[[Actor], Client]
) -> None:
    actor = acting_as(Role.ADMINISTRATOR, place, 7)
    client = acting(actor)
    for unit in tree:
        expected = 200 if may_be_seen(actor, unit) else 404
        assert client.get(f"/orgs/{unit.pk}/").status_code == expected
        assert client.get(f"/api/v1/orgs/units/{unit.pk}").status_code == expected


def test_no_form_reaches_a_unit_out_of_scope(
    tree: list[OrgUnit], acting: Callable[[Actor], Client]
) -> None:
    actor = acting_as(Role.ADMINISTRATOR, "/14/04/03/001/", 7)
    client = acting(actor)
    outside = [unit for unit in tree if not may_be_seen(actor, unit)]
    for unit in outside:
        for move in ("correct", "relocate", "close", "establish_place", "establish_office"):
            told = {"version": 1, "name": "x", "code": "140403001009", "kind": "office"}
            assert client.post(f"/orgs/{unit.pk}/{move}/", told).status_code == 404


def test_a_token_cannot_be_issued_for_a_unit_out_of_scope(tree: list[OrgUnit]) -> None:
    actor = acting_as(Role.ADMINISTRATOR, "/14/04/03/", 7)
    today = timezone.localdate()
    for unit in (one for one in tree if not may_be_seen(actor, one)):
        with pytest.raises(NotFound):
            services.tokens.issue_token(
                actor,
                name="x",
                unit=unit.path,
                role=Role.ADMINISTRATOR,
                grants=[],
                expires_on=today,
                today=today,
            )


def test_a_community_never_sees_another(tree: list[OrgUnit]) -> None:
    communities = [one for one in tree if one.level == "community" and one.kind == "division"]
    for one in communities:
        actor = acting_as(Role.HEAD, one.path, 7)
        seen = queries.units.visible_to(actor).filter(level="community", kind="division")
        assert list(seen) == [one]


def test_visitors_and_residents_see_no_tree(tree: list[OrgUnit]) -> None:
    resident = acting_as(Role.RESIDENT, "/14/04/03/001/001/", 7)
    assert not queries.units.visible_to(resident).exists()
    assert not queries.units.visible_to(VISITOR).exists()
