"""The register of signs, organisations, systems and groups: whose, until when, gone why."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from qingshe.modules.demands import exports, rules
from qingshe.modules.demands.forms import RegisterFilter, RemoveForm
from qingshe.modules.demands.models import RegisterEntry
from qingshe.modules.demands.queries import history
from qingshe.modules.demands.queries import register as queries
from qingshe.modules.demands.services import register as services
from qingshe.web.downloads import sheet_response
from qingshe.web.http import ActorRequest, ask, screen
from qingshe.web.paging import keyset
from qingshe.web.values import Fact, Link


@require_GET
def index(request: ActorRequest) -> HttpResponse:
    queries.insist_on_access(request.actor)
    form, found, view = _asked(request)
    page = keyset(found, order=queries.ORDER, after=request.GET.get("after", ""))
    context = {
        "form": form,
        "page": page,
        "tabs": [Link(label, f"?view={key}", key == view) for key, label in queries.VIEWS.items()],
        "export_url": f"{reverse('demands:register_as_sheet')}?{request.GET.urlencode()}",
    }
    return screen(request, "demands/register.html", context)


@require_GET
def as_sheet(request: ActorRequest) -> HttpResponse:
    queries.insist_on_access(request.actor)
    _, found, _ = _asked(request)
    return sheet_response("登记册", exports.register_as_sheet(queries.each(found)))


@require_GET
def entry(request: ActorRequest, pk: int) -> HttpResponse:
    found = queries.get(request.actor, pk)
    context = {
        "entry": found,
        "facts": _facts(found),
        "actions": queries.actions(request.actor, found),
        "history": history.without_names(found),
        "crumbs": _way(),
    }
    return screen(request, "demands/register_entry.html", context)


@require_http_methods(["GET", "POST"])
def remove(request: ActorRequest, pk: int) -> HttpResponse:
    found = queries.get(request.actor, pk)
    form = RemoveForm(request.POST or None, initial={"version": found.version})
    if not form.is_valid():
        return ask(
            request,
            form,
            title=f"撤除：{found}",
            intro=f"登记这个{found.kind_label}已经撤掉。不能恢复；要再设，重新申请准入。",
            submit=rules.REMOVE.label,
            crumbs=_way(),
        )
    today = timezone.localdate()
    services.remove(request.actor, pk, today=today, **form.cleaned_data)
    return redirect("demands:register_entry", pk)


def _asked(request: ActorRequest) -> tuple[RegisterFilter, QuerySet[RegisterEntry], str]:
    form = RegisterFilter(request.GET, initial={"view": request.GET.get("view", "")})
    told = form.cleaned_data if form.is_valid() else {}
    view, words, kind = (told.get(name, "") for name in ("view", "q", "kind"))
    today = timezone.localdate()
    return form, queries.seen(request.actor, view, today, words=words, kind=kind), view


def _facts(entry: RegisterEntry) -> list[Fact]:
    demand = entry.demand
    return [
        Fact("类型", entry.kind_label),
        Fact("责任单位", entry.owner),
        Fact("部门", entry.issuer_name),
        Fact("依据", f"{demand.under_label} {demand.under_title}", demand.under_url),
        Fact("范围", demand.scope_text),
        Fact("登记", entry.since),
        Fact("截止", entry.ends_on),
        Fact("撤除", entry.removed_on),
        Fact("原因", entry.reason),
    ]


def _way() -> list[Link]:
    return [Link("登记册", reverse("demands:register"))]
