"""The office rules on refusals: one queue by clock, one page a case."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from qingshe.modules.demands import policy, rules
from qingshe.modules.demands.forms import RejectForm, UpholdForm
from qingshe.modules.demands.models import Demand, Refusal
from qingshe.modules.demands.queries import demands, history, refusals
from qingshe.modules.demands.rules import RefusalState
from qingshe.modules.demands.services import ruling as services
from qingshe.modules.demands.views import files, shown
from qingshe.web.http import ActorRequest, ask, screen
from qingshe.web.paging import keyset
from qingshe.web.values import Fact, Link


@require_GET
def rulings(request: ActorRequest) -> HttpResponse:
    policy.insist(request.actor, policy.RULE)
    asked = request.GET.get("state", "")
    state = asked if asked in set(RefusalState) else RefusalState.WAITING
    found = refusals.queue(request.actor, state)
    page = keyset(found, order=("due_on", "pk"), after=request.GET.get("after", ""))
    context = {
        "page": page,
        "rows": refusals.rows(page.rows, timezone.localdate()),
        "tabs": [Link(each.label, f"?state={each}", each == state) for each in RefusalState],
    }
    return screen(request, "demands/rulings.html", context)


@require_GET
def ruling(request: ActorRequest, pk: int) -> HttpResponse:
    policy.insist(request.actor, policy.RULE)
    found = refusals.get(request.actor, pk)
    row = refusals.rows([found], timezone.localdate())[0]
    context = {
        "refusal": found,
        "row": row,
        "demand": found.assignment.demand,
        "attachments": files.of_ruling(found),
        "papers": shown.papers_at("refusal_paper", pk),
        "facts": [*_facts(found, row.community), *shown.facts(found.assignment.demand)],
        "actions": refusals.actions(request.actor, found),
        "history": history.of(found),
        "crumbs": _way(),
    }
    return screen(request, "demands/ruling.html", context)


@require_GET
def paper(request: ActorRequest, pk: int, form: str) -> HttpResponse:
    policy.insist(request.actor, policy.RULE)
    return shown.paper_of(request, form, refusals.get(request.actor, pk))


@require_http_methods(["GET", "POST"])
def uphold(request: ActorRequest, pk: int) -> HttpResponse:
    found = refusals.get(request.actor, pk)
    form = UpholdForm(request.POST or None, initial={"version": found.version})
    if not form.is_valid():
        count = found.assignment.demand.communities
        return ask(
            request,
            form,
            title=f"拒收成立：{found.assignment.demand}",
            intro=f"这件事对全部 {count:,} 个社区作废，并给来文单位登记一次违规。",
            submit=rules.UPHOLD.label,
            crumbs=_way(),
        )
    services.uphold(request.actor, pk, now=timezone.now(), **form.cleaned_data)
    return redirect("demands:ruling", pk)


@require_http_methods(["GET", "POST"])
def reject(request: ActorRequest, pk: int) -> HttpResponse:
    found = refusals.get(request.actor, pk)
    form = RejectForm(request.POST or None, initial={"version": found.version})
    if not form.is_valid():
        return ask(
            request,
            form,
            title=f"拒收不成立：{found.assignment.demand}",
            intro="这件事退回社区办理，期限从今天起重新留足；不计入对社区的任何考核。",
            submit=rules.REJECT.label,
            crumbs=_way(),
        )
    services.reject(request.actor, pk, now=timezone.now(), **form.cleaned_data)
    return redirect("demands:ruling", pk)


@require_GET
def violations(request: ActorRequest) -> HttpResponse:
    demands.insist_on_access(request.actor)
    found = demands.violations(request.actor)
    page = keyset(found, order=("-found_on", "-pk"), after=request.GET.get("after", ""))
    return screen(request, "demands/violations.html", {"page": page})


def _facts(refusal: Refusal, community: str) -> list[Fact]:
    return [
        Fact("拒收理由", refusal.ground_label),
        Fact("社区", community),
        Fact("说明", refusal.text),
        Fact("街道", _street(refusal)),
        Fact("闸门引用", refusal.citation),
        Fact("裁定期限", refusal.clock),
        Fact("裁定", refusal.ruling),
        *_echo(refusal.assignment.demand),
    ]


def _echo(demand: Demand) -> list[Fact]:
    """What the office should know: it may be an old one under a new name."""
    return [Fact("疑似反弹", f"与已作废的 {demand.echo_of} 相近")] if demand.echo_of else []


def _street(refusal: Refusal) -> str:
    """What the street has to do with it: it refused for the community, or says it is right."""
    if refusal.by_street:
        return "街道代社区提出"
    if refusal.seconded_on:
        return f"街道支持：{refusal.seconded}" if refusal.seconded else "街道支持"
    return ""


def _way() -> list[Link]:
    return [Link("拒收裁定", reverse("demands:rulings"))]
