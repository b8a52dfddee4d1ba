"""The office compares what came with what is gone: both texts beside each other, one decision."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from qingshe.modules.demands import policy, rules
from qingshe.modules.demands.forms import ConfirmReboundForm, DismissReboundForm, VersionForm
from qingshe.modules.demands.queries import history
from qingshe.modules.demands.queries import rebounds as queries
from qingshe.modules.demands.rules import ReboundState
from qingshe.modules.demands.services import rebounds as services
from qingshe.web.http import ActorRequest, ask, screen
from qingshe.web.paging import keyset
from qingshe.web.values import Link


@require_GET
def rebounds(request: ActorRequest) -> HttpResponse:
    policy.insist(request.actor, policy.WATCH)
    asked = request.GET.get("state", "")
    state = asked if asked in set(ReboundState) else ReboundState.SUSPECTED
    found = queries.queue(request.actor, state)
    page = keyset(found, order=("-pk",), after=request.GET.get("after", ""))
    tabs = [Link(each.label, f"?state={each}", each == state) for each in ReboundState]
    return screen(request, "demands/rebounds.html", {"page": page, "tabs": tabs})


@require_GET
def rebound(request: ActorRequest, pk: int) -> HttpResponse:
    found = queries.get(request.actor, pk)
    context = {
        "rebound": found,
        "actions": queries.actions(request.actor, found),
        "history": history.of(found),
        "crumbs": _way(),
    }
    return screen(request, "demands/rebound.html", context)


@require_http_methods(["GET", "POST"])
def confirm(request: ActorRequest, pk: int) -> HttpResponse:
    found = queries.get(request.actor, pk)
    form = ConfirmReboundForm(
        request.POST or None,
        initial={"version": found.version},
        may_annul=queries.demand_of(found) is not None,
    )
    if not form.is_valid():
        return ask(
            request,
            form,
            title=f"是反弹：{found}",
            intro=_what_follows(found.again_what),
            submit=rules.CONFIRM_REBOUND.label,
            crumbs=_way(),
        )
    services.confirm(request.actor, pk, now=timezone.now(), **form.cleaned_data)
    return redirect("demands:rebound", pk)


@require_http_methods(["GET", "POST"])
def dismiss(request: ActorRequest, pk: int) -> HttpResponse:
    found = queries.get(request.actor, pk)
    form = DismissReboundForm(request.POST or None, initial={"version": found.version})
    if not form.is_valid():
        return ask(
            request,
            form,
            title=f"不是反弹：{found}",
            intro="说明留作以后核对的依据；看错了还可以重新核对。",
            submit=rules.DISMISS_REBOUND.label,
            crumbs=_way(),
        )
    services.dismiss(request.actor, pk, now=timezone.now(), **form.cleaned_data)
    return redirect("demands:rebound", pk)


@require_http_methods(["GET", "POST"])
def reopen(request: ActorRequest, pk: int) -> HttpResponse:
    found = queries.get(request.actor, pk)
    form = VersionForm(request.POST or None, initial={"version": found.version})
    if not form.is_valid():
        return ask(
            request,
            form,
            title=f"重新核对：{found}",
            submit=rules.REOPEN_REBOUND.label,
            crumbs=_way(),
        )
    services.reopen(request.actor, pk, **form.cleaned_data)
    return redirect("demands:rebound", pk)


def _what_follows(what: str) -> str:
    if what == queries.APPLICATION:
        return "申请是正当的渠道，不登记违规；认定供审查这件申请时参考。"
    return "给来文单位登记一次违规。"


def _way() -> list[Link]:
    return [Link("反弹核对", reverse("demands:rebounds"))]
