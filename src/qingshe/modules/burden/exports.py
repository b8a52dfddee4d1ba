"""Rows of the ledger's tables as Excel."""

from collections.abc import Iterable

from qingshe.foundation import sheets
from qingshe.modules.burden.models import BurdenChange
from qingshe.modules.burden.queries.desk import BudgetLine

MINUTES = 60
NUMBER = sheets.Kind.NUMBER
BUDGETS = (
    sheets.Column("部门", "name"),
    sheets.Column("年份", "year", NUMBER),
    sheets.Column("预算（小时）", "set", NUMBER),
    sheets.Column("已用（小时）", "used", NUMBER),
    sheets.Column("剩余（小时）", "left", NUMBER),
    sheets.Column("状态", "state"),
)
CHANGES = (
    sheets.Column("日期", "on", sheets.Kind.DATE),
    sheets.Column("事项", "title", width=40),
    sheets.Column("编号", "under", width=24),
    sheets.Column("原因", "cause"),
    sheets.Column("每年增减（分钟）", "minutes", NUMBER, width=18),
    sheets.Column("变动前（社区数×次数×分钟）", "before", width=24),
    sheets.Column("变动后（社区数×次数×分钟）", "after", width=24),
    sheets.Column("依据", "evidence", width=48),
    sheets.Column("状态", "state"),
)


def budgets_as_sheet(lines: Iterable[BudgetLine]) -> bytes:
    """Hours with one decimal, so that the sheet can go on counting."""
    rows = (
        {
            "name": line.name,
            "year": line.budget.year,
            "set": _hours(line.budget.minutes),
            "used": _hours(line.budget.used),
            "left": _hours(line.budget.left),
            "state": line.state_label,
        }
        for line in lines
    )
    return sheets.write("负担预算", BUDGETS, rows)


def changes_as_sheet(changes: Iterable[BurdenChange]) -> bytes:
    rows = (
        {
            "on": change.booked_on,
            "title": change.title,
            "under": change.under,
            "cause": change.cause_label,
            "minutes": change.minutes,
            "before": change.before.words if change.before else "",
            "after": change.after.words if change.after else "",
            "evidence": change.evidence,
            "state": change.state_label,
        }
        for change in changes
    )
    return sheets.write("负担变动", CHANGES, rows)


def _hours(minutes: int | None) -> float | None:
    return None if minutes is None else round(minutes / MINUTES, 1)
