"""Which communities and streets an application reaches, read from the tree of units."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qingshe.kernel.divisions import Level
from qingshe.kernel.errors import Invalid
from qingshe.modules.admission import rules
from qingshe.modules.admission.rules import Consulted
from qingshe.modules.orgs import facade as orgs

_NAMED = 3  # so many places are named in words; the rest is counted
_LEVELS = {level.value for level in Level if level is not Level.GRID}


@dataclass(frozen=True, slots=True)
class Chosen:
    """A scope that holds: its paths, how many communities that is, and how it reads."""

    paths: tuple[str, ...]
    communities: int
    words: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who is to be asked for an opinion."""

    unit: str
    name: str
    part: Consulted


def chosen(place: str, wanted: Iterable[str]) -> Chosen:
    """Check the places somebody chose below the deciding place.

    Errors: Invalid with every place that is unknown, closed, a department or outside; and when
    no community in force is left.
    """
    paths = _widest(wanted)
    if len(paths) > rules.MOST_PATHS:
        raise Invalid(f"最多逐个选择 {rules.MOST_PATHS} 处，更多的请选上级。")
    inside = [path for path in paths if path.startswith(place)]
    known = _units(inside)
    problems = [problem for path in paths if (problem := _wrong(path, place, known))]
    if problems:
        raise Invalid("申请范围有误，没有保存。", problems)
    communities = _communities(place, paths)
    if paths and not communities:
        raise Invalid("所选范围内没有社区。")
    names = [known[path].name for path in paths]
    return Chosen(paths, len(communities), _words(names, len(communities)))


def affected(place: str, paths: Sequence[str]) -> list[Asked]:
    """Every street and community in a scope, in the order of the tree; two queries."""
    communities = _communities(place, paths)
    above = {_parent(one.path) for one in communities}
    streets = [one for one in orgs.units_below(place, Level.STREET) if one.path in above]
    found = [Asked(one.path, one.name, Consulted.STREET) for one in streets]
    found += [Asked(one.path, one.name, Consulted.COMMUNITY) for one in communities]
    return sorted(found, key=lambda one: one.unit)


def communities_of(place: str, paths: Sequence[str]) -> int:
    """How many communities in force lie in a scope."""
    return len(_communities(place, paths))


def _communities(place: str, paths: Sequence[str]) -> list[orgs.UnitSummary]:
    every = orgs.units_below(place, Level.COMMUNITY) if paths else []
    wide = tuple(paths)
    return [one for one in every if one.path.startswith(wide)]


def _units(paths: Sequence[str]) -> dict[str, orgs.UnitSummary]:
    return {one.path: one for one in orgs.units_at(paths)}


def _wrong(path: str, place: str, known: dict[str, orgs.UnitSummary]) -> str:
    unit = known.get(path)
    if not path.startswith(place):
        return f"{path} 不在决定机构的范围内。"
    if unit is None:
        return f"没有 {path} 这个组织。"
    if not unit.is_active:
        return f"{unit.name}已撤销，不能列入申请范围。"
    if unit.kind != "division" or unit.level not in _LEVELS:
        return f"{unit.name}不是社区、街道或区县。"
    return ""


def _widest(wanted: Iterable[str]) -> tuple[str, ...]:
    """The paths without those that lie below another of them."""
    kept: list[str] = []
    for path in sorted(set(wanted)):
        if not (kept and path.startswith(kept[-1])):
            kept.append(path)
    return tuple(kept)


def _words(names: Sequence[str], communities: int) -> str:
    named = "、".join(names[:_NAMED])
    more = f"等 {len(names)} 处" if len(names) > _NAMED else ""
    return f"{named}{more}（共 {communities} 个社区）" if names else ""


def _parent(path: str) -> str:
    return path.rstrip("/").rpartition("/")[0] + "/"
