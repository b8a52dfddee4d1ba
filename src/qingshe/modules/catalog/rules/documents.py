"""Bases as people type them: 《消防法》第六条、第三十二条, one a line."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from qingshe.kernel.citations import citations, is_local, normal_name

from .vocabulary import BasisKind, BindingLevel

DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Cite:
    """One basis read out of a line: which document, which places in it, and the line itself."""

    title: str
    doc_no: str
    articles: str
    as_printed: str

    @property
    def name(self) -> str:
        return normal_name(self.title)


def read_cites(text: str) -> tuple[tuple[Cite, ...], tuple[str, ...]]:
    """The bases in `text`, and a sentence for each line in which no document can be found.

    A line that names two laws gives two bases.
    """
    found: list[Cite] = []
    problems: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        cites = _in_line(line.strip())
        found.extend(cites)
        if not cites:
            problems.append(f"依据第{number}行看不出文件名，请写成：《文件名》第几条。")
    return tuple(dict.fromkeys(found)), tuple(problems)


def last_day_of(told: str) -> date | None:
    """The last day a paper's date can mean: "2020-04" → 2020-04-30, "2020" → 2020-12-31.

    Papers are often known by month only; on that day they were certainly out.
    """
    if not told:
        return None
    year, month, day = (*map(int, told.split("-")), 0, 0)[:3]
    if day:
        return date(year, month, day)
    month = month or DECEMBER
    return date(year, month, monthrange(year, month)[1])


def kind_of(title: str, doc_no: str = "") -> BasisKind:
    """What sort of document it is, judged by its title; people may correct it."""
    name = normal_name(title)
    if is_local(name):
        return BasisKind.LOCAL_REGULATION if name.endswith("条例") else BasisKind.LOCAL_RULE
    if name.endswith(("法", "法典", "宪法")):
        return BasisKind.LAW
    if doc_no:
        return BasisKind.LOCAL_POLICY
    return BasisKind.ADMIN_REGULATION if name.endswith("条例") else BasisKind.DEPT_RULE


def level_of(kind: BasisKind) -> BindingLevel:
    """How far a document of this sort binds, as long as nobody says more."""
    return BindingLevel.CITY if kind in _LOCAL else BindingLevel.NATIONAL


_LOCAL = {BasisKind.LOCAL_REGULATION, BasisKind.LOCAL_RULE, BasisKind.LOCAL_POLICY}


def _in_line(line: str) -> list[Cite]:
    named = [cite for cite in citations(line) if cite.law]
    return [
        Cite(law, number or "", "、".join(place for place in places if place), line)
        for (law, number), places in (
            (key, [cite.place for cite in group])
            for key, group in groupby(named, key=lambda cite: (cite.law, cite.doc_no))
        )
    ]
