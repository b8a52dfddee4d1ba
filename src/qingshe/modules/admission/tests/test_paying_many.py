"""Payments by the hundred: the ledger, and Excel in and out."""

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from qingshe.foundation import sheets
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Conflict, Denied, Invalid
from qingshe.modules.admission.models import PaymentPlan
from qingshe.modules.admission.queries import money
from qingshe.modules.admission.services import nightly, paying_many
from qingshe.modules.catalog import facade as catalog
from tests.cast import department_officer, gatekeeper, visitor, worker

from .builders import MONEY, PAID_BY, an_admitted

Acting = Callable[[Actor], Client]
LEDGER = "/admission/payments/"
TODAY = PAID_BY + timedelta(days=1)
pytestmark = pytest.mark.django_db


def a_payment() -> PaymentPlan:
    return PaymentPlan.objects.get(application=an_admitted(paid=True))


def table(*rows: dict[str, object]) -> bytes:
    """The ledger as it is downloaded, with some cells filled in."""
    blank = dict.fromkeys(column.key for column in paying_many.COLUMNS)
    return sheets.write("经费拨付", paying_many.COLUMNS, [blank | row for row in rows])


def paid(payment: PaymentPlan, **told: object) -> dict[str, object]:
    said = {"key": payment.pk, "paid_on": PAID_BY, "paid_amount": MONEY, "proof": "回单 7"}
    return said | told


def a_long_table(rows: int) -> bytes:
    """The ledger with so many rows, as a programme would write them: quickly, packed to nothing."""
    body = b"".join(
        b'<row r="%d"><c r="A%d"><v>7</v></c></row>' % (n, n) for n in range(2, rows + 2)
    )
    source, target = zipfile.ZipFile(io.BytesIO(table())), io.BytesIO()
    with source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as long:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = content.replace(b"</sheetData>", body + b"</sheetData>")
            long.writestr(name, content)
    return target.getvalue()


class TestATableOfPayments:
    def test_that_was_downloaded_and_filled_in_is_read(self) -> None:
        payment = a_payment()
        (row,) = paying_many.read(department_officer(), table(paid(payment)), today=TODAY)
        assert (row.payment, row.amount, row.proof) == (payment, MONEY, "回单 7")

    def test_leaves_rows_alone_that_say_nothing_new(self) -> None:
        first, second = a_payment(), a_payment()
        content = table(paid(first), {"key": second.pk, "state": "待拨付"})
        assert len(paying_many.read(department_officer(), content, today=TODAY)) == 1

    @pytest.mark.parametrize(
        ("told", "words"),
        [
            ({"paid_amount": Decimal("-5")}, "第 2 行"),
            ({"paid_amount": Decimal("214000.001")}, "第 2 行"),
            ({"paid_amount": Decimal(1)}, "少于计划"),
            ({"paid_on": TODAY + timedelta(days=9)}, "还没有到"),
            ({"proof": None}, "请填写"),
            ({"key": 999_999}, "没有这笔"),
        ],
    )
    def test_says_of_a_bad_row_where_and_what(self, told: dict[str, object], words: str) -> None:
        content = table(paid(a_payment(), **told))
        with pytest.raises(Invalid) as refusal:
            paying_many.read(department_officer(), content, today=TODAY)
        assert words in "".join(refusal.value.problems)

    def test_of_more_rows_than_one_looks_through_is_refused(self) -> None:
        payment = a_payment()
        rows = [paid(payment) for _ in range(paying_many.MOST_ROWS + 1)]
        with pytest.raises(Invalid, match="一次最多登记 1,000 笔"):
            paying_many.read(department_officer(), table(*rows), today=TODAY)

    def test_of_a_million_rows_is_refused_before_it_is_read(self, acting: Acting) -> None:
        content = a_long_table(1_000_000)
        upload = SimpleUploadedFile("拨付.xlsx", content)
        answer = acting(department_officer()).post(f"{LEDGER}upload/", {"file": upload})
        assert answer.status_code == 422
        assert "请拆成几份上传" in answer.text

    def test_names_no_payment_twice(self) -> None:
        payment = a_payment()
        content = table(paid(payment), paid(payment))
        with pytest.raises(Invalid) as refusal:
            paying_many.read(department_officer(), content, today=TODAY)
        assert "登记了两次" in "".join(refusal.value.problems)

    def test_of_another_department_finds_nothing(self) -> None:
        content = table(paid(a_payment()))
        with pytest.raises(Invalid):
            paying_many.read(department_officer("/14/04/d02/"), content, today=TODAY)

    def test_is_read_in_as_many_queries_for_ten_rows_as_for_one(
        self, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        content = table(*(paid(a_payment()) for _ in range(4)))
        with django_assert_max_num_queries(2):
            paying_many.read(department_officer(), content, today=TODAY)


class TestRecordingMany:
    def test_is_all_or_nothing(self) -> None:
        first, second = a_payment(), a_payment()
        stale = (second.pk, second.version + 1, PAID_BY, MONEY, "回单")
        told = [(first.pk, first.version, PAID_BY, MONEY, "回单"), stale]
        with pytest.raises(Conflict):
            paying_many.record(department_officer(), told, today=TODAY)
        assert PaymentPlan.objects.get(pk=first.pk).state == "due"

    def test_wakes_the_permits_that_rested(self) -> None:
        payment = a_payment()
        nightly.settle_money(today=TODAY)
        late = PaymentPlan.objects.get(pk=payment.pk)
        told = [(late.pk, late.version, PAID_BY, MONEY, "回单")]
        paying_many.record(department_officer(), told, today=TODAY)
        permit = catalog.permit(payment.application.permit_number)
        assert permit.state == catalog.PermitState.IN_FORCE


class TestTheLedger:
    def test_is_for_who_pays_and_who_watches(self) -> None:
        payment = a_payment()
        assert list(money.ledger(department_officer())) == [payment]
        assert list(money.ledger(gatekeeper(), "paid")) == []
        assert not money.ledger(department_officer("/14/04/d02/")).exists()
        for other in (worker(), visitor):
            with pytest.raises(Denied):
                money.ledger(other)

    def test_is_shown_and_downloaded(self, acting: Acting) -> None:
        payment = a_payment()
        client = acting(gatekeeper())
        assert payment.application.title in client.get(LEDGER).text
        content = client.get(f"{LEDGER}excel/").content
        (row,) = sheets.read(content, paying_many.COLUMNS)
        assert row.amount("key") == payment.pk

    def test_takes_a_table_after_it_was_looked_at(self, acting: Acting) -> None:
        payment = a_payment()
        today = timezone.localdate()
        content = table(paid(payment, paid_on=today))
        client = acting(department_officer())
        page = client.post(f"{LEDGER}upload/", {"file": SimpleUploadedFile("拨付.xlsx", content)})
        assert "还没有登记" in page.text
        assert PaymentPlan.objects.get(pk=payment.pk).state == "due"
        rows = page.context["form"].initial["rows"]
        client.post(f"{LEDGER}record/", {"rows": rows})
        assert PaymentPlan.objects.get(pk=payment.pk).state == "paid"

    def test_takes_nothing_that_it_did_not_show(self, acting: Acting) -> None:
        payment = a_payment()
        answer = acting(department_officer()).post(f"{LEDGER}record/", {"rows": "[[1,1]]"})
        assert answer.status_code == 422
        assert PaymentPlan.objects.get(pk=payment.pk).state == "due"

    def test_asks_no_more_for_more_rows(
        self, acting: Acting, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        for _ in range(3):
            a_payment()
        client = acting(gatekeeper())
        with django_assert_max_num_queries(6):
            client.get(LEDGER)
