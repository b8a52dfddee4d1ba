"""Permits (准入许可): what an admitted application becomes, and how long it may be relied on."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from qingshe.kernel.workflow import Labelled, beginning, move

from .vocabulary import CommunityAction

MOST_PATHS = 20_000  # more than a large city has communities
WARNED_BEFORE = 30  # days; from here on it is said that a permit runs out (product definition 5.4)
_NAMED = 3  # so many places are written out on a permit; the rest is counted


class PermitState(Labelled):
    """The life of a permit (许可状态)."""

    IN_FORCE = "in_force", "有效"
    SUSPENDED = "suspended", "暂停"
    EXPIRED = "expired", "已到期"
    REVOKED = "revoked", "已撤销"
    WITHDRAWN = "withdrawn", "已退出"
    SUPERSEDED = "superseded", "已变更"


class PermitStanding(Labelled):
    """What a permit is worth on a day: its state, and whether the day lies in its validity."""

    VALID = "valid", "有效"
    PENDING = "pending", "未生效"
    SUSPENDED = "suspended", "已暂停"
    EXPIRED = "expired", "已到期"
    REVOKED = "revoked", "已撤销"
    WITHDRAWN = "withdrawn", "已退出"
    SUPERSEDED = "superseded", "已变更"


class PermitKind(Labelled):
    """In what form the permitted thing enters the communities (事项类型); codes of the gate."""

    TASK = "task", "任务"
    REPORT = "report", "报表材料"
    LEDGER = "ledger", "台账"
    MEETING = "meeting", "会议培训"
    INSPECTION = "inspection", "督查检查"
    EVALUATION = "evaluation", "考核评比创建"
    SIGN = "sign", "牌子"
    ORGANISATION = "organisation", "机构"
    CERTIFICATE = "certificate", "证明"
    SYSTEM = "system", "信息系统"
    GROUP = "group", "工作群"
    SURVEY = "survey", "普查调查"


class DurationType(Labelled):
    """How long it lasts (期限类型); 长民发〔2017〕124号附件5."""

    TEMPORARY = "temporary", "临时性"
    PHASED = "phased", "阶段性"
    LONG_TERM = "long_term", "长期"


class SuspensionCause(Labelled):
    """Why a permit rests (暂停原因); one for lack of money ends when the money comes."""

    UNPAID = "unpaid", "未按期拨付经费"
    ORDERED = "ordered", "领导小组办公室决定暂停"


class SeriesState(Labelled):
    """A place keeps one series of numbers."""

    KEPT = "kept", "在用"


PERMIT_TONES: Mapping[str, str] = {
    PermitStanding.VALID: "green",
    PermitStanding.PENDING: "blue",
    PermitStanding.SUSPENDED: "amber",
    PermitStanding.EXPIRED: "red",
    PermitStanding.REVOKED: "red",
    PermitStanding.WITHDRAWN: "grey",
    PermitStanding.SUPERSEDED: "grey",
}

_LIVE = (PermitState.IN_FORCE, PermitState.SUSPENDED)
ISSUE_PERMIT = beginning("issue_permit", "签发许可", PermitState.IN_FORCE)
FUND_PERMIT = move("fund_permit", "登记经费到位情况", *_LIVE)
SUSPEND_PERMIT = move("suspend_permit", "暂停许可", PermitState.IN_FORCE, to=PermitState.SUSPENDED)
RESUME_PERMIT = move("resume_permit", "恢复许可", PermitState.SUSPENDED, to=PermitState.IN_FORCE)
EXPIRE_PERMIT = move("expire_permit", "许可到期", *_LIVE, to=PermitState.EXPIRED)
REVOKE_PERMIT = move("revoke_permit", "撤销许可", *_LIVE, to=PermitState.REVOKED)
WITHDRAW_PERMIT = move("withdraw_permit", "退出许可", *_LIVE, to=PermitState.WITHDRAWN)
AMEND_PERMIT = move("amend_permit", "变更许可", *_LIVE, to=PermitState.SUPERSEDED)

SET_SERIES = beginning("set_series", "设定许可字号", SeriesState.KEPT)
CHANGE_SERIES = move("change_series", "更改许可字号", SeriesState.KEPT)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a permit says, before it has a number.

    `holder` and `place` are paths: the department, and the level that decided. `scope` are the
    paths it covers, each with all below it. `minutes` are for one community and one time,
    `times_per_year` None sets no limit. `money` is yuan; `funded` says that all of it that is due
    has been paid, `next_payment_due` by when more is. `source` names what it came of
    ("admission.application:12"), `replaces` the number of the permit that it continues.
    """

    title: str
    kind: str
    holder: str
    place: str
    scope: tuple[str, ...]
    duration_type: str
    valid_from: date
    valid_until: date
    subject_text: str = ""
    actions: tuple[str, ...] = ()
    times_per_year: int | None = None
    minutes: int = 0
    conditions: str = ""
    money: Decimal = Decimal(0)
    money_source: str = ""
    funded: bool = False
    next_payment_due: date | None = None
    source: str = ""
    urgent: bool = False
    replaces: str = ""


