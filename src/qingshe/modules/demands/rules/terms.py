"""What a department wants to issue (下达内容), and everything that keeps it from being issued."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from qingshe.kernel.workdays import Workdays

from .limits import LAST_YEAR, Limits, notice_given
from .vocabulary import APPOINTED, PLANNED, REGISTERED, Kind, Under

_UNPLANNED = {
    Kind.INSPECTION: (
        "“督查检查”只能按年度督查检查计划下达；计划里没有这一项。"
        "凭许可准入的，也先由领导小组办公室列入计划。"
    ),
    Kind.EVALUATION: (
        "对社区的考核只有年底一次的综合考评，部门不单独组织"
        "（长民发〔2017〕124号 三（三）；民发〔2015〕136号 二）；"
        "凭许可准入的评比，也先列入年度综合考评计划。"
    ),
}
_MATERIALS = re.compile(
    r"(准备|备好|备齐|提供|提交|报送|上报|整理|打印|装订)"
    r"[^。；，不]{0,12}?(材料|台账|资料|档案|照片|汇报稿|自查报告)"
)
_NOT = re.compile(r"(不|无需|无须|免|勿)[^。；，]{0,6}$")
LONGEST_TEXT = 5_000  # characters; a general paper (整治形式主义为基层减负若干规定)
LONGEST_APPOINTMENT = 8 * 60  # minutes: a working day


@dataclass(frozen=True, slots=True)
class Terms:
    """A demand before it is issued.

    `under` is the number of a permit or the key of a list item; `paths` are the places it goes
    to, each with all communities below it. `due_on` is the last day to hand in; what is appointed
    has `starts_at` (local time) and `length_minutes` instead; what stays has `owner` and
    `ends_on`. `minutes` are for one community and one time, None leaves it to the permit.
    """

    under: str
    title: str
    text: str
    paths: tuple[str, ...]
    due_on: date | None = None
    kind: str = ""
    starts_at: datetime | None = None
    length_minutes: int | None = None
    venue: str = ""
    attendees: str = ""
    minutes: int | None = None
    owner: str = ""
    ends_on: date | None = None
    is_urgent: bool = False
    urgent_reason: str = ""

    @property
    def last_day(self) -> date | None:
        """The day by which a community has done its share."""
        return self.starts_at.date() if self.starts_at else self.due_on


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a demand would rest on, as far as the checks need it.

    `refusal` says why nothing may be issued under it at all; `until` is its last day; `kind` the
    only kind it allows ("" any); `planned` the kinds that need a place in a plan and have it here.
    """

    under: Under
    refusal: str = ""
    until: date | None = None
    since: date | None = None
    kind: str = ""
    planned: frozenset[Kind] = frozenset()
    times_a_year: int | None = None

    def carries(self, kind: Kind) -> bool:
        """Whether a kind that needs a place in a plan has it here."""
        return kind in self.planned


def wrong_with(
    terms: Terms, allowance: Allowance, *, now: datetime, workdays: Workdays, limits: Limits
) -> list[str]:
    """Everything that keeps a demand from being issued at the local moment `now`, in words."""
    if allowance.refusal:
        return [allowance.refusal]
    kind = kind_of(terms, allowance)
    if kind is None:
        return ["没有这种事项类型。"]
    return [
        *_wrong_words(terms),
        *_wrong_kind(terms, kind, allowance),
        *_wrong_days(terms, kind, allowance, now.date()),
        *_wrong_hours(terms, now, workdays, limits),
        *_wrong_notice(terms, now.date(), workdays, limits),
    ]


def kind_of(terms: Terms, allowance: Allowance) -> Kind | None:
    """The kind of a demand: what is said, else what the permit is for; None for an unknown one."""
    said = terms.kind or allowance.kind or Kind.TASK
    return Kind(said) if said in set(Kind) else None


def materials_asked(text: str) -> str:
    """The words by which a text asks for papers to be got ready; "" when it does not."""
    found = _MATERIALS.finditer(text)
    return next((one.group() for one in found if not _NOT.search(text[: one.start()])), "")


