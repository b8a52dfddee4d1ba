"""What a table of units would do to the tree: planned in full before anything is written."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from qingshe.kernel.divisions import Level, level_of

from .places import (
    CommunityKind,
    Kind,
    next_number,
    number_is_wrong,
    parent_path,
    path_of,
    problems_of_code,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table; `row` is its place in the sheet.

    A department, office or grid has the code of the place it hangs on, and a `number` ("d01",
    "g01"), which may be left out: then its name finds it, or it gets the next number.
    """

    row: int
    code: str
    number: str
    name: str
    kind: Kind
    level: Level | None
    community_kind: str
    closed: bool

    @property
    def letter(self) -> str:
        """The first letter of the number such a unit has; "" for one with a code of its own."""
        if self.kind is not Kind.DIVISION:
            return "d"
        return "g" if self.level is Level.GRID else ""


@dataclass(frozen=True, slots=True)
class Known:
    """A unit that is in the tree already."""

    path: str
    name: str
    kind: str
    community_kind: str
    closed: bool
    staffed: bool = False  # somebody holds a role there


@dataclass(frozen=True, slots=True)
class Wanted:
    """A unit as the table wants it."""

    row: int
    path: str
    parent: str
    name: str
    kind: Kind
    level: Level
    code: str
    community_kind: str
    closed: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import will do; with `problems` it does nothing at all."""

    added: list[Wanted] = field(default_factory=list)
    changed: list[tuple[Known, Wanted]] = field(default_factory=list)
    closed: list[Known] = field(default_factory=list)
    reopened: list[Known] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changed or self.closed or self.reopened)

    @property
    def fingerprint(self) -> str:
        """The same for the same effect: what was previewed is what is carried out."""
        effect = [
            [[one.path, one.name, one.kind, one.community_kind] for one in self.added],
            [[old.path, old.name, new.name, new.community_kind] for old, new in self.changed],
            [one.path for one in self.closed],
            [one.path for one in self.reopened],
        ]
        return hashlib.sha256(json.dumps(effect, ensure_ascii=False).encode()).hexdigest()


def plan(lines: Sequence[Line], known: Mapping[str, Known], territory: str) -> Plan:
    """Compare a table with the tree. `territory` is the path of the place that may be changed."""
    result = Plan()
    wanted: dict[str, Wanted] = {}
    for line, path in _with_paths(lines, known, result.problems):
        one = _wanted(line, path)
        if path in wanted:
            result.problems.append((line.row, f"与第 {wanted[path].row} 行是同一个组织。"))
        else:
            wanted[path] = one
    for one in wanted.values():
        _settle(one, wanted, known, territory, result)
    _check_closings(wanted, known, result)
    result.problems.sort()
    return result


def _with_paths(
    lines: Iterable[Line], known: Mapping[str, Known], problems: list[tuple[int, str]]
) -> Iterator[tuple[Line, str]]:
    """Each sound line with its path; those without a number last, so that none is given twice."""
    unnumbered: list[Line] = []
    taken: dict[str, list[str]] = {}
    for path in known:
        _take(taken, path)
    for line in lines:
        if problem := _problem(line):
            problems.append((line.row, problem))
        elif line.letter and not line.number:
            unnumbered.append(line)
        else:
            path = path_of(line.code) + (f"{line.number}/" if line.letter else "")
            _take(taken, path)
            yield line, path
    by_name = {(parent_path(one.path), one.kind, one.name): one.path for one in known.values()}
    for line in unnumbered:
        place = path_of(line.code)
        path = by_name.get((place, line.kind, line.name), "")
        if not path:
            number = next_number(taken.get(place + line.letter, ()), line.letter)
            path = f"{place}{number}/"
            _take(taken, path)
        yield line, path


def _take(taken: dict[str, list[str]], path: str) -> None:
    place, _, step = path.rstrip("/").rpartition("/")
    if step[:1] in ("d", "g"):
        taken.setdefault(f"{place}/{step[0]}", []).append(step)


def _problem(line: Line) -> str:
    """What is wrong with a line by itself; "" when nothing is."""
    if problem := problems_of_code(line.code):
        return problem
    if line.letter:
        return _problem_of_hanging(line)
    if line.number:
        return "编号只用于部门、办公室和网格。"
    found = level_of(line.code)
    if line.level and line.level is not found:
        return f"层级写的是{line.level.label}，区划代码却是{found.label}的。"
    if line.community_kind and found is not Level.COMMUNITY:
        return "只有社区（村）才填城乡。"
    return ""


def _problem_of_hanging(line: Line) -> str:
    place = level_of(line.code)
    if line.letter == "g" and place is not Level.COMMUNITY:
        return "网格只设在社区（村）之下，区划代码应填所在社区的。"
    if line.number and number_is_wrong(line.number, letter=line.letter):
        return f"编号应为 {line.letter} 加两到四位数字，例如 {line.letter}01。"
    if line.community_kind:
        return "只有社区（村）才填城乡。"
    return ""


def _wanted(line: Line, path: str) -> Wanted:
    level = level_of(line.code)
    is_community = level is Level.COMMUNITY and not line.letter
    return Wanted(
        row=line.row,
        path=path,
        parent=path_of(line.code) if line.letter else parent_path(path),
        name=line.name,
        kind=line.kind,
        level=Level.GRID if line.letter == "g" else level,
        code="" if line.letter else line.code,
        community_kind=line.community_kind or (CommunityKind.URBAN if is_community else ""),
        closed=line.closed,
    )


def _settle(
    one: Wanted,
    wanted: Mapping[str, Wanted],
    known: Mapping[str, Known],
    territory: str,
    result: Plan,
) -> None:
    """Put one unit where it belongs: added, changed, closed, reopened, untouched or refused."""
    old = known.get(one.path)
    if problem := _refusal(one, old, wanted, known, territory):
        result.problems.append((one.row, problem))
    elif old is None:
        result.added.append(one)
    elif one.closed:
        if not old.closed:
            result.closed.append(old)
    else:
        if old.closed:
            result.reopened.append(old)
        if (old.name, old.community_kind) != (one.name, one.community_kind):
            result.changed.append((old, one))


def _refusal(
    one: Wanted,
    old: Known | None,
    wanted: Mapping[str, Wanted],
    known: Mapping[str, Known],
    territory: str,
) -> str:
    if not one.path.startswith(territory):
        return "不在您的管理范围内。"
    if old is None and one.closed:
        return "系统中没有这个组织，无从撤销。"
    if old is not None and old.kind != one.kind:
        return f"此代码在系统中是{Kind(old.kind).label}“{old.name}”，类别不能改。"
    if one.closed or one.parent == "/" or _stands(one.parent, wanted, known):
        return ""
    return "上级不在系统中，也不在本表中，或已撤销。"


def _stands(path: str, wanted: Mapping[str, Wanted], known: Mapping[str, Known]) -> bool:
    """Whether a unit will be in force after the import."""
    if path in wanted:
        return not wanted[path].closed
    return path in known and not known[path].closed


def _check_closings(wanted: Mapping[str, Wanted], known: Mapping[str, Known], result: Plan) -> None:
    """Nothing is closed over the heads of people or units in force."""
    standing = (
        {parent_path(path) for path in {*known, *wanted} if _stands(path, wanted, known)}
        if result.closed
        else set()
    )
    for one in result.closed:
        row = wanted[one.path].row
        if one.staffed:
            result.problems.append((row, "还有人在此任职，请先结束他们的任职，再撤销。"))
        if one.path in standing:
            result.problems.append((row, "还有未撤销的下级组织，不能撤销。"))
