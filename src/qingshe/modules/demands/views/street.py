"""The street: what its communities have to do, and what it can do for them."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from qingshe.modules.demands import exports, policy
from qingshe.modules.demands.forms import RefuseForm, SecondForm, StreetFilter
from qingshe.modules.demands.models import Assignment
from qingshe.modules.demands.queries import refusals
from qingshe.modules.demands.queries import street as queries
from qingshe.modules.demands.services import street as services
from qingshe.modules.demands.views import shown
from qingshe.web.downloads import sheet_response
from qingshe.web.http import ActorRequest, ask, screen
from qingshe.web.paging import keyset
from qingshe.web.values import Link

MOST_IN_SHEET = 5_000  # shares; a street of twenty communities has fewer in a year


@require_GET
def index(request: ActorRequest) -> HttpResponse:
    policy.insist(request.actor, policy.STREET)
    form, found, view = _asked(request)
    page = keyset(found, order=queries.ORDER, after=request.GET.get("after", ""))
    context = {
        "form": form,
        "page": page,
        "rows": queries.rows(page.rows, timezone.localdate()),
        "tabs": [Link(label, f"?view={key}", key == view) for key, label in queries.VIEWS.items()],
        "export_url": f"{reverse('demands:street_as_sheet')}?{request.GET.urlencode()}",
    }
    return screen(request, "demands/street.html", context)


@require_GET
def as_sheet(request: ActorRequest) -> HttpResponse:
    policy.insist(request.actor, policy.STREET)
    _, found, _ = _asked(request)
    shares = list(found.order_by(*queries.ORDER)[:MOST_IN_SHEET])
    rows = queries.rows(shares, timezone.localdate())
    return sheet_response("社区事项", exports.street_as_sheet(rows))


@require_GET
def share(request: ActorRequest, pk: int) -> HttpResponse:
    found = queries.get(request.actor, pk)
    today = timezone.localdate()
    context = {
        "share": found,
        "row": queries.rows([found], today)[0],
        "actions": queries.actions(request.actor, found, today),
        "refusal": queries.refusal_of(found, today),
        "facts": shown.facts(found.demand),
        "crumbs": _way(),
    }
    return screen(request, "demands/street_share.html", context)


@require_http_methods(["GET", "POST"])
def refuse(request: ActorRequest, pk: int) -> HttpResponse:
    found = queries.get(request.actor, pk)
    now = timezone.now()
    offered = refusals.offered_for(found, timezone.localdate(now))
    form = RefuseForm(request.POST or None, grounds=offered, initial={"version": found.version})
    if not form.is_valid():
        said = refusals.grounds_of(request.actor, found, now=now)
        form.initial["ground"] = said.ground
        return ask(
            request,
            form,
            title=f"代社区拒收：{found}",
            intro=f"{said.words}转领导小组办公室裁定；社区可以收回。",
            submit="确认代为拒收",
            crumbs=_way(),
        )
    services.refuse_for(request.actor, pk, now=now, **form.cleaned_data)
    return redirect("demands:street_share", pk)


@require_http_methods(["GET", "POST"])
def second(request: ActorRequest, pk: int) -> HttpResponse:
    found = queries.get(request.actor, pk)
    form = SecondForm(request.POST or None, initial={"version": found.version})
    if not form.is_valid():
        return ask(
            request,
            form,
            title=f"支持拒收：{found}",
            intro="领导小组办公室裁定时看得到街道的话；来文单位看不到。",
            submit="支持拒收",
            crumbs=_way(),
        )
    text = form.cleaned_data["text"]
    services.second(request.actor, pk, now=timezone.now(), text=text)
    return redirect("demands:street_share", pk)


def _asked(request: ActorRequest) -> tuple[StreetFilter, QuerySet[Assignment], str]:
    seen = {"view": request.GET.get("view", "")}
    communities = queries.communities(request.actor)
    form = StreetFilter(request.GET, communities=communities, initial=seen)
    told = form.cleaned_data if form.is_valid() else {}
    view, community, words = (told.get(name, "") for name in ("view", "community", "q"))
    return form, queries.seen(request.actor, view, community=community, words=words), view


def _way() -> list[Link]:
    return [Link("社区事项", reverse("demands:street"))]
