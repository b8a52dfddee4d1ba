"""准入流程设置: what a city decides of the flow, each value with the evidence beside it."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from qingshe.modules.admission import forms, rules
from qingshe.modules.admission.queries import flow, screens
from qingshe.modules.admission.services import flow as services
from qingshe.web.http import ActorRequest, screen
from qingshe.web.values import Link


@require_GET
def parameters(request: ActorRequest) -> HttpResponse:
    place = screens.home_of_flow(request.actor)
    context = {
        "sheet": flow.sheet(place, timezone.localdate()),
        "editions": flow.visible_to(request.actor)[:20],
        "own": flow.current(place),
        "may_set": screens.may_set_flow(request.actor),
    }
    return screen(request, "admission/flow.html", context)


@require_http_methods(["GET", "POST"])
def change(request: ActorRequest) -> HttpResponse:
    place = screens.home_of_flow(request.actor)
    today = timezone.localdate()
    seen: dict[str, object] = {one.key: value for one, value, _ in flow.sheet(place, today)}
    seen["number"] = flow.last_number(place)
    form = forms.FlowForm(request.POST or None, parameters=rules.PARAMETERS, initial=seen)
    if not form.is_valid():
        context = {"form": form, "crumbs": [Link("准入流程设置", reverse("admission:flow"))]}
        status = 422 if form.is_bound else 200
        return screen(request, "admission/change_flow.html", context, status=status)
    services.set_parameters(
        request.actor,
        values=form.values(),
        reason=form.cleaned_data["reason"],
        number=form.cleaned_data["number"],
        today=today,
    )
    return redirect("admission:flow")
