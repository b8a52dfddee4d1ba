"""Streets, communities and departments that are asked: an opinion in one minute."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from qingshe.modules.admission import forms
from qingshe.modules.admission.queries import opinions, screens
from qingshe.modules.admission.services import examining
from qingshe.modules.admission.views import crumbs
from qingshe.web.http import ActorRequest, screen
from qingshe.web.paging import keyset


@require_GET
def due(request: ActorRequest) -> HttpResponse:
    found = screens.opinions_due(request.actor)
    page = keyset(found, order=("application__due_on", "pk"), after=request.GET.get("after", ""))
    context = {"page": page, "given": screens.lately_given(request.actor)}
    return screen(request, "admission/opinions.html", context)


@require_http_methods(["GET", "POST"])
def give(request: ActorRequest, pk: int) -> HttpResponse:
    opinion = opinions.get(request.actor, pk)
    seen = {name: getattr(opinion, name) for name in ("version", "stance", "text")}
    form = forms.OpinionForm(request.POST or None, initial=seen)
    if not form.is_valid():
        application = opinion.application
        context = {
            "opinion": opinion,
            "application": application,
            "cost": screens.cost(application, timezone.localdate()),
            "actions": opinions.actions(request.actor, opinion),
            "form": form,
            "crumbs": crumbs.to_desk(request.actor),
        }
        status = 422 if form.is_bound else 200
        return screen(request, "admission/opinion.html", context, status=status)
    examining.give_opinion(request.actor, pk, today=timezone.localdate(), **form.cleaned_data)
    return redirect("admission:opinions")
