"""Turns whatever goes wrong on the way to the API into JSON of one shape, in words."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError

from qingshe.kernel.errors import DomainError, Invalid

PREFIX = "/api/"
WORDS: Mapping[int, tuple[str, str]] = {  # name and sentence of what nobody of the domain refused
    400: ("BadRequest", "请求不完整或不合规定：地址、请求头或 JSON 写法有误，没有办理。"),
    401: ("Unauthenticated", "接口令牌不对、已到期或已停用。请在 Authorization 里带上有效的令牌。"),
    403: ("Denied", "请求没有通过安全检查，没有办理。"),
    404: ("NotFound", "没有这个地址。全部地址见 /api/v1/openapi.json。"),
    405: ("MethodNotAllowed", "这个地址不接受这种请求方法。"),
    413: ("TooLarge", "内容太大，没有办理。请分几次提交。"),
    500: ("Broken", "系统出错了，没有办理；错误已经记录下来。"),
    507: ("NoRoom", "服务器磁盘写不进去，没有办理，也没有留下半份文件。请告诉系统管理员。"),
    503: ("Unavailable", "数据库正忙或者正在维护，没有办理。请过一分钟再试。"),
}
_SAID: Mapping[str, str] = {  # by pydantic's type of error; the rest is said in general words
    "missing": "必须填写",
    "extra_forbidden": "没有这一项",
    "string_type": "应为文字",
    "string_too_long": "最多 {max_length} 个字",
    "string_too_short": "至少 {min_length} 个字",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "list_type": "应为列表",
    "too_long": "最多 {max_length} 项",
    "too_short": "至少 {min_length} 项",
    "enum": "应为 {expected} 之一",
    "literal_error": "应为 {expected} 之一",
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "不能小于 {ge}",
    "less_than": "应小于 {lt}",
    "less_than_equal": "不能大于 {le}",
    "date_parsing": "应为日期，如 2026-07-01",
    "date_from_datetime_parsing": "应为日期，如 2026-07-01",
    "datetime_parsing": "应为时间，如 2026-07-01T09:00:00+08:00",
    "datetime_from_date_parsing": "应为时间，如 2026-07-01T09:00:00+08:00",
    "decimal_parsing": "应为数",
}


class ErrorOut(Schema):
    """Every answer that is not a success: its name, one sentence, and what to mend one by one."""

    error: str
    message: str
    problems: list[str]


def register_errors(api: NinjaAPI) -> None:
    """Answer every error with its status, its name, its sentence and its problems."""

    def refuse(request: HttpRequest, error: DomainError | type[DomainError]) -> HttpResponse:
        refusal = error if isinstance(error, DomainError) else error()
        problems = refusal.problems if isinstance(refusal, Invalid) else []
        return _answer(refusal.status, type(refusal).__name__, str(refusal), problems)

    def misunderstand(
        request: HttpRequest, error: ValidationError | type[ValidationError]
    ) -> HttpResponse:
        wrong = error.errors if isinstance(error, ValidationError) else []
        return _answer(422, "Invalid", "提交的内容有误，没有办理。", map(_problem, wrong))

    def fail(request: HttpRequest, error: HttpError | type[HttpError]) -> HttpResponse:
        return _general(error.status_code if isinstance(error, HttpError) else 400)

    def miss(request: HttpRequest, error: Http404 | type[Http404]) -> HttpResponse:
        return _general(404)

    api.add_exception_handler(DomainError, refuse)
    api.add_exception_handler(ValidationError, misunderstand)
    api.add_exception_handler(HttpError, fail)
    api.add_exception_handler(Http404, miss)


class JsonErrorMiddleware:
    """Programmes get no pages: what was refused on the way to the API is told as JSON as well."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        if not request.path.startswith(PREFIX) or answer.status_code < 400:
            return answer
        if answer.headers.get("Content-Type", "").startswith("application/json"):
            return answer
        told = _general(answer.status_code)
        for name in ("Allow", "Retry-After"):
            if name in answer.headers:
                told[name] = answer.headers[name]
        return told


def _general(status: int) -> HttpResponse:
    name, message = WORDS.get(status, WORDS[400])
    return _answer(status, name, message, [])


def _answer(status: int, name: str, message: str, problems: Iterable[str]) -> HttpResponse:
    body = {"error": name, "message": message, "problems": list(problems)}
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})


def _problem(wrong: Mapping[str, Any]) -> str:
    """`terms.title：必须填写` from pydantic's account of one mistake."""
    steps = [str(step) for step in wrong["loc"]][1:]  # without "body", "query", "path"
    if wrong["loc"][0] == "body" and len(steps) > 1:
        steps = steps[1:]  # nor the name of our parameter
    context = wrong.get("ctx", {})
    if wrong["type"] == "value_error" and "error" in context:
        said = str(context["error"])
    else:
        said = _SAID.get(wrong["type"], "格式不对").format_map(_Known(context))
    return f"{'.'.join(steps)}：{said}"


class _Known(dict[str, Any]):
    def __missing__(self, name: str) -> str:
        return ""
