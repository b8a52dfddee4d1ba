"""The department's side: its applications and permits, and the wizard in five steps."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qingshe.kernel.errors import NotFound
from qingshe.modules.admission import forms, rules
from qingshe.modules.admission.models import Application
from qingshe.modules.admission.queries import applications, money, papers, screens
from qingshe.modules.admission.rules import Request
from qingshe.modules.admission.services import drafting, urgent
from qingshe.modules.admission.services import money as payments
from qingshe.modules.admission.views import crumbs, files
from qingshe.web.doubles import repeatable
from qingshe.web.http import ActorRequest, ask, screen
from qingshe.web.paging import keyset
from qingshe.web.values import Link


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the wizard: its address, its name, its form."""

    name: str
    label: str
    form: type[forms.StepForm]
    more: tuple[str, ...] = ()  # what is asked for there besides the fields of the form


STEPS = (
    Step("matter", "事项", forms.MatterForm),
    Step("basis", "依据", forms.BasisForm),
    Step("terms", "范围与期限", forms.TermsForm, ("scope",)),
    Step("means", "人财物", forms.MeansForm, ("payments",)),
    Step("papers", "附件与提交", forms.AttachmentForm),
)
BY_NAME = {step.name: step for step in STEPS}
STEP_OF = {name: step for step in STEPS for name in (*step.form.base_fields, *step.more)}
SAME_PERMIT = {one.value: one for one in (Request.RENEWAL, Request.AMENDMENT)}


@require_GET
def mine(request: ActorRequest) -> HttpResponse:
    today = timezone.localdate()
    found = screens.own(request.actor)
    page = keyset(found, order=("-pk",), after=request.GET.get("after", ""))
    lines = screens.own_permits(request.actor, today)
    context = {
        "page": page,
        "rows": screens.rows(page.rows, request.actor.unit, today),
        "permits": lines,
        "subtitle": _answer(lines),
    }
    return screen(request, "admission/mine.html", context)


@require_http_methods(["GET", "POST"])
def begin(request: ActorRequest) -> HttpResponse:
    form = forms.BeginForm(request.POST or None)
    if not form.is_valid():
        intro = "先过一道闸：清单上有的不必申请。起草后随写随存，写好再提交。"
        way = crumbs.to_desk(request.actor)
        return ask(request, form, title="申请准入", intro=intro, submit="起草", crumbs=way)
    made = drafting.begin(request.actor, today=timezone.localdate(), **form.cleaned_data)
    return redirect("admission:step", made.pk, STEPS[0].name)


@require_http_methods(["GET", "POST"])
def begin_again(request: ActorRequest, name: str) -> HttpResponse:
    wanted, number = SAME_PERMIT.get(name), request.GET.get("permit", "")
    if wanted is None:
        raise NotFound("只有续期和变更。")
    form = forms.EmptyForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        intro = "从原申请复制全部内容，改好后提交。内容不增加的续期不再征求意见。"
        title = f"{wanted.label}：{number}"
        back = reverse("admission:mine")
        return ask(request, form, title=title, intro=intro, submit="起草", cancel=back)
    today = timezone.localdate()
    made = drafting.begin_again(request.actor, permit=number, request=wanted, today=today)
    return redirect("admission:step", made.pk, STEPS[0].name)


@require_GET
def write(request: ActorRequest, pk: int) -> HttpResponse:
    return redirect("admission:step", pk, STEPS[0].name)


@require_http_methods(["GET", "POST"])
def step(request: ActorRequest, pk: int, name: str) -> HttpResponse:
    at, application = _step(name), screens.draft(request.actor, pk)
    form = at.form(request.POST or None, initial=_seen(application, at))
    if not form.is_valid():
        return _drawn(request, application, at, form, status=422 if form.is_bound else 200)
    _write(request, application, form)
    return redirect("admission:step", pk, _after(at))


@repeatable
@require_POST
def save(request: ActorRequest, pk: int, name: str) -> HttpResponse:
    """What was just typed; a field that is wrong waits, the others are saved."""
    at, application = _step(name), screens.draft(request.actor, pk)
    form = at.form(request.POST, initial=_seen(application, at))
    if form.is_valid() or "version" not in form.errors:
        application = _write(request, application, form)
    return _drawn(request, application, at, form, part="beside")


