"""What comes again and again: the department plans it, communities and streets see it ahead."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from qingshe.foundation.records import Action
from qingshe.modules.demands import policy, rules
from qingshe.modules.demands.forms import (
    CancelSeriesForm,
    DropRoundForm,
    MoveRoundForm,
    SeriesForm,
    SeriesWordsForm,
)
from qingshe.modules.demands.models import Round, Series
from qingshe.modules.demands.queries import bases, history
from qingshe.modules.demands.queries import burden as counted
from qingshe.modules.demands.queries import series as queries
from qingshe.modules.demands.services import series as services
from qingshe.modules.demands.views import shown
from qingshe.web.http import ActorRequest, ask, screen
from qingshe.web.paging import keyset
from qingshe.web.values import Fact, Link
from qingshe.web.wording import duration


@dataclass(frozen=True, slots=True)
class Line:
    """One round as the page shows it; `why` is for the department and those who watch."""

    round: Round
    url: str
    why: str
    actions: Sequence[Action]


@require_GET
def index(request: ActorRequest) -> HttpResponse:
    policy.insist(request.actor, policy.CALENDAR)
    view = "over" if request.GET.get("view") == "over" else ""
    found = queries.seen(request.actor, view)
    page = keyset(found, order=("-pk",), after=request.GET.get("after", ""))
    context = {
        "page": page,
        "rows": queries.rows(page.rows),
        "tabs": [Link(label, f"?view={key}", key == view) for key, label in queries.VIEWS.items()],
        "may_plan": request.actor.has(policy.ISSUE),
    }
    return screen(request, "demands/series.html", context)


@require_http_methods(["GET", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    policy.insist(request.actor, policy.ISSUE)
    now = timezone.now()
    basis = bases.usable(request.actor, request.GET.get("under", ""), timezone.localdate(now))
    kind = bases.kind_asked(basis, request.GET.get("kind", ""))
    form = SeriesForm(request.POST or None, actor=request.actor, basis=basis, kind=kind)
    context: dict[str, object] = {
        "form": form,
        "basis": basis,
        "kinds": shown.kinds(form, reverse("demands:plan_series")),
        "crumbs": _way(),
    }
    if not form.is_valid():
        return _form(request, context, status=422 if form.is_bound else 200)
    terms, cadence = form.terms(), form.cadence()
    outlook = queries.examine(request.actor, terms, cadence, now=now)
    if outlook.problems or "plan" not in request.POST:
        year = outlook.slots[0].issue_on.year if outlook.slots else timezone.localdate(now).year
        budget = counted.of_rounds(outlook.examined, request.actor.unit, year, outlook.slots)
        context["caution"] = queries.caution(slot.due_on for slot in outlook.slots)
        context |= {"outlook": outlook, "examined": outlook.examined, "budget": budget}
        return _form(request, context, status=422 if outlook.problems else 200)
    made = services.plan(request.actor, terms, cadence, now=now)
    return redirect("demands:series_detail", made.pk)


@require_GET
def detail(request: ActorRequest, pk: int) -> HttpResponse:
    found = queries.get(request.actor, pk)
    rounds = queries.rounds(found)
    context = {
        "series": found,
        "facts": _facts(found),
        "lines": [_line(request, one) for one in rounds],
        "caution": queries.caution(
            one.due_on for one in rounds if one.state == rules.RoundState.PLANNED
        ),
        "row": queries.rows([found])[0],
        "actions": queries.actions(request.actor, found),
        "history": history.without_names(found),
        "crumbs": _way(),
    }
    return screen(request, "demands/series_detail.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, pk: int) -> HttpResponse:
    found = queries.get(request.actor, pk)
    form = SeriesWordsForm(request.POST or None, series=found)
    if not form.is_valid():
        return ask(
            request,
            form,
            title=f"改内容：{found}",
            intro="只改还没有下达的各次，重新过闸门；已经下达的不变。",
            submit="保存",
            crumbs=_way(found),
        )
    version = form.cleaned_data["version"]
    services.edit(request.actor, pk, form.words(), now=timezone.now(), version=version)
    return redirect("demands:series_detail", pk)


@require_http_methods(["GET", "POST"])
def cancel(request: ActorRequest, pk: int) -> HttpResponse:
    found = queries.get(request.actor, pk)
    form = CancelSeriesForm(request.POST or None, initial={"version": found.version})
    if not form.is_valid():
        return ask(
            request,
            form,
            title=f"取消以后各次：{found}",
            intro="还没有下达的各次都不再下达；已经下达的照常办理。",
            submit=rules.CANCEL_SERIES.label,
            crumbs=_way(found),
        )
    services.cancel(request.actor, pk, **form.cleaned_data)
    return redirect("demands:series_detail", pk)


@require_http_methods(["GET", "POST"])
def move_round(request: ActorRequest, pk: int, serial: int) -> HttpResponse:
    one = queries.get_round(request.actor, pk, serial)
    form = MoveRoundForm(
        request.POST or None, initial={"version": one.version, "due_on": one.due_on}
    )
    if not form.is_valid():
        return ask(
            request,
            form,
            title=f"改日期：{one}",
            intro=f"提前 {one.series.lead_wd} 个工作日自动下达，遇休息日顺延。",
            submit=rules.MOVE_ROUND.label,
            crumbs=_way(one.series),
            cancel=reverse("demands:series_detail", args=[pk]),
        )
    services.move_round(request.actor, pk, serial, now=timezone.now(), **form.cleaned_data)
    return redirect("demands:series_detail", pk)


@require_http_methods(["GET", "POST"])
def drop_round(request: ActorRequest, pk: int, serial: int) -> HttpResponse:
    one = queries.get_round(request.actor, pk, serial)
    form = DropRoundForm(request.POST or None, initial={"version": one.version})
    if not form.is_valid():
        return ask(
            request,
            form,
            title=f"这一次不下达：{one}",
            intro="别的各次不变。",
            submit=rules.DROP_ROUND.label,
            crumbs=_way(one.series),
            cancel=reverse("demands:series_detail", args=[pk]),
        )
    services.drop_round(request.actor, pk, serial, **form.cleaned_data)
    return redirect("demands:series_detail", pk)


def _form(request: ActorRequest, context: dict[str, object], *, status: int) -> HttpResponse:
    return screen(request, "demands/series_new.html", context, status=status)


def _line(request: ActorRequest, one: Round) -> Line:
    actor = request.actor
    reads_demands = queries.reads_demands(actor)
    url = reverse("demands:detail", args=[one.demand_id]) if one.demand_id else ""
    return Line(
        one,
        url if reads_demands else "",
        one.reason if reads_demands else "",
        queries.round_actions(actor, one),
    )


def _facts(series: Series) -> list[Fact]:
    at = series.starts_at
    hour = f"{at:%H:%M}，{duration(series.length_minutes)}" if at else ""
    minutes = duration(series.minutes) if series.minutes else "按许可载明的用时"
    told = [
        Fact("来文单位", series.issuer_name),
        Fact("依据", f"{series.under_label} {series.under_title}", series.under_url),
        Fact("类型", series.kind_label),
        Fact("周期", f"{series.rhythm_label}，到 {series.until}"),
        Fact("每次", f"提前 {series.lead_wd} 个工作日下达"),
        Fact("时间", hour),
        Fact("地点", series.venue),
        Fact("参加", series.attendees),
        Fact("预计用时", "" if at else minutes),
        Fact("下达到", series.scope_text),
    ]
    return [fact for fact in told if fact.value]


def _way(of: Series | None = None) -> list[Link]:
    way = [Link("按期事项", reverse("demands:series"))]
    if of:
        way.append(Link(of.title, reverse("demands:series_detail", args=[of.pk])))
    return way
