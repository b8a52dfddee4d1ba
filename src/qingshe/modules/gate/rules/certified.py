"""What a demand wants certified (证明什么): its matters, in the words that are to be certified."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from . import lexicon
from .vocabulary import Span

_PURPOSE = re.compile(
    "(?:办理|办|申请|申领|领取|领|用于|补办|报销|享受|应聘|参加|要[入上转升]学)[^,。;要让需]*"
)
_NEEDED_FOR = re.compile("[^,。;]{1,12}?(?:所需|需要|需用|用)的")
_AFTER = re.compile("(?:证明|写明|写个|开个|说明|写上|注明)(?P<content>[^,。;]{2,})")
_BEFORE = re.compile("(?P<content>[^,。;要让请]{2,16}(?:证明|意见|材料|说明|条子|单子))")

Matters = dict[str, tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Matters by section of certificates.yaml: in the content, in the demand, and everywhere.

    The content are the words next to 证明. The purpose ("办理…", "用于…") is left out of the
    demand: who applies for public housing does not want his housing certified.
    """

    content: Matters = field(default_factory=dict)
    demand: Matters = field(default_factory=dict)
    everywhere: Matters = field(default_factory=dict)

    def closest(self, section: str) -> tuple[Span, ...]:
        """Matters of a section, nearest to the word 证明 first; purposes do not count."""
        return self.content.get(section) or self.demand.get(section) or ()

    def anywhere(self, section: str) -> tuple[Span, ...]:
        return self.everywhere.get(section, ())


@lru_cache(maxsize=1024)
def wanted(text: str) -> Wanted:
    """What a normalised text wants certified."""
    demand = _NEEDED_FOR.sub(" ", text)
    contents = " ".join(_contents(demand))
    return Wanted(_matters(contents), _matters(_PURPOSE.sub(" ", demand)), _matters(text))


def kinds_of(text: str) -> dict[str, float]:
    """The kinds of certificate (kept/…) a text names, as weights for matching."""
    return {span.key: 1.0 for span in wanted(text).anywhere("kept")}


def _contents(text: str) -> Iterable[str]:
    for pattern in (_AFTER, _BEFORE):
        yield from (match["content"] for match in pattern.finditer(text))


def _matters(text: str) -> Matters:
    found: dict[str, list[Span]] = {}
    for span in lexicon.certificate_matters().longest(text):
        found.setdefault(span.key.split("/")[0], []).append(span)
    return {section: tuple(spans) for section, spans in found.items()}
