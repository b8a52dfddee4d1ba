"""Attachments of an application: brought while it is written, saved by whoever sees it."""

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qingshe.foundation.files import shelf
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Conflict, Denied, Invalid
from qingshe.modules.admission import forms, policy, rules
from qingshe.modules.admission.models import Application
from qingshe.modules.admission.queries import applications
from qingshe.modules.admission.services import attaching
from qingshe.modules.admission.views import crumbs
from qingshe.web.downloads import attachment_response
from qingshe.web.http import ActorRequest, ask
from qingshe.web.values import File

STEP = "papers"  # of the wizard, where they are listed


@require_http_methods(["GET", "POST"])
def attach(request: ActorRequest, pk: int) -> HttpResponse:
    application = applications.get(request.actor, pk)
    answer = policy.may_attach(request.actor, application)
    if not answer:
        raise Denied(answer.reason)
    form = forms.AttachForm(request.POST or None, request.FILES or None)
    back = reverse("admission:step", args=[pk, STEP])
    if form.is_valid():
        slot = rules.Paper(form.cleaned_data["slot"])
        try:
            attaching.attach(request.actor, pk, slot=slot, file=form.cleaned_data["file"])
        except (Invalid, Conflict) as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect(back)
    way = crumbs.to_case(request.actor, application)
    return ask(request, form, title="附上文件", submit="附上", cancel=back, crumbs=way)


@require_GET
def download(request: ActorRequest, pk: int, file: int) -> FileResponse:
    return attachment_response(applications.get(request.actor, pk).subject, file)


@require_POST
def take_off(request: ActorRequest, pk: int, file: int) -> HttpResponse:
    attaching.take_off(request.actor, pk, file)
    return redirect("admission:step", pk, STEP)


def lines(actor: Actor, application: Application) -> list[File]:
    """The attachments of an application as its pages list them."""
    may_change = bool(policy.may_attach(actor, application))
    return [
        File(
            one.name,
            f"{rules.Paper(one.slot).label}，{one.size_words}",
            reverse("admission:file", args=[application.pk, one.pk]),
            reverse("admission:take_off", args=[application.pk, one.pk]) if may_change else "",
        )
        for one in shelf.of(application.subject)
    ]
