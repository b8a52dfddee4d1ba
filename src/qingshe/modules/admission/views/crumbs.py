"""The way from a desk to a case."""

from django.urls import reverse

from qingshe.kernel.actor import Actor
from qingshe.modules.admission.models import Application
from qingshe.web.values import Link


def to_desk(actor: Actor) -> list[Link]:
    """The list this actor comes from."""
    if actor.has("admission.watch"):
        return [Link("准入办理", reverse("admission:queue"))]
    if actor.has("admission.apply"):
        return [Link("准入申请", reverse("admission:mine"))]
    return [Link("征求意见", reverse("admission:opinions"))]


def to_case(actor: Actor, application: Application) -> list[Link]:
    here = reverse("admission:case", args=[application.pk])
    return [*to_desk(actor), Link(str(application), here)]
