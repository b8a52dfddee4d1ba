"""A law and those of its articles that name a committee, as plain values."""

from dataclasses import dataclass
from functools import cached_property

from qingshe.kernel.citations import Citation, normal_name
from qingshe.kernel.workflow import Labelled


class LawLevel(Labelled):
    """Who made the law (效力位阶)."""

    LAW = "law", "法律"
    ADMINISTRATIVE_REGULATION = "administrative_regulation", "行政法规"
    DEPARTMENT_RULE = "department_rule", "部门规章"
    LOCAL = "local", "地方性法规、规章"


class LawStatus(Labelled):
    """Whether the law still stands as cited (时效)."""

    IN_FORCE = "in_force", "现行有效"
    AMENDED = "amended", "已修改"
    RENUMBERED = "renumbered", "已修订，条号已变"
    SUPERSEDED = "superseded", "已被新法取代"
    REPEALED = "repealed", "已废止"
    UNKNOWN = "unknown", "未核实"


class Committee(Labelled):
    """Which committee the article speaks of."""

    BOTH = "both", "居（村）民委员会"
    RESIDENT = "resident_committee", "居民委员会"
    VILLAGE = "village_committee", "村民委员会"


class Duty(Labelled):
    """How the article puts it (规范方式)."""

    MUST_ASSIST = "must_assist", "应当协助"
    MUST = "must", "应当"
    MAY = "may", "可以"
    RIGHT = "right", "有权"
    MUST_NOT = "must_not", "不得"
    CERTIFICATE = "certificate", "出具证明"
    MENTIONED = "mentioned", "仅提及"


@dataclass(frozen=True)
class Law:
    """One law in one version (法律法规).

    `version` is the day of the text, `since` the day its status began, both YYYY-MM-DD or empty;
    `also` are other names papers cite it by; `place` is empty for a national law.
    """

    title: str
    version: str
    level: LawLevel
    status: LawStatus
    since: str = ""
    note: str = ""
    also: tuple[str, ...] = ()
    place: str = ""

    @cached_property
    def name(self) -> str:
        """The title made comparable, see `citations.normal_name`."""
        return normal_name(self.title)

    @property
    def stands(self) -> bool:
        """False once the law is repealed or superseded; an unchecked one is given the benefit."""
        return self.status not in {LawStatus.REPEALED, LawStatus.SUPERSEDED}

    def binds(self, jurisdiction: str) -> bool:
        """Whether it binds in a place written in full (山西省长治市); national law always does."""
        return self.place in jurisdiction


@dataclass(frozen=True, slots=True)
class LawArticle:
    """What one article says of the committee (法条事实), `asks` in few words.

    `inserted` is 2 for 第三条之二.
    """

    law: Law
    article: int
    duty: Duty
    asks: str
    committee: Committee = Committee.BOTH
    topics: tuple[str, ...] = ()
    inserted: int | None = None

    @property
    def citation(self) -> Citation:
        """The article as papers cite it: 《消防法》第三十二条."""
        return Citation(self.law.title, self.article, inserted=self.inserted)

    @property
    def is_duty(self) -> bool:
        """Whether it lays work on the committee: its own, or help to the government."""
        return self.duty in {Duty.MUST_ASSIST, Duty.MUST}

    def is_ground_in(self, jurisdiction: str = "") -> bool:
        """Whether a department there may rest on it: a duty, in law that stands and binds."""
        return self.is_duty and self.law.stands and self.law.binds(jurisdiction)
