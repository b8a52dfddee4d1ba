"""Letting something leave the communities again (退出): the button stands on the permit's page."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from qingshe.modules.admission import forms
from qingshe.modules.admission.queries import screens
from qingshe.modules.admission.services import permits as services
from qingshe.web.http import ActorRequest, ask
from qingshe.web.values import Link


@require_http_methods(["GET", "POST"])
def revoke(request: ActorRequest, pk: int) -> HttpResponse:
    """For one of the reasons the city lets something leave for."""
    today = timezone.localdate()
    permit = screens.permit_to_revoke(request.actor, pk)
    triggers = screens.exit_triggers(permit.place, today)
    form = forms.RevokeForm(
        request.POST or None, triggers=triggers, initial={"version": permit.version}
    )
    if not form.is_valid():
        return ask(
            request,
            form,
            title=f"撤销许可：{permit.number} {permit.title}",
            intro="撤销后不能恢复，查验页面即时显示；正在办的事随之终止，部门收到说明。",
            submit="撤销许可",
            crumbs=[Link(permit.number, permit.url)],
        )
    services.revoke(request.actor, permit.number, today=today, **form.cleaned_data)
    return redirect(permit.url)
