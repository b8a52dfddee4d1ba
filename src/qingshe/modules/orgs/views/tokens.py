"""Tokens of outside systems, for administrators."""

from datetime import date

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Denied
from qingshe.kernel.roles import Role
from qingshe.modules.orgs import queries, rules, services
from qingshe.modules.orgs.forms import IssueTokenForm, SureForm, TokenSeatForm
from qingshe.modules.orgs.models import ApiToken
from qingshe.web.http import ActorRequest, ask, screen
from qingshe.web.paging import keyset


@require_GET
def tokens(request: ActorRequest) -> HttpResponse:
    _insist_on_administrator(request.actor)
    found = queries.tokens.visible_to(request.actor)
    page = keyset(found, order=("pk",), after=request.GET.get("after", ""))
    today = timezone.localdate()
    words = import_string(settings.GRANT_WORDS)
    rows = [
        (token, [words(one) for one in token.grants], *_standing(token, today)) for token in page
    ]
    return screen(request, "orgs/tokens.html", {"page": page, "rows": rows})


@never_cache
@require_http_methods(["GET", "POST"])
def issue_token(request: ActorRequest) -> HttpResponse:
    """First where and as what (in the address), then with which grants and until when."""
    actor, suggestions = request.actor, reverse("orgs:suggest")
    _insist_on_administrator(actor)
    seat = TokenSeatForm(request.GET or None, actor=actor, suggestions=suggestions)
    if not seat.is_valid():
        return screen(request, "orgs/token_seat.html", {"form": seat})
    grants: frozenset[str] = import_string(settings.GRANTS_OF)(Role(seat.cleaned_data["role"]))
    form = IssueTokenForm(
        request.POST or None,
        actor=actor,
        suggestions=suggestions,
        grants={one: import_string(settings.GRANT_WORDS)(one) for one in sorted(grants)},
        initial=seat.cleaned_data,
    )
    if not form.is_valid():
        return ask(request, form, title="签发令牌", cancel=reverse("orgs:tokens"))
    token, key = services.tokens.issue_token(actor, **form.cleaned_data, today=timezone.localdate())
    return screen(request, "orgs/token_key.html", {"token": token, "key": key})


@require_http_methods(["GET", "POST"])
def revoke_token(request: ActorRequest, pk: int) -> HttpResponse:
    token = queries.tokens.get(request.actor, pk)
    form = SureForm(request.POST or None, initial={"version": token.version})
    if not form.is_valid():
        title = f"{rules.REVOKE_TOKEN.label}：{token}"
        return ask(request, form, title=title, cancel=reverse("orgs:tokens"))
    services.tokens.revoke_token(request.actor, pk, **form.cleaned_data)
    return redirect("orgs:tokens")


def _insist_on_administrator(actor: Actor) -> None:
    if not actor.has("orgs.tokens"):
        raise Denied("接口令牌由系统管理员签发。")


def _standing(token: ApiToken, today: date) -> tuple[str, str]:
    """What a token is worth today, in a word and its tone."""
    if token.state == rules.TokenState.ACTIVE and token.expires_on < today:
        return "已过期", "grey"
    return token.state_label, "green" if token.state == rules.TokenState.ACTIVE else "grey"
