"""A community's day: what is due, done in a line or sent back in two clicks."""

from collections.abc import Callable, Sequence

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods

from qingshe.kernel.errors import Invalid, NotFound
from qingshe.modules.demands import policy, rules
from qingshe.modules.demands.forms import (
    HandInForm,
    HandInManyForm,
    InboxFilter,
    MinutesForm,
    PickedForm,
    RefuseForm,
    VersionForm,
)
from qingshe.modules.demands.models import Assignment
from qingshe.modules.demands.queries import inbox as queries
from qingshe.modules.demands.queries import refusals
from qingshe.modules.demands.services import working
from qingshe.modules.demands.views import files, shown
from qingshe.web.http import ActorRequest, ask, screen
from qingshe.web.paging import keyset
from qingshe.web.values import Link

FEW = 7  # rows that one takes in at a glance, without searching
UNSURE = "系统没有查出问题；有理由请选，由领导小组办公室裁定。"


@require_GET
def inbox(request: ActorRequest) -> HttpResponse:
    policy.insist(request.actor, policy.WORK)
    today = timezone.localdate()
    form = InboxFilter(request.GET, initial={"view": request.GET.get("view", "")})
    told = form.cleaned_data if form.is_valid() else {}
    view, words, kind = (told.get(name, "") for name in ("view", "q", "kind"))
    found, order = queries.seen(request.actor, view, today, words=words, kind=kind)
    page = keyset(found, order=order, after=request.GET.get("after", ""))
    rows = queries.rows(request.actor, page.rows, today)
    context = {
        "lead": rules.sentence(queries.load(request.actor, today)),
        "page": page,
        "rows": rows,
        "may_pick": any(row.may_hand_in for row in rows),
        "form": form,
        "is_narrowed": bool(words or kind),
        "is_long": len(rows) > FEW,
        "view": view,
        "tabs": [Link(label, f"?view={key}", key == view) for key, label in queries.VIEWS.items()],
        "done": queries.just_done(request.actor, request.GET.getlist("done"), today),
    }
    return screen(request, "demands/inbox.html", context)


@require_GET
def share(request: ActorRequest, pk: int) -> HttpResponse:
    found = queries.get(request.actor, pk)
    today = timezone.localdate()
    refusal = queries.refusal_of(found)
    context = {
        "share": found,
        "row": queries.rows(request.actor, [found], today)[0],
        "actions": queries.actions(request.actor, found, today),
        "facts": shown.facts(found.demand),
        "attachments": files.of_share(found.demand, found.pk),
        "refusal": refusal,
        "shown": files.of_refusal(request.actor, refusal, found.pk) if refusal else (),
        "may_show": bool(refusal and policy.may_show(request.actor, refusal)),
        "answer": shown.answer_to(refusal) if refusal else "",
        "papers": shown.papers_at("own_refusal_paper", pk),
        "crumbs": shown.way_to_inbox(),
    }
    return screen(request, "demands/share.html", context)


@require_GET
def refusal_paper(request: ActorRequest, pk: int, form: str) -> HttpResponse:
    found = queries.get(request.actor, pk)
    refusal = queries.refusal_of(found)
    if refusal is None:
        raise NotFound("这件事没有拒收，没有拒收理由单。")
    return shown.paper_of(request, form, refusal)


@require_http_methods(["GET", "POST"])
def accept(request: ActorRequest, pk: int) -> HttpResponse:
    intro = "只是告诉同事已经有人在办，不点也可以直接报送。"
    return _simply(request, pk, "开始办理", intro, working.accept)


@require_http_methods(["GET", "POST"])
def put_down(request: ActorRequest, pk: int) -> HttpResponse:
    intro = "回到待办，期限不变。"
    return _simply(request, pk, "取消开始", intro, working.put_down)


@require_http_methods(["GET", "POST"])
def reopen(request: ActorRequest, pk: int) -> HttpResponse:
    intro = "取回后可以改了再报；写过的结果还在。部门办结以后不能再取回。"
    return _simply(request, pk, "取回", intro, working.reopen)


