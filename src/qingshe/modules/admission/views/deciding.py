"""The leading group: one case one page, and the answers to objections."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from qingshe.modules.admission import forms, rules
from qingshe.modules.admission.models import Assessment
from qingshe.modules.admission.queries import applications, deciding, money, opinions, screens
from qingshe.modules.admission.rules import Limits, Outcome
from qingshe.modules.admission.services import deciding as services
from qingshe.modules.admission.views import crumbs
from qingshe.modules.admission.views.cases import facts
from qingshe.web.http import ActorRequest, ask, screen


@require_http_methods(["GET", "POST"])
def decide(request: ActorRequest, pk: int) -> HttpResponse:
    """One case one page; with `?meeting=` one after the other in the order of the agenda."""
    application = applications.get(request.actor, pk)
    walk = screens.walk(request.actor, application, request.GET.get("meeting", ""))
    meetings = screens.meetings_with(request.actor, application)
    assessment = deciding.assessment_of(application)
    seen = screens.recommended(assessment)
    seen |= {"version": application.version, "meeting": walk.meeting}
    form = forms.DecisionForm(request.POST or None, meetings=meetings, initial=seen)
    if not form.is_valid():
        context = {
            "application": application,
            "form": form,
            "outcomes": _outcomes(assessment),
            "facts": facts(application),
            "cost": screens.cost(application, timezone.localdate()),
            "money": money.status(application),
            "tallies": opinions.tallies(application),
            "main_objections": opinions.main_objections(application),
            "assessment": assessment,
            "walk": walk,
            "refused": screens.why_not_decide(request.actor, application),
            "crumbs": crumbs.to_case(request.actor, application),
        }
        status = 422 if form.is_bound else 200
        return screen(request, "admission/decide.html", context, status=status)
    told = dict(form.cleaned_data)
    limits = Limits(
        told.pop("minutes") or 0, told.pop("times_per_year") or 0, told.pop("valid_until")
    )
    services.decide(request.actor, pk, limits=limits, today=timezone.localdate(), **told)
    return redirect(walk.onward)


@require_http_methods(["GET", "POST"])
def uphold_objection(request: ActorRequest, pk: int) -> HttpResponse:
    return _answer(request, pk, rules.UPHOLD_OBJECTION.label, "成立的，退回领导小组重新决定。")


@require_http_methods(["GET", "POST"])
def dismiss_objection(request: ActorRequest, pk: int) -> HttpResponse:
    return _answer(request, pk, rules.DISMISS_OBJECTION.label, "不成立的写明理由，公示继续。")


def _answer(request: ActorRequest, pk: int, label: str, intro: str) -> HttpResponse:
    objection = deciding.get_objection(request.actor, pk)
    form = forms.ReplyForm(request.POST or None, initial={"version": objection.version})
    if not form.is_valid():
        way = crumbs.to_case(request.actor, objection.application)
        back = reverse("admission:case", args=[objection.application_id])
        told = f"{intro}异议：{objection.text}"
        return ask(request, form, title=label, intro=told, submit=label, crumbs=way, cancel=back)
    service = _ANSWERS[label]
    service(request.actor, pk, today=timezone.localdate(), **form.cleaned_data)
    return redirect("admission:case", objection.application_id)


_ANSWERS = {
    rules.UPHOLD_OBJECTION.label: services.uphold_objection,
    rules.DISMISS_OBJECTION.label: services.dismiss_objection,
}


def _outcomes(assessment: Assessment | None) -> list[tuple[Outcome, bool]]:
    """Every outcome, and whether it is what the office recommends: that button stands out."""
    wanted = assessment.outcome if assessment else Outcome.ADMIT
    return [(one, one == wanted) for one in Outcome]
