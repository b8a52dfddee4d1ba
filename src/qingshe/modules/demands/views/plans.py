"""The plans of a year: one list a kind, one page an item."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods

from qingshe.modules.demands import policy, rules
from qingshe.modules.demands.forms import DropForm, PlanFilter, PlanItemForm, VersionForm
from qingshe.modules.demands.models import PlanItem
from qingshe.modules.demands.queries import history, plans
from qingshe.modules.demands.rules import NAMES, Kind
from qingshe.modules.demands.services import planning
from qingshe.web.http import ActorRequest, ask, screen
from qingshe.web.values import Fact, Link
from qingshe.web.wording import duration


@require_GET
def index(request: ActorRequest) -> HttpResponse:
    policy.insist(request.actor, policy.READ_PLANS)
    kind, year = _asked(request)
    shown = {"kind": kind, "year": year}
    form = PlanFilter(shown, initial=shown)
    context = {
        "title": rules.name_of(kind, year),
        "reason": rules.REASONS[kind],
        "most": rules.most_items(kind),
        "items": plans.of_year(request.actor, kind, year),
        "form": form,
        "tabs": [
            Link(name, f"?{_address(each, year)}", each == kind) for each, name in NAMES.items()
        ],
        "add": f"{reverse('demands:new_plan_item')}?{_address(kind, year)}",
        "may_add": request.actor.has(policy.PLAN),
    }
    return screen(request, "demands/plans.html", context)


@require_http_methods(["GET", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    policy.insist(request.actor, policy.PLAN)
    kind, year = _asked(request)
    form = PlanItemForm(request.POST or None, departments=plans.leads(request.actor))
    if not form.is_valid():
        return ask(
            request,
            form,
            title=f"列入 {rules.name_of(kind, year)}",
            intro=rules.REASONS[kind],
            submit="列入计划",
            crumbs=_way(kind, year),
        )
    today = timezone.localdate()
    made = planning.propose(request.actor, form.planned(), kind=kind, year=year, today=today)
    return redirect("demands:plan_item", made.pk)


@require_GET
def item(request: ActorRequest, pk: int) -> HttpResponse:
    found = plans.get(request.actor, pk)
    context = {
        "item": found,
        "facts": _facts(found),
        "actions": plans.actions(request.actor, found),
        "history": history.of(found),
        "crumbs": _way(found.plan.kind, found.plan.year),
    }
    return screen(request, "demands/plan_item.html", context)


@require_http_methods(["GET", "POST"])
def approve(request: ActorRequest, pk: int) -> HttpResponse:
    found = plans.get(request.actor, pk)
    form = VersionForm(request.POST or None, initial={"version": found.version})
    if not form.is_valid():
        intro = f"批准后，{found.department_name}可以在安排的时间内下达到社区。"
        return ask(
            request,
            form,
            title=f"批准：{found}",
            intro=intro,
            submit=rules.APPROVE.label,
            crumbs=_way(found.plan.kind, found.plan.year),
        )
    planning.approve(request.actor, pk, **form.cleaned_data)
    return redirect("demands:plan_item", pk)


@require_http_methods(["GET", "POST"])
def drop(request: ActorRequest, pk: int) -> HttpResponse:
    found = plans.get(request.actor, pk)
    form = DropForm(request.POST or None, initial={"version": found.version})
    if not form.is_valid():
        return ask(
            request,
            form,
            title=f"取消：{found}",
            intro="从计划里去掉，不能再下达；已经下达的照常办理。",
            submit="从计划里取消",
            crumbs=_way(found.plan.kind, found.plan.year),
        )
    planning.drop(request.actor, pk, **form.cleaned_data)
    return redirect("demands:plan_item", pk)


def _asked(request: ActorRequest) -> tuple[Kind, int]:
    """The kind and year of the address; without them this year's inspections."""
    form = PlanFilter(request.GET)
    told = form.cleaned_data if form.is_valid() else {}
    kind = Kind.EVALUATION if told.get("kind") == Kind.EVALUATION else Kind.INSPECTION
    return kind, told.get("year") or timezone.localdate().year


def _facts(item: PlanItem) -> list[Fact]:
    return [
        Fact("计划", item.plan),
        Fact("牵头部门", item.department_name),
        Fact("并入的部门", item.partners),
        Fact("时间", f"{item.first_on} 至 {item.last_on}"),
        Fact("每个社区全年", f"{item.times} 次"),
        Fact("每次用时", duration(item.minutes)),
        Fact("依据", item.basis),
        Fact("许可", item.permit),
        Fact("取消的原因", item.reason),
    ]


def _way(kind: str, year: int) -> list[Link]:
    return [Link(rules.name_of(kind, year), f"{reverse('demands:plans')}?{_address(kind, year)}")]


def _address(kind: str, year: int) -> str:
    return urlencode([("kind", kind), ("year", year)])
