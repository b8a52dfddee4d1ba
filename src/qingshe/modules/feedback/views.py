from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from qingshe.web.http import ActorRequest, ask, screen
from qingshe.web.paging import keyset

from . import queries, rules, services
from .forms import AnswerForm, FindForm, ReopenForm, SubmitForm


@require_http_methods(["GET", "POST"])
def submit(request: ActorRequest) -> HttpResponse:
    form = SubmitForm(request.POST or None, initial={"page": request.GET.get("page", "")})
    if not form.is_valid():
        context = {"form": form, "find": FindForm(), "days": rules.ANSWER_WITHIN}
        status = 422 if form.is_bound else 200
        return screen(request, "feedback/submit.html", context, status=status)
    feedback = services.submit(request.actor, now=timezone.now(), **form.cleaned_data)
    return redirect("feedback:track", feedback.code)


@require_GET
def find(request: ActorRequest) -> HttpResponse:
    feedback = queries.by_code(request.GET.get("code", ""))
    return redirect("feedback:track", feedback.code)


@require_GET
def track(request: ActorRequest, code: str) -> HttpResponse:
    context = {"feedback": queries.by_code(code), "days": rules.ANSWER_WITHIN}
    return screen(request, "feedback/track.html", context)


@require_http_methods(["GET", "POST"])
def reopen(request: ActorRequest, code: str) -> HttpResponse:
    form = ReopenForm(request.POST or None)
    if not form.is_valid():
        return ask(request, form, title=f"追问：{queries.by_code(code)}")
    services.reopen(request.actor, code, **form.cleaned_data)
    return redirect("feedback:track", code)


@require_GET
def index(request: ActorRequest) -> HttpResponse:
    rows = queries.visible_to(request.actor)
    page = keyset(rows, order=("-submitted_at", "-pk"), after=request.GET.get("after", ""))
    return screen(request, "feedback/index.html", {"page": page})


@require_GET
def detail(request: ActorRequest, pk: int) -> HttpResponse:
    feedback = queries.get(request.actor, pk)
    context = {"feedback": feedback, "actions": queries.actions(request.actor, feedback)}
    return screen(request, "feedback/detail.html", context)


@require_http_methods(["GET", "POST"])
def answer(request: ActorRequest, pk: int) -> HttpResponse:
    feedback = queries.get(request.actor, pk)
    form = AnswerForm(request.POST or None, initial={"version": feedback.version})
    if not form.is_valid():
        return ask(request, form, title=f"答复：{feedback.code}", quote=feedback.text)
    services.answer(request.actor, pk, **form.cleaned_data)
    return redirect("feedback:detail", pk)
