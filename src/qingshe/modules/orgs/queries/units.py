"""Reads of units; those for people start from what the actor may see."""

import re
from collections.abc import Iterable, Sequence

from django.db.models import Count, Exists, Max, Min, OuterRef, QuerySet
from django.db.models.functions import Left

from qingshe.foundation import access
from qingshe.foundation.access import above, lineage
from qingshe.foundation.records import Action
from qingshe.foundation.search import index
from qingshe.kernel.actor import Actor
from qingshe.kernel.answer import YES, Answer, no
from qingshe.kernel.divisions import Level, territory
from qingshe.kernel.errors import Invalid, NotFound
from qingshe.kernel.workflow import Transition
from qingshe.modules.orgs import policy, rules
from qingshe.modules.orgs.models import OrgUnit

KIND = "orgs.unit"  # the units among what can be searched
MOST_FOUND = 50
_PATH_AT_THE_END = re.compile(r"(/(?:\w+/)*)$")


def visible_to(actor: Actor) -> QuerySet[OrgUnit]:
    """The units this actor may know of, in the order of the tree."""
    return OrgUnit.objects.filter(policy.scope(actor)).order_by("path")


def get(actor: Actor, pk: int) -> OrgUnit:
    policy.insist_on_someone(actor)
    unit = visible_to(actor).select_related("parent").filter(pk=pk).first()
    if unit is None:
        raise NotFound("没有这个组织，或不在您的范围内。")
    return unit


def get_by_path(actor: Actor, path: str) -> OrgUnit:
    policy.insist_on_someone(actor)
    unit = visible_to(actor).select_related("parent").filter(path=path).first()
    if unit is None:
        raise NotFound("没有这个组织，或不在您的范围内。")
    return unit


def children(actor: Actor, parent: OrgUnit) -> QuerySet[OrgUnit]:
    """What hangs directly on a unit, each told whether it has anything below (`has_children`)."""
    below_it = OrgUnit.objects.filter(parent=OuterRef("pk"))
    found = visible_to(actor).filter(parent=parent)
    return found.annotate(has_children=Exists(below_it))


def where_it_forks(actor: Actor, path: str) -> OrgUnit:
    """The unit with `path`, or below it the first on which more than one thing hangs.

    An installation of one city begins there, not three clicks above it.
    """
    top = get_by_path(actor, path)
    for _ in Level:
        hanging = list(children(actor, top)[:2])
        if len(hanging) != 1 or not children(actor, hanging[0]).exists():
            break
        (top,) = hanging
    return top


def found(actor: Actor, words: str) -> list[OrgUnit]:
    """The first units whose name or code holds every one of `words`; one more than is shown."""
    hits = visible_to(actor).filter(pk__in=index.matching(KIND, words))
    return list(hits[: MOST_FOUND + 1])


def narrowed(
    actor: Actor, *, below: str = "", level: Level | None = None, words: str = ""
) -> QuerySet[OrgUnit]:
    """The units in the actor's scope below a path, of one level, with words of the name."""
    found = visible_to(actor)
    if below:
        found = found.filter(access.below("path", below))
    if level:
        found = found.filter(level=level)
    return found.filter(pk__in=index.matching(KIND, words)) if words else found


def line_of(path: str) -> list[OrgUnit]:
    """The units from the province down to the one with this path, without the root."""
    return list(OrgUnit.objects.filter(path__in=lineage(path)[1:]).order_by("path"))


def actions(actor: Actor, unit: OrgUnit) -> list[Action]:
    """What the state allows, each with whether this actor may: buttons and links alike."""
    moves = [
        move
        for move in policy.MAY_UNIT
        if move.starts_from(unit.state) and move is not rules.FOLLOW
    ]
    return [Action(move.name, move.label, answer(actor, unit, move)) for move in moves]


def answer(actor: Actor, unit: OrgUnit, move: Transition) -> Answer:
    """The answer of the policy, and for closing and reopening what the tree says to it."""
    said = policy.MAY_UNIT[move](actor, unit)
    return _TREE_SAYS[move](unit) if said and move in _TREE_SAYS else said


def at_path(path: str) -> OrgUnit | None:
    """The unit with a path, whoever asks: for names on pages and for other modules."""
    return OrgUnit.objects.filter(path=path).first()


def at_paths(paths: Iterable[str]) -> QuerySet[OrgUnit]:
    return OrgUnit.objects.filter(path__in=set(paths)).order_by("path")


def many_at(paths: Iterable[str]) -> list[OrgUnit]:
    """As `at_paths`, for more paths than one query should name."""
    wanted = sorted(set(paths))
    batches = (wanted[start : start + 1000] for start in range(0, len(wanted), 1000))
    return [unit for batch in batches for unit in at_paths(batch)]


def places_below(path: str, level: Level | None) -> QuerySet[OrgUnit]:
    """Places in force below a path (itself included), of one level or all."""
    places = OrgUnit.objects.filter(access.below("path", path), kind=rules.Kind.DIVISION)
    places = places.filter(state=rules.UnitState.ACTIVE).order_by("path")
    return places.filter(level=level) if level else places


