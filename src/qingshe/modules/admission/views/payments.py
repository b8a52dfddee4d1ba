"""经费拨付: all payments of what was admitted, and many of them recorded at once from Excel."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qingshe.foundation.uploads import EXCEL, content_of
from qingshe.modules.admission import forms
from qingshe.modules.admission.queries import money
from qingshe.modules.admission.rules import PaymentState
from qingshe.modules.admission.services import paying_many as services
from qingshe.web.downloads import sheet_response
from qingshe.web.http import ActorRequest, ask, screen
from qingshe.web.paging import keyset
from qingshe.web.values import Link

TABS = (PaymentState.OVERDUE, PaymentState.DUE, PaymentState.PAID)


@require_GET
def ledger(request: ActorRequest) -> HttpResponse:
    at = request.GET.get("state", "")
    found = money.ledger(request.actor, at)
    page = keyset(found, order=("due_on", "pk"), after=request.GET.get("after", ""))
    context = {
        "page": page,
        "tabs": [
            Link("全部", "?", not at),
            *(Link(one.label, f"?state={one}", one == at) for one in TABS),
        ],
        "recorded": request.GET.get("recorded", ""),
        "export_url": f"{reverse('admission:payments_as_sheet')}?state={at}",
        "import_url": reverse("admission:upload_payments"),
    }
    return screen(request, "admission/payments.html", context)


@require_GET
def as_sheet(request: ActorRequest) -> HttpResponse:
    found = money.ledger(request.actor, request.GET.get("state", ""))
    return sheet_response("经费拨付", services.as_sheet(found))


@require_http_methods(["GET", "POST"])
def upload(request: ActorRequest) -> HttpResponse:
    """Shows what a table would record; the page carries it signed, so that nothing is kept."""
    form = forms.PaymentsFileForm(request.POST or None, request.FILES or None)
    way = [Link("经费拨付", reverse("admission:payments"))]
    if not form.is_valid():
        intro = (
            "先下载表格，填写拨付日期、拨付金额和凭证三栏再上传；"
            "看过预览才登记，有一行不对就一行也不登记。"
        )
        return ask(
            request,
            form,
            title="从 Excel 登记拨付",
            intro=intro,
            submit="上传并预览",
            crumbs=way,
            cancel=reverse("admission:payments"),
        )
    content = content_of(form.cleaned_data["file"], [EXCEL])
    paid = services.read(request.actor, content, today=timezone.localdate())
    context = {
        "rows": paid,
        "sum": sum(one.amount for one in paid),
        "form": forms.RecordPaymentsForm(initial={"rows": forms.signed(request.actor, paid)}),
        "crumbs": way,
    }
    return screen(request, "admission/payments_preview.html", context)


@require_POST
def record(request: ActorRequest) -> HttpResponse:
    form = forms.RecordPaymentsForm(request.POST)
    told = form.told(request.actor)
    done = services.record(request.actor, told, today=timezone.localdate())
    return redirect(f"{reverse('admission:payments')}?recorded={done}")
