"""The robots of group chats: 企业微信 (WeCom), 钉钉 (DingTalk) and 飞书 (Feishu).

Each takes a small JSON at an address that is its key, and answers 200 even to what it refuses: the
code in the answer is what counts. The addresses are whole ones, so that 政务微信 and a private
钉钉 with hosts of their own do as well. Formats: the makers' pages on 群机器人 / 自定义机器人.
"""

import base64
import hashlib
import hmac
import time

from django.conf import settings

from .message import Message, Refused
from .posts import post_json, shown


def has_wecom() -> bool:
    return bool(settings.WECOM_URL)


def has_dingtalk() -> bool:
    return bool(settings.DINGTALK_URL)


def has_feishu() -> bool:
    return bool(settings.FEISHU_URL)


def send_wecom(message: Message) -> None:
    """Into the WeCom group; who is meant is called by phone number."""
    text = {"content": message.text, "mentioned_mobile_list": list(message.to)}
    answer = post_json(settings.WECOM_URL, {"msgtype": "text", "text": text})
    _insist(answer, "errcode", settings.WECOM_URL)


def send_dingtalk(message: Message) -> None:
    """Into the DingTalk group; who is meant is called by phone number, also in the text."""
    called = " ".join(f"@{phone}" for phone in message.to)
    body = {
        "msgtype": "text",
        "text": {"content": f"{message.text}\n{called}"},
        "at": {"atMobiles": list(message.to), "isAtAll": False},
    }
    answer = post_json(settings.DINGTALK_URL, body, _dingtalk_signature())
    _insist(answer, "errcode", settings.DINGTALK_URL)


def send_feishu(message: Message) -> None:
    """Into the Feishu group; its robots cannot call by phone, so the names stand in the text."""
    text = {"text": f"{message.text}\n请 {'、'.join(message.to)} 查看"}
    body = {"msg_type": "text", "content": text, **_feishu_signature()}
    _insist(post_json(settings.FEISHU_URL, body), "code", settings.FEISHU_URL)


def _insist(answer: object, code: str, url: str) -> None:
    """Refused unless the answer says 0."""
    if not isinstance(answer, dict) or answer.get(code) != 0:
        raise Refused(f"群机器人不接受：{shown(answer, url)}")


def _dingtalk_signature() -> dict[str, str]:
    secret = settings.DINGTALK_SECRET
    if not secret:
        return {}
    now = str(int(time.time() * 1000))
    return {"timestamp": now, "sign": _sign(secret, f"{now}\n{secret}")}


def _feishu_signature() -> dict[str, str]:
    secret = settings.FEISHU_SECRET
    if not secret:
        return {}
    now = str(int(time.time()))
    return {"timestamp": now, "sign": _sign(f"{now}\n{secret}", "")}


def _sign(key: str, text: str) -> str:
    digest = hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()
