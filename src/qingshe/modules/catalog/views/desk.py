"""The gatekeeper's desk: lists, drafts, publication."""

from collections.abc import Sequence

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from qingshe.kernel.workflow import Transition
from qingshe.modules.catalog import rules
from qingshe.modules.catalog.forms import (
    CorrectListForm,
    HeadingForm,
    ItemFilter,
    ListForm,
    OpinionForm,
    PublishForm,
    RevisedHeadingForm,
    VersionForm,
)
from qingshe.modules.catalog.models import Edition, ListItem
from qingshe.modules.catalog.queries import concerns, editions, history, items, orders
from qingshe.modules.catalog.services import editions as publication
from qingshe.modules.catalog.services import orders as order_services
from qingshe.modules.catalog.views import shown
from qingshe.modules.catalog.views.public import IN_ORDER
from qingshe.web.http import ActorRequest, ask, screen
from qingshe.web.paging import keyset
from qingshe.web.values import Link

HEADING = ("document", "doc_no", "issuers", "issued_on", "section", "note")
OF_THE_PAPER = ("doc_no", "issued_on")  # what each paper has of its own


@require_GET
def desk(request: ActorRequest) -> HttpResponse:
    mine = editions.desk(request.actor)
    page = keyset(mine, order=("place", "pk"), after=request.GET.get("after", ""))
    context = {
        "page": page,
        "rows": editions.desk_rows(request.actor, page.rows, timezone.localdate()),
    }
    return screen(request, "catalog/desk.html", context)


@require_http_methods(["GET", "POST"])
def establish(request: ActorRequest) -> HttpResponse:
    form = ListForm(request.POST or None)
    if not form.is_valid():
        return ask(request, form, title="新建清单", crumbs=crumbs())
    made = publication.establish(request.actor, **form.cleaned_data)
    return redirect("catalog:start", made.pk)


@require_http_methods(["GET", "POST"])
def correct(request: ActorRequest, pk: int) -> HttpResponse:
    item_list = editions.get_list(request.actor, pk)
    seen = {name: getattr(item_list, name) for name in ("version", "title", "applies_to")}
    form = CorrectListForm(request.POST or None, initial=seen)
    if not form.is_valid():
        return ask(request, form, title=f"更正：{item_list}", cancel=reverse("catalog:desk"))
    publication.correct(request.actor, pk, **form.cleaned_data)
    return redirect("catalog:desk")


@require_http_methods(["GET", "POST"])
def start(request: ActorRequest, pk: int) -> HttpResponse:
    item_list = editions.get_list(request.actor, pk)
    before = editions.latest_of(item_list)
    same = [name for name in HEADING if name not in OF_THE_PAPER]
    seen = {name: getattr(before, name) for name in same} if before else {}
    form = HeadingForm(request.POST or None, initial=seen)
    if not form.is_valid():
        return ask(
            request,
            form,
            title=f"起草下一版：{item_list}",
            intro="从现行版次复制全部事项，编号不变；复核中决定删去的事项不带入。",
            submit="起草",
            cancel=reverse("catalog:desk"),
            crumbs=crumbs(),
        )
    edition = publication.start(
        request.actor, pk, heading=form.heading(), today=timezone.localdate()
    )
    return redirect("catalog:draft", edition.pk)


@require_GET
def draft(request: ActorRequest, pk: int) -> HttpResponse:
    edition = editions.get(request.actor, pk)
    form = ItemFilter(request.GET, categories=items.categories_of(edition))
    told = form.cleaned_data if form.is_valid() else {}
    words = told.get("q", "")
    found = items.containing(edition, words=words, category=told.get("category", ""))
    page = keyset(found, order=IN_ORDER, after=request.GET.get("after", ""))
    context = {
        "edition": edition,
        "subtitle": shown.heading(edition),
        "facts": shown.facts_of_edition(edition),
        "form": form,
        "page": page,
        "rows": items.rows(page.rows),
        "actions": editions.actions(request.actor, edition),
        "may_edit": editions.may_edit(request.actor, edition),
        "before": editions.latest_of(edition.item_list),
        "order": orders.running(edition),
        "is_open": rules.PUBLISH.starts_from(edition.state),
        "concerns": concerns.before_publication(edition),
        "opinions": editions.opinions(request.actor, edition),
        "awaited": shown.awaited(edition, editions.predecessor_of(edition)),
        "history": history.of_edition(edition),
        **_just_moved(request, page.rows),
        "crumbs": crumbs(),
    }
    return screen(request, "catalog/draft.html", context)


@require_http_methods(["GET", "POST"])
def revise(request: ActorRequest, pk: int) -> HttpResponse:
    edition = editions.get(request.actor, pk)
    seen = {name: getattr(edition, name) for name in ("version", *HEADING)}
    form = RevisedHeadingForm(request.POST or None, initial=seen)
    if not form.is_valid():
        return _ask(request, edition, rules.REVISE, form)
    version = form.cleaned_data["version"]
    publication.revise(request.actor, pk, version=version, heading=form.heading())
    return redirect("catalog:draft", pk)


