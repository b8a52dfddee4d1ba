"""负担变动: why yearly burdens changed, by permits themselves and by the office with evidence."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from qingshe.kernel.errors import Invalid, NotFound
from qingshe.modules.burden import exports, rules
from qingshe.modules.burden.forms import ChangeFilter, ChangeForm, ReasonForm, year_of
from qingshe.modules.burden.models import BurdenChange
from qingshe.modules.burden.queries import changes, desk
from qingshe.modules.burden.rules import Cause
from qingshe.modules.burden.services import changes as services
from qingshe.web.downloads import sheet_response
from qingshe.web.http import ActorRequest, ask, screen
from qingshe.web.paging import keyset
from qingshe.web.values import Link

NEWEST_FIRST = ("-booked_on", "-pk")


@require_GET
def index(request: ActorRequest) -> HttpResponse:
    desk.insist_on_access(request.actor)
    form = ChangeFilter(request.GET)
    found = _found(request, form)
    page = keyset(found, order=NEWEST_FIRST, after=request.GET.get("after", ""))
    context = {
        "form": form,
        "page": page,
        "rows": [(one, changes.action(request.actor, one)) for one in page.rows],
        "may_book": desk.may_book_changes(request.actor),
        "export_url": f"{reverse('burden:changes_as_sheet')}?{request.GET.urlencode()}",
    }
    return screen(request, "burden/changes.html", context)


@require_GET
def as_sheet(request: ActorRequest) -> HttpResponse:
    desk.insist_on_access(request.actor)
    found = _found(request, ChangeFilter(request.GET))
    return sheet_response("负担变动", exports.changes_as_sheet(found.iterator(chunk_size=2000)))


@require_http_methods(["GET", "POST"])
def book(request: ActorRequest) -> HttpResponse:
    desk.insist_on_answer(desk.may_book_changes(request.actor))
    form = ChangeForm(request.POST or None)
    if form.is_valid() and _booked(request, form):
        return redirect("burden:changes")
    return ask(
        request,
        form,
        title="登记负担变动",
        intro="社区数 × 每年次数 × 每次分钟，变动前后各一组；减少多少由系统计算。登错了可以冲销。",
        submit="登记",
        cancel=reverse("burden:changes"),
        crumbs=_crumbs(),
    )


@require_http_methods(["GET", "POST"])
def take_back(request: ActorRequest, pk: int) -> HttpResponse:
    change = changes.get(request.actor, pk)
    form = ReasonForm(request.POST or None, initial={"version": change.version})
    if not form.is_valid():
        return ask(
            request,
            form,
            title=f"{rules.TAKE_BACK_CHANGE.label}：{change}",
            intro="冲销后不再计算，但仍然看得到，写明理由。",
            submit=rules.TAKE_BACK_CHANGE.label,
            cancel=reverse("burden:changes"),
            crumbs=_crumbs(),
        )
    services.take_back(request.actor, pk, **form.cleaned_data)
    return redirect("burden:changes")


def _booked(request: ActorRequest, form: ChangeForm) -> bool:
    """Whether it could be booked; what is wrong goes into the form, which keeps what was typed."""
    told, today = form.cleaned_data, timezone.localdate()
    try:
        thing = changes.thing(request.actor, told["under"], told["kind"], today)
        services.book(
            request.actor,
            thing,
            cause=Cause(told["cause"]),
            before=form.before,
            after=form.after,
            evidence=told["evidence"],
            today=today,
        )
    except (Invalid, NotFound) as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _found(request: ActorRequest, form: ChangeFilter) -> "QuerySet[BurdenChange]":
    found = changes.visible_to(request.actor)
    if not form.is_valid():
        return found
    if form.cleaned_data["year"]:
        found = found.filter(booked_on__year=year_of(form, timezone.localdate()))
    cause = form.cleaned_data["cause"]
    return found.filter(cause=cause) if cause else found


def _crumbs() -> list[Link]:
    return [Link("负担变动", reverse("burden:changes"))]
