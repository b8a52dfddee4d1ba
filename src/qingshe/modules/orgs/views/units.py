"""The tree of units and the page of each."""

from collections.abc import Callable

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from qingshe.kernel.divisions import territory
from qingshe.kernel.workflow import Transition
from qingshe.modules.orgs import policy, queries, rules, services
from qingshe.modules.orgs.forms import (
    CorrectForm,
    EstablishGridForm,
    EstablishOfficeForm,
    EstablishPlaceForm,
    FindForm,
    RelocateForm,
    SureForm,
)
from qingshe.modules.orgs.models import OrgUnit
from qingshe.web.http import ActorRequest, Context, ask, screen
from qingshe.web.paging import keyset
from qingshe.web.values import Fact, Link

CHILDREN = 200  # of one unit, at a time


@require_GET
def tree(request: ActorRequest) -> HttpResponse:
    """The own place with what hangs on it; or, with words, what is found in the own scope."""
    form = FindForm(request.GET or None)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    if words:
        return screen(request, "orgs/found.html", {"form": form, **_found(request, words)})
    top = queries.units.where_it_forks(request.actor, territory(request.actor.unit))
    context = {
        "form": form,
        "top": top,
        "above": _crumbs(top)[1:],
        "may_manage": request.actor.has("orgs.manage"),
        **_branch(request, top),
    }
    return screen(request, "orgs/tree.html", context)


@require_GET
def branch(request: ActorRequest, pk: int) -> HttpResponse:
    """What hangs on a unit, as a piece of the tree; a visit without htmx sees the unit's page."""
    unit = queries.units.get(request.actor, pk)
    if "HX-Request" not in request.headers:
        return redirect("orgs:unit", pk)
    return screen(request, "orgs/branch.html", _branch(request, unit), part="branch")


@require_GET
def suggest(request: ActorRequest) -> HttpResponse:
    """Units for a field to offer while one types."""
    hits = queries.units.found(request.actor, request.GET.get("unit", ""))[:20]
    names = queries.units.full_names(hits)
    context = {"hits": [(names[one.path], one.path) for one in hits]}
    return screen(request, "orgs/suggestions.html", context, part="options")


@require_GET
def unit(request: ActorRequest, pk: int) -> HttpResponse:
    actor = request.actor
    shown = queries.units.get(actor, pk)
    context = {
        "unit": shown,
        "crumbs": _crumbs(shown),
        "facts_of_unit": _facts(shown),
        "may_manage": actor.has("orgs.manage"),
        "may_see_accounts": actor.has("orgs.accounts"),
        "actions": queries.units.actions(actor, shown),
        "additions": queries.units.additions(actor, shown),
        "members": queries.accounts.members_of(actor, shown)[:CHILDREN],
        "history": queries.history.history(shown.subject),
        **_branch(request, shown),
    }
    return screen(request, "orgs/unit.html", context)


@require_http_methods(["GET", "POST"])
def establish_place(request: ActorRequest, pk: int) -> HttpResponse:
    parent = _parent(request, pk)
    form = EstablishPlaceForm(request.POST or None)
    if not form.is_valid():
        return ask(request, form, title=f"在“{parent}”之下设立区划")
    made = services.units.establish_place(request.actor, **form.cleaned_data)
    return redirect("orgs:unit", made.pk)


@require_http_methods(["GET", "POST"])
def establish_office(request: ActorRequest, pk: int) -> HttpResponse:
    parent = _parent(request, pk)
    form = EstablishOfficeForm(request.POST or None)
    if not form.is_valid():
        return ask(request, form, title=f"在“{parent}”设立部门或办公室")
    made = services.units.establish_office(request.actor, pk, **form.cleaned_data)
    return redirect("orgs:unit", made.pk)


@require_http_methods(["GET", "POST"])
def establish_grid(request: ActorRequest, pk: int) -> HttpResponse:
    parent = _parent(request, pk)
    form = EstablishGridForm(request.POST or None)
    if not form.is_valid():
        return ask(request, form, title=f"在“{parent}”设立网格")
    made = services.units.establish_grid(request.actor, pk, **form.cleaned_data)
    return redirect("orgs:unit", made.pk)


@require_http_methods(["GET", "POST"])
def correct(request: ActorRequest, pk: int) -> HttpResponse:
    shown = queries.units.get(request.actor, pk)
    known = {
        "name": shown.name,
        "community_kind": shown.community_kind,
        "version": shown.version,
    }
    form = CorrectForm(request.POST or None, initial=known, unit=shown)
    return _act(request, shown, rules.CORRECT, form, services.units.correct)


@require_http_methods(["GET", "POST"])
def relocate(request: ActorRequest, pk: int) -> HttpResponse:
    shown = queries.units.get(request.actor, pk)
    known = {"code": shown.code, "version": shown.version}
    form = RelocateForm(request.POST or None, initial=known)
    return _act(request, shown, rules.RELOCATE, form, services.units.relocate)


@require_http_methods(["GET", "POST"])
def close(request: ActorRequest, pk: int) -> HttpResponse:
    shown = queries.units.get(request.actor, pk)
    form = SureForm(request.POST or None, initial={"version": shown.version})
    intro = "撤销后不能再向它下达事项，名称和历史保留；以后可以恢复。"
    return _act(request, shown, rules.CLOSE, form, services.units.close, intro)


@require_http_methods(["GET", "POST"])
def reopen(request: ActorRequest, pk: int) -> HttpResponse:
    shown = queries.units.get(request.actor, pk)
    form = SureForm(request.POST or None, initial={"version": shown.version})
    return _act(request, shown, rules.REOPEN, form, services.units.reopen)


def _parent(request: ActorRequest, pk: int) -> OrgUnit:
    """The unit below which one is to be set up, when this person may. Errors: Denied, NotFound."""
    parent = queries.units.get(request.actor, pk)
    policy.insist(policy.may_manage(request.actor, parent))
    return parent


def _act(
    request: ActorRequest,
    shown: OrgUnit,
    move: Transition,
    form: Form,
    service: Callable[..., OrgUnit],
    intro: str = "",
) -> HttpResponse:
    policy.insist(policy.MAY_UNIT[move](request.actor, shown))
    if not form.is_valid():
        return ask(request, form, title=f"{move.label}：{shown}", intro=intro)
    service(request.actor, shown.pk, **form.cleaned_data)
    return redirect("orgs:unit", shown.pk)


def _found(request: ActorRequest, words: str) -> Context:
    hits = queries.units.found(request.actor, words)
    shown = hits[: queries.units.MOST_FOUND]
    names = queries.units.full_names(shown)
    return {
        "words": words,
        "hits": [(one, names[one.path].removesuffix(one.name)) for one in shown],
        "has_more": len(hits) > len(shown),
        "most": queries.units.MOST_FOUND,
    }


def _branch(request: ActorRequest, parent: OrgUnit) -> Context:
    children = queries.units.children(request.actor, parent)
    after = request.GET.get("after", "")
    page = keyset(children, order=("path",), after=after, size=CHILDREN)
    return {"parent": parent, "children": page}


def _crumbs(shown: OrgUnit) -> list[Link]:
    line = queries.units.line_of(shown.path)[:-1]
    places = [Link(one.name, reverse("orgs:unit", args=[one.pk])) for one in line]
    return [Link("组织", reverse("orgs:tree")), *places]


def _facts(shown: OrgUnit) -> list[Fact]:
    facts = [
        Fact("类别", shown.kind_label),
        Fact("层级", shown.level_label),
        Fact("区划代码", shown.code),
    ]
    if shown.community_label:
        facts.insert(2, Fact("城乡", shown.community_label))
    return facts
