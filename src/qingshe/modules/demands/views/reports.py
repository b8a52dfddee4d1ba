"""What came round the gate: written down by communities, verified, answered."""

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from qingshe.kernel.workflow import Transition
from qingshe.modules.demands import policy, rules
from qingshe.modules.demands.forms import (
    AskForm,
    DismissForm,
    FindingForm,
    ObjectForm,
    ReportForm,
    TakeBackForm,
)
from qingshe.modules.demands.models import OffPlatform
from qingshe.modules.demands.queries import history
from qingshe.modules.demands.queries import reports as queries
from qingshe.modules.demands.services import reporting
from qingshe.web.http import ActorRequest, ask, screen
from qingshe.web.paging import keyset
from qingshe.web.values import Fact, Link


@require_GET
def reports(request: ActorRequest) -> HttpResponse:
    queries.insist_on_access(request.actor)
    found = queries.visible_to(request.actor)
    page = keyset(found, order=("-pk",), after=request.GET.get("after", ""))
    context = {
        "page": page,
        "rows": queries.rows(request.actor, page.rows),
        "may_report": request.actor.has(policy.WORK),
    }
    return screen(request, "demands/reports.html", context)


@require_http_methods(["GET", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    policy.insist(request.actor, policy.WORK)
    departments = queries.departments_near(request.actor.unit)
    form = ReportForm(request.POST or None, departments=departments)
    if not form.is_valid():
        return ask(
            request,
            form,
            title="登记体外下达",
            intro="电话、微信、纸条布置的事写在这里，马上告诉您该不该办。来文单位看不到是谁登记的。",
            submit="登记并判断",
            crumbs=_way(),
        )
    made = reporting.report(request.actor, form.told(), now=timezone.now())
    return redirect("demands:report", made.pk)


@require_GET
def report(request: ActorRequest, pk: int) -> HttpResponse:
    found = queries.get(request.actor, pk)
    row = queries.rows(request.actor, [found])[0]
    context = {
        "report": found,
        "facts": _facts(found, row.community),
        "actions": queries.actions(request.actor, found),
        "history": history.without_names(found),
        "crumbs": _way(),
    }
    return screen(request, "demands/report.html", context)


@require_http_methods(["GET", "POST"])
def ask_department(request: ActorRequest, pk: int) -> HttpResponse:
    found = queries.get(request.actor, pk)
    form = AskForm(
        request.POST or None,
        departments=queries.departments_near(found.community),
        initial={"version": found.version, "department": found.department},
    )
    if not form.is_valid():
        return _ask(request, found, rules.ASK, form, "部门看得到内容，看不到是哪个社区登记的。")
    reporting.ask(request.actor, pk, **form.cleaned_data)
    return redirect("demands:report", pk)


@require_http_methods(["GET", "POST"])
def confirm(request: ActorRequest, pk: int) -> HttpResponse:
    found = queries.get(request.actor, pk)
    form = FindingForm(request.POST or None, initial={"version": found.version})
    if not form.is_valid():
        return _ask(request, found, rules.CONFIRM, form, "给来文单位登记一次违规。")
    reporting.confirm(request.actor, pk, now=timezone.now(), **form.cleaned_data)
    return redirect("demands:report", pk)


@require_http_methods(["GET", "POST"])
def dismiss(request: ActorRequest, pk: int) -> HttpResponse:
    found = queries.get(request.actor, pk)
    form = DismissForm(request.POST or None, initial={"version": found.version})
    if not form.is_valid():
        return _ask(request, found, rules.DISMISS, form, "不影响登记的社区。")
    reporting.dismiss(request.actor, pk, **form.cleaned_data)
    return redirect("demands:report", pk)


@require_http_methods(["GET", "POST"])
def take_back(request: ActorRequest, pk: int) -> HttpResponse:
    found = queries.get(request.actor, pk)
    form = TakeBackForm(request.POST or None, initial={"version": found.version})
    if not form.is_valid():
        return _ask(request, found, rules.TAKE_BACK, form, "社区不用再办这件事。")
    reporting.take_back(request.actor, pk, **form.cleaned_data)
    return redirect("demands:report", pk)


@require_http_methods(["GET", "POST"])
def object_to(request: ActorRequest, pk: int) -> HttpResponse:
    found = queries.get(request.actor, pk)
    form = ObjectForm(request.POST or None, initial={"version": found.version})
    if not form.is_valid():
        return _ask(request, found, rules.OBJECT, form, "由领导小组办公室认定。")
    reporting.object_to(request.actor, pk, **form.cleaned_data)
    return redirect("demands:report", pk)


def _ask(
    request: ActorRequest, found: OffPlatform, move: Transition, form: Form, intro: str
) -> HttpResponse:
    title = f"{move.label}：{found}"
    return ask(request, form, title=title, intro=intro, submit=move.label, crumbs=_way())


def _facts(found: OffPlatform, community: str) -> list[Fact]:
    named = [Fact("社区", community)] if community else []
    return [
        Fact("谁布置的", found.by_whom),
        *named,
        Fact("怎么来的", found.channel_label),
        Fact("类型", found.kind_label),
        Fact("收到日期", found.received_on),
        Fact("依据", found.citation),
        Fact("核实情况", found.finding),
        Fact("部门答复", found.reply),
    ]


def _way() -> list[Link]:
    return [Link("体外下达", reverse("demands:reports"))]
