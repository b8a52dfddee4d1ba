"""What pages say of a permit, put into words."""

from collections.abc import Sequence

from django.urls import reverse

from qingshe.modules.catalog.models import Permit
from qingshe.modules.catalog.queries.permits import PermitRow
from qingshe.modules.catalog.rules import WARNED_BEFORE, PermitStanding
from qingshe.web.values import Fact
from qingshe.web.wording import duration

_SIGNS = {PermitStanding.VALID: "✔", PermitStanding.PENDING: "○"}


def headline(row: PermitRow) -> str:
    """What a permit is worth, with the day that decides: ✔ 有效（至 2026-12-31）."""
    permit, sign = row.permit, _SIGNS.get(row.standing, "✘")
    days = {
        PermitStanding.VALID: f"（至 {permit.valid_until}）",
        PermitStanding.PENDING: f"（{permit.valid_from} 起）",
        PermitStanding.EXPIRED: f"（{permit.valid_until} 止）",
    }
    return f"{sign} {row.state_label}{days.get(row.standing, '')}"


def runs_out(row: PermitRow) -> str:
    """That a good permit soon ends; "" when there is time."""
    if row.standing is not PermitStanding.VALID or row.days_left > WARNED_BEFORE:
        return ""
    return f"还有 {row.days_left} 天到期" if row.days_left else "今天到期"


def why(row: PermitRow) -> str:
    """Why it cannot be relied on; "" when it can, or when its days say all."""
    if row.standing not in (
        PermitStanding.SUSPENDED,
        PermitStanding.REVOKED,
        PermitStanding.WITHDRAWN,
        PermitStanding.SUPERSEDED,
    ):
        return ""
    cause = row.permit.cause_label if row.standing is PermitStanding.SUSPENDED else ""
    told = [cause, row.permit.reason]
    return "：".join(dict.fromkeys(part for part in told if part))


def line(permit: Permit) -> list[str]:
    """What may be asked, by whom, of whom, how often, at what cost: the parts of one line."""
    parts = (
        permit.title,
        permit.holder_name,
        f"适用：{permit.scope_text}",
        permit.frequency,
        f"每次{duration(permit.minutes)}" if permit.minutes else "",
        f"经费 {permit.funding}",
    )
    return [part for part in parts if part]


def facts(row: PermitRow, scope: Sequence[str]) -> list[Fact]:
    """Everything a permit says; `scope` are the names of the places, the first of them."""
    permit = row.permit
    rows = (
        ("编号", permit.number, reverse("catalog:verification", args=[permit.number])),
        ("类型", permit.kind_label, ""),
        ("部门", permit.holder_name, ""),
        ("作出决定", permit.place_name, ""),
        ("适用", permit.scope_text, ""),
        ("范围", "、".join(scope) if len(scope) > 1 else "", ""),
        ("内容", permit.subject_text, ""),
        ("社区做什么", "、".join(permit.action_labels), ""),
        ("期限", f"{permit.duration_label}，{permit.valid_from} 至 {permit.valid_until}", ""),
        ("频次", permit.frequency, ""),
        ("用时", f"每个社区每次{duration(permit.minutes)}" if permit.minutes else "", ""),
        ("条件", permit.conditions, ""),
        ("经费", _money(permit), ""),
        ("签发", f"{permit.issued_on}{'（紧急）' if permit.urgent else ''}", ""),
        ("接续的许可", permit.replaces, _page_of(permit.replaces)),
        ("由新许可替代", permit.replaced_by, _page_of(permit.replaced_by)),
    )
    return [Fact(label, value, url) for label, value, url in rows if value]


def _money(permit: Permit) -> str:
    if not permit.money:
        return permit.funding
    source = f"，{permit.money_source}" if permit.money_source else ""
    return f"{permit.money:,.2f} 元{source}；{permit.funding}"


def _page_of(number: str) -> str:
    return reverse("catalog:verification", args=[number]) if number else ""
