"""Payments promised with applications, and how the money of a permit stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Min, Q, QuerySet, Sum

from qingshe.foundation.access import below
from qingshe.foundation.records import Action
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Denied, NotFound
from qingshe.modules.admission import policy, rules
from qingshe.modules.admission.models import Application, PaymentPlan
from qingshe.modules.admission.queries import applications
from qingshe.modules.admission.rules import PaymentState, State


def visible_to(actor: Actor) -> QuerySet[PaymentPlan]:
    """Payments of the applications the actor sees, without those struck out."""
    mine = applications.visible_to(actor).values("pk")
    found = PaymentPlan.objects.filter(application__in=mine).exclude(state=PaymentState.STRUCK)
    return found.select_related("application").order_by("due_on", "pk")


def get(actor: Actor, pk: int) -> PaymentPlan:
    payment = visible_to(actor).filter(pk=pk).first()
    if payment is None:
        raise NotFound("没有这笔拨付计划，或不在您的范围内。")
    return payment


def ledger(actor: Actor, state: str = "") -> QuerySet[PaymentPlan]:
    """Payments of what was admitted, of one state or all, for keyset pages over (due_on, pk).

    Errors: Denied to whoever neither pays nor watches.
    """
    if not (actor.has(policy.APPLY) or actor.has(policy.WATCH)):
        raise Denied("由拨付经费的部门和领导小组办公室查看。")
    found = visible_to(actor).exclude(application__permit_number="")
    return found.filter(state=state) if state in set(PaymentState) else found


def unpaid(actor: Actor, keys: Iterable[int]) -> dict[int, PaymentPlan]:
    """Those of these payments that the actor sees and that are not made yet; one query."""
    waiting = ledger(actor).filter(pk__in=list(keys), state__in=rules.PAY.sources)
    return {one.pk: one for one in waiting}


def missed(today: date) -> list[PaymentPlan]:
    """Promised payments of permits whose day has passed, for the task of the night."""
    late = PaymentPlan.objects.filter(
        state=PaymentState.DUE, due_on__lt=today, application__state=State.ADMITTED
    )
    return list(late.select_related("application").order_by("pk"))


FEN = Decimal("0.01")
SUMS = ("promised", "paid", "overdue")


@dataclass(frozen=True, slots=True)
class MoneyStatus:
    """How the money of an application stands, in yuan, from its payments."""

    promised: Decimal
    paid: Decimal
    overdue: Decimal
    next_due: date | None

    @property
    def in_words(self) -> str:
        if not self.promised:
            return "不需要经费"
        if self.overdue:
            return f"逾期未拨付 {self.overdue:,.2f} 元"
        if self.paid >= self.promised:
            return "已全部拨付"
        return f"已拨付 {self.paid:,.2f} 元，下一笔应于 {self.next_due} 前拨付"


def status(application: Application) -> MoneyStatus:
    """Summed in the database; one query."""
    unpaid = ~Q(state=PaymentState.PAID)
    overdue = Q(state=PaymentState.OVERDUE)
    told = applications.payments_of(application).aggregate(
        promised=Sum("amount"),
        paid=Sum("paid_amount"),
        overdue=Sum("amount", filter=overdue),
        next_due=Min("due_on", filter=unpaid),
    )
    # SQLite adds in floating point and says 10.0100000000000: sums are cut to the fen.
    yuan = {name: (told[name] or Decimal(0)).quantize(FEN) for name in SUMS}
    return MoneyStatus(**yuan, next_due=told["next_due"])


def actions(actor: Actor, payment: PaymentPlan) -> list[Action]:
    """What can be done with a payment now, each with whether this actor may."""
    moves = (rules.PAY, rules.QUESTION_PAYMENT, rules.STRIKE_PAYMENT)
    return [
        Action(move.name, move.label, policy.MAY[move](actor, payment))
        for move in moves
        if move.starts_from(payment.state)
    ]


def counted_by_applicant(place: str, year: int) -> dict[str, tuple[Decimal, Decimal]]:
    """What each department was to pay in a year and what it paid in it, in yuan, by its name.

    For what was admitted at or below a place; what was struck out is not counted. One query.
    """
    due, paid = Q(due_on__year=year), Q(paid_on__year=year)
    found = (
        PaymentPlan.objects.filter(below("application__place", place), due | paid)
        .exclude(application__permit_number="")
        .exclude(state=PaymentState.STRUCK)
        .values("application__applicant_name")
        .annotate(due=Sum("amount", filter=due), paid=Sum("paid_amount", filter=paid))
        .order_by("application__applicant_name")
    )
    return {
        one["application__applicant_name"]: (one["due"] or Decimal(), one["paid"] or Decimal())
        for one in found
    }
