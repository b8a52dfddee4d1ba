"""The papers that hang on an application: what it rests on, what a meeting has said."""

from django.core.files.uploadedfile import UploadedFile

from qingshe.foundation.files import shelf
from qingshe.foundation.files.models import Attachment
from qingshe.kernel.actor import Actor
from qingshe.modules.admission import policy
from qingshe.modules.admission.queries import applications
from qingshe.modules.admission.rules import Paper


def attach(actor: Actor, pk: int, *, slot: Paper, file: UploadedFile) -> Attachment:
    """While the application is being written. Errors: Denied, NotFound, Invalid, Conflict."""
    application = applications.get(actor, pk)
    answer = policy.may_attach(actor, application)
    return shelf.attach(actor, application.subject, slot=slot, upload=file, answer=answer)


def take_off(actor: Actor, pk: int, file: int) -> None:
    """Errors: Denied, NotFound."""
    application = applications.get(actor, pk)
    shelf.take_off(actor, application.subject, file, answer=policy.may_attach(actor, application))
