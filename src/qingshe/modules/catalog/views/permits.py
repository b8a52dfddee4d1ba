"""The register of permits (许可登记簿) and the page of one, for those who work with them."""

from collections.abc import Callable

from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from qingshe.foundation.documents import codes
from qingshe.kernel.workflow import Transition
from qingshe.modules.catalog import exports, facade, rules
from qingshe.modules.catalog.forms import PermitFilter, SeriesForm, StopForm, VersionForm
from qingshe.modules.catalog.models import Permit
from qingshe.modules.catalog.queries import history, permits
from qingshe.modules.catalog.services import permits as services
from qingshe.modules.catalog.views import permit_words
from qingshe.web.downloads import sheet_response
from qingshe.web.http import ActorRequest, ask, screen
from qingshe.web.paging import keyset
from qingshe.web.values import Link

NEWEST_FIRST = ("-pk",)


@require_GET
def register(request: ActorRequest) -> HttpResponse:
    form = PermitFilter(request.GET)
    found = _found(request, form)
    page = keyset(found, order=NEWEST_FIRST, after=request.GET.get("after", ""))
    context = {
        "form": form,
        "words": form.cleaned_data.get("q", ""),
        "page": page,
        "rows": [
            (row, permit_words.runs_out(row))
            for row in permits.rows(page.rows, timezone.localdate())
        ],
        "export_url": f"{reverse('catalog:permits_as_sheet')}?{request.GET.urlencode()}",
        "may_set_series": permits.may_set_series(request.actor),
    }
    return screen(request, "catalog/permits.html", context)


@require_GET
def as_sheet(request: ActorRequest) -> HttpResponse:
    found = _found(request, PermitFilter(request.GET))
    rows = permits.each_row(found, timezone.localdate())
    return sheet_response("许可登记簿", exports.register_as_sheet(rows))


@require_GET
def permit(request: ActorRequest, pk: int) -> HttpResponse:
    found, today = permits.get(request.actor, pk), timezone.localdate()
    row = permits.row(found, today)
    address = request.build_absolute_uri(reverse("catalog:verification", args=[found.number]))
    context = {
        "permit": found,
        "row": row,
        "headline": permit_words.headline(row),
        "why": permit_words.why(row),
        "runs_out": permit_words.runs_out(row),
        "facts": permit_words.facts(row, permits.names_in_scope(found)),
        "actions": permits.actions(request.actor, found),
        "ways_on": facade.ways_on(request.actor, found.pk, today),
        "history": history.of(found),
        "picture": codes.picture(address, scale=4),
        "crumbs": [Link("许可登记簿", reverse("catalog:permits"))],
    }
    return screen(request, "catalog/permit.html", context)


@require_http_methods(["GET", "POST"])
def suspend(request: ActorRequest, pk: int) -> HttpResponse:
    intro = "暂停期间不得凭此许可下达任务，查验页面即时显示。"
    return _stop(request, pk, rules.SUSPEND_PERMIT, services.suspend, intro)


@require_http_methods(["GET", "POST"])
def withdraw(request: ActorRequest, pk: int) -> HttpResponse:
    intro = "退出后不能恢复；还要做的，重新申请准入。"
    return _stop(request, pk, rules.WITHDRAW_PERMIT, services.withdraw, intro)


@require_http_methods(["GET", "POST"])
def resume(request: ActorRequest, pk: int) -> HttpResponse:
    found = permits.get(request.actor, pk)
    form = VersionForm(request.POST or None, initial={"version": found.version})
    if not form.is_valid():
        intro = "恢复后可以继续凭此许可下达任务。"
        return _ask(request, found, rules.RESUME_PERMIT, form, intro)
    services.resume(request.actor, found.pk, **form.cleaned_data)
    return redirect("catalog:permit", pk)


@require_http_methods(["GET", "POST"])
def series(request: ActorRequest) -> HttpResponse:
    known = permits.own_series(request.actor)
    seen = {"version": known.version, "series": known.series} if known else {"version": 0}
    form = SeriesForm(request.POST or None, initial=seen)
    if not form.is_valid():
        return ask(
            request,
            form,
            title="许可字号",
            intro="写在编号年份之前。只影响以后签发的许可，已签发的编号不变。",
            submit="保存",
            cancel=reverse("catalog:permits"),
        )
    services.set_own_series(request.actor, **form.cleaned_data)
    return redirect("catalog:permits")


def _found(request: ActorRequest, form: PermitFilter) -> QuerySet[Permit]:
    told = form.cleaned_data if form.is_valid() else {}
    return permits.register(
        request.actor,
        today=timezone.localdate(),
        words=told.get("q", ""),
        standing=told.get("standing", ""),
        kind=told.get("kind", ""),
    )


def _stop(
    request: ActorRequest,
    pk: int,
    move: Transition,
    service: Callable[..., Permit],
    intro: str,
) -> HttpResponse:
    found = permits.get(request.actor, pk)
    form = StopForm(request.POST or None, initial={"version": found.version})
    if not form.is_valid():
        return _ask(request, found, move, form, intro)
    service(request.actor, found.pk, **form.cleaned_data)
    return redirect("catalog:permit", pk)


def _ask(
    request: ActorRequest, found: Permit, move: Transition, form: Form, intro: str
) -> HttpResponse:
    return ask(
        request,
        form,
        title=f"{move.label}：{found}",
        intro=intro,
        submit=move.label,
        crumbs=[
            Link("许可登记簿", reverse("catalog:permits")),
            Link(found.number, reverse("catalog:permit", args=[found.pk])),
        ],
    )
