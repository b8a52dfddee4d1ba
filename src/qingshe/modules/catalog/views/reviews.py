"""The re-check of bases, and the register of documents."""

from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from qingshe.kernel.workflow import Transition
from qingshe.modules.catalog import rules
from qingshe.modules.catalog.forms import (
    ConfirmForm,
    DecideForm,
    DocumentSearchForm,
    RestateForm,
    ReviewFilter,
    TogetherForm,
    VersionForm,
)
from qingshe.modules.catalog.models import Review
from qingshe.modules.catalog.queries import documents, history, items
from qingshe.modules.catalog.queries import reviews as review_queries
from qingshe.modules.catalog.rules import BasisStatus, ReviewState
from qingshe.modules.catalog.services import documents as document_services
from qingshe.modules.catalog.services import reviews as services
from qingshe.modules.catalog.views import shown
from qingshe.web.http import ActorRequest, ask, screen
from qingshe.web.paging import keyset
from qingshe.web.values import Link


@require_GET
def reviews(request: ActorRequest) -> HttpResponse:
    state = request.GET.get("state", ReviewState.OPEN)
    form = ReviewFilter(
        request.GET,
        documents=review_queries.documents_in(request.actor, state=state),
        lists=review_queries.lists_in(request.actor),
    )
    wanted = form.cleaned_data if form.is_valid() else {}
    queue = review_queries.queue(request.actor, **wanted | {"state": state})
    page = keyset(queue, order=("rank", "pk"), after=request.GET.get("after", ""))
    context = {
        "page": page,
        "rows": review_queries.rows(page.rows),
        "form": form,
        "waiting": shown.doubts(review_queries.counts(request.actor)),
        "together": _together(request, wanted, state),
        "tabs": [Link(each.label, f"?state={each.value}", each == state) for each in ReviewState],
    }
    return screen(request, "catalog/reviews.html", context)


@require_http_methods(["GET", "POST"])
def together(request: ActorRequest) -> HttpResponse:
    wanted = _conditions(request)
    if not wanted["document"]:
        return redirect("catalog:reviews")
    found = review_queries.together(request.actor, **wanted)
    moves = {move.name: move for move in services.TOGETHER}
    seen = rules.fingerprint((each.pk, each.version) for each in found)
    form = TogetherForm(
        request.POST or None,
        moves=[(move.name, move.label) for move in services.TOGETHER],
        initial={"seen": seen},
    )
    if form.is_valid():
        told = form.cleaned_data
        move = moves[told.pop("move")]
        services.decide_together(request.actor, move, today=timezone.localdate(), **wanted, **told)
        return redirect(f"{reverse('catalog:reviews')}?state={move.target}")
    context = {
        "document": wanted["document"],
        "rows": [
            (row, _others(row.review, wanted["document"])) for row in review_queries.rows(found)
        ],
        "form": form,
        "crumbs": _crumbs(),
    }
    return screen(request, "catalog/together.html", context, status=422 if form.is_bound else 200)


def _conditions(request: ActorRequest) -> dict[str, Any]:
    """The conditions in the address; a document of which nothing waits any more finds nothing."""
    item_list = request.GET.get("item_list", "")
    return {
        "document": request.GET.get("document", ""),
        "gravity": request.GET.get("gravity", ""),
        "item_list": int(item_list) if item_list.isdecimal() and len(item_list) < 10 else None,
    }


@require_GET
def review(request: ActorRequest, pk: int) -> HttpResponse:
    found = review_queries.get(request.actor, pk)
    item = review_queries.item_of(found)
    row = items.row(item) if item else None
    standing = row.standing if row else BasisStatus(found.gravity)
    context = {
        "review": found,
        "row": row,
        "actions": review_queries.actions(request.actor, found, standing),
        "history": history.of(found),
        "crumbs": _crumbs(),
    }
    return screen(request, "catalog/review.html", context)


@require_http_methods(["GET", "POST"])
def confirm(request: ActorRequest, pk: int) -> HttpResponse:
    found = review_queries.get(request.actor, pk)
    seen = {"version": found.version, "new_basis": review_queries.basis_now(found)}
    form = ConfirmForm(request.POST or None, initial=seen)
    if not form.is_valid():
        intro = "写明现行依据。下一版次起草时自动换上，现行版次同时公示这条结论。"
        return _ask(request, pk, rules.CONFIRM, form, intro)
    services.confirm(request.actor, pk, today=timezone.localdate(), **form.cleaned_data)
    return redirect("catalog:review", pk)