@require_http_methods(["GET", "POST"])
def consult(request: ActorRequest, pk: int) -> HttpResponse:
    edition = editions.get(request.actor, pk)
    form = VersionForm(request.POST or None, initial={"version": edition.version})
    if not form.is_valid():
        intro = "本地的街道和社区会收到提醒，可以查看草案、提出意见；其间草案不能修改。"
        return _ask(request, edition, rules.CONSULT, form, intro=intro)
    publication.consult(request.actor, pk, **form.cleaned_data)
    return redirect("catalog:draft", pk)


@require_http_methods(["GET", "POST"])
def give_opinion(request: ActorRequest, pk: int) -> HttpResponse:
    edition = editions.get(request.actor, pk)
    form = OpinionForm(request.POST or None)
    if not form.is_valid():
        here = reverse("catalog:edition", args=[pk])
        title = f"{rules.GIVE_OPINION.label}：{edition}"
        crumbs = [Link(edition.item_list.title, here)]
        return ask(request, form, title=title, submit="提出", cancel=here, crumbs=crumbs)
    today = timezone.localdate()
    publication.give_opinion(request.actor, pk, today=today, **form.cleaned_data)
    return redirect("catalog:edition", pk)


@require_http_methods(["GET", "POST"])
def resume(request: ActorRequest, pk: int) -> HttpResponse:
    edition = editions.get(request.actor, pk)
    form = VersionForm(request.POST or None, initial={"version": edition.version})
    if not form.is_valid():
        return _ask(request, edition, rules.RESUME, form, intro="退回后可以继续修改。")
    publication.resume(request.actor, pk, **form.cleaned_data)
    return redirect("catalog:draft", pk)


@require_http_methods(["GET", "POST"])
def withdraw(request: ActorRequest, pk: int) -> HttpResponse:
    edition = editions.get(request.actor, pk)
    form = VersionForm(request.POST or None, initial={"version": edition.version})
    if not form.is_valid():
        intro = "撤回后不能恢复，记录保留；现行版次不受影响。"
        return _ask(request, edition, rules.WITHDRAW, form, intro=intro)
    publication.withdraw(request.actor, pk, **form.cleaned_data)
    return redirect("catalog:draft", pk)


@require_http_methods(["GET", "POST"])
def publish(request: ActorRequest, pk: int) -> HttpResponse:
    edition = editions.get(request.actor, pk)
    today = timezone.localdate()
    seen = {"version": edition.version, "effective_from": today}
    form = PublishForm(request.POST or None, initial=seen)
    if not form.is_valid():
        context = {
            "edition": edition,
            "before": editions.latest_of(edition.item_list),
            "concerns": concerns.before_publication(edition),
            "form": form,
            "crumbs": crumbs(edition),
        }
        status = 422 if form.is_bound else 200
        return screen(request, "catalog/publish.html", context, status=status)
    if orders.is_long(edition):
        ordered = order_services.order(request.actor, pk, today=today, **form.cleaned_data)
        return redirect("catalog:order", ordered.pk)
    publication.publish(request.actor, pk, today=today, **form.cleaned_data)
    return redirect("catalog:edition", pk)


@require_GET
def order(request: ActorRequest, pk: int) -> HttpResponse:
    """How far the publication of a long edition has come."""
    found = orders.get(request.actor, pk)
    context = {
        "order": found,
        "is_running": found.state == rules.OrderState.QUEUED,
        "crumbs": crumbs(found.edition),
    }
    return screen(request, "catalog/order.html", context)


def _just_moved(request: ActorRequest, shown_here: Sequence[ListItem]) -> dict[str, object]:
    """Which item was just moved and which way, so that its button can be pressed again."""
    moved, up = request.GET.get("moved", ""), request.GET.get("way") == "up"
    item = next((each for each in shown_here if str(each.pk) == moved), None)
    if item is None:
        return {}
    is_at_end = items.neighbour(item, above=up) is None
    end = f"“{item.title}”已经是{'第一' if up else '最后一'}项。" if is_at_end else ""
    return {"moved": item.pk, "way": "up" if up else "down", "end": end}


def crumbs(of: Edition | None = None) -> list[Link]:
    """The way from the desk to an edition."""
    way = [Link("清单管理", reverse("catalog:desk"))]
    if of:
        label = f"{of.item_list.title} {of.edition_label}"
        way.append(Link(label, reverse("catalog:draft", args=[of.pk])))
    return way


def _ask(
    request: ActorRequest, edition: Edition, move: Transition, form: Form, intro: str = ""
) -> HttpResponse:
    title = f"{move.label}：{edition}"
    return ask(request, form, title=title, intro=intro, submit=move.label, crumbs=crumbs(edition))
