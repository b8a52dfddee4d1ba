"""Tables of demands as workbooks."""

from collections.abc import Iterable

from qingshe.foundation import sheets
from qingshe.modules.demands.models import RegisterEntry
from qingshe.modules.demands.queries.demands import ShareRow
from qingshe.modules.demands.queries.street import Row

_REGISTER = (
    sheets.Column("类型", "kind"),
    sheets.Column("名称", "title"),
    sheets.Column("责任单位", "owner"),
    sheets.Column("部门", "issuer"),
    sheets.Column("范围", "scope"),
    sheets.Column("编号", "number"),
    sheets.Column("登记", "since", sheets.Kind.DATE),
    sheets.Column("截止", "ends_on", sheets.Kind.DATE),
    sheets.Column("状态", "state"),
    sheets.Column("撤除", "removed_on", sheets.Kind.DATE),
    sheets.Column("原因", "reason"),
)
_PROGRESS = (
    sheets.Column("社区", "community"),
    sheets.Column("进度", "state"),
    sheets.Column("结果", "result"),
    sheets.Column("报送日期", "handed_in_on", sheets.Kind.DATE),
    sheets.Column("实际用时（分钟）", "minutes", sheets.Kind.NUMBER),
)
_STREET = (
    sheets.Column("社区", "community"),
    sheets.Column("事项", "title"),
    sheets.Column("部门", "issuer"),
    sheets.Column("编号", "number"),
    sheets.Column("期限", "due_on", sheets.Kind.DATE),
    sheets.Column("状态", "state"),
)


def progress_as_sheet(rows: Iterable[ShareRow]) -> bytes:
    return sheets.write("各社区进度", _PROGRESS, map(_progress, rows))


def register_as_sheet(entries: Iterable[RegisterEntry]) -> bytes:
    return sheets.write("登记册", _REGISTER, map(_entry, entries))


def street_as_sheet(rows: Iterable[Row]) -> bytes:
    return sheets.write("社区事项", _STREET, map(_share, rows))


def _progress(row: ShareRow) -> dict[str, object]:
    return {
        "community": row.community,
        "state": row.state_label,
        "result": row.result,
        "handed_in_on": row.handed_in_on,
        "minutes": row.minutes,
    }


def _entry(entry: RegisterEntry) -> dict[str, object]:
    return {
        "kind": entry.kind_label,
        "title": entry.title,
        "owner": entry.owner,
        "issuer": entry.issuer_name,
        "scope": entry.demand.scope_text,
        "number": entry.demand.number,
        "since": entry.since,
        "ends_on": entry.ends_on,
        "state": entry.state_label,
        "removed_on": entry.removed_on,
        "reason": entry.reason,
    }


def _share(row: Row) -> dict[str, object]:
    demand = row.share.demand
    return {
        "community": row.community,
        "title": demand.title,
        "issuer": demand.issuer_name,
        "number": demand.number,
        "due_on": row.share.due_on,
        "state": row.state_label,
    }