def wrong_with(terms: Terms) -> list[str]:
    """Everything that keeps a permit from being issued, in words."""
    return [*_wrong_words(terms), *_wrong_numbers(terms), *_wrong_scope(terms)]


def _wrong_words(terms: Terms) -> Iterator[str]:
    if not terms.title.strip():
        yield "请写明许可的事项。"
    if terms.kind not in set(PermitKind):
        yield "没有这种事项类型。"
    if terms.duration_type not in set(DurationType):
        yield "没有这种期限类型。"
    if not set(terms.actions) <= set(CommunityAction):
        yield "有不认识的社区协助方式。"


def _wrong_numbers(terms: Terms) -> Iterator[str]:
    if terms.valid_until < terms.valid_from:
        yield "截止日期早于开始日期。"
    if terms.money < 0:
        yield "经费不能是负数。"
    if terms.minutes < 0:
        yield "用时不能是负数。"
    if terms.times_per_year is not None and terms.times_per_year < 1:
        yield "每年次数至少为 1；不限次数的请留空。"


def _wrong_scope(terms: Terms) -> Iterator[str]:
    if not terms.scope:
        yield "请写明适用的社区。"
    if len(terms.scope) > MOST_PATHS:
        yield f"适用范围最多 {MOST_PATHS:,} 处。"
    if any(not path.startswith(terms.place) for path in terms.scope):
        yield "适用范围超出了作出决定的地方。"


def widest(paths: Iterable[str]) -> tuple[str, ...]:
    """The paths without those that lie below another of them, in order, each once."""
    kept: list[str] = []
    for path in sorted(set(paths)):
        if not (kept and path.startswith(kept[-1])):
            kept.append(path)
    return tuple(kept)


def covers(scope: Iterable[str], path: str) -> bool:
    """Whether a unit is one of the places of a scope or lies below one of them."""
    return any(path.startswith(each) for each in scope)


def permit_standing(state: str, valid_from: date, valid_until: date, on: date) -> PermitStanding:
    """What a permit is worth on a day (its last day counts in full, local time).

    An end in the calendar needs nobody to write it down: past its day a permit has expired, even
    while the register still says that it is in force.
    """
    if state not in _LIVE:
        return PermitStanding(state)
    if on > valid_until:
        return PermitStanding.EXPIRED
    if state == PermitState.SUSPENDED:
        return PermitStanding.SUSPENDED
    return PermitStanding.VALID if on >= valid_from else PermitStanding.PENDING


_NUMBER = re.compile(  # every run of spaces has become one
    r"([^\d〔\[(【]{1,20}?) ?[〔\[(【]? ?(\d{4}) ?"
    r"(?:[〕\])】]|[-—–/年]|(?<= )) ?第? ?(\d{1,6}) ?号?"
)
_SERIES = re.compile(r"[一-鿿]{2,10}")
_FOLDED = str.maketrans("［］（）－／０１２３４５６７８９", "[]()-/0123456789")


def permit_number_in(text: str) -> tuple[str, int, int] | None:
    """Series, year and number in what somebody typed: any brackets, a dash, 年, or a space."""
    found = _NUMBER.fullmatch(" ".join(text.split()).translate(_FOLDED))
    return ("".join(found[1].split()), int(found[2]), int(found[3])) if found else None


def is_series(text: str) -> bool:
    """Whether a text can stand before the year of a number: two to ten characters."""
    return _SERIES.fullmatch(text) is not None


def default_series(place_name: str, taken: Collection[str]) -> str:
    """The shortest series after the name of a place that nobody has: 长治市 → 长社准.

    After the abbreviations in document numbers, 长民发〔2017〕124号.
    """
    lengths = range(1, len(place_name) + 1)
    named = (f"{place_name[:length]}社准" for length in lengths)
    return next((series for series in named if series not in taken), f"{place_name}社准")


_WHOLE = {"市": "全市社区", "区": "全区社区", "县": "全县社区", "省": "全省社区"}


def scope_words(place_name: str, names: Sequence[str], *, is_whole: bool) -> str:
    """Where a permit applies, in a line: 全市社区, or the places by name, or how many."""
    if is_whole:
        return _WHOLE.get(place_name[-1:], f"{place_name}全部社区")
    named = "、".join(names[:_NAMED])
    return named if len(names) <= _NAMED else f"{named}等 {len(names):,} 处"


_CADENCE = {1: "每年 1 次", 2: "每半年 1 次", 4: "每季度 1 次", 12: "每月 1 次", 52: "每周 1 次"}


def frequency_words(times_per_year: int | None) -> str:
    """How often, as people say it: 每季度 1 次."""
    if times_per_year is None:
        return "不限次数"
    return _CADENCE.get(times_per_year, f"每年 {times_per_year} 次")


def funding_words(money: Decimal, *, funded: bool, due: date | None, is_unpaid: bool) -> str:
    """How the money of a permit stands: 不需要经费, 已拨付, 未按期拨付, or by when it comes."""
    if not money:
        return "不需要经费"
    if is_unpaid:
        return "未按期拨付"
    if funded:
        return "已拨付"
    return f"应于 {due} 前拨付" if due else "待拨付"
