"""What an application must say before it is accepted, and what it may not say."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from qingshe.kernel.citations import citations
from qingshe.kernel.workdays import Workdays

from .burden import Burden
from .clocks import last_day
from .parameters import Parameters, UrgentTrack
from .vocabulary import DurationType, Request

EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)
LONGEST_MINUTES = 100_000  # a community cannot spend more on one occasion in a year
MOST_PAYMENTS = 60  # five years, month by month
MOST_MONEY = Decimal("9999999999.99")  # yuan
MOST_PATHS = 2_000
ARCHIVED_AFTER = timedelta(days=30)  # what is closed stays on the desks for a month
FEN = Decimal("0.01")
NEEDS_ADMISSION = "needs_admission"  # the verdict of the gate that leaves nothing to explain


@dataclass(frozen=True, slots=True)
class Instalment:
    """One planned payment: yuan, and the day by which it is paid."""

    due_on: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Asked:
    """An application as its rules see it; texts are "" and numbers 0 where nothing is written."""

    request: str
    title: str
    kind: str
    actions: Sequence[str]
    other_action: str
    necessity: str
    content: str
    basis: str
    scope: Sequence[str]
    duration_type: str
    valid_from: date | None
    valid_until: date | None
    times_per_year: int
    minutes: int
    powers: str
    staffing: str
    money_amount: Decimal
    money_source: str
    payments: Sequence[Instalment]
    exit_terms: str
    negative_self_check: str
    consistency_self_assessment: str
    contact_name: str
    contact_phone: str
    urgent_from: date | None = None
    verdict: str = NEEDS_ADMISSION
    verdict_reply: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right: the field it is in, and what to do, in words."""

    field: str
    words: str

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True, slots=True)
class Setting:
    """What an application is checked against: parameters, calendar, the day it was submitted."""

    parameters: Parameters
    workdays: Workdays
    today: date
    submitted_on: date


def problems_of(asked: Asked, setting: Setting) -> list[Problem]:
    """Everything that stands in the way of submission, in the order of the form."""
    return [problem for check in _CHECKS for problem in check(asked, setting)]


def _texts(asked: Asked, setting: Setting) -> Iterator[Problem]:
    for field, label in _REQUIRED.items():
        if not str(getattr(asked, field)).strip():
            yield Problem(field, f"请填写{label}。")


_REQUIRED = {
    "title": "申请准入事务或工作项目",
    "kind": "事项类型",
    "content": "事项内容",
    "necessity": "必要性",
    "basis": "申请准入依据",
    "powers": "下放给社区的权限（没有的写“无”）",
    "staffing": "人员安排（没有的写“无”）",
    "exit_terms": "退出条件",
    "negative_self_check": "负面清单自查",
    "consistency_self_assessment": "减负一致性自评",
    "contact_name": "联系人",
    "contact_phone": "联系电话",
}


def _basis(asked: Asked, setting: Setting) -> Iterator[Problem]:
    """No basis, no admission: practice 2.2, third invariant."""
    if asked.basis.strip() and not citations(asked.basis):
        yield Problem("basis", "依据应写明法律、法规或文件的名称或文号，例如《…法》第几条。")


def _actions(asked: Asked, setting: Setting) -> Iterator[Problem]:
    if not asked.actions and not asked.other_action.strip():
        yield Problem("actions", "请选择社区承担的动作，或写明其他动作。")


def _scope(asked: Asked, setting: Setting) -> Iterator[Problem]:
    if not asked.scope:
        yield Problem("scope", "请选择申请准入的社区。")


def _verdict(asked: Asked, setting: Setting) -> Iterator[Problem]:
    """What the gate lets through or refuses needs a word why it is applied for all the same."""
    allowed_freely = asked.verdict == "allowed" and not setting.parameters.standing_directory
    if asked.verdict in ("", NEEDS_ADMISSION) or allowed_freely or asked.verdict_reply.strip():
        return
    told = (
        "闸门判断此事已在清单内，不必申请；仍要申请的，请说明理由。"
        if asked.verdict == "allowed"
        else "闸门判断此事不得下达；仍要申请的，请说明与所列规定不同之处。"
    )
    yield Problem("verdict_reply", told)


def _period(asked: Asked, setting: Setting) -> Iterator[Problem]:
    start, end = asked.valid_from, asked.valid_until
    if asked.duration_type not in setting.parameters.duration_types:
        yield Problem("duration_type", "请选择期限类型。")
    elif start is None or end is None:
        yield Problem("valid_from", "请填写起止日期。")
    elif not (EARLIEST <= start <= LATEST and EARLIEST <= end <= LATEST):
        yield Problem("valid_from", "起止日期不在合理范围内，请核对年份。")
    elif end < start:
        yield Problem("valid_until", "结束日期早于开始日期，请核对。")
    else:
        yield from _start(start, asked, setting)
        yield from _length(start, end, asked.duration_type, setting.parameters)


