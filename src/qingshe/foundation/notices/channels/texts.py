"""Text messages (短信), through any gateway that takes one HTTPS request for one message.

The request is a template in the settings: a JSON object, or the fields of a form, in whose values
{phone}, {text}, {title} and {url} are replaced.
"""

import json
import re
from collections.abc import Mapping
from urllib.parse import urlencode

from django.conf import settings

from .message import Message, Refused
from .posts import post, shown

JSON = "application/json; charset=utf-8"
MARK = re.compile(r"\{(?:phone|text|title|url)\}")
FORM = "application/x-www-form-urlencoded; charset=utf-8"


def is_on() -> bool:
    return bool(settings.SMS_URL)


def send(message: Message) -> None:
    """One text to one phone. Errors: Unreachable, Refused, Unsure."""
    words = {
        "{phone}": message.to[0],
        "{text}": message.short,
        "{title}": message.title,
        "{url}": message.url,
    }
    body = _filled(json.loads(settings.SMS_BODY), words)
    if settings.SMS_FORMAT == "form":
        data, kind = urlencode(body).encode(), FORM  # type: ignore[arg-type]  # checked at start
    else:
        data, kind = json.dumps(body, ensure_ascii=False).encode(), JSON
    headers = json.loads(settings.SMS_HEADERS or "{}")
    answer = post(settings.SMS_URL, data=data, kind=kind, headers=headers)
    if settings.SMS_ACCEPTED and settings.SMS_ACCEPTED not in "".join(answer.split()):
        said = shown(answer, settings.SMS_URL).replace(message.to[0], "…")
        raise Refused(f"短信网关不接受：{said}")


def _filled(part: object, words: Mapping[str, str]) -> object:
    """The template with its words put in; inside values only, so no text can break out of one."""
    if isinstance(part, dict):
        return {name: _filled(value, words) for name, value in part.items()}
    if isinstance(part, list):
        return [_filled(value, words) for value in part]
    if isinstance(part, str):
        return MARK.sub(lambda mark: words[mark[0]], part)
    return part
