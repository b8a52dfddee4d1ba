"""The service agreement between a department and a community, drawn up from what was granted."""

from dataclasses import dataclass
from decimal import Decimal

from .deciding import Terms


@dataclass(frozen=True, slots=True)
class Bargain:
    """What each side gives: the work in words and numbers, the money in yuan and where from."""

    department: str
    permit_number: str
    title: str
    content: str
    actions: str
    terms: Terms
    powers: str
    staffing: str
    training: str
    money: Decimal
    money_source: str
    payments: tuple[str, ...]
    conditions: str
    exit_terms: str


def agreement_text(bargain: Bargain) -> str:
    """The clauses of an agreement, which the parties may change before they sign.

    权随责走、费随事转: 长民发〔2017〕124号四; off-list work needs an agreement: Anhui.
    """
    terms = bargain.terms
    money = f"{bargain.money:,.2f} 元，来源：{bargain.money_source}" if bargain.money else "无"
    paid = f"按以下时间拨付：{'；'.join(bargain.payments)}。" if bargain.payments else ""
    clauses = (
        f"委托事项：{bargain.title}（{bargain.permit_number}）。{_clause(bargain.content)}。",
        f"社区承担：{bargain.actions}。"
        f"每年 {terms.times_per_year} 次，每次约 {terms.minutes} 分钟。",
        f"期限：{terms.valid_from} 至 {terms.valid_until}。",
        f"{bargain.department}提供：人员：{_clause(bargain.staffing) or '无'}；"
        f"权限：{_clause(bargain.powers) or '无'}；"
        f"培训与物资：{_clause(bargain.training) or '无'}。",
        f"经费：{money}。{paid}未按期拨付的，社区可以停止办理并拒收。",
        f"条件：{_clause(bargain.conditions) or '无'}。"
        f"退出：{_clause(bargain.exit_terms) or '期满即止'}。",
        f"{bargain.department}不就本事项单独考核社区；社区不作为责任主体。",
    )
    numerals = "一二三四五六七"
    return "\n".join(f"{n}、{clause}" for n, clause in zip(numerals, clauses, strict=True))


def _clause(text: str) -> str:
    """What somebody wrote as a part of a sentence: without the stop at its end."""
    return text.rstrip().rstrip("。；;")
