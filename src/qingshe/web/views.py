"""The gallery: what there is to build screens with, at `/-/gallery`."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from qingshe.kernel.errors import Conflict, Denied, DomainError, Invalid, NotFound
from qingshe.kernel.roles import Role
from qingshe.web import gallery as samples
from qingshe.web.doubles import repeatable
from qingshe.web.errors import BROKEN, FORGED, NO_DATABASE, NOT_FOUND, TOO_BIG
from qingshe.web.http import ActorRequest, Trouble, ask, explain, screen
from qingshe.web.paging import Page

TROUBLES: dict[str, Trouble | DomainError] = {
    "denied": Denied("只能办理本单位的事项。"),
    "missing": NotFound("没有这件事项。"),
    "conflict": Conflict("该记录刚刚被他人修改，请刷新后重试。"),
    "invalid": Invalid("表格有 2 处要改，没有导入。", samples.PROBLEMS),
    "page": NOT_FOUND,
    "forged": FORGED,
    "large": TOO_BIG,
    "broken": BROKEN,
    "database": NO_DATABASE,
}


@require_GET
def gallery(request: ActorRequest) -> HttpResponse:
    _insist(request)
    context = {
        **samples.samples(),
        **_framed(request),
        "form": samples.SampleForm(),
        "wrong_form": samples.SampleForm({"title": "", "starts_on": "明天", "minutes": "0"}),
        "filter_form": samples.SampleFilter(request.GET or None),
        "first_page": Page(range(100), "eyJr", first=True),
        "last_page": Page(range(7), "", first=False),
        "troubles": [(name, str(trouble)) for name, trouble in TROUBLES.items()],
    }
    return screen(request, "web/gallery.html", context)


@repeatable
@require_http_methods(["GET", "POST"])
def sample_ask(request: ActorRequest) -> HttpResponse:
    """The form of an action: comes back as it would from any module, and saves nothing."""
    _insist(request)
    form = samples.SampleForm(request.POST or None, request.FILES or None)
    intro = "填好后提交；随时可以取消，不会留下记录。"
    return ask(request, form, title="登记事项", intro=intro, submit="提交", **_framed(request))


@require_GET
def sample_trouble(request: ActorRequest, name: str) -> HttpResponse:
    """One of the things that can go wrong, as a page or a toast."""
    _insist(request)
    trouble = TROUBLES.get(name, NOT_FOUND)
    if isinstance(trouble, DomainError):
        raise trouble
    return explain(request, trouble)


def _insist(request: ActorRequest) -> None:
    if not (settings.DEMO or request.actor.role is Role.ADMINISTRATOR):
        raise NotFound("没有这一页。")


def _framed(request: HttpRequest) -> dict[str, object]:
    role = request.GET.get("role", "worker")
    large = request.GET.get("print") == "large"
    return {"frame": samples.frame(role, large_print=large)}
