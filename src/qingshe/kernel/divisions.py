"""Statistical division codes of 12 digits (统计用区划代码): what a place's number says of it.

Digits 1-2 province, 3-4 city, 5-6 county, 7-9 street or town, 10-12 community or village;
the rest is 0.
"""

import re
from itertools import pairwise

from .workflow import Labelled

_CODE = re.compile(r"[1-9]\d{11}")


class Level(Labelled):
    """A rung of the tree (层级); a grid has no national code, it hangs below its community."""

    PROVINCE = "province", "省级"
    CITY = "city", "地市级"
    COUNTY = "county", "县级"
    STREET = "street", "街道(乡镇)"
    COMMUNITY = "community", "社区(村)"
    GRID = "grid", "网格"


LEVELS = tuple(Level)
_DIGITS = {
    Level.PROVINCE: 2,
    Level.CITY: 4,
    Level.COUNTY: 6,
    Level.STREET: 9,
    Level.COMMUNITY: 12,
}
OFFICE = "d"  # how the last step of a department or office begins: "/14/04/d01/"


def level_of(code: str) -> Level:
    """The level a division code belongs to; ValueError when it is no such code."""
    if not _CODE.fullmatch(code):
        raise ValueError("区划代码应为12位数字")
    significant = code.rstrip("0")
    return next(level for level, digits in _DIGITS.items() if len(significant) <= digits)


def lies_in(code: str, parent: str) -> bool:
    """Whether the place with `code` lies below the place with code `parent`."""
    digits = _DIGITS[level_of(parent)]
    return code != parent and code[:digits] == parent[:digits]


def segments(code: str) -> tuple[str, ...]:
    """The steps of a place's path: "140403001003" → ("14", "04", "03", "001", "003")."""
    ends = [digits for level, digits in _DIGITS.items() if LEVELS.index(level) <= _rank(code)]
    return tuple(code[start:end] for start, end in pairwise([0, *ends]))


def territory(path: str) -> str:
    """The place a unit works for: its own path, or for a department that of its level.

    A department's or office's last step begins with "d": "/14/04/d01/" → "/14/04/".
    """
    parent, _, last = path.rstrip("/").rpartition("/")
    return f"{parent}/" if last.startswith(OFFICE) else path


def _rank(code: str) -> int:
    return LEVELS.index(level_of(code))
