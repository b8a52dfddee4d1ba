"""底数: what burdened communities before, brought as Excel, seen first, then counted with."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from qingshe.foundation import uploads
from qingshe.kernel.errors import Invalid
from qingshe.modules.burden import rules
from qingshe.modules.burden.forms import BaselineForm, SureForm
from qingshe.modules.burden.queries import baselines, desk
from qingshe.modules.burden.services import baselines as services
from qingshe.web.downloads import sheet_response
from qingshe.web.http import ActorRequest, ask, screen
from qingshe.web.paging import keyset
from qingshe.web.values import Link


@require_GET
def index(request: ActorRequest) -> HttpResponse:
    desk.insist_on_access(request.actor)
    found = baselines.visible_to(request.actor)
    page = keyset(found, order=("-year", "place", "-number"), after=request.GET.get("after", ""))
    context = {
        "page": page,
        "rows": baselines.with_places(page.rows),
        "may_keep": desk.may_keep_baselines(request.actor),
    }
    return screen(request, "burden/baselines.html", context)


@require_GET
def baseline(request: ActorRequest, pk: int) -> HttpResponse:
    found = baselines.get(request.actor, pk)
    page = keyset(
        baselines.rows_of(found), order=("line", "pk"), after=request.GET.get("after", "")
    )
    context = {
        "baseline": found,
        "subtitle": f"{baselines.place_of(found)}，{found.year} 年，第 {found.number} 版",
        "sums": baselines.sums_of(found),
        "page": page,
        "actions": baselines.actions(request.actor, found),
        "is_waiting": found.state == rules.BaselineState.PREVIEWED,
        "crumbs": _crumbs(),
        "export_url": reverse("burden:baseline_as_sheet", args=[found.pk]),
    }
    return screen(request, "burden/baseline.html", context)


@require_GET
def as_sheet(request: ActorRequest, pk: int) -> HttpResponse:
    found = baselines.get(request.actor, pk)
    return sheet_response(str(found), services.as_sheet(found))


@require_GET
def template(request: ActorRequest) -> HttpResponse:
    desk.insist_on_access(request.actor)
    return sheet_response("底数模板", services.template())


@require_GET
def sample(request: ActorRequest) -> HttpResponse:
    desk.insist_on_access(request.actor)
    return sheet_response("底数示例", services.sample())


@require_http_methods(["GET", "POST"])
def upload(request: ActorRequest) -> HttpResponse:
    places = desk.places(request.actor)
    form = BaselineForm(
        request.POST or None,
        request.FILES or None,
        places=places,
        initial={"year": timezone.localdate().year - 1},
    )
    if not form.is_valid():
        return _page(request, form)
    told = form.cleaned_data
    try:
        content = uploads.content_of(told["file"], [uploads.EXCEL])
        made = services.upload(
            request.actor,
            told["place"],
            year=told["year"],
            title=told["title"],
            reason=told["reason"],
            filename=told["file"].name,
            content=content,
            today=timezone.localdate(),
        )
    except Invalid as refusal:
        return _page(request, form, refusal)
    return redirect("burden:baseline", made.pk)


@require_http_methods(["GET", "POST"])
def adopt(request: ActorRequest, pk: int) -> HttpResponse:
    found = baselines.get(request.actor, pk)
    form = SureForm(request.POST or None, initial={"version": found.version})
    if not form.is_valid():
        intro = "启用后，减负前后对比按这一版计算；同一年原来的一版转为“已更正”，仍然看得到。"
        return ask(
            request,
            form,
            title=f"{rules.ADOPT_BASELINE.label}：{found}",
            intro=intro,
            submit=rules.ADOPT_BASELINE.label,
            crumbs=_crumbs(),
        )
    services.adopt(request.actor, pk, **form.cleaned_data)
    return redirect("burden:baseline", pk)


@require_http_methods(["GET", "POST"])
def drop(request: ActorRequest, pk: int) -> HttpResponse:
    found = baselines.get(request.actor, pk)
    form = SureForm(request.POST or None, initial={"version": found.version})
    if not form.is_valid():
        return ask(
            request,
            form,
            title=f"{rules.DROP_BASELINE.label}：{found}",
            submit=rules.DROP_BASELINE.label,
            crumbs=_crumbs(),
        )
    services.drop(request.actor, pk, **form.cleaned_data)
    return redirect("burden:baselines")


def _page(
    request: ActorRequest, form: BaselineForm, refusal: Invalid | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "message": str(refusal or ""),
        "problems": refusal.problems if refusal else (),
        "crumbs": _crumbs(),
    }
    status = 422 if form.is_bound else 200
    return screen(request, "burden/baseline_upload.html", context, status=status)


def _crumbs() -> list[Link]:
    return [Link("底数", reverse("burden:baselines"))]
