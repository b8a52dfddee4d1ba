"""The ways out of the product: which are switched on, and one function each that sends.

What is switched on, and with which keys, stands in the settings alone; none of it is ever shown,
logged or written down.
"""

from collections.abc import Callable, Mapping

from qingshe.foundation.notices.rules import Channel

from . import letters, robots, texts
from .message import Message, Refused, Trouble, Unreachable, Unsure

__all__ = ["SENDERS", "Message", "Refused", "Trouble", "Unreachable", "Unsure", "switched_on"]

SENDERS: Mapping[Channel, Callable[[Message], None]] = {
    Channel.SMS: texts.send,
    Channel.EMAIL: letters.send,
    Channel.WECOM: robots.send_wecom,
    Channel.DINGTALK: robots.send_dingtalk,
    Channel.FEISHU: robots.send_feishu,
}
_SWITCHES: Mapping[Channel, Callable[[], bool]] = {
    Channel.SMS: texts.is_on,
    Channel.EMAIL: letters.is_on,
    Channel.WECOM: robots.has_wecom,
    Channel.DINGTALK: robots.has_dingtalk,
    Channel.FEISHU: robots.has_feishu,
}


def switched_on() -> list[Channel]:
    """The channels this installation has, in the order of the screens."""
    return [channel for channel in Channel if _SWITCHES[channel]()]
