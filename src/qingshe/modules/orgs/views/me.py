"""What a person does with the own account."""

import segno
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from qingshe.kernel.errors import Invalid
from qingshe.modules.orgs import queries, rules, services
from qingshe.modules.orgs.forms import ChangePasswordForm, ConfirmFactorForm
from qingshe.web.http import ActorRequest, screen

from .session import go_on

_SECRET = "orgs.fresh_secret"  # noqa: S105 - where a session keeps it until the phone has it


@require_GET
def me(request: ActorRequest) -> HttpResponse:
    context = {"account": queries.accounts.own(request.actor)}
    return screen(request, "orgs/me.html", context)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def change_password(request: ActorRequest) -> HttpResponse:
    account = queries.accounts.own(request.actor)
    form = ChangePasswordForm(request.POST or None)
    if not form.is_valid():
        return _ask_for_password(request, form, must=account.must_change_password)
    old, new = form.cleaned_data["old"], form.cleaned_data["new"]
    try:
        account = services.accounts.change_password(request.actor, old=old, new=new)
    except Invalid as refusal:
        form.add_error(None, list(refusal.problems) or str(refusal))
        return _ask_for_password(request, form, must=account.must_change_password)
    go_on(request, account)
    return redirect("orgs:me")


@never_cache
@require_http_methods(["GET", "POST"])
def enable_factor(request: ActorRequest) -> HttpResponse:
    account = queries.accounts.own(request.actor)
    secret = request.session.setdefault(_SECRET, services.second_factor.fresh_secret())
    form = ConfirmFactorForm(request.POST or None)
    picture = segno.make(services.second_factor.address_of(secret, account))
    context = {
        "account": account,
        "form": form,
        "secret": secret,
        "picture": picture.svg_data_uri(scale=5, border=2),
        "codes_to_come": rules.RECOVERY_CODES,
    }
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return screen(request, "orgs/enable_factor.html", context, status=status)
    try:
        codes = services.second_factor.enable_factor(
            request.actor, secret=secret, code=form.cleaned_data["code"], now=timezone.now()
        )
    except Invalid as refusal:
        form.add_error("code", str(refusal))
        return screen(request, "orgs/enable_factor.html", context, status=422)
    del request.session[_SECRET]
    return screen(request, "orgs/recovery_codes.html", {"codes": codes})


def _ask_for_password(
    request: ActorRequest, form: ChangePasswordForm, *, must: bool
) -> HttpResponse:
    """A form without htmx: with the session the frame's own forms get new tokens."""
    intro = "这是管理员给您的初始密码，请先改成只有您知道的。" if must else ""
    status = 422 if form.is_bound else 200
    context = {"form": form, "intro": intro}
    return screen(request, "orgs/change_password.html", context, status=status)