def _wrong_words(terms: Terms) -> Iterator[str]:
    if not terms.title.strip():
        yield "请写明事项名称。"
    if not terms.text.strip():
        yield "请写明要社区做什么。"
    if len(terms.text) > LONGEST_TEXT:
        yield f"内容不要超过 {LONGEST_TEXT:,} 个字。"
    if terms.is_urgent and not terms.urgent_reason.strip():
        yield "应急事项请写明紧急的原因。"
    if terms.minutes is not None and not 0 <= terms.minutes <= 10_000:
        yield "预计用时应在 0 至 10,000 分钟之间。"


def _wrong_kind(terms: Terms, kind: Kind, allowance: Allowance) -> Iterator[str]:
    if allowance.kind and kind != allowance.kind:
        yield f"许可准入的是“{Kind(allowance.kind).label}”，不能下达“{kind.label}”。"
    if kind in PLANNED and not allowance.carries(kind):
        yield _UNPLANNED[kind]
    if kind is Kind.INSPECTION and (asked := materials_asked(terms.text)):
        yield f"督查检查不得要求社区准备材料（写了“{asked}”），请删去。"
    if kind in APPOINTED:
        yield from _wrong_appointment(terms)
    elif allowance.under == Under.ITEM and not terms.minutes:
        yield "清单没有载明用时，请写明每个社区预计用多少分钟。"
    if kind in REGISTERED and not (terms.owner.strip() and terms.ends_on):
        yield f"“{kind.label}”请写明责任单位和截止日期，到期即撤。"


def _wrong_appointment(terms: Terms) -> Iterator[str]:
    if terms.starts_at is None:
        yield "请写明开始的日期和时间。"
    length = terms.length_minutes
    if length is None or not 0 < length <= LONGEST_APPOINTMENT:
        yield f"请写明时长，最长 {LONGEST_APPOINTMENT} 分钟。"


def _wrong_days(terms: Terms, kind: Kind, allowance: Allowance, today: date) -> Iterator[str]:
    last = terms.last_day
    if last is None:
        if kind not in APPOINTED:
            yield "请写明办理期限。"
        return
    if last < today:
        yield "办理期限已经过去。"
    if last.year > today.year + LAST_YEAR:
        yield f"办理期限太远：最迟到 {today.year + LAST_YEAR} 年。"
    yield from _wrong_bounds(last, allowance)
    if terms.ends_on and terms.ends_on < max(last, today):
        yield "截止日期早于办理期限。"
    if terms.ends_on and allowance.until and terms.ends_on > allowance.until:
        yield f"截止日期超出许可有效期（至 {allowance.until}）。"


def _wrong_bounds(last: date, allowance: Allowance) -> Iterator[str]:
    if allowance.since and last < allowance.since:
        yield f"计划安排在 {allowance.since} 以后。"
    if allowance.until and last > allowance.until:
        what = "计划安排的时间" if allowance.under == Under.PLAN else "许可有效期"
        yield f"办理期限超出{what}（至 {allowance.until}）。"


def _wrong_hours(terms: Terms, now: datetime, workdays: Workdays, limits: Limits) -> Iterator[str]:
    if terms.is_urgent:
        return
    if not limits.is_working_hour(now, workdays):
        yield f"现在不是工作时间（工作日 {limits.hours}）；应急事项请注明“应急”。"
    if terms.starts_at and not _fits_working_hours(terms, workdays, limits):
        yield f"只能安排在工作日 {limits.hours} 之间。"


def _fits_working_hours(terms: Terms, workdays: Workdays, limits: Limits) -> bool:
    start = terms.starts_at
    if start is None:
        return True
    end = start + timedelta(minutes=max(0, (terms.length_minutes or 0) - 1))
    both = (limits.is_working_hour(moment, workdays) for moment in (start, end))
    return all(both) and start.date() == end.date()


def _wrong_notice(terms: Terms, today: date, workdays: Workdays, limits: Limits) -> Iterator[str]:
    last = terms.last_day
    if terms.is_urgent or last is None or last < today:
        return
    given = notice_given(today, last, workdays)
    if given < limits.min_notice_wd:
        earliest = workdays.after(today, limits.min_notice_wd).end
        yield (
            f"只留了 {given} 个工作日，至少要 {limits.min_notice_wd} 个："
            f"最早 {earliest.month}月{earliest.day}日；应急事项请注明“应急”。"
        )
