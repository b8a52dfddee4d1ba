"""Lists as everybody may read them, without log-in."""

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from qingshe.kernel.roles import Role
from qingshe.modules.catalog import exports, policy, rules
from qingshe.modules.catalog.forms import (
    CertificateSearchForm,
    ItemFilter,
    RuleSearchForm,
    SearchForm,
)
from qingshe.modules.catalog.models import Edition
from qingshe.modules.catalog.queries import (
    certificates as certificate_queries,
)
from qingshe.modules.catalog.queries import (
    editions,
    items,
    orders,
    papers,
    places,
    reviews,
    search,
)
from qingshe.modules.catalog.rules import EditionState
from qingshe.modules.catalog.views import shown
from qingshe.web.downloads import sheet_response, word_response
from qingshe.web.http import ActorRequest, screen
from qingshe.web.paging import keyset
from qingshe.web.values import Link, Work

IN_ORDER = ("serial", "pk")
FOUND_IN_ORDER = ("edition__item_list__place", "edition_id", "serial", "pk")


@require_GET
def index(request: ActorRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    place = _place(request)
    found = keyset(
        search.published_items(words), order=FOUND_IN_ORDER, after=request.GET.get("after", "")
    )
    context = {
        "form": form,
        "words": words,
        "page": found,
        "editions": editions.in_force(place, timezone.localdate()),
        "consulted": editions.consulted(request.actor),
        "tabs": _tabs(place),
    }
    return screen(request, "catalog/index.html", context)


@require_GET
def edition(request: ActorRequest, pk: int) -> HttpResponse:
    found = editions.get(request.actor, pk)
    form = ItemFilter(request.GET, categories=items.categories_of(found))
    told = form.cleaned_data if form.is_valid() else {}
    words = told.get("q", "")
    is_consulted = found.state == EditionState.CONSULTING
    search_in = items.containing if is_consulted else items.found_in
    page = keyset(
        search_in(found, words=words, category=told.get("category", "")),
        order=IN_ORDER,
        after=request.GET.get("after", ""),
    )
    context = {
        "edition": found,
        "subtitle": shown.heading(found),
        "facts": shown.facts_of_edition(found),
        "form": form,
        "words": words,
        "page": page,
        "rows": items.rows(page.rows),
        "editions": list(editions.of_list(request.actor, found.item_list)),
        "is_consulted": is_consulted,
        "may_give_opinion": editions.may_give_opinion(request.actor, found),
        "opinions": editions.opinions(request.actor, found),
        "awaited": shown.awaited(found, editions.predecessor_of(found)),
        "in_doubt": shown.doubts(reviews.open_counts(found)),
        "crumbs": _crumbs(),
    }
    return screen(request, "catalog/edition.html", context)


@require_GET
def item(request: ActorRequest, pk: int) -> HttpResponse:
    found = items.get(request.actor, pk)
    history = list(items.history(request.actor, found))
    context = {
        "item": found,
        "row": items.row(found),
        "facts": shown.facts_of_item(found),
        "history": shown.links_of_history(history, found),
        "conflict": items.opposed_by(found),
        "crumbs": _crumbs(found.edition),
    }
    return screen(request, "catalog/item.html", context)


@require_GET
def item_named(request: ActorRequest, key: str) -> HttpResponse:
    """The item with this key as it stands in force at one's own place."""
    found = items.in_force_named(key, _place(request), timezone.localdate())
    return redirect("catalog:item", found.pk)


@require_GET
def compare(request: ActorRequest, pk: int, other: int) -> HttpResponse:
    before = editions.get(request.actor, other)
    after = editions.get(request.actor, pk)
    comparison = rules.compare(items.texts(before), items.texts(after))
    context = {
        "before": before,
        "after": after,
        "sentence": shown.sentence(comparison),
        "rows": shown.differences(comparison),
        "crumbs": _crumbs(after),
    }
    return screen(request, "catalog/compare.html", context)


@require_GET
def certificates(request: ActorRequest) -> HttpResponse:
    form = CertificateSearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    place = _place(request)
    context = {
        "form": form,
        "words": words,
        "for_officials": request.actor.role not in (None, Role.RESIDENT),
        "lists": certificate_queries.at(place, timezone.localdate(), words),
        "tabs": _tabs(place),
        "crumbs": _crumbs(),
    }
    return screen(request, "catalog/certificates.html", context)


@require_GET
def rules_of_place(request: ActorRequest) -> HttpResponse:
    form = RuleSearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    place = _place(request)
    page = keyset(
        papers.rules_with(place, words),
        order=("place", "pk"),
        after=request.GET.get("after", ""),
    )
    context = {
        "form": form,
        "words": words,
        "page": page,
        "rows": [(rule, papers.binds(rule)) for rule in page],
        "tabs": _tabs(place),
        "crumbs": _crumbs(),
    }
    return screen(request, "catalog/rules.html", context)


@require_GET
def as_sheet(request: ActorRequest, pk: int) -> HttpResponse:
    found = editions.get(request.actor, pk)
    if found.state not in policy.PUBLIC or not orders.is_long(found):
        return sheet_response(exports.name_of(found), exports.as_sheet(found))
    content = orders.content_of(found)
    if content:
        return sheet_response(exports.name_of(found), content)
    made = orders.sheet_of(found)
    context = {
        "edition": found,
        "work": Work("正在生成 Excel", made.done, found.item_count, "项") if made else None,
        "crumbs": _crumbs(found),
    }
    return screen(request, "catalog/sheet_awaited.html", context, status=202)


@require_GET
def as_word(request: ActorRequest, pk: int) -> HttpResponse:
    found = editions.get(request.actor, pk)
    return word_response(exports.name_of(found), exports.as_word(found))


@require_GET
def as_json(request: ActorRequest, pk: int) -> HttpResponse:
    found = editions.get(request.actor, pk)
    answer = JsonResponse(exports.as_data(found), json_dumps_params={"ensure_ascii": False})
    name = f"{exports.name_of(found)}.json".replace("/", "-")
    disposition = content_disposition_header(as_attachment=True, filename=name)
    answer["Content-Disposition"] = disposition or "attachment"
    return answer


def _place(request: ActorRequest) -> str:
    return places.meant_by(request.actor, request.GET.get("place", ""), settings.CITY)


def _tabs(current: str) -> list[Link]:
    """The places to choose from; with one there is nothing to choose."""
    known = places.with_lists()
    tabs = [Link(place.name, f"?place={place.path}", place.path == current) for place in known]
    return tabs if len(tabs) > 1 else []


def _crumbs(of: Edition | None = None) -> list[Link]:
    crumbs = [Link("清单", reverse("catalog:index"))]
    if of:
        crumbs.append(Link(of.item_list.title, reverse("catalog:edition", args=[of.pk])))
    return crumbs
