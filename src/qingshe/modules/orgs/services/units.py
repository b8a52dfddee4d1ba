"""Every change to the tree of units; screens, API, imports and commands come through here."""

from collections.abc import Iterable

from django.db import transaction

from qingshe.foundation import records
from qingshe.foundation.search import index
from qingshe.kernel.actor import Actor
from qingshe.kernel.answer import YES
from qingshe.kernel.divisions import Level, level_of
from qingshe.kernel.errors import Invalid
from qingshe.kernel.workflow import Transition
from qingshe.modules.orgs import policy, queries, rules
from qingshe.modules.orgs.models import OrgUnit

ROOT_NAME = "全国"


@transaction.atomic
def lay_root(actor: Actor) -> OrgUnit:
    """The root "/", under which every place stands; made when it is not there yet."""
    root = queries.units.at_path("/")
    if root is not None:
        return root
    root = OrgUnit(path="/", name=ROOT_NAME, kind=rules.Kind.DIVISION)
    return records.create(actor, root, rules.ESTABLISH, policy.may_manage(actor, root))


def establish_place(actor: Actor, *, code: str, name: str, community_kind: str = "") -> OrgUnit:
    """Set up a province, city, county, street or community under the place its code lies in.

    `community_kind` is "urban" (the default for a community) or "village".
    Errors: Invalid (bad code, no such place above), Denied, Conflict.
    """
    if problem := rules.problems_of_code(code):
        raise Invalid(problem)
    level = level_of(code)
    path = rules.path_of(code)
    if level is Level.COMMUNITY:
        community_kind = community_kind or rules.CommunityKind.URBAN
    unit = OrgUnit(
        name=name,
        kind=rules.Kind.DIVISION,
        level=level,
        community_kind=community_kind,
        code=code,
        path=path,
        parent=_place_above(actor, path),
    )
    return _establish(actor, unit)


def establish_office(
    actor: Actor, parent: int, *, name: str, kind: rules.Kind, number: str = ""
) -> OrgUnit:
    """Set up a department or office on a place; without a `number` ("d07") it gets the next one."""
    place = queries.units.get(actor, parent)
    if place.kind != rules.Kind.DIVISION or place.level in ("", Level.GRID):
        raise Invalid("部门和办公室设在省、市、县、乡镇街道或社区之下，不设在部门、网格之下。")
    number = _number(place, number, "d")
    path = f"{place.path}{number}/"
    unit = OrgUnit(name=name, kind=kind, level=place.level, path=path, parent=place)
    return _establish(actor, unit)


def establish_grid(actor: Actor, parent: int, *, name: str, number: str = "") -> OrgUnit:
    """Set up a grid in a community; without a `number` ("g07") it gets the next one."""
    community = queries.units.get(actor, parent)
    if community.level != Level.COMMUNITY or community.kind != rules.Kind.DIVISION:
        raise Invalid("网格只设在社区（村）之下。")
    number = _number(community, number, "g")
    path = f"{community.path}{number}/"
    unit = OrgUnit(
        name=name, kind=rules.Kind.DIVISION, level=Level.GRID, path=path, parent=community
    )
    return _establish(actor, unit)


@transaction.atomic
def correct(
    actor: Actor, pk: int, *, name: str, community_kind: str = "", version: int | None = None
) -> OrgUnit:
    """Correct the name of a unit, and of a community whether it is urban or a village."""
    unit = queries.units.get(actor, pk)
    if unit.level == Level.COMMUNITY and unit.kind == rules.Kind.DIVISION:
        community_kind = community_kind or unit.community_kind
    changed = _move(actor, unit, rules.CORRECT, version, name=name, community_kind=community_kind)
    make_findable([changed])
    return changed


@transaction.atomic
def relocate(actor: Actor, pk: int, *, code: str, version: int | None = None) -> OrgUnit:
    """Give a place another division code; it moves with all that is below it, or not at all.

    Codes and paths of everything below follow. Errors: Invalid, Denied, Conflict.
    """
    unit = queries.units.get(actor, pk)
    if problem := rules.problems_of_code(code, level=Level(unit.level) if unit.level else None):
        raise Invalid(problem)
    old_code, old_path, path = unit.code, unit.path, rules.path_of(code)
    followers = queries.units.subtree(old_path)[1:]
    parent = _place_above(actor, path)
    if parent.path.startswith(old_path):
        raise Invalid("组织不能移到它自己之下。")
    moved = _move(actor, unit, rules.RELOCATE, version, code=code, path=path, parent_id=parent.pk)
    changes: dict[int, dict[str, object]] = {
        one.pk: {
            "path": path + one.path.removeprefix(old_path),
            "code": rules.moved_code(one.code, old_code, code),
        }
        for one in followers
    }
    _move_followers(actor, followers, changes)
    make_findable([moved, *followers])
    return moved


def close(actor: Actor, pk: int, *, version: int | None = None) -> OrgUnit:
    """Close a unit that has no unit in force below it and nobody in office."""
    return _move(actor, queries.units.get(actor, pk), rules.CLOSE, version)


def reopen(actor: Actor, pk: int, *, version: int | None = None) -> OrgUnit:
    return _move(actor, queries.units.get(actor, pk), rules.REOPEN, version)


def make_findable(units: Iterable[OrgUnit]) -> None:
    """Put the words by which units are searched into the index."""
    index.put(queries.units.KIND, {unit.pk: f"{unit.name} {unit.code}" for unit in units})


def _place_above(actor: Actor, path: str) -> OrgUnit:
    """The place in force on which a place with `path` hangs; the root is laid when missing."""
    above = rules.parent_path(path)
    if above == "/":
        return lay_root(actor)
    parent = queries.units.at_path(above)
    if parent is None:
        raise Invalid("上级行政区划还没有设立，请先设立上级。")
    if parent.state != rules.UnitState.ACTIVE:
        raise Invalid(f"上级“{parent.name}”已撤销。")
    return parent


def _number(place: OrgUnit, number: str, letter: str) -> str:
    if number and rules.number_is_wrong(number, letter=letter):
        raise Invalid(f"编号应为 {letter} 加两到四位数字，例如 {letter}01。")
    return number or rules.next_number(queries.units.numbers_at(place, letter), letter)


@transaction.atomic
def _establish(actor: Actor, unit: OrgUnit) -> OrgUnit:
    if unit.parent is not None and unit.parent.state != rules.UnitState.ACTIVE:
        raise Invalid(f"上级“{unit.parent.name}”已撤销。")
    made = records.create(actor, unit, rules.ESTABLISH, policy.may_manage(actor, unit))
    make_findable([made])
    return made


def _move(
    actor: Actor, unit: OrgUnit, move: Transition, version: int | None, **changes: object
) -> OrgUnit:
    answer = queries.units.answer(actor, unit, move)
    return records.advance(actor, unit, move, answer, version=version, **changes)


def _move_followers(
    actor: Actor, followers: list[OrgUnit], changes: dict[int, dict[str, object]]
) -> None:
    """Closed units move as well: their place is where it was, under another code."""
    answer = policy.may_manage(actor, followers[0]) if followers else YES
    records.advance_many(actor, followers, rules.FOLLOW, answer, changes)
