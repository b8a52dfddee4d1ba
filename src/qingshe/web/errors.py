"""The pages for everything that goes wrong outside a module: wired in site/urls.py and settings.

`handler400 = "qingshe.web.errors.bad_request"`, `handler403 = "qingshe.web.errors.denied"`,
`handler404 = "qingshe.web.errors.not_found"`, `handler500 = "qingshe.web.errors.broken"`,
`CSRF_FAILURE_VIEW = "qingshe.web.errors.forged"`.
"""

import errno
import sys
from collections.abc import Sequence
from dataclasses import replace

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from qingshe.web.http import RETRY, Trouble, explain

BAD_REQUEST = Trouble(400, "请求有误", "浏览器送来的内容不完整或不合规定，没有办理。")
TOO_BIG = Trouble(
    413,
    "内容太大",
    "提交的内容或附件超过了允许的大小，没有保存。",
    "请把附件压缩或分成几份，再提交一次。",
)
TOO_MANY = Trouble(
    413, "内容太多", "一次提交的栏目或附件太多，没有保存。", "请分几次提交，或改用 Excel 导入。"
)
DENIED = Trouble(403, "不能办理", "您当前的角色不能看这一页。")
NOT_FOUND = Trouble(404, "没有这一页", "地址不对、内容已经移走，或者不在您能查看的范围内。")
FORGED = Trouble(
    403,
    "页面已过期",
    "这一页打开太久，或者中途重新登录过，为了安全没有提交。",
    "请重新打开这一页再提交一次；浏览器需要允许本站的 Cookie。",
    again=True,
)
BROKEN = Trouble(
    500,
    "系统出错了",
    "刚才的操作没有保存。不是您的问题，错误已经记录下来。",
    "请过一会儿再试；仍然不行，请告诉系统管理员当时在做什么。",
    again=True,
)
NO_DATABASE = Trouble(
    503,
    "暂时连不上数据库",
    "数据库正忙或者正在维护，刚才的操作没有保存。",
    "请过一分钟再试；仍然不行，请告诉系统管理员。",
    again=True,
)
IN_THE_FORM = replace(NO_DATABASE, remedy="填的都还在表单里，请过一分钟再提交。")
TYPED = replace(
    NO_DATABASE,
    remedy="您填的都还在这一页里。过一分钟点“再提交一次”，不会重复办理；"
    "仍然不行，请告诉系统管理员。",
)
TYPED_BEFORE = replace(
    NO_DATABASE,
    remedy="请点浏览器的“后退”，填的还在；过一分钟再提交，附件和口令要重新选、重新填。",
)

NO_ROOM = Trouble(
    507,
    "服务器磁盘已满",
    "服务器磁盘写不进去，刚才的操作没有保存，也没有留下半份文件。",
    "请告诉系统管理员腾出空间，再办一次。",
    again=True,
)
UPLOAD = "multipart/form-data"  # not read again: it may be what found no room
_FULL = {errno.ENOSPC, errno.EDQUOT}
_SAYS_FULL = ("disk is full", "No space left on device")  # SQLite, PostgreSQL


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or what is behind it: more was sent than the installation takes."""
    if isinstance(exception, RequestDataTooBig):
        return explain(request, TOO_BIG)
    if isinstance(exception, TooManyFieldsSent | TooManyFilesSent):
        return explain(request, TOO_MANY)
    return explain(request, BAD_REQUEST)


def denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return explain(request, DENIED)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return explain(request, NOT_FOUND)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: an old page, or one that another site sent."""
    return explain(request, FORGED)


def broken(request: HttpRequest) -> HttpResponse:
    """500, or 503 when it is the database that does not answer; drawn without asking it again.

    507 when there is no room on the disk, be it for a file or for the database.
    """
    error = sys.exception()
    if _is_full(error):
        typed = () if request.content_type == UPLOAD else _typed(request)
        return explain(request, NO_ROOM, alone=True, typed=typed)
    if not isinstance(error, OperationalError | InterfaceError):
        return explain(request, BROKEN, alone=True)
    if request.method != "POST":
        page = explain(request, NO_DATABASE, alone=True)
        page["Refresh"] = RETRY  # to look at something once more harms nobody
        return page
    if "HX-Request" in request.headers:
        return explain(request, IN_THE_FORM, alone=True)
    typed = _typed(request)
    return explain(request, TYPED if typed else TYPED_BEFORE, alone=True, typed=typed)


def _typed(request: HttpRequest) -> Sequence[tuple[str, str]]:
    """What a form brought, to be sent once more; nothing of one with a file or a password.

    The mark of the page comes back as well: if the first did count after all, the second does not.
    """
    if request.FILES or any("password" in name for name in request.POST):
        return ()
    return [(name, value) for name, values in request.POST.lists() for value in values]


def _is_full(error: BaseException | None) -> bool:
    """Whether a full disk is behind it, however it was wrapped on its way up."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in _FULL:
            return True
        if isinstance(error, OperationalError) and any(one in str(error) for one in _SAYS_FULL):
            return True
        error = error.__cause__ or error.__context__
    return False
