"""The few reminders there are (提醒): due soon once, overdue once; who read them nobody asks.

Set by the product itself: 整治形式主义为基层减负若干规定 and 国办函〔2026〕12号 bar forced
receipts and nagging counts.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from qingshe.kernel.workdays import Workdays

from .limits import Limits
from .vocabulary import Phase

LONG_PAST = timedelta(days=30)  # what was due before is not brought up again
NAMED = 3  # titles that a reminder writes out
ONCE = "只提醒这一次。办不了或者没有依据的，可以拒收；拒收不计入任何考核。"


def begins(now: datetime, workdays: Workdays, limits: Limits) -> datetime | None:
    """When on this local day people may be reminded: now, at the beginning of work, or not."""
    day = now.date()
    start = datetime.combine(day, time(limits.work_begins), tzinfo=now.tzinfo)
    if not workdays.is_workday(day):
        return None
    if now < start:
        return start
    return now if limits.is_working_hour(now, workdays) else None


def days(today: date, workdays: Workdays) -> tuple[date, date]:
    """The first and last due date of which people are reminded today: past ones, the next day."""
    return today - LONG_PAST, workdays.after(today, 1).end


def phase(due_on: date, today: date) -> Phase:
    return Phase.SOON if due_on >= today else Phase.OVERDUE


def reminder(phase: Phase, titles: Sequence[str]) -> str:
    """One sentence for a community, however many there are: 快到期 2 件：“甲”、“乙”."""
    named = "、".join(f"“{title}”" for title in titles[:NAMED])
    more = "等" if len(titles) > NAMED else ""
    if phase is Phase.SOON:
        return f"快到期 {len(titles)} 件：{named}{more}"
    return f"过了原定期限、还没有报送的 {len(titles)} 件：{named}{more}"
