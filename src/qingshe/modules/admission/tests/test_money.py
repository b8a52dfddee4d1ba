from datetime import date
from decimal import Decimal

import pytest

from qingshe.kernel.errors import Conflict, Denied, Invalid, NotFound
from qingshe.modules.admission import facade, rules
from qingshe.modules.admission.models import Application, PaymentPlan
from qingshe.modules.admission.queries import agreements as agreement_queries
from qingshe.modules.admission.queries import applications
from qingshe.modules.admission.queries import money as money_queries
from qingshe.modules.admission.rules import ExitTrigger
from qingshe.modules.admission.services import agreements, flow, money, nightly, permits
from qingshe.modules.catalog import facade as catalog
from tests.cast import (
    NEIGHBOUR,
    department_officer,
    gatekeeper,
    head,
    street_officer,
    worker,
)

from .builders import BEGUN, IN_FORCE, MONEY, PAID_BY, a_draft, an_admitted

pytestmark = pytest.mark.django_db
LATE = date(2026, 12, 2)


def payment_of(application: Application) -> PaymentPlan:
    payment = applications.payments_of(application).first()
    assert payment is not None
    return payment


def permit_of(application: Application) -> catalog.PermitSummary:
    return catalog.permit(application.permit_number)


def pay(payment: PaymentPlan, amount: Decimal = MONEY, on: date = LATE) -> PaymentPlan:
    return money.pay(
        department_officer(),
        payment.pk,
        paid_on=on,
        amount=amount,
        proof="国库支付凭证 20261202-07",
        today=LATE,
    )


class TestAPaymentPlan:
    @pytest.mark.parametrize(
        ("amount", "day", "words"),
        [
            ("-5", PAID_BY, "负数"),
            ("0", PAID_BY, "大于零"),
            ("1.001", PAID_BY, "两位小数"),
            ("5", date(2026, 9, 1), "已经过去"),
            ("5", date(9999, 12, 31), "年份"),
        ],
    )
    def test_takes_no_nonsense(self, amount: str, day: date, words: str) -> None:
        draft = a_draft()
        with pytest.raises(Invalid, match=words):
            money.plan(
                department_officer(), draft.pk, due_on=day, amount=Decimal(amount), today=BEGUN
            )

    def test_is_fixed_once_the_application_is_handed_in(self) -> None:
        payment = payment_of(an_admitted(paid=True))
        with pytest.raises(Denied, match="不再改动"):
            money.strike(department_officer(), payment.pk)

    def test_can_be_struck_before(self) -> None:
        draft = a_draft(paid=True)
        money.strike(department_officer(), payment_of(draft).pk)
        assert not applications.payments_of(draft).exists()

    def test_of_another_department_does_not_exist(self) -> None:
        payment = payment_of(a_draft(paid=True))
        with pytest.raises(NotFound):
            money.strike(department_officer("/14/04/d02/"), payment.pk)


class TestMoneyThatDoesNotCome:
    def test_lets_the_permit_rest_by_itself(self) -> None:
        admitted = an_admitted(paid=True)
        assert nightly.settle_money(today=LATE) == 1
        permit = permit_of(admitted)
        assert permit.state == catalog.PermitState.SUSPENDED
        assert permit.suspended_for == catalog.SuspensionCause.UNPAID
        assert permit.reason == "应于 2026-11-30 前拨付的 214,000.00 元没有拨付。"

    def test_is_noticed_the_day_after_and_not_before(self) -> None:
        an_admitted(paid=True)
        assert nightly.settle_money(today=PAID_BY) == 0
        assert nightly.settle_money(today=date(2026, 12, 1)) == 1

    def test_is_noticed_once(self) -> None:
        an_admitted(paid=True)
        nightly.settle_money(today=LATE)
        assert nightly.settle_money(today=LATE) == 0

    def test_says_so_in_the_status(self) -> None:
        admitted = an_admitted(paid=True)
        nightly.settle_money(today=LATE)
        status = facade.money_of(admitted.permit_number)
        assert status is not None
        assert status.in_words == "逾期未拨付 214,000.00 元"

    def test_and_comes_after_all_wakes_the_permit(self) -> None:
        admitted = an_admitted(paid=True)
        nightly.settle_money(today=LATE)
        pay(payment_of(admitted))
        permit = permit_of(admitted)
        assert permit.state == catalog.PermitState.IN_FORCE
        assert permit.funded
        assert money_queries.status(admitted).in_words == "已全部拨付"

    def test_but_was_said_to_have_come_is_due_again(self) -> None:
        admitted = an_admitted(paid=True)
        payment = pay(payment_of(admitted))
        money.question(gatekeeper(), payment.pk, reason="社区账户没有到账", today=LATE)
        assert payment_of(admitted).state == rules.PaymentState.OVERDUE
        assert permit_of(admitted).state == catalog.PermitState.SUSPENDED


