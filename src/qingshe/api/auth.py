"""Who calls the API: the middleware has found the actor; here a browser's cookie must be meant."""

from django.http import HttpRequest
from ninja.utils import check_csrf

from qingshe.kernel.actor import VISITOR, Actor
from qingshe.kernel.errors import Denied

SAFE = {"GET", "HEAD", "OPTIONS"}
UPLOAD = "multipart/form-data"  # streamed to the disk; larger than a body may be


def meant(request: HttpRequest) -> bool:
    """A token is shown on purpose; a session cookie is sent by itself, so writes need CSRF too.

    A token that is not in force is told so (401) rather than taken for a visitor.
    """
    if request.headers.get("Authorization", "").startswith("Bearer "):
        actor: Actor = request.actor  # type: ignore[attr-defined]  # given by ActorMiddleware
        return actor != VISITOR
    if request.method in SAFE:
        return True
    if request.content_type != UPLOAD:
        bool(request.body)  # read before the check looks for a form in it: a body is read once
    if check_csrf(request) is not None:
        raise Denied("请求缺少防伪标记。网页请带上 X-CSRFToken，系统请用接口令牌。")
    return True