@require_http_methods(["GET", "POST"])
def scope(request: ActorRequest, pk: int) -> HttpResponse:
    application = screens.draft(request.actor, pk)
    top = request.GET.get("in", "") or application.place
    below = screens.places_below(request.actor, top)
    chosen = applications.scope_of(application)
    choices = [(one.path, one.name) for one in below]
    seen = {"version": application.version, "paths": chosen}
    form = forms.ScopeForm(request.POST or None, choices=choices, initial=seen)
    if not form.is_valid():
        context = {
            "application": application,
            "form": form,
            "below": below,
            "covered": [path for path in chosen if top.startswith(path)],
            "all_of": application.place,
            "place": screens.place(request.actor, top),
            "crumbs": _way_to(request, application, STEP_OF["scope"]),
            "step": STEP_OF["scope"].name,
        }
        status = 422 if form.is_bound else 200
        return screen(request, "admission/scope.html", context, status=status)
    shown = {one.path for one in below}
    told = form.cleaned_data
    paths = [*(path for path in chosen if path not in shown), *told["paths"]]
    drafting.choose_scope(request.actor, pk, paths=paths, version=told["version"])
    return redirect("admission:step", pk, STEP_OF["scope"].name)


@require_POST
def everywhere(request: ActorRequest, pk: int) -> HttpResponse:
    """All communities of the deciding place."""
    application = screens.draft(request.actor, pk)
    form = forms.VersionForm(request.POST)
    if not form.is_valid():
        return redirect("admission:scope", pk)
    drafting.choose_scope(request.actor, pk, paths=[application.place], **form.cleaned_data)
    return redirect("admission:step", pk, STEP_OF["scope"].name)


@require_http_methods(["GET", "POST"])
def plan(request: ActorRequest, pk: int) -> HttpResponse:
    application = screens.draft(request.actor, pk)
    form = forms.PaymentForm(request.POST or None)
    if not form.is_valid():
        way = _way_to(request, application, STEP_OF["payments"])
        back = reverse("admission:step", args=[pk, STEP_OF["payments"].name])
        return ask(request, form, title="列入拨付计划", submit="列入", crumbs=way, cancel=back)
    payments.plan(request.actor, pk, today=timezone.localdate(), **form.cleaned_data)
    return redirect("admission:step", pk, STEP_OF["payments"].name)


@require_POST
def strike(request: ActorRequest, pk: int) -> HttpResponse:
    payment = money.get(request.actor, pk)
    payments.strike(request.actor, pk)
    return redirect("admission:step", payment.application_id, STEP_OF["payments"].name)


@require_http_methods(["GET", "POST"])
def submit(request: ActorRequest, pk: int) -> HttpResponse:
    return _hand_in(request, pk, drafting.submit, rules.SUBMIT.label)


@require_http_methods(["GET", "POST"])
def resubmit(request: ActorRequest, pk: int) -> HttpResponse:
    return _hand_in(request, pk, drafting.resubmit, rules.RESUBMIT.label)


@require_http_methods(["GET", "POST"])
def withdraw(request: ActorRequest, pk: int) -> HttpResponse:
    application = applications.get(request.actor, pk)
    form = forms.VersionForm(request.POST or None, initial={"version": application.version})
    if not form.is_valid():
        intro = "撤回后不能恢复，记录保留。应急先行的许可同时终止。"
        way = crumbs.to_case(request.actor, application)
        return ask(
            request, form, title=f"撤回：{application}", intro=intro, submit="撤回", crumbs=way
        )
    drafting.withdraw(request.actor, pk, today=timezone.localdate(), **form.cleaned_data)
    return redirect("admission:case", pk)


