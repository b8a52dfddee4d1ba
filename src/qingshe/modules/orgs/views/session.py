"""Signing in and out, and choosing the role one acts in."""

from importlib import import_module

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from qingshe.kernel.errors import Denied, NotFound
from qingshe.modules.orgs import policy, queries, rules, services
from qingshe.modules.orgs.facade import SEAT
from qingshe.modules.orgs.forms import CodeForm, SignInForm
from qingshe.modules.orgs.models import Account
from qingshe.web.doubles import repeatable
from qingshe.web.http import ActorRequest, screen

BACKEND = "django.contrib.auth.backends.ModelBackend"  # only named: nobody asks it anything
_PENDING = "orgs.pending"  # in the session: whose password was right, and when


@repeatable
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: ActorRequest) -> HttpResponse:
    form = SignInForm(request.POST or None)
    if not form.is_valid():
        return _sign_in_page(request, form)
    now = timezone.now()
    try:
        account = services.sign_in.recognise(
            **form.cleaned_data, address=address_of(request), now=now
        )
    except Denied as refusal:
        form.add_error(None, str(refusal))
        return _sign_in_page(request, form)
    if account.has_second_factor:
        request.session.cycle_key()
        request.session[_PENDING] = [account.pk, now.timestamp()]
        return redirect(f"{reverse('orgs:second_factor')}?{request.GET.urlencode()}")
    return _enter(request, account)


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def second_factor(request: ActorRequest) -> HttpResponse:
    account = _waiting(request)
    if account is None:
        return redirect("orgs:sign_in")
    form = CodeForm(request.POST or None)
    if not form.is_valid():
        return _code_page(request, form)
    try:
        services.second_factor.check(
            account, form.cleaned_data["code"], address=address_of(request), now=timezone.now()
        )
    except Denied as refusal:
        form.add_error(None, str(refusal))
        return _code_page(request, form)
    return _enter(request, account)


@repeatable
@require_POST
def sign_out(request: ActorRequest) -> HttpResponse:
    auth.logout(request)
    return redirect("orgs:sign_in")


@repeatable
@require_POST
def switch_role(request: ActorRequest) -> HttpResponse:
    chosen = request.POST.get("membership", "")
    held = queries.accounts.held_by(policy.account_pk(request.actor) or 0)
    if chosen not in {str(one.pk) for one in held}:
        raise NotFound("您没有这个角色，或它已经结束。")
    request.session[SEAT] = int(chosen)
    return redirect("/")


def address_of(request: HttpRequest) -> str:
    """The address of the visitor, as the own proxy tells it when there is one."""
    own = str(request.META.get("REMOTE_ADDR", ""))
    return request.headers.get(settings.ADDRESS_HEADER, own) if settings.ADDRESS_HEADER else own


def go_on(request: ActorRequest, account: Account) -> None:
    """A new session in the same role after the password was changed; all older ones have ended."""
    seat = request.session.get(SEAT)
    auth.login(request, account, backend=BACKEND)
    request.session[SEAT] = seat


def _enter(request: ActorRequest, account: Account) -> HttpResponse:
    """A session of its own for the person: none that was there before goes on."""
    request.session.flush()
    auth.login(request, account, backend=BACKEND)
    return redirect(_next(request))


def _next(request: ActorRequest) -> str:
    wanted = request.GET.get("next", "/")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else "/"


def _waiting(request: ActorRequest) -> Account | None:
    """Whose password was right a moment ago."""
    pk, since = request.session.get(_PENDING, (0, 0.0))
    if timezone.now().timestamp() - since > rules.MAY_TRY_SECOND_FACTOR.total_seconds():
        return None
    account = queries.accounts.with_pk(pk)
    return account if account and account.state == rules.AccountState.ACTIVE else None


def _sign_in_page(request: ActorRequest, form: SignInForm) -> HttpResponse:
    context = {
        "form": form,
        "next": _next(request),
        "with_provider": bool(settings.OIDC_ISSUER),
        **_demo(),
    }
    return screen(request, "orgs/sign_in.html", context, status=422 if form.is_bound else 200)


def _code_page(request: ActorRequest, form: CodeForm) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return screen(request, "orgs/second_factor.html", {"form": form}, status=status)


def _demo() -> dict[str, object]:
    """The accounts of a demonstration lie open; nowhere else."""
    if not (settings.DEMO and settings.DEMO_STORY):
        return {}
    story = import_module(settings.DEMO_STORY)
    return {"demo_accounts": story.accounts(), "demo_password": story.password()}
