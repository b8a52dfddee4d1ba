"""What is sent, and the three ways in which sending fails."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """One message; `to` are addresses of the channel, more than one only for a group's robot.

    `url` is the whole address of the page, "" for none.
    """

    to: Sequence[str]
    title: str
    body: str = ""
    url: str = ""

    @property
    def text(self) -> str:
        """Everything in lines, for letters and groups."""
        return "\n".join(part for part in (self.title, self.body, self.url) if part)

    @property
    def short(self) -> str:
        """One line, for a text message, which is paid by its length."""
        return " ".join(part for part in (self.title, self.url) if part)


class Trouble(Exception):
    """It was not sent; the words are for an administrator and hold no address and no key."""


class Refused(Trouble):
    """The other side answered no to this message; `final` when asking again is of no use."""

    def __init__(self, reason: str, *, final: bool = False) -> None:
        super().__init__(reason)
        self.final = final


class Unreachable(Trouble):
    """The channel itself is broken: nothing was sent, and nothing else would be."""


class Unsure(Trouble):
    """The channel broke off in the middle: it may have been sent. Never sent again by itself."""
