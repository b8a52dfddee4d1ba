"""Payments, agreements, and what becomes of permits."""

from datetime import date
from decimal import Decimal

from ninja import Field, Schema

from qingshe.modules.admission.rules import ExitTrigger
from qingshe.modules.admission.schemas.applications import Incoming, SeenIn


class PaymentIn(Incoming):
    """A payment promised by a day, in yuan with at most two decimals."""

    due_on: date
    amount: Decimal = Field(gt=0, max_digits=12, decimal_places=2)
    note: str = Field("", max_length=200)


class PaidIn(SeenIn):
    """A payment that was made, with its voucher."""

    paid_on: date
    amount: Decimal = Field(gt=0, max_digits=12, decimal_places=2)
    proof: str = Field(min_length=1, max_length=500)


class ReasonIn(SeenIn):
    """Why."""

    reason: str = Field(min_length=1, max_length=200)


class PaymentOut(Schema):
    """A payment; `state` is due, paid, overdue or struck."""

    id: int
    version: int
    state: str
    application_id: int
    due_on: date
    amount: Decimal
    note: str
    paid_on: date | None
    paid_amount: Decimal | None
    proof: str


class PaymentPage(Schema):
    """How the money of an application stands in all, a page of its payments, and the next."""

    promised: Decimal
    paid: Decimal
    overdue: Decimal
    payments: list[PaymentOut]
    next_after: str


class LedgerLineOut(PaymentOut):
    """A payment with what it is for."""

    permit: str = Field(alias="application.permit_number")
    title: str = Field(alias="application.title")
    department_name: str = Field(alias="application.applicant_name")


class LedgerPage(Schema):
    payments: list[LedgerLineOut]
    next_after: str


class AgreementIn(Incoming):
    """The text of a new version; both sides sign it anew."""

    text: str = Field(min_length=1, max_length=20_000)


class AgreementOut(Schema):
    """The version of an agreement that counts."""

    id: int
    version: int
    state: str
    application_id: int
    number: int
    text: str
    offered_on: date
    signed_on: date | None


class SignatureOut(Schema):
    """A community's signature."""

    id: int
    unit: str
    unit_name: str
    signed_on: date


class SignaturePage(Schema):
    """Signatures, and where the next page begins."""

    signatures: list[SignatureOut]
    next_after: str


class StopIn(Incoming):
    """Why, of a permit in the version that was read (left out: whatever it is now)."""

    version: int | None = Field(None, ge=1)
    reason: str = Field(min_length=1, max_length=2000)


class RevokeIn(StopIn):
    """Which of the city's reasons to let something leave again."""

    trigger: ExitTrigger


class ResumeIn(Incoming):
    """Of a permit in the version that was read."""

    version: int | None = Field(None, ge=1)


class StoppedOut(Schema):
    """What became of a permit."""

    number: str
    version: int
    title: str
    state: str
    reason: str
    valid_until: date


class EndingOut(Schema):
    """A permit that ends soon or rests, and what continues it."""

    number: str
    title: str
    holder_name: str
    state: str
    valid_until: date
    left: str
    is_ending: bool
    next_label: str
