"""Whom to tell: those who work in communities."""

from collections import defaultdict
from collections.abc import Mapping

from qingshe.kernel.roles import Role
from qingshe.modules.orgs import facade as orgs


def of_community(community: str) -> list[str]:
    """The ids of those who work in one community, each once."""
    return _by_community(community).get(community, [])


def below(place: str) -> Mapping[str, list[str]]:
    """The same for every community of a place, by its path; two queries."""
    return _by_community(place)


def _by_community(place: str) -> dict[str, list[str]]:
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for role in (Role.WORKER, Role.HEAD):
        for path, people in orgs.holders_below(role, place).items():
            found[path].update(dict.fromkeys(people))
    return {path: list(people) for path, people in found.items()}
