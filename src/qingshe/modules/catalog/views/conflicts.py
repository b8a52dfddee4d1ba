"""Where documents in force contradict each other: both sides, the precedence, the choice."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from qingshe.modules.catalog import rules
from qingshe.modules.catalog.forms import SettleForm, VersionForm
from qingshe.modules.catalog.queries import conflicts as conflict_queries
from qingshe.modules.catalog.queries import places
from qingshe.modules.catalog.services import conflicts as services
from qingshe.web.http import ActorRequest, ask, screen
from qingshe.web.values import Link


@require_GET
def conflicts(request: ActorRequest) -> HttpResponse:
    place = places.meant_by(request.actor, request.GET.get("place", ""), settings.CITY)
    context = {
        "rows": conflict_queries.rows(request.actor, place, timezone.localdate()),
        "tabs": [
            Link(each.name, f"?place={each.path}", each.path == place)
            for each in places.with_lists()
        ],
    }
    return screen(request, "catalog/conflicts.html", context)


@require_http_methods(["GET", "POST"])
def settle(request: ActorRequest, key: str) -> HttpResponse:
    today = timezone.localdate()
    found = conflict_queries.to_settle(request.actor, today, key)
    sides = found.contradiction.sides
    choices = [(side.key, f"{side.says}（{side.document}）") for side in sides]
    form = SettleForm(request.POST or None, choices=choices, initial={"choice": found.holds.key})
    if not form.is_valid():
        return ask(
            request,
            form,
            title=f"裁定：{found.contradiction.subject}",
            intro=found.contradiction.precedence,
            submit=rules.SETTLE.label,
            cancel=reverse("catalog:conflicts"),
            crumbs=_crumbs(),
        )
    services.settle(request.actor, key, today=today, **form.cleaned_data)
    return redirect("catalog:conflicts")


@require_http_methods(["GET", "POST"])
def lift(request: ActorRequest, pk: int) -> HttpResponse:
    settlement = conflict_queries.settlement(request.actor, pk)
    form = VersionForm(request.POST or None, initial={"version": settlement.version})
    if not form.is_valid():
        return ask(
            request,
            form,
            title=f"撤销裁定：{settlement.subject_text}",
            intro="撤销后按文件位阶执行。",
            submit=rules.LIFT.label,
            cancel=reverse("catalog:conflicts"),
            crumbs=_crumbs(),
        )
    services.lift(request.actor, pk, **form.cleaned_data)
    return redirect("catalog:conflicts")


def _crumbs() -> list[Link]:
    return [Link("文件矛盾", reverse("catalog:conflicts"))]
