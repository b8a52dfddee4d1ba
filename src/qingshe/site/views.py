"""The pages that belong to no module: home, search, help, the trail, the installation."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from qingshe.foundation import heavy
from qingshe.foundation.notices import box as told
from qingshe.web.doubles import repeatable
from qingshe.web.http import ActorRequest, screen
from qingshe.web.paging import keyset

from . import homes, policy, searches, trails
from .forms import TrailForm
from .frame import LARGE_PRINT
from .health import examine

ONE_YEAR = 365 * 24 * 3600  # seconds


@require_GET
def go_to_provider(request: ActorRequest) -> HttpResponse:
    """To the city's identity provider; what speaks with it is loaded when somebody goes there."""
    answer: HttpResponse = heavy.part("qingshe.site.oidc").Start.as_view()(request)
    return answer


@require_GET
def come_from_provider(request: ActorRequest) -> HttpResponse:
    answer: HttpResponse = heavy.part("qingshe.site.oidc").Callback.as_view()(request)
    return answer


@require_GET
def home(request: ActorRequest) -> HttpResponse:
    return screen(
        request, "site/home.html", {"home": homes.of(request.actor, timezone.localdate())}
    )


@require_GET
def search(request: ActorRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()
    context = {"query": query, "groups": searches.everywhere(request.actor, query)}
    return screen(request, "site/search.html", context)


@require_GET
def help_page(request: ActorRequest) -> HttpResponse:
    return screen(request, "site/help.html", {})


@repeatable
@require_POST
def large_print(request: ActorRequest) -> HttpResponse:
    """Remember the size of letters in this browser, and go back to where one was."""
    back = request.POST.get("next", "/")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    answer = redirect(back if is_ours else "/")
    value = "on" if request.POST.get("large_print") == "on" else "off"
    answer.set_cookie(
        LARGE_PRINT, value, ONE_YEAR, samesite="Lax", secure=not settings.DEMO, httponly=True
    )
    return answer


@require_GET
def notices(request: ActorRequest) -> HttpResponse:
    policy.insist(request.actor, policy.NOTICES, "请先登录，再看提醒。")
    rows = told.of(request.actor)
    page = keyset(rows, order=("-pk",), after=request.GET.get("after", ""), size=50)
    return screen(request, "site/notices.html", {"page": page})


@repeatable
@require_POST
def read_notice(request: ActorRequest, pk: int) -> HttpResponse:
    notice = told.mark_read(request.actor, pk)
    return redirect(notice.link or "site:notices")


@require_GET
def trail(request: ActorRequest) -> HttpResponse:
    policy.insist(request.actor, policy.TRAIL, "留痕由督查室和系统管理员查看。")
    form = TrailForm(request.GET or None)
    rows = trails.entries(request.actor, form.search())
    page = keyset(rows, order=("-at", "-pk"), after=request.GET.get("after", ""))
    context = {"form": form, "page": page, "lines": trails.lines(page.rows)}
    return screen(request, "site/trail.html", context)


@require_GET
def installation(request: ActorRequest) -> HttpResponse:
    policy.insist(request.actor, policy.INSTALLATION, "运行状况由系统管理员查看。")
    return screen(request, "site/installation.html", {"findings": examine()})
