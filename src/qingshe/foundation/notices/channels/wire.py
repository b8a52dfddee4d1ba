"""Posting with requests, which is loaded when the first message goes out.

Exceptions of the library name the address, keys included: they are never passed on or logged.
"""

from collections.abc import Mapping

import requests
from requests import exceptions
from urllib3.exceptions import HTTPError, MaxRetryError, NewConnectionError

from .message import Refused, Unreachable, Unsure

TIMEOUTS = (4, 8)  # seconds: to connect, to wait for the answer
LONGEST = 64_000  # bytes of an answer that are read
_BROKEN = frozenset({401, 403, 404, 405, 408, 429})  # of the gateway, not of this message
_BETWEEN = frozenset({502, 504})  # said by a proxy, that cannot know what became of it
_NEVER_BEGUN = (  # before ConnectionError, which most of them are
    exceptions.ConnectTimeout,
    exceptions.SSLError,
    exceptions.ProxyError,
    exceptions.InvalidURL,
    exceptions.InvalidSchema,
    exceptions.MissingSchema,
)


def post(
    url: str,
    *,
    data: bytes,
    kind: str,
    headers: Mapping[str, str] | None = None,
    params: Mapping[str, str] | None = None,
) -> str:
    """As `posts.post`, which is what others call."""
    try:
        with requests.post(
            url,
            data=data,
            params=params,
            headers={**(headers or {}), "Content-Type": kind, "User-Agent": "qingshe"},
            timeout=TIMEOUTS,
            allow_redirects=False,
            stream=True,
        ) as answer:
            content: bytes = answer.raw.read(LONGEST, decode_content=True)
    except _NEVER_BEGUN as error:
        raise Unreachable(_in_words(error)) from None
    except exceptions.ConnectionError as error:
        if _never_began(error):
            raise Unreachable("连不上，请看网络和网关是否正常。") from None
        raise Unsure("连接中断，没有等到答复。") from None
    except (exceptions.RequestException, HTTPError):
        raise Unsure("等了很久没有答复。") from None
    if answer.status_code >= 300:
        _refuse(answer.status_code)
    return content.decode("utf-8", "replace")


def _refuse(status: int) -> None:
    if status in _BETWEEN:
        raise Unsure(f"网关答复 {status}，不知有没有发出。")
    if status in _BROKEN or status >= 500 or status < 400:
        raise Unreachable(f"网关答复 {status}，请核对设置里的地址和口令。")
    raise Refused(f"网关不接受（{status}）。")


def _never_began(error: exceptions.ConnectionError) -> bool:
    """Whether not even a connection was made, so that nothing can have been sent."""
    cause = error.args[0] if error.args else None
    return isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError)


def _in_words(error: exceptions.RequestException) -> str:
    if isinstance(error, exceptions.SSLError):
        return "网关的证书不对，没有发出。"
    if isinstance(error, exceptions.ConnectTimeout):
        return "连不上：等了很久没有回应。"
    if isinstance(error, exceptions.ProxyError):
        return "连不上代理服务器。"
    return "设置里的地址写得不对。"