@require_http_methods(["GET", "POST"])
def suspend(request: ActorRequest, pk: int) -> HttpResponse:
    found = review_queries.get(request.actor, pk)
    form = DecideForm(request.POST or None, initial={"version": found.version})
    if not form.is_valid():
        intro = "暂停后任何部门不得再以本项下达任务。"
        return _ask(request, pk, rules.SUSPEND, form, intro)
    services.suspend(request.actor, pk, today=timezone.localdate(), **form.cleaned_data)
    return redirect("catalog:review", pk)


@require_http_methods(["GET", "POST"])
def leave_out(request: ActorRequest, pk: int) -> HttpResponse:
    found = review_queries.get(request.actor, pk)
    form = DecideForm(request.POST or None, initial={"version": found.version})
    if not form.is_valid():
        intro = "下一版次起草时不再带入本项。"
        return _ask(request, pk, rules.LEAVE_OUT, form, intro)
    services.leave_out(request.actor, pk, today=timezone.localdate(), **form.cleaned_data)
    return redirect("catalog:review", pk)


@require_http_methods(["GET", "POST"])
def keep(request: ActorRequest, pk: int) -> HttpResponse:
    found = review_queries.get(request.actor, pk)
    form = DecideForm(request.POST or None, initial={"version": found.version})
    if not form.is_valid():
        return _ask(request, pk, rules.KEEP, form, "本项照旧，理由随事项公开。")
    services.keep(request.actor, pk, today=timezone.localdate(), **form.cleaned_data)
    return redirect("catalog:review", pk)


@require_http_methods(["GET", "POST"])
def reopen(request: ActorRequest, pk: int) -> HttpResponse:
    found = review_queries.get(request.actor, pk)
    form = VersionForm(request.POST or None, initial={"version": found.version})
    if not form.is_valid():
        return _ask(request, pk, rules.REOPEN, form, "重新列入待复核。")
    services.reopen(request.actor, pk, **form.cleaned_data)
    return redirect("catalog:review", pk)


@require_GET
def register(request: ActorRequest) -> HttpResponse:
    form = DocumentSearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    found = documents.named(words)
    page = keyset(found, order=("name", "pk"), after=request.GET.get("after", ""))
    context = {"page": page, "form": form, "words": words, "crumbs": _crumbs()}
    return screen(request, "catalog/register.html", context)


@require_http_methods(["GET", "POST"])
def restate(request: ActorRequest, pk: int) -> HttpResponse:
    document = documents.get(pk)
    seen = {name: getattr(document, name) for name in ("version", "status", "status_note")}
    form = RestateForm(request.POST or None, initial=seen)
    if not form.is_valid():
        return ask(
            request,
            form,
            title=f"更新效力：{document}",
            intro="引用它的现行事项将自动列入复核。",
            submit="更新",
            cancel=reverse("catalog:register"),
            crumbs=_crumbs(),
        )
    told = form.cleaned_data | {"status": BasisStatus(form.cleaned_data["status"])}
    document_services.restate(request.actor, pk, **told)
    return redirect("catalog:register")


def _ask(request: ActorRequest, pk: int, move: Transition, form: Form, intro: str) -> HttpResponse:
    found = review_queries.get(request.actor, pk)
    item = review_queries.item_of(found)
    title = f"{move.label}：{item.title if item else found.item_key}"
    intro = f"{found.concern}。{intro}"
    return ask(request, form, title=title, intro=intro, submit=move.label, crumbs=_crumbs())


def _crumbs() -> list[Link]:
    return [Link("依据复核", reverse("catalog:reviews"))]


def _together(request: ActorRequest, wanted: Mapping[str, Any], state: str) -> str:
    """Where what is shown can be decided in one go; "" while it is not about one document."""
    is_one = wanted.get("document") and state == ReviewState.OPEN
    query = request.GET.urlencode()
    return f"{reverse('catalog:together')}?{query}" if is_one else ""


def _others(review: Review, document: str) -> str:
    """What else is the matter with an item."""
    others = (name for name in rules.mentioned_in(review.concern) if name != document)
    return "、".join(f"《{name}》" for name in others)
