"""The papers of a case and of a session, as PDF to be signed and as Word to be changed."""

from collections.abc import Callable, Mapping

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from qingshe.foundation.documents import papers as setting
from qingshe.kernel.errors import NotFound
from qingshe.modules.admission.queries import applications, deciding
from qingshe.modules.admission.queries import papers as values
from qingshe.web.downloads import pdf_response, word_response
from qingshe.web.http import ActorRequest

Values = Mapping[str, object]
FORMS: Mapping[str, tuple[setting.Maker, Callable[[str, bytes], HttpResponse]]] = {
    "pdf": (setting.pdf, pdf_response),
    "word": (setting.word, word_response),
}


@require_GET
def approval(request: ActorRequest, pk: int, form: str) -> HttpResponse:
    application = applications.get(request.actor, pk)
    said = values.approval(application)
    return _made(request, form, "approval", f"审批表 {application}", said)


@require_GET
def decision(request: ActorRequest, pk: int, form: str) -> HttpResponse:
    application = applications.get(request.actor, pk)
    paper, said = values.decision(application)
    return _made(request, form, paper, f"决定书 {application}", said)


@require_GET
def agreement(request: ActorRequest, pk: int, form: str) -> HttpResponse:
    """For whoever prints it: a community finds its own name in it."""
    application = applications.get(request.actor, pk)
    said = values.agreement(application, request.actor.unit)
    return _made(request, form, "agreement", f"服务协议 {application}", said)


@require_GET
def notice(request: ActorRequest, pk: int, form: str) -> HttpResponse:
    """Anybody may have it while it is public; later whoever sees the case."""
    application = applications.published(request.actor, pk)
    said = values.notice(application, timezone.localdate())
    return _made(request, form, "notice", f"公示 {application}", said)


@require_GET
def meeting(request: ActorRequest, pk: int, form: str) -> HttpResponse:
    found = deciding.get_meeting(request.actor, pk)
    said = values.meeting(request.actor, found)
    return _made(request, form, "meeting", f"{found.title}{said['paper']}", said)


def _made(
    request: ActorRequest, form: str, paper: str, name: str, said: dict[str, object]
) -> HttpResponse:
    if form not in FORMS:
        raise NotFound("文书只有 PDF 和 Word 两种格式。")
    make, answer = FORMS[form]
    return answer(name, make(paper, said | {"address": _absolute(request, said)}))


def _absolute(request: ActorRequest, said: Values) -> str:
    """The address of the QR, with the name of this server."""
    address = str(said["address"])
    return request.build_absolute_uri(address) if address else ""
