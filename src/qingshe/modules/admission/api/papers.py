"""The papers of a case, of its notice and of a session, as on the screens."""

from typing import Literal, TypeAlias

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from qingshe.api.files import answers
from qingshe.modules.admission.queries import papers
from qingshe.web.downloads import PDF, WORD
from qingshe.web.http import ActorRequest
from qingshe.web.papers import paper_response

router = Router(tags=["准入"])
PAPER = answers(PDF, WORD)
Form: TypeAlias = Literal["pdf", "word"]


@router.get(
    "/applications/{pk}/papers/{paper}/{form}", openapi_extra=PAPER, summary="一件申请的文书"
)
def show_paper(
    request: ActorRequest, pk: int, paper: Literal["approval", "decision", "agreement"], form: Form
) -> HttpResponse:
    """The approval form, the decision (or the rejection with its reasons), the agreement.

    A community finds its own name in the agreement.
    """
    return _made(request, form, papers.of_case(request.actor, pk, paper))


@router.get("/notices/{pk}/papers/{form}", openapi_extra=PAPER, summary="公示的文书")
def show_notice_paper(request: ActorRequest, pk: int, form: Form) -> HttpResponse:
    """For anybody while it is public; later for whoever sees the case."""
    return _made(request, form, papers.of_notice(request.actor, pk, timezone.localdate()))


@router.get("/meetings/{pk}/papers/{form}", openapi_extra=PAPER, summary="会议议程或纪要的文书")
def show_meeting_paper(request: ActorRequest, pk: int, form: Form) -> HttpResponse:
    """The agenda, or the minutes once the session was held."""
    return _made(request, form, papers.of_meeting(request.actor, pk))


def _made(request: ActorRequest, form: str, paper: papers.Paper) -> HttpResponse:
    return paper_response(request, form, paper.template, paper.name, paper.values)
