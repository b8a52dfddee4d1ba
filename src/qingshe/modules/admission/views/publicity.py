"""What anybody may read and object to while it is on public notice, without an account."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from qingshe.modules.admission import forms
from qingshe.modules.admission.queries import applications, deciding, screens
from qingshe.modules.admission.services import deciding as services
from qingshe.web.http import ActorRequest, ask, screen
from qingshe.web.paging import keyset
from qingshe.web.values import Link


@require_GET
def notices(request: ActorRequest) -> HttpResponse:
    found = applications.on_public_notice()
    page = keyset(found, order=("-published_on", "-pk"), after=request.GET.get("after", ""))
    return screen(request, "admission/notices.html", {"page": page})


@require_GET
def notice(request: ActorRequest, pk: int) -> HttpResponse:
    application = applications.public(pk)
    context = {
        "application": application,
        "decision": deciding.decision_of(application),
        "cost": screens.cost(application, timezone.localdate()),
        "crumbs": _way(),
    }
    return screen(request, "admission/notice.html", context)


@require_http_methods(["GET", "POST"])
def object_to(request: ActorRequest, pk: int) -> HttpResponse:
    application = applications.public(pk)
    form = forms.ObjectionForm(request.POST or None)
    if not form.is_valid():
        return ask(
            request,
            form,
            title=f"提出异议：{application.title}",
            intro="不用登录。异议成立的，由领导小组重新决定。",
            submit="提出异议",
            crumbs=_way(),
        )
    services.object_to(request.actor, pk, today=timezone.localdate(), **form.cleaned_data)
    return redirect("admission:objected", pk)


@require_GET
def objected(request: ActorRequest, pk: int) -> HttpResponse:
    context = {"application": applications.public(pk), "crumbs": _way()}
    return screen(request, "admission/objected.html", context)


def _way() -> list[Link]:
    return [Link("准入公示", reverse("admission:notices"))]
