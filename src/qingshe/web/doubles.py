"""A form that arrives twice is worked on once: a double click, a browser that tries again, a proxy.

What makes two sendings the same: the mark of the page (each page is drawn with a CSRF mark of its
own), the address and everything filled in. So two tabs are two forms, and so is a form sent again
with other words. Requests without such a mark (the API with its tokens) pass untouched; the API has
idempotency keys.
"""

import hashlib
import json
import logging
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from qingshe.foundation.sendings import once
from qingshe.kernel.errors import NotFound
from qingshe.web.http import ActorRequest, Trouble, explain
from qingshe.web.values import Link

V = TypeVar("V", bound=Callable[..., HttpResponse])
MARK = "csrfmiddlewaretoken"
_log = logging.getLogger(__name__)


def repeatable(view: V) -> V:
    """For a view that makes nothing, or the same again: it may be sent any number of times."""
    view.may_repeat = True  # type: ignore[attr-defined]  # read below, by the middleware
    return view


class DoubleMiddleware:
    """Claims each form before its view begins; the second sender is shown the way to the result.

    A form that comes back with mistakes (400 and above) may be sent again at once, one whose
    process was killed after a minute. Costs one INSERT and one UPDATE a form, nothing otherwise.
    Stands below the CSRF check, so that nobody else's mark can be claimed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if key := getattr(request, "sending", ""):
            _close(key, request, answer)
        return answer

    def process_view(
        self, request: HttpRequest, view: Callable[..., object], args: Sequence[Any], kwargs: object
    ) -> HttpResponse | None:
        if request.method != "POST" or _is_free(view) or MARK not in request.POST:
            return None
        key = _key(request)
        if not once.claim(key, timezone.now()):
            return explain(request, _twice(key))
        request.sending = key  # type: ignore[attr-defined]  # closed when the answer is known
        return None


@require_GET
def sent(request: ActorRequest, key: str) -> HttpResponse:
    """What came of a form that was sent: its page, or that it is still under way."""
    result = once.result_of(key, timezone.now())
    if result is None:
        raise NotFound("那份表单没有办成，没有保存。可以再提交一次。")
    if not result:
        return explain(request, UNDER_WAY)
    return redirect(result)


UNDER_WAY = Trouble(
    409, "还在办理", "刚才的表单已经收到，还没有办完。", "请过几秒钟再看。", again=True
)


def _is_free(view: object) -> bool:
    """Makes nothing, or belongs to the API, which reads what was sent by itself."""
    return getattr(view, "may_repeat", False) or getattr(view, "csrf_exempt", False)


def _twice(key: str) -> Trouble:
    return Trouble(
        409,
        "已经提交过",
        "同一份表单刚才已经收到，没有重复办理。",
        "请看看结果；如果写着没有办成，再提交一次。要另办一件，请重新打开表单填写。",
        way=Link("查看结果", reverse("web:sent", args=[key])),
    )


def _key(request: HttpRequest) -> str:
    told = [
        request.get_full_path(),
        sorted(request.POST.lists()),
        sorted(
            (name, file.name, file.size) for name, files in request.FILES.lists() for file in files
        ),
    ]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def _close(key: str, request: HttpRequest, answer: HttpResponse) -> None:
    """What was done stays done even when the database cannot write this down any more."""
    try:
        if answer.status_code >= 400:
            once.release(key)
        else:
            once.settle(key, answer.get("Location") or request.get_full_path())
    except DatabaseError:
        _log.warning("a sending could not be closed", exc_info=True)
