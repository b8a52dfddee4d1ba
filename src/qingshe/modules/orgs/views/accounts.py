"""Accounts and roles, for those who look after them."""

from collections.abc import Callable

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from qingshe.kernel.errors import Denied
from qingshe.kernel.workflow import Transition
from qingshe.modules.orgs import policy, queries, rules, services
from qingshe.modules.orgs.forms import (
    CorrectAccountForm,
    FindAccountForm,
    OpenAccountForm,
    SeatForm,
    SureForm,
)
from qingshe.modules.orgs.models import Account
from qingshe.web.http import ActorRequest, ask, screen
from qingshe.web.paging import keyset
from qingshe.web.values import Fact, Link


@require_GET
def accounts(request: ActorRequest) -> HttpResponse:
    if not request.actor.has("orgs.accounts"):
        raise Denied("账号由系统管理员维护。您自己的账号在“我的账号”。")
    form = FindAccountForm(request.GET or None)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    found = queries.accounts.found(request.actor, words)
    page = keyset(found, order=("pk",), after=request.GET.get("after", ""))
    rows = queries.accounts.standings(page.rows, timezone.now())
    context = {"form": form, "page": page, "rows": rows, "words": words}
    return screen(request, "orgs/accounts.html", context)


@require_GET
def account(request: ActorRequest, pk: int) -> HttpResponse:
    shown, now = queries.accounts.get(request.actor, pk), timezone.now()
    context = {
        "account": shown,
        "standing": queries.accounts.standing(shown, now),
        "actions": queries.accounts.actions(request.actor, shown, now),
        "facts_of_account": _facts(shown),
        "seats": queries.accounts.seats(request.actor, shown),
        "history": queries.history.history(shown.subject),
        "crumbs": [Link("账号", reverse("orgs:accounts"))],
    }
    return screen(request, "orgs/account.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def open_account(request: ActorRequest) -> HttpResponse:
    policy.insist(policy.may_open(request.actor, Account()))
    form = OpenAccountForm(
        request.POST or None,
        actor=request.actor,
        suggestions=reverse("orgs:suggest"),
        initial={"unit": request.GET.get("unit", "")},
    )
    if not form.is_valid():
        return _ask_with_units(request, form, "开户", reverse("orgs:accounts"))
    made, password = services.accounts.open_account(request.actor, **form.cleaned_data)
    return _hand_over(request, made, password)


@require_http_methods(["GET", "POST"])
def correct_account(request: ActorRequest, pk: int) -> HttpResponse:
    shown = queries.accounts.get(request.actor, pk)
    known = {
        "name": shown.name,
        "phone": shown.phone,
        "staff_number": shown.staff_number,
        "version": shown.version,
    }
    form = CorrectAccountForm(request.POST or None, initial=known)
    return _act(request, shown, rules.CORRECT_ACCOUNT, form, services.accounts.correct_account)


@never_cache
@require_http_methods(["GET", "POST"])
def reset_password(request: ActorRequest, pk: int) -> HttpResponse:
    shown = queries.accounts.get(request.actor, pk)
    policy.insist(policy.may_administer_another(request.actor, shown))
    form = SureForm(request.POST or None, initial={"version": shown.version})
    if not form.is_valid():
        intro = "旧密码立即失效，正在使用的登录也会退出。"
        return ask(request, form, title=f"重置密码：{shown}", intro=intro)
    changed, password = services.accounts.reset_password(request.actor, pk, **form.cleaned_data)
    return _hand_over(request, changed, password)


@require_http_methods(["GET", "POST"])
def release(request: ActorRequest, pk: int) -> HttpResponse:
    return _sure(request, pk, rules.RELEASE, services.accounts.release)


@require_http_methods(["GET", "POST"])
def lock(request: ActorRequest, pk: int) -> HttpResponse:
    return _sure(request, pk, rules.LOCK, services.accounts.lock)


@require_http_methods(["GET", "POST"])
def unlock(request: ActorRequest, pk: int) -> HttpResponse:
    return _sure(request, pk, rules.UNLOCK, services.accounts.unlock)


@require_http_methods(["GET", "POST"])
def disable_factor(request: ActorRequest, pk: int) -> HttpResponse:
    return _sure(request, pk, rules.DISABLE_FACTOR, services.second_factor.disable_factor)


@require_http_methods(["GET", "POST"])
def appoint(request: ActorRequest, pk: int) -> HttpResponse:
    shown = queries.accounts.get(request.actor, pk)
    policy.insist(policy.may_open(request.actor, shown))
    form = SeatForm(request.POST or None, actor=request.actor, suggestions=reverse("orgs:suggest"))
    if not form.is_valid():
        return _ask_with_units(request, form, f"{rules.APPOINT.label}：{shown}", "../")
    services.accounts.appoint(request.actor, pk, **form.cleaned_data)
    return redirect("orgs:account", pk)


@require_http_methods(["GET", "POST"])
def end_membership(request: ActorRequest, pk: int) -> HttpResponse:
    held = queries.accounts.get_membership(request.actor, pk)
    policy.insist(policy.may_end_membership(request.actor, held))
    back = reverse("orgs:account", args=[held.account_id])
    form = SureForm(request.POST or None, initial={"version": held.version})
    if not form.is_valid():
        title = f"{rules.END_MEMBERSHIP.label}：{held.account} · {held}"
        return ask(request, form, title=title, cancel=back)
    services.accounts.end_membership(request.actor, pk, **form.cleaned_data)
    return redirect(back)


def _ask_with_units(request: ActorRequest, form: Form, title: str, cancel: str) -> HttpResponse:
    """As `ask`, with the list of units that a field offers while one types."""
    status = 422 if form.is_bound else 200
    context = {"form": form, "title": title, "cancel": cancel}
    return screen(request, "orgs/ask_seat.html", context, status=status)


def _sure(
    request: ActorRequest, pk: int, move: Transition, service: Callable[..., Account]
) -> HttpResponse:
    shown = queries.accounts.get(request.actor, pk)
    form = SureForm(request.POST or None, initial={"version": shown.version})
    return _act(request, shown, move, form, service)


def _act(
    request: ActorRequest,
    shown: Account,
    move: Transition,
    form: Form,
    service: Callable[..., Account],
) -> HttpResponse:
    policy.insist(policy.MAY_ACCOUNT[move](request.actor, shown))
    if not form.is_valid():
        return ask(request, form, title=f"{move.label}：{shown}")
    service(request.actor, shown.pk, **form.cleaned_data)
    return redirect("orgs:account", shown.pk)


def _facts(shown: Account) -> list[Fact]:
    return [
        Fact("登录名", shown.login_name),
        Fact("电话", shown.phone),
        Fact("工号", shown.staff_number),
        Fact("动态口令", "已启用" if shown.has_second_factor else "没有启用"),
        Fact("初始密码", "还没有改" if shown.must_change_password else "已改"),
    ]


def _hand_over(request: ActorRequest, shown: Account, password: str) -> HttpResponse:
    """The one page on which a password is ever seen; it is nowhere kept."""
    context = {"account": shown, "password": password}
    return screen(request, "orgs/hand_over.html", context)
