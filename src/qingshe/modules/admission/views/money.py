"""费随事转: payments that were made, and the agreement that both sides sign."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from qingshe.modules.admission import forms, rules
from qingshe.modules.admission.queries import agreements, applications, money, screens
from qingshe.modules.admission.services import agreements as signing
from qingshe.modules.admission.services import money as services
from qingshe.modules.admission.views import crumbs
from qingshe.web.http import ActorRequest, ask, screen
from qingshe.web.paging import keyset

SIGNING = "签署的就是上一页的条款；记下签署的人和日期，以后改了条款要重新签。"


@require_http_methods(["GET", "POST"])
def pay(request: ActorRequest, pk: int) -> HttpResponse:
    payment = money.get(request.actor, pk)
    today = timezone.localdate()
    seen = {"version": payment.version, "amount": payment.amount, "paid_on": today}
    form = forms.PayForm(request.POST or None, initial=seen)
    if not form.is_valid():
        return ask(
            request,
            form,
            title=f"{rules.PAY.label}：{payment}",
            intro="拨足才能登记；因没有拨付而暂停的许可随即恢复。",
            submit="登记",
            crumbs=crumbs.to_case(request.actor, payment.application),
            cancel=reverse("admission:case", args=[payment.application_id]),
        )
    services.pay(request.actor, pk, today=today, **form.cleaned_data)
    return redirect("admission:case", payment.application_id)


@require_http_methods(["GET", "POST"])
def question(request: ActorRequest, pk: int) -> HttpResponse:
    payment = money.get(request.actor, pk)
    form = forms.ReasonForm(request.POST or None, initial={"version": payment.version})
    if not form.is_valid():
        return ask(
            request,
            form,
            title=f"{rules.QUESTION_PAYMENT.label}：{payment}",
            intro="查实没有到账的退回登记；已过拨付日期的，许可暂停。",
            submit="退回",
            crumbs=crumbs.to_case(request.actor, payment.application),
            cancel=reverse("admission:case", args=[payment.application_id]),
        )
    services.question(request.actor, pk, today=timezone.localdate(), **form.cleaned_data)
    return redirect("admission:case", payment.application_id)


@require_GET
def agreement(request: ActorRequest, pk: int) -> HttpResponse:
    application = applications.get(request.actor, pk)
    current = agreements.current_of(application)
    signatures = screens.signatures(application)
    after = request.GET.get("after", "")
    context = {
        "application": application,
        "agreement": current,
        "page": keyset(signatures, order=("unit", "pk"), after=after),
        "actions": screens.agreement_actions(request.actor, application, current),
        "crumbs": crumbs.to_case(request.actor, application),
    }
    return screen(request, "admission/agreement.html", context)


@require_http_methods(["GET", "POST"])
def offer(request: ActorRequest, pk: int) -> HttpResponse:
    application = applications.get(request.actor, pk)
    current = agreements.current_of(application)
    text = current.text if current else signing.drawn_up(request.actor, pk)
    form = forms.AgreementForm(request.POST or None, initial={"text": text})
    if not form.is_valid():
        intro = "改动后形成新的一版，部门和社区都要重新签署。"
        way = crumbs.to_case(request.actor, application)
        return ask(request, form, title="服务协议", intro=intro, submit="提交签署", crumbs=way)
    signing.offer(request.actor, pk, today=timezone.localdate(), **form.cleaned_data)
    return redirect("admission:agreement", pk)


@require_http_methods(["GET", "POST"])
def sign(request: ActorRequest, pk: int) -> HttpResponse:
    application = applications.get(request.actor, pk)
    current = screens.agreement(application)
    form = forms.VersionForm(request.POST or None, initial={"version": current.version})
    if not form.is_valid():
        way = crumbs.to_case(request.actor, application)
        title = f"部门签署：{current}"
        return ask(request, form, title=title, intro=SIGNING, submit="签署", crumbs=way)
    signing.sign(request.actor, current.pk, today=timezone.localdate(), **form.cleaned_data)
    return redirect("admission:agreement", pk)


@require_http_methods(["GET", "POST"])
def countersign(request: ActorRequest, pk: int) -> HttpResponse:
    application = applications.get(request.actor, pk)
    current = screens.agreement(application)
    form = forms.EmptyForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        way = crumbs.to_case(request.actor, application)
        title = f"社区签署：{current}"
        return ask(request, form, title=title, intro=SIGNING, submit="签署", crumbs=way)
    signing.countersign(request.actor, current.pk, today=timezone.localdate())
    return redirect("admission:agreement", pk)
