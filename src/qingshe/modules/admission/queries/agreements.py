"""Service agreements and the signatures under them."""

from django.db.models import Max, QuerySet

from qingshe.foundation.access import above
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import NotFound
from qingshe.modules.admission import policy
from qingshe.modules.admission.models import (
    Agreement,
    Application,
    ApplicationScope,
    Signature,
)
from qingshe.modules.admission.queries import applications
from qingshe.modules.admission.rules import AgreementState


def visible_to(actor: Actor) -> QuerySet[Agreement]:
    """Agreements of the applications the actor sees, the newest version first."""
    mine = applications.visible_to(actor).values("pk")
    found = Agreement.objects.filter(application__in=mine).select_related("application")
    return found.order_by("application", "-number")


def get(actor: Actor, pk: int) -> Agreement:
    agreement = visible_to(actor).filter(pk=pk).first()
    if agreement is None:
        raise NotFound("没有这份服务协议，或不在您的范围内。")
    return agreement


def current_of(application: Application) -> Agreement | None:
    """The version that counts, signed or waiting."""
    found = Agreement.objects.filter(application=application)
    return found.exclude(state=AgreementState.REPLACED).select_related("application").first()


def to_sign(actor: Actor) -> QuerySet[Agreement]:
    """What waits for the signature of the actor's own unit: the department first, then each head.

    A community signs what the department has signed and what reaches it.
    """
    if actor.has(policy.APPLY):
        return visible_to(actor).filter(
            state=AgreementState.OFFERED, application__applicant=actor.unit
        )
    if not actor.has(policy.SIGN):
        return Agreement.objects.none()
    reaching = ApplicationScope.objects.filter(above("path", actor.unit)).values("application")
    signed = Signature.objects.filter(unit=actor.unit).values("agreement")
    waiting = visible_to(actor).filter(state=AgreementState.SIGNED, application__in=reaching)
    return waiting.exclude(pk__in=signed)


def last_number(application: Application) -> int:
    newest = Agreement.objects.filter(application=application).aggregate(last=Max("number"))
    return newest["last"] or 0


def signatures_of(agreement: Agreement) -> QuerySet[Signature]:
    return Signature.objects.filter(agreement=agreement).order_by("unit")


def is_signed_by_both(agreement: Agreement, unit: str) -> bool:
    """Whether the department and this community have signed the version."""
    is_signed = agreement.state == AgreementState.SIGNED
    return is_signed and Signature.objects.filter(agreement=agreement, unit=unit).exists()
