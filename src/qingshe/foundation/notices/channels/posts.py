"""One way to post to a gateway: with limits on time and size, and without a word of its address."""

import json
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from qingshe.foundation import heavy

from .message import Refused

SHOWN = 80  # characters of an answer that are shown


def post(
    url: str,
    *,
    data: bytes,
    kind: str,
    headers: Mapping[str, str] | None = None,
    params: Mapping[str, str] | None = None,
) -> str:
    """Post `data` of the content type `kind`; the text of the answer.

    Errors: Unreachable, Unsure, Refused; their words name the fault and never the address.
    """
    wire = heavy.part("qingshe.foundation.notices.channels.wire")
    return str(wire.post(url, data=data, kind=kind, headers=headers, params=params))


def post_json(url: str, body: object, params: Mapping[str, str] | None = None) -> object:
    """Post JSON and read JSON. Errors: as `post`, and Refused when the answer is none."""
    data = json.dumps(body, ensure_ascii=False).encode()
    text = post(url, data=data, kind="application/json; charset=utf-8", params=params)
    try:
        return json.loads(text)
    except ValueError:
        raise Refused("网关的答复看不懂，请核对设置里的地址。") from None


def shown(answer: object, url: str) -> str:
    """An answer, short enough for a list, without the keys of `url` should it repeat them."""
    text = str(answer)
    for _, key in parse_qsl(urlsplit(url).query):
        text = text.replace(key, "…")
    return text[:SHOWN]
