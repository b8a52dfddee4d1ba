"""To which communities a demand goes: paths, and the words people write for them."""

from collections.abc import Iterable, Mapping, Sequence

from qingshe.kernel.actor import Actor
from qingshe.kernel.divisions import Level
from qingshe.kernel.errors import Invalid
from qingshe.modules.demands import policy
from qingshe.modules.orgs import facade as orgs

NAMED = 3  # so many places are written out; the rest is counted


def parts(actor: Actor) -> list[orgs.UnitSummary]:
    """What the territory of an actor is divided into next: counties of a city, streets."""
    below = orgs.children(actor, policy.home(actor))
    return [each for each in below if each.kind == "division" and each.is_active]


def communities_of(territory: str, paths: Iterable[str]) -> list[orgs.UnitSummary]:
    """The communities in force at or below any of the paths, within a territory; one query."""
    wanted = tuple(path for path in paths if path.startswith("/") and path.endswith("/"))
    every = orgs.units_below(territory, Level.COMMUNITY)
    return [each for each in every if each.path.startswith(wanted)] if wanted else []


def named(actor: Actor, lines: Iterable[str]) -> list[str]:
    """The paths of streets and communities written one a line, by name or code.

    Errors: Invalid with every line that names nothing in force, or more than one place.
    """
    wanted = [line.strip() for line in lines if line.strip()]
    if not wanted:
        return []
    known: dict[str, list[str]] = {}
    for unit in orgs.units_below(policy.home(actor)):
        for word in {unit.name, unit.code, unit.path}:
            known.setdefault(word, []).append(unit.path)
    problems = [problem for line in wanted if (problem := _problem(line, known.get(line, [])))]
    if problems:
        raise Invalid("有的地方没有找到，没有下达。", problems)
    return [known[line][0] for line in wanted]


def words(territory: str, paths: Sequence[str], count: int, known: Mapping[str, str]) -> str:
    """Where a demand goes, in a line: 长治市全部 214 个社区, or the places by name; "" for none.

    `known` are the names of the territory and of the first `NAMED` paths.
    """
    if not count:
        return ""
    if territory in paths:
        return f"{known.get(territory, '')}全部 {count:,} 个社区"
    shown = "、".join(known.get(path, path) for path in paths[:NAMED])
    more = f"等 {len(paths):,} 处" if len(paths) > NAMED else ""
    return f"{shown}{more}" if len(paths) == count else f"{shown}{more}，共 {count:,} 个社区"


def _problem(line: str, found: list[str]) -> str:
    if not found:
        return f"“{line}”：范围内没有这个在用的街道或社区，请核对名称或 12 位区划代码。"
    return f"“{line}”：有 {len(found)} 处同名，请写 12 位区划代码。" if len(found) > 1 else ""


def covered(actor: Actor, scope: Sequence[str]) -> list[tuple[str, str]]:
    """Paths and names of what a basis covers within the territory, to be chosen from."""
    territory = policy.home(actor)
    inside = [path for path in scope if path.startswith(territory)]
    if len(inside) < len(scope):  # it reaches beyond: all of the territory is covered
        inside = [territory, *inside]
    known = orgs.names(inside)
    return [(path, _whole(known.get(path, path), path == territory)) for path in inside]


def _whole(name: str, is_territory: bool) -> str:
    return f"{name}全部社区" if is_territory else name
