"""What a community may certify, what it should not, and where the papers disagree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from qingshe.kernel.text import normalise
from qingshe.modules.catalog.models import ListItem
from qingshe.modules.catalog.queries import conflicts, items
from qingshe.modules.catalog.queries.conflicts import Conflict
from qingshe.modules.catalog.rules import ListKind


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """One certificate with the contradiction it stands in, if any."""

    item: ListItem
    conflict: Conflict | None
    elsewhere: str = ""  # where the paper that goes before sends people

    @property
    def is_overruled(self) -> bool:
        """Whether another paper goes before the one that lists it."""
        return self.conflict is not None and self.conflict.holds.key != self.item.key

    @property
    def is_allowed(self) -> bool:
        return self._kind == ListKind.CERTIFICATE and not self.is_overruled

    @property
    def word(self) -> str:
        return "可以开" if self.is_allowed else "不应开"

    @property
    def tone(self) -> str:
        return "green" if self.is_allowed else "red"

    @property
    def guide(self) -> str:
        """Where to go, or how to get it: what residents need."""
        return self.elsewhere if self.is_overruled else self.item.guide

    @property
    def why(self) -> str:
        """What decides where papers disagree, for those who issue certificates; else ""."""
        if self.conflict is None:
            return self.item.conflict_note
        if self.conflict.settlement:
            return f"本地裁定：{self.conflict.settlement.reason}"
        holds = self.conflict.holds
        paper = f"《{holds.document}》{holds.doc_no}"
        return f"{paper} {holds.says}。{self.conflict.contradiction.precedence}"

    @property
    def _kind(self) -> str:
        return self.item.edition.item_list.kind


@dataclass(frozen=True, slots=True)
class Certificates:
    """可以开 and 不应开 of one place, as papers and settlements make it out."""

    allowed: Sequence[CertificateRow]
    refused: Sequence[CertificateRow]


def at(path: str, on: date, words: str = "") -> Certificates:
    """The certificates of a place on a day that hold all of `words`."""
    of_matter = {each.contradiction.key: each for each in conflicts.at(path, on)}
    listed, refused = (
        list(items.in_force_of_kind(kind, path, on))
        for kind in (ListKind.CERTIFICATE, ListKind.CERTIFICATE_REFUSED)
    )
    guides = {item.key: item.guide for item in refused}
    rows = [
        _row(item, of_matter.get(item.key), guides)
        for item in (*refused, *listed)
        if _holds(item, words)
    ]
    return Certificates(
        allowed=[row for row in rows if row.is_allowed],
        refused=[row for row in rows if not row.is_allowed],
    )


def _row(item: ListItem, conflict: Conflict | None, guides: Mapping[str, str]) -> CertificateRow:
    elsewhere = guides.get(conflict.holds.key, "") if conflict else ""
    return CertificateRow(item, conflict, elsewhere)


def _holds(item: ListItem, words: str) -> bool:
    text = normalise(f"{item.title} {item.detail} {item.category} {item.guide}")
    return all(word in text for word in normalise(words).split())
