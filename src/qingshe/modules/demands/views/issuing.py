"""The department: what it can issue, what it has issued, how far that has come."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods

from qingshe.modules.demands import exports, policy, rules
from qingshe.modules.demands.forms import (
    DemandFilter,
    FindForm,
    IssueForm,
    ReasonForm,
    VersionForm,
)
from qingshe.modules.demands.models import Demand
from qingshe.modules.demands.queries import bases, calendar, demands, drafts, history
from qingshe.modules.demands.queries import burden as counted
from qingshe.modules.demands.services import issuing
from qingshe.modules.demands.views import files, shown
from qingshe.web.downloads import sheet_response
from qingshe.web.http import ActorRequest, ask, screen
from qingshe.web.paging import keyset
from qingshe.web.values import Link


@require_GET
def index(request: ActorRequest) -> HttpResponse:
    demands.insist_on_access(request.actor)
    form = DemandFilter(request.GET)
    told = form.cleaned_data if form.is_valid() else {}
    found = demands.narrowed(request.actor, **told)
    page = keyset(found, order=("-issued_at", "-pk"), after=request.GET.get("after", ""))
    context = {"page": page, "form": form, "may_issue": request.actor.has(policy.ISSUE)}
    return screen(request, "demands/index.html", context)


@require_GET
def choose(request: ActorRequest) -> HttpResponse:
    policy.insist(request.actor, policy.ISSUE)
    form = FindForm(request.GET)
    words = form.cleaned_data.get("q", "") if form.is_valid() else ""
    today = timezone.localdate()
    context = {
        "form": form,
        "permits": bases.offered(request.actor, words, today),
        "most_permits": bases.MOST_PERMITS,
        "planned": bases.planned(request.actor, today),
        "items": bases.listed(request.actor, words, today),
        "words": words,
        "crumbs": shown.way_to_demands(),
    }
    return screen(request, "demands/choose.html", context)


@require_http_methods(["GET", "POST"])
def issue(request: ActorRequest) -> HttpResponse:
    policy.insist(request.actor, policy.ISSUE)
    now = timezone.now()
    under = request.GET.get("under", "")
    basis = bases.usable(request.actor, under, timezone.localdate(now))
    kind = bases.kind_asked(basis, request.GET.get("kind", ""))
    like = demands.like(request.actor, request.GET.get("like", ""), basis.key)
    form = IssueForm(request.POST or None, actor=request.actor, basis=basis, kind=kind, like=like)
    if not form.is_valid():
        return _form(request, form, status=422 if form.is_bound else 200)
    examined, budget = counted.against_budget(
        drafts.examine(request.actor, form.terms(), now=now),
        request.actor.unit,
        timezone.localdate(now),
    )
    if examined.problems or "issue" not in request.POST:
        status = 422 if examined.problems else 200
        return _form(request, form, examined=examined, budget=budget, status=status)
    key = form.cleaned_data["key"]
    demand = issuing.issue(request.actor, form.terms(), key=key, now=now)
    return redirect("demands:detail", demand.pk)


@require_GET
def detail(request: ActorRequest, pk: int) -> HttpResponse:
    demand = demands.get(request.actor, pk)
    view = request.GET.get("view", "")
    found = demands.shares(demand, view=view)
    page = keyset(found, order=("community", "pk"), after=request.GET.get("after", ""))
    context = {
        "demand": demand,
        "facts": shown.facts(demand),
        "attachments": files.of_demand(request.actor, demand),
        "may_attach": policy.may_attach(request.actor, demand),
        "progress": demands.progress(demand),
        "page": page,
        "rows": demands.share_rows(page.rows),
        "tabs": [
            Link(label, f"?view={key}", key == view)
            for key, label in {"": "全部社区", **demands.VIEWS}.items()
        ],
        "actions": demands.actions(request.actor, demand),
        "again": _again(demand) if policy.may_issue(request.actor, demand) else "",
        "history": history.without_names(demand),
        "crumbs": shown.way_to_demands(),
    }
    return screen(request, "demands/detail.html", context)


@require_GET
def as_sheet(request: ActorRequest, pk: int) -> HttpResponse:
    demand = demands.get(request.actor, pk)
    rows = demands.each_share_row(demand, view=request.GET.get("view", ""))
    return sheet_response(f"{demand.number}进度", exports.progress_as_sheet(rows))


@require_http_methods(["GET", "POST"])
def withdraw(request: ActorRequest, pk: int) -> HttpResponse:
    demand = demands.get(request.actor, pk)
    form = ReasonForm(request.POST or None, initial={"version": demand.version})
    if not form.is_valid():
        return ask(
            request,
            form,
            title=f"撤回：{demand}",
            intro="所有社区都不用再办，已报送的也不再使用。",
            submit=rules.WITHDRAW.label,
            crumbs=shown.way_to_demands(demand),
        )
    issuing.withdraw(request.actor, pk, **form.cleaned_data)
    return redirect("demands:detail", pk)


@require_http_methods(["GET", "POST"])
def close(request: ActorRequest, pk: int) -> HttpResponse:
    demand = demands.get(request.actor, pk)
    form = VersionForm(request.POST or None, initial={"version": demand.version})
    if not form.is_valid():
        return ask(
            request,
            form,
            title=f"办结：{demand}",
            intro="已报送的算办结，没有报送的社区不用再办，不追究。",
            submit=rules.CLOSE.label,
            crumbs=shown.way_to_demands(demand),
        )
    issuing.close(request.actor, pk, **form.cleaned_data)
    return redirect("demands:detail", pk)


def _form(
    request: ActorRequest,
    form: IssueForm,
    *,
    status: int,
    examined: drafts.Examined | None = None,
    budget: counted.BudgetNote | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "budget": budget,
        "basis": form.basis,
        "examined": examined,
        "loads": calendar.named(examined.diary.fullest) if examined and examined.diary else [],
        "kinds": shown.kinds(form, reverse("demands:issue")),
        "crumbs": shown.way_to_demands(),
    }
    return screen(request, "demands/issue.html", context, status=status)


def _again(demand: Demand) -> str:
    """Where the same is issued once more, with other days."""
    told = {"under": demand.under, "kind": demand.kind, "like": str(demand.pk)}
    return f"{reverse('demands:issue')}?{urlencode(told)}"
