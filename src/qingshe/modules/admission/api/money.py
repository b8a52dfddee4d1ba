"""Payments, agreements, and what becomes of permits."""

from functools import partial
from typing import Annotated

from django.utils import timezone
from ninja import Query, Router

from qingshe.api.once import Key, once
from qingshe.modules.admission.models import Agreement, PaymentPlan, Signature
from qingshe.modules.admission.queries import agreements, applications, money, screens
from qingshe.modules.admission.rules import PaymentState
from qingshe.modules.admission.schemas.applications import SeenIn
from qingshe.modules.admission.schemas.money import (
    AgreementIn,
    AgreementOut,
    EndingOut,
    LedgerPage,
    PaidIn,
    PaymentIn,
    PaymentOut,
    PaymentPage,
    ReasonIn,
    ResumeIn,
    RevokeIn,
    SignatureOut,
    SignaturePage,
    StopIn,
    StoppedOut,
)
from qingshe.modules.admission.services import agreements as signing
from qingshe.modules.admission.services import money as paying
from qingshe.modules.admission.services import permits
from qingshe.web.http import ActorRequest
from qingshe.web.paging import keyset

router = Router(tags=["准入"])
Size = Annotated[int, Query(ge=1, le=500)]


@router.get("/applications/{pk}/payments", response=PaymentPage, summary="拨付计划")
def list_payments(
    request: ActorRequest, pk: int, after: str = "", size: Size = 100
) -> dict[str, object]:
    """The payments in the order of their days, and the sums of all of them."""
    application = applications.get(request.actor, pk)
    planned = applications.payments_of(application)
    page = keyset(planned, order=("due_on", "pk"), after=after, size=size)
    status = money.status(application)
    sums = {name: getattr(status, name) for name in ("promised", "paid", "overdue")}
    return sums | {"payments": page.rows, "next_after": page.next_after}


@router.post("/applications/{pk}/payments", response=PaymentOut, summary="列入拨付计划")
def plan(request: ActorRequest, pk: int, body: PaymentIn, key: Key = "") -> PaymentPlan:
    """Only while the application is written; the same Idempotency-Key plans one payment."""
    today = timezone.localdate()
    return once(
        request,
        key,
        body,
        lambda: paying.plan(request.actor, pk, today=today, **body.dict()),
        partial(money.get, request.actor),
    )


@router.get("/payments", response=LedgerPage, summary="经费拨付")
def list_ledger(
    request: ActorRequest, state: PaymentState | None = None, after: str = "", size: Size = 100
) -> dict[str, object]:
    """All payments of what was admitted, in the order of their days."""
    found = money.ledger(request.actor, state or "")
    page = keyset(found, order=("due_on", "pk"), after=after, size=size)
    return {"payments": page.rows, "next_after": page.next_after}


@router.post("/payments/{pk}/strike", response=PaymentOut, summary="删除一笔计划")
def strike(request: ActorRequest, pk: int, body: SeenIn) -> PaymentPlan:
    return paying.strike(request.actor, pk, version=body.version)


@router.post("/payments/{pk}/pay", response=PaymentOut, summary="登记拨付")
def pay(request: ActorRequest, pk: int, body: PaidIn) -> PaymentPlan:
    """A permit that rested for lack of it goes on at once."""
    return paying.pay(request.actor, pk, today=timezone.localdate(), **body.dict())


@router.post("/payments/{pk}/question", response=PaymentOut, summary="退回拨付登记")
def question(request: ActorRequest, pk: int, body: ReasonIn) -> PaymentPlan:
    return paying.question(request.actor, pk, today=timezone.localdate(), **body.dict())


@router.get("/applications/{pk}/agreement", response=AgreementOut, summary="服务协议")
def show_agreement(request: ActorRequest, pk: int) -> Agreement:
    return screens.agreement(applications.get(request.actor, pk))


@router.post("/applications/{pk}/agreement", response=AgreementOut, summary="拟定新版服务协议")
def offer(request: ActorRequest, pk: int, body: AgreementIn, key: Key = "") -> Agreement:
    """Replaces the version before it; the same Idempotency-Key makes one version."""
    today = timezone.localdate()
    return once(
        request,
        key,
        body,
        lambda: signing.offer(request.actor, pk, text=body.text, today=today),
        partial(agreements.get, request.actor),
    )


@router.post("/agreements/{pk}/sign", response=AgreementOut, summary="部门签署")
def sign(request: ActorRequest, pk: int, body: SeenIn) -> Agreement:
    return signing.sign(request.actor, pk, today=timezone.localdate(), version=body.version)


@router.post("/agreements/{pk}/countersign", response=SignatureOut, summary="社区签署")
def countersign(request: ActorRequest, pk: int) -> Signature:
    return signing.countersign(request.actor, pk, today=timezone.localdate())


@router.get("/agreements/{pk}/signatures", response=SignaturePage, summary="已签署的社区")
def list_signatures(
    request: ActorRequest, pk: int, after: str = "", size: Size = 100
) -> dict[str, object]:
    given = agreements.signatures_of(agreements.get(request.actor, pk))
    page = keyset(given, order=("unit", "pk"), after=after, size=size)
    return {"signatures": page.rows, "next_after": page.next_after}


@router.get("/permits/ending", response=list[EndingOut], summary="快到期的许可")
def list_ending(request: ActorRequest) -> list[dict[str, object]]:
    """For the office those of its place, for a department its own; the first to end first."""
    return [
        {
            "number": line.permit.number,
            "title": line.permit.title,
            "holder_name": line.permit.holder_name,
            "state": line.permit.state,
            "valid_until": line.permit.valid_until,
            "left": line.left,
            "is_ending": line.is_ending,
            "next_label": line.next_label,
        }
        for line in screens.ending_for(request.actor, timezone.localdate())
    ]


@router.post("/permits/{path:number}/revoke", response=StoppedOut, summary="撤销许可")
def revoke(request: ActorRequest, number: str, body: RevokeIn) -> object:
    """For one of the reasons the city lets something leave for."""
    return permits.revoke(request.actor, number, today=timezone.localdate(), **body.dict())


@router.post("/permits/{path:number}/withdraw", response=StoppedOut, summary="退出许可")
def withdraw(request: ActorRequest, number: str, body: StopIn) -> object:
    return permits.withdraw(request.actor, number, **body.dict())


@router.post("/permits/{path:number}/suspend", response=StoppedOut, summary="暂停许可")
def suspend(request: ActorRequest, number: str, body: StopIn) -> object:
    return permits.suspend(request.actor, number, **body.dict())


@router.post("/permits/{path:number}/resume", response=StoppedOut, summary="恢复许可")
def resume(request: ActorRequest, number: str, body: ResumeIn) -> object:
    """One that rests for lack of money goes on by itself when the money is there."""
    return permits.resume(request.actor, number, version=body.version)
