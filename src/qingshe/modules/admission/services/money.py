"""费随事转: payments promised with an application, recorded when made, overdue when not."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from qingshe.foundation import records
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Invalid
from qingshe.modules.admission import policy, rules
from qingshe.modules.admission.models import PaymentPlan
from qingshe.modules.admission.queries import applications, money
from qingshe.modules.admission.services import notices, permits


@transaction.atomic
def plan(
    actor: Actor, application_pk: int, *, due_on: date, amount: Decimal, today: date, note: str = ""
) -> PaymentPlan:
    """Promise a payment by a day; only while the application is being written.

    Errors: Invalid (in the past, nothing, negative, three decimals, too many), Denied.
    """
    application = applications.get(actor, application_pk)
    payment = PaymentPlan(application=application, due_on=due_on, amount=amount, note=note)
    answer = policy.may_plan_payment(actor, payment)
    if wrong := rules.wrong_with_payment(amount, due_on, today):
        raise Invalid(wrong)
    if applications.payments_of(application).count() >= rules.MOST_PAYMENTS:
        raise Invalid(f"拨付计划最多 {rules.MOST_PAYMENTS} 笔，请合并。")
    return records.create(actor, payment, rules.PLAN_PAYMENT, answer)


def strike(actor: Actor, pk: int, *, version: int | None = None) -> PaymentPlan:
    """Take a payment out of the plan of an application that is being written."""
    payment = money.get(actor, pk)
    answer = policy.may_plan_payment(actor, payment)
    return records.advance(actor, payment, rules.STRIKE_PAYMENT, answer, version=version)


@transaction.atomic
def pay(
    actor: Actor,
    pk: int,
    *,
    paid_on: date,
    amount: Decimal,
    proof: str,
    today: date,
    version: int | None = None,
) -> PaymentPlan:
    """Record that a payment was made; a permit that rested for lack of it goes on at once.

    Errors: Invalid (a day to come, less than promised, no proof), Conflict, Denied.
    """
    payment = money.get(actor, pk)
    answer = policy.may_pay(actor, payment)
    if answer and (wrong := wrong_with_paid(payment, amount, paid_on, today)):
        raise Invalid(wrong)
    records.advance(
        actor,
        payment,
        rules.PAY,
        answer,
        version=version,
        paid_on=paid_on,
        paid_amount=amount,
        proof=proof,
    )
    permits.note_money(actor, payment.application, today=today)
    return payment


@transaction.atomic
def question(
    actor: Actor, pk: int, *, reason: str, today: date, version: int | None = None
) -> PaymentPlan:
    """The office found that the money never came: the payment is due again."""
    payment = money.get(actor, pk)
    answer = policy.may_examine_payment(actor, payment)
    if answer and not reason.strip():
        raise Invalid("请写明退回的理由。")
    records.advance(
        actor,
        payment,
        rules.QUESTION_PAYMENT,
        answer,
        version=version,
        paid_on=None,
        paid_amount=None,
        proof="",
        note=reason[:200],
    )
    if payment.due_on < today:
        records.advance(actor, payment, rules.FALL_OVERDUE, answer)
    permits.note_money(actor, payment.application, today=today)
    notices.tell_applicant(payment.application, f"拨付登记被退回：{payment}", reason)
    return payment


@transaction.atomic
def fall_overdue(actor: Actor, pk: int, *, today: date) -> PaymentPlan:
    """A promised payment was not made by its day: the permit rests until it is."""
    payment = money.get(actor, pk)
    answer = policy.may_examine_payment(actor, payment)
    if answer and payment.due_on >= today:
        raise Invalid("还没有到拨付日期。")
    records.advance(actor, payment, rules.FALL_OVERDUE, answer)
    permits.note_money(actor, payment.application, today=today)
    told = f"经费没有按期拨付，许可暂停：{payment.application.permit_number}"
    notices.tell_applicant(payment.application, told, str(payment))
    notices.tell_office(payment.application, told, str(payment))
    return payment


def wrong_with_paid(payment: PaymentPlan, amount: Decimal, paid_on: date, today: date) -> str:
    """Why a payment cannot be recorded like this, in words; "" when it can."""
    if wrong := rules.wrong_with_amount(amount):
        return wrong
    if paid_on > today:
        return "拨付日期还没有到，请拨付后登记。"
    if amount < payment.amount:
        return f"少于计划的 {payment.amount:,.2f} 元；没有拨足的不能登记为已拨付。"
    return ""
