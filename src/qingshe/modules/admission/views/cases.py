"""The desk of office and leading group, and the page of one case with all its stages."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from qingshe.foundation.records import Record
from qingshe.modules.admission import forms
from qingshe.modules.admission.models import Application
from qingshe.modules.admission.queries import (
    agreements,
    applications,
    deciding,
    money,
    opinions,
    screens,
)
from qingshe.modules.admission.rules import Stance, State
from qingshe.modules.admission.services import reminding
from qingshe.modules.admission.views import crumbs, files
from qingshe.web.http import ActorRequest, screen
from qingshe.web.paging import keyset
from qingshe.web.values import Fact, Link
from qingshe.web.wording import duration

TABS = (
    ("", "全部在办", ()),
    ("urgent", "应急待补报", (State.DRAFT,)),
    ("submitted", "待受理", (State.SUBMITTED,)),
    ("correcting", "补正中", (State.CORRECTING,)),
    ("consulting", "征询中", (State.CONSULTING,)),
    ("assessing", "待提请", (State.ASSESSING,)),
    ("proposed", "待决定", (State.PROPOSED,)),
    ("publicity", "公示中", (State.PUBLICITY,)),
)
STATES = {name: states for name, _, states in TABS}
BY_CLOCK = ("due_on", "pk")


@require_GET
def queue(request: ActorRequest) -> HttpResponse:
    at = request.GET.get("state", "")
    today = timezone.localdate()
    found = screens.desk(request.actor, *STATES.get(at, ()))
    page = keyset(found, order=BY_CLOCK, after=request.GET.get("after", ""))
    context = {
        "page": page,
        "rows": screens.rows(page.rows, request.actor.unit, today),
        "tabs": _tabs(at),
    }
    return screen(request, "admission/queue.html", context)


@require_http_methods(["GET", "POST"])
def ending(request: ActorRequest) -> HttpResponse:
    """Permits that end soon; POST reminds the departments of those that were ticked."""
    today = timezone.localdate()
    lines = screens.ending(request.actor, today)
    form = forms.RemindForm(request.POST or None, choices=[one.permit.number for one in lines])
    if form.is_valid():
        told = reminding.remind(request.actor, today=today, **form.cleaned_data)
        return redirect(f"{reverse('admission:ending')}?reminded={told}")
    context = {
        "permits": lines,
        "tabs": _tabs("ending"),
        "may_remind": request.actor.has("admission.examine"),
        "reminded": request.GET.get("reminded", ""),
        "errors": form.errors if form.is_bound else (),
    }
    status = 422 if form.is_bound else 200
    return screen(request, "admission/ending.html", context, status=status)


@require_GET
def case(request: ActorRequest, pk: int) -> HttpResponse:
    application = applications.get(request.actor, pk)
    today = timezone.localdate()
    assessment = deciding.assessment_of(application)
    decisions = list(deciding.decisions_of(application))
    agreement = agreements.current_of(application)
    records: list[Record] = [application, *decisions, *([assessment] if assessment else [])]
    context = {
        "application": application,
        "actions": screens.case_actions(request.actor, application, timezone.localdate()),
        "facts": facts(application),
        "attachments": files.lines(request.actor, application),
        "cost": screens.cost(application, today),
        "clocks": screens.clock_lines(application, today),
        "tallies": opinions.tallies(application),
        "main_objections": opinions.main_objections(application),
        "own_opinion": opinions.own(request.actor, application),
        "assessment": assessment,
        "decisions": decisions,
        "objections": screens.objections(request.actor, application),
        "payments": _payments(request, application),
        "money": money.status(application),
        "agreement": agreement,
        "standing": screens.standing_of(application, today),
        "papers": screens.papers(
            application, is_decided=bool(decisions), is_agreed=agreement is not None
        ),
        "history": screens.history(records),
        "crumbs": crumbs.to_desk(request.actor),
    }
    return screen(request, "admission/case.html", context)


@require_GET
def clocks(request: ActorRequest, pk: int) -> HttpResponse:
    application = applications.get(request.actor, pk)
    context = {
        "application": application,
        "clocks": screens.clock_lines(application, timezone.localdate()),
        "crumbs": crumbs.to_case(request.actor, application),
    }
    return screen(request, "admission/clocks.html", context)


@require_GET
def opinions_of(request: ActorRequest, pk: int) -> HttpResponse:
    application = applications.get(request.actor, pk)
    at = request.GET.get("stance", "")
    found = screens.of_opinions(request.actor, application, at)
    page = keyset(found, order=("unit", "pk"), after=request.GET.get("after", ""))
    context = {
        "application": application,
        "page": page,
        "tallies": opinions.tallies(application),
        "tabs": _stances(at),
        "crumbs": crumbs.to_case(request.actor, application),
    }
    return screen(request, "admission/opinions_of.html", context)


def facts(application: Application) -> list[Fact]:
    """What was applied for, in the order of the form; what is empty is left out."""
    rows = (
        ("申请编号", application.number),
        ("申请单位", application.applicant_name),
        ("申请性质", f"{application.request_label} {application.before_number}".strip()),
        ("事项类型", application.kind_label),
        ("内容", application.content),
        ("必要性", application.necessity),
        ("依据", application.basis),
        ("适用", application.scope_words),
        ("期限", _period(application)),
        ("频次用时", _frequency(application)),
        ("下放权限", application.powers),
        ("人员安排", application.staffing),
        ("经费", _money(application)),
        ("培训与物资", application.training),
        ("退出条件", application.exit_terms),
        ("负面清单自查", application.negative_self_check),
        ("减负一致性自评", application.consistency_self_assessment),
        ("闸门结论", application.verdict_text),
        ("对结论的说明", application.verdict_reply),
        ("应急先行", _urgent(application)),
        ("联系人", f"{application.contact_name} {application.contact_phone}".strip()),
    )
    return [Fact(label, value) for label, value in rows if value]


def _period(application: Application) -> str:
    if not (application.valid_from and application.valid_until):
        return application.duration_label
    return f"{application.duration_label} {application.valid_from} 至 {application.valid_until}"


def _frequency(application: Application) -> str:
    if not application.times_per_year:
        return ""
    each = duration(application.minutes)
    return f"每年 {application.times_per_year} 次，每社区每次{each}"


def _money(application: Application) -> str:
    if not application.money_amount:
        return ""
    return f"{application.money_amount:,.2f} 元，{application.money_source}"


def _urgent(application: Application) -> str:
    if not application.is_urgent:
        return ""
    return f"{application.urgent_from} 起，{application.urgent_permit}：{application.urgent_reason}"


def _payments(request: ActorRequest, application: Application) -> list[tuple[object, object]]:
    return [
        (payment, money.actions(request.actor, payment))
        for payment in applications.payments_of(application).select_related("application")
    ]


def _tabs(at: str) -> list[Link]:
    here = reverse("admission:queue")
    tabs = [
        Link(label, f"{here}?state={name}" if name else here, name == at) for name, label, _ in TABS
    ]
    return [*tabs, Link("将到期的许可", reverse("admission:ending"), at == "ending")]


def _stances(at: str) -> list[Link]:
    every = [("", "全部"), *((one.value, one.label) for one in Stance)]
    return [Link(label, f"?stance={value}", value == at) for value, label in every]