class TestAPayment:
    def test_is_not_recorded_before_it_is_made(self) -> None:
        payment = payment_of(an_admitted(paid=True))
        with pytest.raises(Invalid, match="还没有到"):
            pay(payment, on=date(2026, 12, 3))

    def test_of_less_than_promised_is_none(self) -> None:
        payment = payment_of(an_admitted(paid=True))
        with pytest.raises(Invalid, match="没有拨足"):
            pay(payment, amount=Decimal(100))

    def test_is_recorded_once(self) -> None:
        payment = pay(payment_of(an_admitted(paid=True)))
        with pytest.raises(Conflict, match="已拨付"):
            pay(payment)

    def test_is_not_recorded_by_a_community(self) -> None:
        payment = payment_of(an_admitted(paid=True))
        with pytest.raises(Denied):
            money.pay(head(), payment.pk, paid_on=LATE, amount=MONEY, proof="收据", today=LATE)

    def test_in_full_before_the_permit_begins_is_on_the_permit(self) -> None:
        admitted = an_admitted(paid=True)
        assert permit_of(admitted).next_payment_due == PAID_BY
        pay(payment_of(admitted))
        assert permit_of(admitted).funded


class TestAServiceAgreement:
    def offered(self) -> int:
        admitted = an_admitted(paid=True)
        text = agreements.drawn_up(department_officer(), admitted.pk)
        return agreements.offer(department_officer(), admitted.pk, text=text, today=IN_FORCE).pk

    def test_is_drawn_up_from_what_was_granted(self) -> None:
        admitted = an_admitted(paid=True)
        text = agreements.drawn_up(department_officer(), admitted.pk)
        assert "每年 4 次，每次约 45 分钟" in text
        assert "214,000.00 元，来源：市级财政" in text
        assert not any(stop in text for stop in ("。。", "。；", "；；"))
        assert admitted.permit_number in text

    def test_is_signed_by_both_sides(self) -> None:
        pk = self.offered()
        agreements.sign(department_officer(), pk, today=IN_FORCE)
        signature = agreements.countersign(head(), pk, today=IN_FORCE)
        number = signature.agreement.application.permit_number
        assert facade.is_agreed(number, head().unit)
        assert not facade.is_agreed(number, NEIGHBOUR)

    def test_is_not_countersigned_before_the_department_signed(self) -> None:
        with pytest.raises(Conflict, match="部门还没有签署"):
            agreements.countersign(head(), self.offered(), today=IN_FORCE)

    def test_is_countersigned_once(self) -> None:
        pk = self.offered()
        agreements.sign(department_officer(), pk, today=IN_FORCE)
        agreements.countersign(head(), pk, today=IN_FORCE)
        with pytest.raises((Conflict, Invalid), match="已经签署"):
            agreements.countersign(head(), pk, today=IN_FORCE)

    def test_is_not_countersigned_by_a_street(self) -> None:
        pk = self.offered()
        with pytest.raises(Denied, match="书记"):
            agreements.countersign(street_officer(), pk, today=IN_FORCE)

    def test_in_a_new_version_needs_new_signatures(self) -> None:
        pk = self.offered()
        agreements.sign(department_officer(), pk, today=IN_FORCE)
        agreements.countersign(head(), pk, today=IN_FORCE)
        first = agreement_queries.get(department_officer(), pk)
        again = agreements.offer(
            department_officer(), first.application_id, text="一、改后条款。", today=IN_FORCE
        )
        assert again.number == 2
        assert not facade.is_agreed(first.application.permit_number, head().unit)

    def test_waits_for_the_permit(self) -> None:
        draft = a_draft()
        with pytest.raises(Conflict, match="准入生效后"):
            agreements.offer(department_officer(), draft.pk, text="一、", today=BEGUN)


class TestTheEndOfAPermit:
    def test_by_revocation_names_what_brought_it_about(self) -> None:
        admitted = an_admitted()
        permit = permits.revoke(
            gatekeeper(),
            admitted.permit_number,
            trigger=ExitTrigger.RESIDENTS_DISAPPROVE,
            reason="联席会议决议",
            today=LATE,
        )
        assert permit.reason == "群众不认可：联席会议决议"

    def test_comes_only_by_what_the_city_lists(self) -> None:
        admitted = an_admitted()
        values: dict[str, rules.Value] = {"exit_triggers": ["expired"]}
        flow.set_parameters(gatekeeper(), values=values, reason="试行", today=IN_FORCE)
        with pytest.raises(Invalid, match="没有把"):
            permits.revoke(
                gatekeeper(),
                admitted.permit_number,
                trigger=ExitTrigger.LAW_CHANGED,
                reason="条例废止",
                today=LATE,
            )

    def test_is_not_decided_by_a_worker(self) -> None:
        admitted = an_admitted()
        with pytest.raises(Denied):
            permits.revoke(
                worker(),
                admitted.permit_number,
                trigger=ExitTrigger.REVOKED,
                reason="不要",
                today=LATE,
            )

    def test_may_be_brought_about_by_its_holder(self) -> None:
        admitted = an_admitted()
        permit = permits.withdraw(
            department_officer(), admitted.permit_number, reason="任务提前完成"
        )
        assert permit.state == catalog.PermitState.WITHDRAWN
