"""What a paper of an office is made of, and the paper itself as a Word file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from qingshe.foundation import heavy


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (一、黑体), 2 (（一）楷体) or 3 (1．仿宋); the number is in the text."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body, indented by two characters."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table; `head` is repeated on every page, `widths` are parts of the line."""

    head: Sequence[str]
    rows: Iterable[Sequence[str]]
    widths: Sequence[int] = ()


Block: TypeAlias = Heading | Paragraph | Table


def official(title: str, subtitle: str, blocks: Iterable[Block], *, made_at: datetime) -> bytes:
    """A .docx with a title, a line below it (may be empty), and what follows.

    `made_at` is what the file says of its making: the same blocks give the same document.
    """
    word = heavy.part("qingshe.foundation.documents.word")
    return bytes(word.official(title, subtitle, blocks, made_at=made_at))
