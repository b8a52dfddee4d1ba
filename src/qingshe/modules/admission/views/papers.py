"""The papers of a case and of a session, as PDF to be signed and as Word to be changed."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from qingshe.modules.admission.queries import papers
from qingshe.web.http import ActorRequest
from qingshe.web.papers import paper_response


@require_GET
def approval(request: ActorRequest, pk: int, form: str) -> HttpResponse:
    return _made(request, form, papers.of_case(request.actor, pk, "approval"))


@require_GET
def decision(request: ActorRequest, pk: int, form: str) -> HttpResponse:
    return _made(request, form, papers.of_case(request.actor, pk, "decision"))


@require_GET
def agreement(request: ActorRequest, pk: int, form: str) -> HttpResponse:
    """For whoever prints it: a community finds its own name in it."""
    return _made(request, form, papers.of_case(request.actor, pk, "agreement"))


@require_GET
def notice(request: ActorRequest, pk: int, form: str) -> HttpResponse:
    """Anybody may have it while it is public; later whoever sees the case."""
    return _made(request, form, papers.of_notice(request.actor, pk, timezone.localdate()))


@require_GET
def meeting(request: ActorRequest, pk: int, form: str) -> HttpResponse:
    return _made(request, form, papers.of_meeting(request.actor, pk))


def _made(request: ActorRequest, form: str, paper: papers.Paper) -> HttpResponse:
    return paper_response(request, form, paper.template, paper.name, paper.values)
