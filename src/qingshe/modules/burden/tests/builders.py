"""What burdens, as plain values: postings and shares as modules above bring them."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Sum

from qingshe.modules.burden.facade import Cause, Posting, Share, post
from qingshe.modules.burden.models import (
    Baseline,
    BaselineRow,
    BurdenBudget,
    BurdenChange,
    BurdenEntry,
)
from qingshe.modules.burden.queries import ledger
from qingshe.modules.burden.rules import BudgetMode
from qingshe.modules.burden.services import budgets
from tests.cast import CITY, COMMUNITY, DEPARTMENT, NEIGHBOUR, leader

MARCH = date(2025, 3, 10)
TODAY = date(2025, 9, 1)
BOTH = (COMMUNITY, NEIGHBOUR)


def a_posting(number: int = 1, **stated: object) -> Posting:
    values: dict[str, object] = {
        "source": f"demands.demand:{number}",
        "number": f"第{number}号",
        "title": f"核对第{number}批",
        "department": DEPARTMENT,
        "under": "长社准〔2025〕0001号",
        "under_title": "高龄津贴人员核对",
        "kind": "task",
        "issued_on": MARCH,
        "url": f"/demands/{number}/",
    }
    return Posting(**(values | stated))  # type: ignore[arg-type]  # fields of Posting by name


def shares(minutes: int = 30, communities: Sequence[str] = BOTH) -> list[Share]:
    return [Share(community, minutes) for community in communities]


def a_booked(number: int = 1, *, minutes: int = 30, **stated: object) -> Posting:
    """A demand to both communities, on the ledger."""
    posting = a_posting(number, **stated)
    post(posting, shares(minutes), on=posting.issued_on)
    return posting


def a_budget(
    minutes: int = 600,
    *,
    year: int = 2025,
    department: str = DEPARTMENT,
    reason: str = "领导小组会议核定。",
) -> BurdenBudget:
    return budgets.set_budget(
        leader(), department, year=year, minutes=minutes, reason=reason, today=TODAY
    )


def a_hard_rule(mode: BudgetMode = BudgetMode.HARD) -> None:
    budgets.set_rule(leader(), mode=mode, reason="本市从今年起硬控。", today=date(2025, 1, 1))


def a_change(
    cause: Cause = Cause.ISSUED, minutes: int = 1800, *, evidence: str = "准入许可"
) -> BurdenChange:
    """What something at the city costs more or less in a year, booked in March."""
    return BurdenChange.objects.create(
        state="booked",
        key=f"test:{cause}:{minutes}",
        place=CITY,
        under="长社准〔2025〕0001号",
        title="高龄津贴人员核对",
        kind="task",
        cause=cause,
        minutes=minutes,
        evidence=evidence,
        booked_on=MARCH,
        booked_by="user:5",
    )


def booked(cause: Cause | None = None, name: str = "estimated") -> int:
    """What all entries, or those of a cause, amount to."""
    entries = BurdenEntry.objects.filter(cause=cause) if cause else BurdenEntry.objects.all()
    return entries.aggregate(sum=Sum(name))["sum"] or 0


def noted_above() -> list[int]:
    """By how many minutes demands went beyond a budget."""
    return [source.over_budget for source in ledger.above_budget()]


def a_counted_baseline(
    times: int | None = 100, minutes: int | None = 6000, *, reason: str = ""
) -> Baseline:
    """Tasks as they were counted in the year before at the city."""
    made = Baseline.objects.create(
        state="in_force",
        place=CITY,
        year=2024,
        number=1,
        title="减负前底数",
        reason=reason,
        filename="底数.xlsx",
        uploaded_by="user:5",
        uploaded_on=date(2024, 12, 31),
    )
    BaselineRow.objects.create(
        baseline=made,
        line=2,
        kind="task",
        title="各类任务",
        times=times,
        minutes=minutes,
        source="统计",
    )
    return made
