"""Attachments: the notice of a demand, and what a community shows with its refusal."""

from collections.abc import Callable

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qingshe.foundation.files import shelf
from qingshe.foundation.files.models import Attachment
from qingshe.kernel.actor import Actor
from qingshe.kernel.answer import Answer
from qingshe.kernel.errors import Conflict, Invalid
from qingshe.modules.demands import policy
from qingshe.modules.demands.forms import FileForm
from qingshe.modules.demands.models import Demand, Refusal
from qingshe.modules.demands.queries import demands, inbox, refusals
from qingshe.modules.demands.services import attaching
from qingshe.web.downloads import attachment_response
from qingshe.web.http import ActorRequest, ask
from qingshe.web.values import File

NO_MORE = "附上通知原文，方便社区核对。附件里不得另加任务；另加的不算下达，社区可以拒收。"
AS_ONE_LIKES = "可以不附。只有裁定的人看得到，来文单位看不到。不要求拍照、录像。"


@require_http_methods(["GET", "POST"])
def attach(request: ActorRequest, pk: int) -> HttpResponse:
    answer = policy.may_attach(request.actor, demands.get(request.actor, pk))
    back = reverse("demands:detail", args=[pk])
    return _bring(request, pk, attaching.attach, answer, "附上通知原文", NO_MORE, back)


@require_GET
def download(request: ActorRequest, pk: int, file: int) -> FileResponse:
    return attachment_response(demands.get(request.actor, pk).subject, file)


@require_POST
def take_off(request: ActorRequest, pk: int, file: int) -> HttpResponse:
    attaching.take_off(request.actor, pk, file)
    return redirect("demands:detail", pk)


@require_GET
def download_notice(request: ActorRequest, pk: int, file: int) -> FileResponse:
    """The notice, for a community that was asked."""
    return attachment_response(inbox.get(request.actor, pk).demand.subject, file)


@require_http_methods(["GET", "POST"])
def show(request: ActorRequest, pk: int) -> HttpResponse:
    answer = policy.may_show(request.actor, attaching.refusal_of(request.actor, pk))
    back = reverse("demands:share", args=[pk])
    return _bring(request, pk, attaching.show, answer, "拒收的附件", AS_ONE_LIKES, back)


@require_GET
def download_own(request: ActorRequest, pk: int, file: int) -> FileResponse:
    return attachment_response(attaching.refusal_of(request.actor, pk).subject, file)


@require_POST
def take_back(request: ActorRequest, pk: int, file: int) -> HttpResponse:
    attaching.take_back(request.actor, pk, file)
    return redirect("demands:share", pk)


@require_GET
def download_shown(request: ActorRequest, pk: int, file: int) -> FileResponse:
    """What the community shows, for the office that rules."""
    policy.insist(request.actor, policy.RULE)
    return attachment_response(refusals.get(request.actor, pk).subject, file)


def of_demand(actor: Actor, demand: Demand) -> list[File]:
    """The notice, for who may see the demand; its department may take it off."""
    off = "demands:take_off" if policy.may_attach(actor, demand) else ""
    return _lines(demand.subject, demand.pk, "demands:file", off)


def of_share(demand: Demand, share: int) -> list[File]:
    """The notice, for a community that was asked."""
    return _lines(demand.subject, share, "demands:notice_file")


def of_refusal(actor: Actor, refusal: Refusal, share: int) -> list[File]:
    """What the own community shows with its refusal."""
    off = "demands:take_back_file" if policy.may_show(actor, refusal) else ""
    return _lines(refusal.subject, share, "demands:own_file", off)


def of_ruling(refusal: Refusal) -> list[File]:
    """What the community shows, for the office that rules."""
    return _lines(refusal.subject, refusal.pk, "demands:shown_file")


def _bring(
    request: ActorRequest,
    pk: int,
    service: Callable[..., Attachment],
    answer: Answer,
    title: str,
    intro: str,
    back: str,
) -> HttpResponse:
    policy.insist_on(answer)
    form = FileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            service(request.actor, pk, file=form.cleaned_data["file"])
        except (Invalid, Conflict) as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect(back)
    return ask(request, form, title=title, intro=intro, submit="附上", cancel=back)


def _lines(subject: str, pk: int, page: str, off: str = "") -> list[File]:
    return [
        File(
            one.name,
            one.size_words,
            reverse(page, args=[pk, one.pk]),
            reverse(off, args=[pk, one.pk]) if off else "",
        )
        for one in shelf.of(subject)
    ]