def _start(start: date, asked: Asked, setting: Setting) -> Iterator[Problem]:
    if asked.urgent_from is not None:
        return  # it has begun already; its own clock runs
    earliest = earliest_start(asked, setting)
    if start < setting.today:
        yield Problem("valid_from", f"开始日期 {start} 已经过去，请改期。")
    elif start < earliest:
        days = setting.parameters.lead_days_wd
        yield Problem(
            "valid_from",
            f"应至少提前 {days} 个工作日申请，最早可从 {earliest} 开始；情况紧急的走应急通道。",
        )


def earliest_start(asked: Asked, setting: Setting) -> date:
    """The first day an application handed in when this one was may begin on."""
    if asked.request == Request.RENEWAL:
        return setting.submitted_on
    return setting.workdays.after(setting.submitted_on, setting.parameters.lead_days_wd).end


def longest_months(duration_type: str, parameters: Parameters) -> int:
    """How many months something of this type may last before somebody looks at it again."""
    return {
        DurationType.TEMPORARY: parameters.temporary_months,
        DurationType.PHASED: parameters.phased_months,
    }.get(DurationType(duration_type), parameters.review_months)


def _length(start: date, end: date, duration: str, parameters: Parameters) -> Iterator[Problem]:
    months = longest_months(duration, parameters)
    latest = last_day(start, months)
    if end > latest:
        label = DurationType(duration).label
        again = "，期满前可申请续期" if duration == DurationType.LONG_TERM else ""
        yield Problem("valid_until", f"{label}事项一次最长 {months} 个月，至 {latest}{again}。")


def _counts(asked: Asked, setting: Setting) -> Iterator[Problem]:
    most = setting.parameters.most_times_a_year
    if not 1 <= asked.times_per_year <= most:
        yield Problem("times_per_year", f"每年次数应在 1 至 {most} 之间。")
    if not 1 <= asked.minutes <= LONGEST_MINUTES:
        yield Problem("minutes", f"每社区每次用时应在 1 至 {LONGEST_MINUTES} 分钟之间。")


def _money(asked: Asked, setting: Setting) -> Iterator[Problem]:
    """费随事转: amount, source and days of payment belong to the application."""
    amount = asked.money_amount
    if wrong := wrong_with_amount(amount):
        yield Problem("money_amount", wrong)
        return
    if amount and not asked.money_source.strip():
        yield Problem("money_source", "请写明经费来源渠道。")
    if len(asked.payments) > MOST_PAYMENTS:
        yield Problem("payments", f"拨付计划最多 {MOST_PAYMENTS} 笔，请合并。")
        return
    planned = sum((one.amount for one in asked.payments), Decimal(0))
    if planned != amount:
        yield Problem(
            "payments", f"拨付计划合计 {planned:,.2f} 元，与经费金额 {amount:,.2f} 元不一致。"
        )


def wrong_with_amount(amount: Decimal) -> str:
    """What is wrong with an amount of yuan, in words; "" when nothing is."""
    if not amount.is_finite() or abs(amount) > MOST_MONEY:
        return "金额太大或不是数字，请核对。"
    if amount < 0:
        return "金额不能为负数。"
    return "" if amount == amount.quantize(FEN) else "金额以元为单位，最多两位小数（到分）。"


def wrong_with_payment(amount: Decimal, due_on: date, today: date) -> str:
    """What is wrong with a planned payment, in words; "" when nothing is."""
    if wrong := wrong_with_amount(amount):
        return wrong
    if not amount:
        return "金额应大于零。"
    if due_on > LATEST:
        return "拨付日期不在合理范围内，请核对年份。"
    return f"拨付日期 {due_on} 已经过去。" if due_on < today else ""


_CHECKS: tuple[Callable[[Asked, Setting], Iterator[Problem]], ...] = (
    _texts,
    _basis,
    _actions,
    _scope,
    _verdict,
    _period,
    _counts,
    _money,
)


def is_light(asked: Asked, burden: Burden, before: Burden, parameters: Parameters) -> bool:
    """Whether a renewal may go without asking streets and communities again: nothing grows."""
    if asked.request != Request.RENEWAL or parameters.renewal != "light":
        return False
    return not burden.exceeds(before)


def wrong_with_urgent_start(
    start: date, reason: str, parameters: Parameters, workdays: Workdays, today: date
) -> str:
    """Why something cannot go ahead as urgent, in words; "" when it can.

    It begins today or has begun within the days left to register it.
    """
    if parameters.urgent_track == UrgentTrack.NONE:
        return "本市没有设应急通道，请按程序申请。"
    if not reason.strip():
        return "请写明紧急情况。"
    if start > today:
        return "还没有开始的事项来得及申请，不走应急通道。"
    if today > register_by(start, parameters, workdays):
        days = parameters.urgent_register_wd
        return f"应急事项应在开始后 {days} 个工作日内补报，已经超过。"
    return ""


def register_by(start: date, parameters: Parameters, workdays: Workdays) -> date:
    """The last day on which what began as urgent may be registered."""
    return workdays.after(start, parameters.urgent_register_wd).end


def urgent_until(start: date, parameters: Parameters) -> date:
    """The last day an urgent permit is good for: so many days, its first one counted."""
    return start + timedelta(days=parameters.urgent_lapse_days - 1)
