"""The notice that a department hangs on its demand, and what a community shows with a refusal."""

from django.core.files.uploadedfile import UploadedFile

from qingshe.foundation.files import shelf
from qingshe.foundation.files.models import Attachment
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import NotFound
from qingshe.modules.demands import policy
from qingshe.modules.demands.models import Refusal
from qingshe.modules.demands.queries import demands, inbox

NOTICE, SHOWN = "notice", "shown"


def attach(actor: Actor, pk: int, *, file: UploadedFile) -> Attachment:
    """Hang the notice on a demand. Errors: Denied, NotFound, Invalid, Conflict."""
    demand = demands.get(actor, pk)
    answer = policy.may_attach(actor, demand)
    return shelf.attach(actor, demand.subject, slot=NOTICE, upload=file, answer=answer)


def take_off(actor: Actor, pk: int, file: int) -> None:
    demand = demands.get(actor, pk)
    shelf.take_off(actor, demand.subject, file, answer=policy.may_attach(actor, demand))


def show(actor: Actor, pk: int, *, file: UploadedFile) -> Attachment:
    """Hang a file on the refusal of one's own share. Errors: as `attach`."""
    refusal = refusal_of(actor, pk)
    answer = policy.may_show(actor, refusal)
    return shelf.attach(actor, refusal.subject, slot=SHOWN, upload=file, answer=answer)


def take_back(actor: Actor, pk: int, file: int) -> None:
    refusal = refusal_of(actor, pk)
    shelf.take_off(actor, refusal.subject, file, answer=policy.may_show(actor, refusal))


def refusal_of(actor: Actor, pk: int) -> Refusal:
    """The refusal of the actor's own share. Errors: NotFound."""
    refusal = inbox.refusal_of(inbox.get(actor, pk))
    if refusal is None:
        raise NotFound("这件事没有拒收。")
    return refusal
