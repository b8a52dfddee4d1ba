"""Units and their places: how a division code becomes a path, and what a path says of its unit."""

import re
from collections.abc import Iterable

from qingshe.kernel.divisions import Level, level_of, lies_in, segments
from qingshe.kernel.workflow import Labelled


class Kind(Labelled):
    DIVISION = "division", "行政区划"
    DEPARTMENT = "department", "部门"
    OFFICE = "office", "办公室"


class CommunityKind(Labelled):
    URBAN = "urban", "城市社区"
    VILLAGE = "village", "村"


_NUMBER = re.compile(r"[dg]\d{2,4}")
_EMPTY = re.compile(r"0+")


def path_of(code: str) -> str:
    """The path of a place: "140403001003" → "/14/04/03/001/003/"; ValueError for no such code."""
    return "/" + "/".join(segments(code)) + "/"


def parent_path(path: str) -> str:
    """The unit a unit hangs on: "/14/04/d01/" → "/14/04/"; of a province the root, of it none.

    A level the code leaves out is skipped: a street right below a city ("/44/19/00/003/") hangs
    on the city.
    """
    steps = path.strip("/").split("/")[:-1]
    while steps and _EMPTY.fullmatch(steps[-1]):
        steps.pop()
    return "/" + "".join(f"{step}/" for step in steps) if path != "/" else ""


def depth(path: str) -> int:
    """How many steps lie between the root and a unit."""
    return path.count("/") - 1


def problems_of_code(code: str, *, parent: str = "", level: Level | None = None) -> str:
    """What is wrong with a division code, in words; "" when nothing is.

    `parent` is the code of the place it shall lie in, `level` the level it shall have.
    """
    try:
        found = level_of(code)
    except ValueError as error:
        return f"{error}。"
    if level and found is not level:
        return f"区划代码 {code} 是{found.label}的代码，应为{level.label}。"
    if parent and not lies_in(code, parent):
        return f"区划代码 {code} 不在上级 {parent} 之内。"
    return ""


def number_is_wrong(number: str, *, letter: str) -> bool:
    """Whether the number of a department ("d01") or grid ("g01") is not one."""
    return not (_NUMBER.fullmatch(number) and number.startswith(letter))


def next_number(taken: Iterable[str], letter: str) -> str:
    """The next free number beside those taken: ["d01", "d02"] → "d03"."""
    numbers = [int(one[1:]) for one in taken if not number_is_wrong(one, letter=letter)]
    return f"{letter}{max(numbers, default=0) + 1:02d}"


def moved_code(code: str, old: str, new: str) -> str:
    """The code of a place after the place it lies in changed its code from `old` to `new`."""
    digits = len("".join(segments(old)))
    return new[:digits] + code[digits:] if code else ""
