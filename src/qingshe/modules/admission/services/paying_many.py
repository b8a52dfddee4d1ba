"""Many payments recorded at once from an Excel table: read, shown, then all of them or none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet

from qingshe.foundation import sheets
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Invalid
from qingshe.modules.admission import policy
from qingshe.modules.admission.models import PaymentPlan
from qingshe.modules.admission.queries import money
from qingshe.modules.admission.services import money as paying

MOST_ROWS = 1_000  # of one table: as many as one looks through before pressing the button
COLUMNS = (
    sheets.Column("登记号", "key", sheets.Kind.NUMBER, required=True),
    sheets.Column("许可编号", "permit"),
    sheets.Column("事项", "title", width=30),
    sheets.Column("部门", "department"),
    sheets.Column("应拨付日期", "due_on", sheets.Kind.DATE),
    sheets.Column("应拨付金额（元）", "amount", sheets.Kind.NUMBER),
    sheets.Column("状态", "state"),
    sheets.Column("拨付日期", "paid_on", sheets.Kind.DATE),
    sheets.Column("拨付金额（元）", "paid_amount", sheets.Kind.NUMBER),
    sheets.Column("凭证", "proof", longest=500),
)
"""Out: the ledger. In: the same table with the last three filled in; other rows are left alone."""


@dataclass(frozen=True, slots=True)
class Paid:
    """One payment as the table says it was made."""

    payment: PaymentPlan
    paid_on: date
    amount: Decimal
    proof: str


def as_sheet(found: QuerySet[PaymentPlan]) -> bytes:
    """The ledger as a workbook that can be filled in and read again."""
    return sheets.write("经费拨付", COLUMNS, _rows(found))


def read(actor: Actor, content: bytes, *, today: date) -> list[Paid]:
    """The rows that say when, how much and by what voucher; nothing is written.

    Errors: Invalid with every bad row and its place, Denied.
    """
    problems: list[str] = []
    filled = [row for row in sheets.read(content, COLUMNS, faults=problems) if _is_filled(row)]
    if len(filled) > MOST_ROWS:
        raise Invalid(f"一次最多登记 {MOST_ROWS:,} 笔，请拆成几份上传。")
    known = money.unpaid(actor, {_key(row) for row in filled})
    seen: set[int] = set()
    paid = []
    for row in filled:
        wrong = _wrong(actor, row, known.get(_key(row)), seen, today)
        problems += [sheets.place(row.number, words, label) for label, words in wrong]
        seen.add(_key(row))
        if not wrong:
            paid.append(_paid(known[_key(row)], row))
    sheets.insist_on_none(problems)
    if not paid:
        raise Invalid("表中没有填写拨付日期、金额和凭证的行。")
    return paid


@transaction.atomic
def record(
    actor: Actor, told: Sequence[tuple[int, int, date, Decimal, str]], *, today: date
) -> int:
    """Record payments as (key, version, day, amount, proof), all or none; how many.

    Errors: as for `money.pay`; Conflict when one of them has moved on since it was shown.
    """
    for key, version, paid_on, amount, proof in told:
        paying.pay(
            actor, key, paid_on=paid_on, amount=amount, proof=proof, today=today, version=version
        )
    return len(told)


def _rows(found: QuerySet[PaymentPlan]) -> Iterator[dict[str, object]]:
    for one in found.iterator(chunk_size=2000):
        yield {
            "key": one.pk,
            "permit": one.application.permit_number,
            "title": one.application.title,
            "department": one.application.applicant_name,
            "due_on": one.due_on,
            "amount": one.amount,
            "state": one.state_label,
            "paid_on": one.paid_on,
            "paid_amount": one.paid_amount,
            "proof": one.proof,
        }


def _is_filled(row: sheets.Row) -> bool:
    """A row that says something new; one that is paid already says 已拨付 and is left alone."""
    told = any(row[name] is not None for name in ("paid_on", "paid_amount", "proof"))
    return told and row.text("state") != "已拨付"


def _key(row: sheets.Row) -> int:
    number = row.amount("key")
    return int(number) if number is not None and 0 < number < 2**62 else 0


def _wrong(
    actor: Actor, row: sheets.Row, payment: PaymentPlan | None, seen: set[int], today: date
) -> list[tuple[str, str]]:
    """Label of the column and what is wrong there."""
    if payment is None:
        return [("登记号", "没有这笔待拨付的计划，或不在您的范围内")]
    if payment.pk in seen:
        return [("登记号", "同一笔登记了两次")]
    missing = [
        (column.label, "请填写")
        for column in COLUMNS[-3:]
        if row[column.key] is None and column.key not in row.wrong
    ]
    if missing or row.wrong:
        return missing
    answer = policy.may_pay(actor, payment)
    words = answer.reason or paying.wrong_with_paid(
        payment, row.amount("paid_amount") or Decimal(0), row.day("paid_on") or today, today
    )
    return [("拨付金额（元）", words)] if words else []


def _paid(payment: PaymentPlan, row: sheets.Row) -> Paid:
    return Paid(
        payment,
        row.day("paid_on") or payment.due_on,
        row.amount("paid_amount") or payment.amount,
        row.text("proof"),
    )
