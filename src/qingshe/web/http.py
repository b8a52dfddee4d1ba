"""What every screen shares: a request that knows its actor, and one way to answer htmx."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.views import redirect_to_login
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.cache import patch_vary_headers

from qingshe.kernel.actor import VISITOR, Actor
from qingshe.kernel.errors import Conflict, Denied, DomainError, Invalid
from qingshe.web.values import Link

Context = Mapping[str, object]
PANEL = "panel"  # the main region of a screen
RETRY = "60"  # seconds after which a busy server may be asked again
REFUSALS: Mapping[int, tuple[str, str]] = {  # title, and what to do when the error does not say
    403: ("不能办理", "如果这件事应当由您办，请换一个角色，或请管理员核对权限。"),
    404: ("找不到", "内容可能已经移走，也可能不在您能查看的范围内。可以回首页搜索。"),
    409: ("已有变化", "请重新打开，看看现在的内容再决定。"),
    422: ("内容要改", "请按提示改好后再提交；填过的内容还在原来的表单里。"),
}


class ActorRequest(HttpRequest):
    """A request whose actor the sign-on middleware has found out."""

    actor: Actor


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong, as a person is told it.

    `again` when opening the page anew may help, `way` where to go from here.
    """

    status: int
    title: str
    message: str
    remedy: str = ""
    problems: Sequence[str] = ()
    again: bool = False
    way: Link | None = None

    def __str__(self) -> str:
        return self.message


def screen(
    request: HttpRequest, template: str, context: Context, *, part: str = PANEL, status: int = 200
) -> HttpResponse:
    """The whole page for a visit, only the named partial for htmx."""
    wants_part = "HX-Request" in request.headers
    name = f"{template}#{part}" if wants_part else template
    page = render(request, name, dict(context), status=status)
    patch_vary_headers(page, ["HX-Request"])
    if wants_part and part == PANEL and request.method == "GET":
        page["HX-Push-Url"] = request.get_full_path()  # the address names what is shown
    return page


def ask(request: HttpRequest, form: Form, *, title: str, **context: object) -> HttpResponse:
    """The form of one action; it comes back with 422 when it was filled in wrongly.

    `context` may hold: `intro` (one sentence below the title), `submit` (the word on the button,
    确定), `cancel` (where 取消 leads, "../"), `crumbs`.
    """
    status = 422 if form.is_bound else 200
    told = {"form": form, "title": title, **context}
    return screen(request, "web/ask.html", told, status=status)


def explain(
    request: HttpRequest,
    trouble: Trouble,
    *,
    alone: bool = False,
    typed: Sequence[tuple[str, str]] = (),
) -> HttpResponse:
    """A page for a visit, a toast for htmx: what is wrong and what to do.

    `alone` draws it without the frame, asking neither session nor database; so does a request that
    failed before anybody knew who is acting. `typed`, the fields of the form that failed, lets it
    be sent once more from the page.
    """
    context = {"trouble": trouble, "here": request.get_full_path(), "typed": typed}
    if alone or not hasattr(request, "actor"):
        wants_part = "HX-Request" in request.headers
        name = "web/error.html#toast" if wants_part else "web/error.html"
        page = HttpResponse(loader.render_to_string(name, context), status=trouble.status)
    else:
        page = screen(request, "web/error.html", context, part="toast", status=trouble.status)
    page["HX-Retarget"], page["HX-Reswap"] = "#toasts", "beforeend"
    if trouble.status == 503:
        page["Retry-After"] = RETRY
    return page


NO_ADDRESS = Trouble(400, "地址有误", "地址里有看不见的字符。", "请重新输入地址，或回首页查找。")


class DomainErrorMiddleware:
    """Turns a refusal of the domain into a page or a toast, for every screen at once.

    A visitor who is refused is asked to sign in, and comes back. An address with a zero byte is
    nobody's: it ends here, before a database that cannot hold such text is asked with it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return explain(request, NO_ADDRESS)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, DomainError):
            return None
        if isinstance(error, Denied) and getattr(request, "actor", None) == VISITOR:
            return redirect_to_login(request.get_full_path())
        title, remedy = REFUSALS.get(error.status, ("未能办理", ""))
        said, problems = _told_once(error)
        again = isinstance(error, Conflict)
        return explain(request, Trouble(error.status, title, said, remedy, problems, again))


def _told_once(error: DomainError) -> tuple[str, Sequence[str]]:
    """The sentence and the list below it; a list that only repeats the sentence is left out."""
    problems = error.problems if isinstance(error, Invalid) else ()
    if str(error) != "".join(problems):
        return str(error), problems
    return (str(error), ()) if len(problems) < 2 else (f"有 {len(problems)} 处要改：", problems)
