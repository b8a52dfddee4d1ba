"""The plan of a year (年度督查检查计划、年度综合考评计划): what may stand in it.

涉及社区的各类督查检查实施计划清单管理，严控总量和频次 (赛罕区行动计划 二（一）4).
对社区的各项考核一律纳入综合性的考评中，年底一次实施 (长民发〔2017〕124号 三（三）);
各职能部门不再单独组织考核评比 (民发〔2015〕136号 二). So an evaluation that was admitted by a
permit does not stand beside the plan: it enters it, and there is one a year.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from .limits import LAST_YEAR
from .terms import LONGEST_APPOINTMENT
from .vocabulary import Kind

MOST_INSPECTIONS = 9  # items a year; 呼和浩特市 allows a banner or county no more
MOST_A_YEAR = 4  # times one community is inspected for one item (our choice)
ONE_EVALUATION = 1
YEARS_END = 10  # the first month of 年底 (our choice)
NAMES: Mapping[str, str] = {Kind.INSPECTION: "督查检查计划", Kind.EVALUATION: "综合考评计划"}
INSPECTIONS = "涉及社区的督查检查实施计划清单管理，严控总量和频次（赛罕区行动计划 二（一）4）。"
EVALUATIONS = (
    "对社区的各项考核一律纳入综合性考评，年底一次实施（长民发〔2017〕124号 三（三））；"
    "部门不再单独组织（民发〔2015〕136号 二）。凭许可准入的评比，也先列入年度综合考评计划。"
)
REASONS: Mapping[str, str] = {Kind.INSPECTION: INSPECTIONS, Kind.EVALUATION: EVALUATIONS}


@dataclass(frozen=True, slots=True)
class Planned:
    """An item before it stands in the plan.

    `department` is a path; `times` are for one community in the year, `minutes` for one time;
    `permit` is the number of the permit that it rests on, "" without one.
    """

    title: str
    department: str
    first_on: date
    last_on: date
    times: int
    minutes: int
    partners: str = ""
    basis: str = ""
    permit: str = ""


def name_of(kind: str, year: int) -> str:
    return f"{year} 年度{NAMES[kind]}"


def most_items(kind: str) -> int:
    """How many items a plan holds: one evaluation, inspections up to the ceiling."""
    return ONE_EVALUATION if kind == Kind.EVALUATION else MOST_INSPECTIONS


def wrong_with_year(year: int, today: date) -> list[str]:
    if today.year <= year <= today.year + LAST_YEAR:
        return []
    return [f"年度应在 {today.year} 至 {today.year + LAST_YEAR} 之间。"]


def wrong_with_last(last_on: date, today: date) -> list[str]:
    """What is over before it is planned cannot be issued any more."""
    return [] if last_on >= today else [f"最迟 {last_on} 已经过去，请改期。"]


def wrong_with_item(item: Planned, kind: str, year: int) -> list[str]:
    """Everything that keeps an item from the plan of a year, in words."""
    return [*_wrong_words(item), *_wrong_days(item, kind, year), *_wrong_figures(item, kind)]


def _wrong_words(item: Planned) -> Iterator[str]:
    if not item.title.strip():
        yield "请写明事项名称。"
    if not item.department:
        yield "请选择牵头部门。"


def _wrong_days(item: Planned, kind: str, year: int) -> Iterator[str]:
    if item.last_on < item.first_on:
        yield "结束日期早于开始日期。"
    if item.first_on.year != year or item.last_on.year != year:
        yield f"时间要在 {year} 年内。"
    elif kind == Kind.EVALUATION and item.first_on.month < YEARS_END:
        yield f"综合考评年底一次实施，请安排在 {YEARS_END} 月以后。"


def _wrong_figures(item: Planned, kind: str) -> Iterator[str]:
    most = ONE_EVALUATION if kind == Kind.EVALUATION else MOST_A_YEAR
    if not 1 <= item.times <= most:
        yield f"每个社区全年次数应在 1 至 {most} 之间。"
    if not 1 <= item.minutes <= LONGEST_APPOINTMENT:
        yield f"每次用时应在 1 至 {LONGEST_APPOINTMENT} 分钟之间。"
