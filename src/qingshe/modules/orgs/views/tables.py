"""Units as Excel: out, and in with a preview."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from qingshe.foundation import sheets, uploads
from qingshe.kernel.errors import Invalid
from qingshe.modules.orgs import policy, queries, rules, services
from qingshe.modules.orgs.forms import ImportForm, SureForm
from qingshe.modules.orgs.models import UnitImport
from qingshe.web.downloads import sheet_response
from qingshe.web.http import ActorRequest, ask, screen


@require_GET
def export_units(request: ActorRequest) -> HttpResponse:
    """The own territory, in the columns an import reads."""
    rows = services.imports.rows_of(queries.units.exported(request.actor))
    return sheet_response("组织", sheets.write("组织", services.imports.COLUMNS, rows))


@require_http_methods(["GET", "POST"])
def import_units(request: ActorRequest) -> HttpResponse:
    """Upload a table; what it would do is shown before anything is written."""
    policy.insist(policy.may_import(request.actor, UnitImport()))
    form = ImportForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return _upload_page(request, form)
    upload = form.cleaned_data["file"]
    try:
        content = uploads.content_of(upload, [uploads.EXCEL])
        record = services.imports.preview(request.actor, filename=upload.name, content=content)
    except Invalid as refusal:
        return _upload_page(request, form, refusal)
    return redirect("orgs:import", record.pk)


@require_GET
def show_import(request: ActorRequest, pk: int) -> HttpResponse:
    record = queries.imports.get(request.actor, pk)
    context = {
        "record": record,
        "actions": queries.imports.actions(request.actor, record),
        "is_running": record.state == rules.ImportState.QUEUED,
        "is_waiting": record.state == rules.ImportState.PREVIEWED,
    }
    return screen(request, "orgs/import.html", context)


@require_http_methods(["GET", "POST"])
def confirm_import(request: ActorRequest, pk: int) -> HttpResponse:
    record = queries.imports.get(request.actor, pk)
    form = SureForm(request.POST or None, initial={"version": record.version})
    if not form.is_valid():
        return ask(request, form, title=f"{rules.CONFIRM_IMPORT.label}：{record}")
    services.imports.confirm(request.actor, pk, **form.cleaned_data)
    return redirect("orgs:import", pk)


@require_http_methods(["GET", "POST"])
def drop_import(request: ActorRequest, pk: int) -> HttpResponse:
    record = queries.imports.get(request.actor, pk)
    form = SureForm(request.POST or None, initial={"version": record.version})
    if not form.is_valid():
        return ask(request, form, title=f"{rules.DROP_IMPORT.label}：{record}")
    services.imports.drop(request.actor, pk, **form.cleaned_data)
    return redirect("orgs:tree")


def _upload_page(
    request: ActorRequest, form: ImportForm, refusal: Invalid | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "message": str(refusal or ""),
        "problems": refusal.problems if refusal else (),
        "recent": queries.imports.visible_to(request.actor)[:10],
    }
    status = 422 if form.is_bound else 200
    return screen(request, "orgs/import_upload.html", context, status=status)
