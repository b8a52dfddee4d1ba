"""What the office does with a case: return, accept, close the consultation, assess, propose."""

from collections.abc import Callable

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from qingshe.kernel.workflow import Transition
from qingshe.modules.admission import forms, rules
from qingshe.modules.admission.models import Application
from qingshe.modules.admission.queries import applications, deciding, screens
from qingshe.modules.admission.services import deciding as leading
from qingshe.modules.admission.services import examining
from qingshe.modules.admission.views import crumbs
from qingshe.web.http import ActorRequest, ask, screen


@require_http_methods(["GET", "POST"])
def send_back_for_correction(request: ActorRequest, pk: int) -> HttpResponse:
    intro = "补正期间决定期限停止计算。"
    return _with_note(request, pk, rules.RETURN, examining.send_back_for_correction, intro)


@require_http_methods(["GET", "POST"])
def send_back(request: ActorRequest, pk: int) -> HttpResponse:
    intro = "退回办公室补充评估，评估表可以重新修改。"
    return _with_note(request, pk, rules.SEND_BACK, examining.send_back, intro)


@require_http_methods(["GET", "POST"])
def accept(request: ActorRequest, pk: int) -> HttpResponse:
    application = applications.get(request.actor, pk)
    choices = screens.departments_to_ask(application)
    seen = {"version": application.version}
    form = forms.AcceptForm(request.POST or None, choices=choices, initial=seen)
    if not form.is_valid():
        days = applications.parameters_for(application, timezone.localdate()).consult_days_wd
        intro = (
            f"向 {application.community_count} 个社区和所在街道征求意见，{days} 个工作日；"
            "逾期不回复的视为无意见，不视为同意。"
        )
        return _ask(request, application, rules.CONSULT, form, intro)
    examining.accept(request.actor, pk, today=timezone.localdate(), **form.cleaned_data)
    return redirect("admission:case", pk)


@require_http_methods(["GET", "POST"])
def close_consultation(request: ActorRequest, pk: int) -> HttpResponse:
    intro = "没有回复的记为“视为无意见”。期限未满的，要等全部回复。"
    return _step(request, pk, rules.CLOSE_CONSULTATION, examining.close_consultation, intro)


@require_http_methods(["GET", "POST"])
def assess(request: ActorRequest, pk: int) -> HttpResponse:
    application = applications.get(request.actor, pk)
    known = deciding.assessment_of(application)
    names = forms.SheetForm.base_fields
    seen = {name: getattr(known, name, None) or None for name in names} | {
        "version": known.version if known else 0
    }
    form = forms.SheetForm(request.POST or None, initial=seen)
    if not form.is_valid():
        context = {
            "application": application,
            "form": form,
            "cost": screens.cost(application, timezone.localdate()),
            "crumbs": crumbs.to_case(request.actor, application),
        }
        status = 422 if form.is_bound else 200
        return screen(request, "admission/assess.html", context, status=status)
    version = form.cleaned_data["version"]
    examining.assess(request.actor, pk, version=version, **form.sheet())
    return redirect("admission:case", pk)


@require_http_methods(["GET", "POST"])
def propose(request: ActorRequest, pk: int) -> HttpResponse:
    intro = "连同评估表提请领导小组决定；提请后评估表不再改动。"
    return _step(request, pk, rules.PROPOSE, examining.propose, intro)


@require_http_methods(["GET", "POST"])
def put_in_force(request: ActorRequest, pk: int) -> HttpResponse:
    intro = "公示期满、没有待答复的异议时，签发许可并取得编号。"
    return _step(request, pk, rules.PUT_IN_FORCE, leading.put_in_force, intro)


def _step(
    request: ActorRequest,
    pk: int,
    move: Transition,
    service: Callable[..., Application],
    intro: str,
) -> HttpResponse:
    application = applications.get(request.actor, pk)
    form = forms.VersionForm(request.POST or None, initial={"version": application.version})
    if not form.is_valid():
        return _ask(request, application, move, form, intro)
    service(request.actor, pk, today=timezone.localdate(), **form.cleaned_data)
    return redirect("admission:case", pk)


def _with_note(
    request: ActorRequest,
    pk: int,
    move: Transition,
    service: Callable[..., Application],
    intro: str,
) -> HttpResponse:
    application = applications.get(request.actor, pk)
    form = forms.NoteForm(request.POST or None, initial={"version": application.version})
    if not form.is_valid():
        return _ask(request, application, move, form, intro)
    service(request.actor, pk, today=timezone.localdate(), **form.cleaned_data)
    return redirect("admission:case", pk)


def _ask(
    request: ActorRequest, application: Application, move: Transition, form: Form, intro: str
) -> HttpResponse:
    title = f"{move.label}：{application}"
    way = crumbs.to_case(request.actor, application)
    return ask(request, form, title=title, intro=intro, submit=move.label, crumbs=way)
