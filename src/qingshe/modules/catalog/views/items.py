"""Items of a draft: the editor, and tables from Excel."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qingshe.foundation.uploads import EXCEL, content_of
from qingshe.modules.catalog import rules
from qingshe.modules.catalog.forms import (
    ImportForm,
    ItemForm,
    RevisedItemForm,
    ShiftForm,
    VersionForm,
)
from qingshe.modules.catalog.models import ListItem
from qingshe.modules.catalog.queries import editions, imports, items
from qingshe.modules.catalog.services import importing
from qingshe.modules.catalog.services import items as item_services
from qingshe.modules.catalog.views import shown
from qingshe.modules.catalog.views.desk import crumbs
from qingshe.web.http import ActorRequest, ask, screen

AS_THEY_ARE = (
    "version",
    "serial",
    "category",
    "title",
    "detail",
    "department",
    "actions",
    "cadence",
    "funding",
    "guide",
    "note",
)


@require_http_methods(["GET", "POST"])
def add(request: ActorRequest, pk: int) -> HttpResponse:
    edition = editions.get(request.actor, pk)
    form = ItemForm(request.POST or None)
    if not form.is_valid():
        return ask(request, form, title="增加事项", submit="增加", crumbs=crumbs(edition))
    item_services.add(
        request.actor,
        pk,
        values=form.values(),
        is_checked=form.cleaned_data["is_checked"],
        today=timezone.localdate(),
    )
    return redirect("catalog:draft", pk)


@require_http_methods(["GET", "POST"])
def revise(request: ActorRequest, pk: int) -> HttpResponse:
    item = items.get(request.actor, pk)
    form = RevisedItemForm(request.POST or None, initial=_seen(item))
    if not form.is_valid():
        return ask(
            request,
            form,
            title=f"修改：第 {item.serial} 项",
            submit="保存",
            cancel=reverse("catalog:draft", args=[item.edition_id]),
            crumbs=crumbs(item.edition),
        )
    item_services.revise(
        request.actor,
        pk,
        version=form.cleaned_data["version"],
        values=form.values(),
        is_checked=form.cleaned_data["is_checked"],
        today=timezone.localdate(),
    )
    return redirect("catalog:draft", item.edition_id)


@require_http_methods(["GET", "POST"])
def strike(request: ActorRequest, pk: int) -> HttpResponse:
    item = items.get(request.actor, pk)
    form = VersionForm(request.POST or None, initial={"version": item.version})
    if not form.is_valid():
        return ask(
            request,
            form,
            title=f"删去：{item}",
            intro="只从这个草案中删去，已公布的版次不受影响。",
            submit=rules.STRIKE_ITEM.label,
            cancel=reverse("catalog:draft", args=[item.edition_id]),
            crumbs=crumbs(item.edition),
        )
    item_services.strike(request.actor, pk, **form.cleaned_data)
    return redirect("catalog:draft", item.edition_id)


@require_POST
def shift(request: ActorRequest, pk: int, way: str) -> HttpResponse:
    form = ShiftForm(request.POST)
    if not form.is_valid():
        return ask(request, form, title="移动事项")
    version = form.cleaned_data["version"]
    item = item_services.shift(request.actor, pk, up=way == "up", version=version)
    seen = urlencode({"moved": pk, "way": way, "after": form.cleaned_data["after"]})
    return redirect(f"{reverse('catalog:draft', args=[item.edition_id])}?{seen}")


@require_http_methods(["GET", "POST"])
def upload(request: ActorRequest, pk: int) -> HttpResponse:
    edition = editions.get(request.actor, pk)
    form = ImportForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return ask(
            request,
            form,
            title=f"从 Excel 导入：{edition}",
            intro="先预览再确认。表中没有的事项将从草案中删去；编号相同的视为同一事项。",
            submit="上传并预览",
            crumbs=crumbs(edition),
        )
    file = form.cleaned_data["file"]
    table = importing.upload(
        request.actor, pk, filename=file.name, content=content_of(file, [EXCEL])
    )
    return redirect("catalog:import", table.pk)


@require_GET
def preview(request: ActorRequest, pk: int) -> HttpResponse:
    table = imports.get(request.actor, pk)
    comparison = importing.preview(table)
    context = {
        "table": table,
        "is_open": rules.APPLY.starts_from(table.state),
        "actions": imports.actions(request.actor, table),
        "sentence": shown.outcome_of(table) or shown.sentence(comparison),
        "rows": shown.differences(comparison),
        "crumbs": crumbs(table.edition),
    }
    return screen(request, "catalog/import.html", context)


@require_http_methods(["GET", "POST"])
def apply(request: ActorRequest, pk: int) -> HttpResponse:
    table = imports.get(request.actor, pk)
    form = VersionForm(request.POST or None, initial={"version": table.version})
    if not form.is_valid():
        title = f"{rules.APPLY.label}：{table}"
        return ask(request, form, title=title, crumbs=crumbs(table.edition))
    importing.apply(request.actor, pk, **form.cleaned_data)
    return redirect("catalog:draft", table.edition_id)


@require_http_methods(["GET", "POST"])
def drop(request: ActorRequest, pk: int) -> HttpResponse:
    table = imports.get(request.actor, pk)
    form = VersionForm(request.POST or None, initial={"version": table.version})
    if not form.is_valid():
        title = f"{rules.DROP.label}：{table}"
        return ask(request, form, title=title, crumbs=crumbs(table.edition))
    importing.drop(request.actor, pk, **form.cleaned_data)
    return redirect("catalog:draft", table.edition_id)


def _seen(item: ListItem) -> dict[str, object]:
    bases = "\n".join(map(str, item.bases.all()))
    return {name: getattr(item, name) for name in AS_THEY_ARE} | {"bases": bases}