@require_http_methods(["GET", "POST"])
def keep(request: ActorRequest, pk: int) -> HttpResponse:
    intro = "收回拒收，照常办理。以后有理由，还可以再拒收。"
    return _simply(request, pk, "不拒收了", intro, working.retract)


@require_http_methods(["GET", "POST"])
def hand_in(request: ActorRequest, pk: int) -> HttpResponse:
    found = queries.get(request.actor, pk)
    seen = {"version": found.version, "result": found.result}
    form = HandInForm(request.POST or None, initial=seen)
    if not form.is_valid():
        return ask(
            request,
            form,
            title=f"报送结果：{found}",
            intro=found.demand.text,
            submit="报送",
            crumbs=shown.way_to_inbox(),
        )
    working.hand_in(request.actor, pk, now=timezone.now(), **form.cleaned_data)
    return _back_with(found)


@require_http_methods(["GET", "POST"])
def note_minutes(request: ActorRequest, pk: int) -> HttpResponse:
    found = queries.get(request.actor, pk)
    form = MinutesForm(request.POST or None, initial={"version": found.version})
    if not form.is_valid():
        intro = "不说也可以；说了，以后的预计就按本社区自己的用时。"
        return ask(request, form, title=f"用时：{found}", intro=intro, crumbs=shown.way_to_inbox())
    working.note_minutes(request.actor, pk, **form.cleaned_data)
    return redirect("demands:inbox")


@require_http_methods(["GET", "POST"])
def accept_many(request: ActorRequest) -> HttpResponse:
    policy.insist(request.actor, policy.WORK)
    found = queries.picked(request.actor, _keys(request))
    form = PickedForm(request.POST or None, shares=found)
    if not form.is_valid():
        return _ask_of_many(request, form, found, "开始办理")
    working.accept_many(request.actor, form.shares())
    return redirect("demands:inbox")


@require_http_methods(["GET", "POST"])
def hand_in_many(request: ActorRequest) -> HttpResponse:
    policy.insist(request.actor, policy.WORK)
    found = queries.picked(request.actor, _keys(request))
    form = HandInManyForm(request.POST or None, shares=found)
    if not form.is_valid():
        return _ask_of_many(request, form, found, "报送")
    result = form.cleaned_data["result"]
    working.hand_in_many(request.actor, form.shares(), now=timezone.now(), result=result)
    return _back_with(*found)


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
            title=f"拒收：{found}",
            intro=said.words or UNSURE,
            submit="确认拒收",
            crumbs=shown.way_to_inbox(),
        )
    working.refuse(request.actor, pk, now=now, **form.cleaned_data)
    return redirect("demands:share", pk)


def _simply(
    request: ActorRequest,
    pk: int,
    word: str,
    intro: str,
    service: Callable[..., Assignment],
) -> HttpResponse:
    """An action that asks nothing but whether it is meant."""
    found = queries.get(request.actor, pk)
    form = VersionForm(request.POST or None, initial={"version": found.version})
    if not form.is_valid():
        title = f"{word}：{found}"
        return ask(
            request, form, title=title, intro=intro, submit=word, crumbs=shown.way_to_inbox()
        )
    service(request.actor, pk, **form.cleaned_data)
    return redirect("demands:share", pk)


def _ask_of_many(
    request: ActorRequest, form: PickedForm, found: Sequence[Assignment], word: str
) -> HttpResponse:
    if not found:
        raise Invalid("请先在“今日”勾选要办的事项。")
    return ask(
        request,
        form,
        title=f"{word} {len(found)} 件",
        intro="、".join(map(str, found)),
        submit=f"{word} {len(found)} 件",
        cancel=reverse("demands:inbox"),
        crumbs=shown.way_to_inbox(),
    )


def _keys(request: ActorRequest) -> list[str]:
    """What was ticked in the inbox, or comes back with the form (key and version)."""
    return [key.split(":")[0] for key in request.POST.getlist("picked")] or request.GET.getlist(
        "pick"
    )


def _back_with(*done: Assignment) -> HttpResponse:
    """To the inbox, which says what was just handed in and how to take it back."""
    told = urlencode([("done", each.pk) for each in done])
    return redirect(f"{reverse('demands:inbox')}?{told}")