def counts_below(path: str, level: Level, length: int) -> dict[str, int]:
    """How many places in force of a level begin with each text of `length` characters."""
    begun = places_below(path, level).order_by().values(at=Left("path", length))
    return dict(begun.annotate(count=Count("pk")).values_list("at", "count"))


def common_place() -> str:
    """The lowest place that has every community in force below it; "/" when there are none."""
    ends = places_below("/", Level.COMMUNITY).aggregate(first=Min("path"), last=Max("path"))
    if not ends["first"]:
        return "/"
    first, last = lineage(ends["first"])[:-1], lineage(ends["last"])[:-1]  # above the communities
    return next(place for place in reversed(first) if place in last)


def departments_of(path: str) -> QuerySet[OrgUnit]:
    """Departments and offices in force that hang on a place."""
    hanging = OrgUnit.objects.filter(parent__path=path, state=rules.UnitState.ACTIVE)
    return hanging.exclude(kind=rules.Kind.DIVISION).order_by("path")


def numbers_at(parent: OrgUnit, letter: str) -> list[str]:
    """Numbers given to departments ("d") or grids ("g") of a place so far, closed ones too."""
    paths = OrgUnit.objects.filter(parent=parent).values_list("path", flat=True)
    steps = (path.rstrip("/").rpartition("/")[2] for path in paths)
    return [step for step in steps if step.startswith(letter)]


def subtree(path: str) -> list[OrgUnit]:
    """A unit and all below it, the upper ones first."""
    return list(OrgUnit.objects.filter(access.below("path", path)).order_by("path"))


def full_names(units: Sequence[OrgUnit]) -> dict[str, str]:
    """For each path the names from the province down: one query, however many units."""
    wanted = {step for unit in units for step in lineage(unit.path)[1:]}
    names = dict(at_paths(wanted).values_list("path", "name"))
    return {
        unit.path: " ".join(names[step] for step in lineage(unit.path)[1:] if step in names)
        for unit in units
    }


def exported(actor: Actor) -> QuerySet[OrgUnit]:
    """The units of an export: the actor's territory, without the places above it."""
    policy.insist_on_someone(actor)
    mine = territory(actor.unit)
    return visible_to(actor).filter(access.below("path", mine)).exclude(path="/")


def known(path: str) -> dict[str, rules.Known]:
    """The tree from a place down, and the line of places above it, as an import compares it."""
    staffed = set(
        OrgUnit.objects.filter(memberships__state=rules.MembershipState.ACTIVE).values_list(
            "path", flat=True
        )
    )
    mine = OrgUnit.objects.filter(access.below("path", path) | above("path", path))
    rows = mine.values_list("path", "name", "kind", "community_kind", "state")
    return {
        row[0]: rules.Known(*row[:4], row[4] == rules.UnitState.CLOSED, row[0] in staffed)
        for row in rows.iterator(chunk_size=5000)
    }


def _may_close(unit: OrgUnit) -> Answer:
    if unit.children.filter(state=rules.UnitState.ACTIVE).exists():
        return no("还有未撤销的下级组织，请先撤销它们。")
    if unit.memberships.filter(state=rules.MembershipState.ACTIVE).exists():
        return no("还有人在此任职，请先结束他们的任职。")
    return YES


def _may_reopen(unit: OrgUnit) -> Answer:
    if unit.parent is not None and unit.parent.state != rules.UnitState.ACTIVE:
        return no("上级组织已撤销，请先恢复上级。")
    return YES


_TREE_SAYS = {rules.CLOSE: _may_close, rules.REOPEN: _may_reopen}


def meant(actor: Actor, words: str) -> OrgUnit:
    """The one unit in force that somebody means by a path, a code or words of the name.

    Errors: NotFound when there is none in the actor's scope, Invalid when there are several.
    """
    mine = visible_to(actor).filter(state=rules.UnitState.ACTIVE)
    if path := _PATH_AT_THE_END.search(words.strip()):
        hits = list(mine.filter(path=path.group(1)))
    elif words.strip().isdecimal():
        hits = list(mine.filter(code=words.strip()))
    else:
        named = mine.filter(pk__in=index.matching(KIND, words))
        hits = list(named.filter(name=words.strip())[:2]) or list(named[:2])
    if not hits:
        raise NotFound("没有这个组织，或不在您的范围内。")
    if len(hits) > 1:
        raise Invalid("有不止一个这样的组织，请从列出的组织中选，或写区划代码。")
    return hits[0]


def additions(actor: Actor, unit: OrgUnit) -> list[Action]:
    """What can be set up below a unit: lower places, departments, grids."""
    if unit.kind != rules.Kind.DIVISION or unit.level == Level.GRID:
        return []
    said = policy.may_manage(actor, unit)
    if unit.state != rules.UnitState.ACTIVE:
        said = no("已撤销的组织之下不能再设立。")
    if unit.path == "/":
        return [Action("establish_place", "设立省级区划", said)]
    office = Action("establish_office", "设立部门或办公室", said)
    if unit.level == Level.COMMUNITY:
        return [Action("establish_grid", "设立网格", said), office]
    return [Action("establish_place", "设立下级区划", said), office]