@require_http_methods(["GET", "POST"])
def declare_urgent(request: ActorRequest, pk: int) -> HttpResponse:
    application = screens.draft(request.actor, pk)
    today = timezone.localdate()
    seen = {"version": application.version, "start": today}
    form = forms.UrgentForm(request.POST or None, initial=seen)
    if not form.is_valid():
        given = applications.parameters_for(application, today)
        intro = (
            f"立即发给应急许可，{given.urgent_lapse_days} 天后自动失效；"
            f"开始后 {given.urgent_register_wd} 个工作日内要补报，同时通报领导小组和督查室。"
        )
        way = crumbs.to_case(request.actor, application)
        return ask(request, form, title="应急先行", intro=intro, submit="应急先行", crumbs=way)
    urgent.go_ahead(request.actor, pk, today=today, **form.cleaned_data)
    return redirect("admission:case", pk)


def _hand_in(
    request: ActorRequest, pk: int, service: Callable[..., Application], label: str
) -> HttpResponse:
    application = screens.draft(request.actor, pk)
    today = timezone.localdate()
    form = forms.VersionForm(request.POST or None, initial={"version": application.version})
    if not form.is_valid():
        context = {
            "application": application,
            "form": form,
            "label": label,
            "missing": _missing(request, application, today),
            "crumbs": _way_to(request, application, STEPS[-1]),
        }
        status = 422 if form.is_bound else 200
        return screen(request, "admission/submit.html", context, status=status)
    service(request.actor, pk, today=today, **form.cleaned_data)
    return redirect("admission:case", pk)


def _write(request: ActorRequest, application: Application, form: forms.StepForm) -> Application:
    """Save what differs; nothing typed leaves no trace."""
    written = form.written()
    if not written:
        return application
    version = form.cleaned_data["version"]
    return drafting.write(request.actor, application.pk, version=version, **written)


def _drawn(
    request: ActorRequest,
    application: Application,
    at: Step,
    form: forms.StepForm,
    *,
    status: int = 200,
    part: str = "panel",
) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "application": application,
        "step": at,
        "steps": _links(application, at),
        "form": form,
        "beside": screens.beside(request.actor, application, today),
        "payments": applications.payments_of(application) if at is STEP_OF["payments"] else (),
        "is_saved": part != "panel",
        "crumbs": crumbs.to_desk(request.actor),
    }
    if at is STEPS[-1]:
        context |= {
            "missing": _missing(request, application, today),
            "attachments": files.lines(request.actor, application),
            "paper": papers.approval(application),
            "hand_in": "resubmit" if application.number else "submit",
        }
    return screen(request, "admission/write.html", context, status=status, part=part)


def _missing(
    request: ActorRequest, application: Application, today: date
) -> list[tuple[str, Step]]:
    """What is to be put right, each with the step where that is done."""
    found = screens.missing(request.actor, application, today)
    return [(one.words, STEP_OF[one.field]) for one in found]


def _links(application: Application, at: Step) -> list[Link]:
    return [
        Link(
            f"{number} {one.label}",
            reverse("admission:step", args=[application.pk, one.name]),
            one is at,
        )
        for number, one in enumerate(STEPS, start=1)
    ]


def _seen(application: Application, at: Step) -> dict[str, object]:
    """What the record holds, as the form shows it; a number nobody has given yet is empty."""
    seen = {name: _shown(getattr(application, name)) for name in at.form.base_fields}
    return seen | (
        {"data_fields": forms.as_lines(application.data_fields)} if "data_fields" in seen else {}
    )


def _shown(value: object) -> object:
    return None if isinstance(value, int | Decimal) and not value else value


def _step(name: str) -> Step:
    if name not in BY_NAME:
        raise NotFound("申请没有这一步。")
    return BY_NAME[name]


def _after(at: Step) -> str:
    return STEPS[min(STEPS.index(at) + 1, len(STEPS) - 1)].name


def _way_to(request: ActorRequest, application: Application, at: Step) -> list[Link]:
    here = reverse("admission:step", args=[application.pk, at.name])
    return [*crumbs.to_desk(request.actor), Link(f"{application} · {at.label}", here)]


def _answer(lines: list[screens.PermitLine]) -> str:
    ending = [line for line in lines if line.is_ending]
    if not lines:
        return "还没有许可。清单上没有的事，准入后才能请社区做。"
    if not ending:
        return f"{len(lines)} 个许可，近期没有到期的。"
    return f"{len(lines)} 个许可，{len(ending)} 个快到期；要继续的请申请续期，不提出即自动到期。"
