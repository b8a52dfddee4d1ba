"""负担预算: what each department may still place on communities this year."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from qingshe.modules.burden import exports, rules
from qingshe.modules.burden.forms import BudgetForm, RuleForm, YearFilter, year_of
from qingshe.modules.burden.queries import budgets, desk
from qingshe.modules.burden.rules import BudgetMode
from qingshe.modules.burden.services import budgets as services
from qingshe.web.downloads import sheet_response
from qingshe.web.http import ActorRequest, ask, screen
from qingshe.web.values import Link


@require_GET
def index(request: ActorRequest) -> HttpResponse:
    desk.insist_on_budgets(request.actor)
    today = timezone.localdate()
    year = year_of(YearFilter(request.GET), today)
    lines = desk.lines(request.actor, year, today)
    context = {
        "form": YearFilter({"year": year}),
        "year": year,
        "lines": lines,
        "lead": desk.lead(lines, year),
        "rule": budgets.mode_at(desk.home(request.actor), today),
        "history": desk.history(request.actor, year),
        "above": desk.above(request.actor, year),
        "may_set": desk.may_set_budgets(request.actor),
        "export_url": f"{reverse('burden:budgets_as_sheet')}?year={year}",
    }
    return screen(request, "burden/budgets.html", context)


@require_GET
def as_sheet(request: ActorRequest) -> HttpResponse:
    desk.insist_on_budgets(request.actor)
    today = timezone.localdate()
    year = year_of(YearFilter(request.GET), today)
    lines = desk.lines(request.actor, year, today)
    return sheet_response(f"负担预算{year}年", exports.budgets_as_sheet(lines))


@require_http_methods(["GET", "POST"])
def set_budget(request: ActorRequest) -> HttpResponse:
    department = desk.department(request.actor, request.GET.get("department", ""))
    today = timezone.localdate()
    year = year_of(YearFilter(request.GET), today)
    budget = budgets.budget_of(department.path, year, today)
    seen = {
        "year": year,
        "number": budgets.last_number(department.path, year),
        "hours": None if budget.minutes is None else budget.minutes / rules.MINUTES,
    }
    form = BudgetForm(request.POST or None, initial=seen)
    if not form.is_valid():
        return ask(
            request,
            form,
            title=f"核定负担预算：{department.name}",
            intro=budget.words(),
            submit="核定",
            cancel=reverse("burden:budgets"),
            crumbs=_crumbs(),
        )
    services.set_budget(
        request.actor,
        department.path,
        year=form.cleaned_data["year"],
        minutes=form.minutes,
        reason=form.cleaned_data["reason"],
        number=form.cleaned_data["number"] if form.cleaned_data["year"] == year else None,
        today=today,
    )
    return redirect(f"{reverse('burden:budgets')}?year={form.cleaned_data['year']}")


@require_http_methods(["GET", "POST"])
def set_rule(request: ActorRequest) -> HttpResponse:
    may = desk.may_set_budgets(request.actor)
    desk.insist_on_answer(may)
    place = desk.home(request.actor)
    today = timezone.localdate()
    seen = {
        "mode": budgets.mode_at(place, today).value,
        "number": budgets.last_rule_number(place),
    }
    form = RuleForm(request.POST or None, initial=seen)
    if not form.is_valid():
        return ask(
            request,
            form,
            title="超出负担预算时",
            intro=f"默认是提醒并登记。{rules.OUR_CHOICE}应急事项任何时候都可以下达，超出部分登记。",
            submit="公布",
            cancel=reverse("burden:budgets"),
            crumbs=_crumbs(),
        )
    told = form.cleaned_data
    services.set_rule(
        request.actor,
        mode=BudgetMode(told["mode"]),
        reason=told["reason"],
        number=told["number"],
        today=today,
    )
    return redirect("burden:budgets")


def _crumbs() -> list[Link]:
    return [Link("负担预算", reverse("burden:budgets"))]
