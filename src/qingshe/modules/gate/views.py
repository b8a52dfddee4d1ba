from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qingshe.kernel.errors import Conflict
from qingshe.web.doubles import repeatable
from qingshe.web.http import ActorRequest, ask, screen
from qingshe.web.values import Fact, Link

from . import queries, services
from . import rules as gate
from .forms import CheckForm, RuleFilter, SwitchOffForm, SwitchOnForm


@repeatable
@require_http_methods(["GET", "POST"])
def check(request: ActorRequest) -> HttpResponse:
    queries.insist_on_access(request.actor)
    form = CheckForm(request.POST or None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return screen(request, "gate/check.html", {"form": form}, status=status)
    judged = queries.judged(request.actor, form.question(), today=timezone.localdate())
    return screen(request, "gate/check.html", {"form": form, "judged": judged})


@repeatable
@require_POST
def notice(request: ActorRequest) -> HttpResponse:
    form = CheckForm(request.POST)
    if not form.is_valid():
        return screen(request, "gate/check.html", {"form": form}, status=422)
    today = timezone.localdate()
    judged = queries.judged(request.actor, form.question(), today=today)
    context = {"question": form.question(), "verdict": judged.verdict, "today": today}
    return screen(request, "gate/notice.html", context)


@require_GET
def rules(request: ActorRequest) -> HttpResponse:
    form = RuleFilter(request.GET)
    told = form.cleaned_data if form.is_valid() else {}
    rows = queries.rule_rows(request.actor, words=told.get("q", ""), off=told.get("off", False))
    return screen(request, "gate/rules.html", {"rows": rows, "form": form, "crumbs": _crumbs()[:1]})


@require_GET
def rule(request: ActorRequest, rule_id: str) -> HttpResponse:
    row = queries.rule_row(request.actor, rule_id)
    context = {
        "row": row,
        "facts": _facts(row),
        "actions": queries.actions(request.actor, row),
        "history": queries.history(request.actor, rule_id),
        "crumbs": _crumbs(),
    }
    return screen(request, "gate/rule.html", context)


@require_http_methods(["GET", "POST"])
def switch_off(request: ActorRequest, rule_id: str) -> HttpResponse:
    row = queries.rule_row(request.actor, rule_id)
    form = SwitchOffForm(request.POST or None)
    if not form.is_valid():
        return ask(
            request,
            form,
            title=f"停用：{row.rule.name}",
            intro="停用后，本级和下级的判断都不再用这条规则；随时可以恢复。",
            submit=gate.SWITCH_OFF.label,
            cancel=_page_of(rule_id),
            crumbs=_crumbs(row),
        )
    today = timezone.localdate()
    services.switch_off(request.actor, rule_id, today=today, **form.cleaned_data)
    return redirect("gate:rule", rule_id)


@require_http_methods(["GET", "POST"])
def switch_on(request: ActorRequest, rule_id: str) -> HttpResponse:
    row = queries.rule_row(request.actor, rule_id)
    if row.switch is None:
        raise Conflict("这条规则没有停用。")
    form = SwitchOnForm(request.POST or None, initial={"version": row.switch.version})
    if not form.is_valid():
        return ask(
            request,
            form,
            title=f"恢复：{row.rule.name}",
            intro="恢复后，判断立即重新使用这条规则。",
            submit=gate.SWITCH_ON.label,
            cancel=_page_of(rule_id),
            crumbs=_crumbs(row),
        )
    today = timezone.localdate()
    services.switch_on(request.actor, row.switch.pk, today=today, **form.cleaned_data)
    return redirect("gate:rule", rule_id)


def _facts(row: queries.RuleRow) -> list[Fact]:
    rule, off = row.rule, row.switch
    facts = [
        Fact("约束范围", rule.level.label),
        Fact("依据", str(rule.source)),
        Fact("原文", rule.source.words),
        Fact("说的是什么", rule.about),
        Fact("命中以后怎么办", rule.advice),
        Fact("规则代号", rule.id),
    ]
    if off:
        facts.append(Fact("停用", f"{row.place}自 {off.since} 起停用：{off.reason}"))
    return facts


def _page_of(rule_id: str) -> str:
    return reverse("gate:rule", args=[rule_id])


def _crumbs(row: queries.RuleRow | None = None) -> list[Link]:
    way = [Link("过一道闸", reverse("gate:check")), Link("闸门规则", reverse("gate:rules"))]
    return [*way, Link(row.rule.name, _page_of(row.rule.id))] if row else way
