"""What the gate judges against: lists and permits in force somewhere, or packs of files."""

import hashlib
import json
import shutil
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from django.conf import settings

from qingshe.kernel.errors import Conflict
from qingshe.modules.catalog import facade as catalog

from . import shelves
from .rules import (
    PERMIT,
    Corpus,
    Duty,
    Entry,
    Source,
    concepts_of,
    corpus_of,
    kinds_of,
    with_permits,
)

K = TypeVar("K")

DEFAULT_PACKS = ("national", "changzhi")
MOST_KEPT = 8  # corpora in memory: a city has few combinations of editions in force
LONG = 5_000  # items from which on the worker makes the index, half a second's work
OLD = 24 * 60 * 60  # seconds after which an index that nobody needs is thrown away
CAUTION = "清单刚有变化，这次仍按变化前的清单判断。新清单一分钟左右备好，请到时再判断一次。"
NOT_READY = (
    "本地清单较长，系统正在备好，一分钟左右就能判断。现在没有判断，也没有保存，请过一分钟再试；"
    "一直这样，请系统管理员看看后台任务是不是在运行。"
)
FORMAT = 1  # of the files; an index of another format is not read
_LISTED, _CERTIFICATES = "listed", "certificates"
_LAW_FACTS = "laws.yaml"


def corpus_of_packs(names: Sequence[str] = DEFAULT_PACKS) -> Corpus:
    """A corpus of packs by code (national, changzhi) or folder, with the national index of law.

    Needs no database. Raises Invalid with every problem when a pack cannot be read.
    """
    packs = [catalog.read_pack(_folder(name)) for name in names]
    listed = [entry for pack in packs for entry in catalog.entries_of_pack(pack)]
    return corpus_of(entries_of(listed), _duties())


class Preparing(Conflict):
    """Long lists have come of which the worker has no index yet, nor one from before."""


@dataclass(frozen=True, slots=True)
class InForce:
    """The corpus of a place; each entry of a list says where on the site it can be read.

    `lists` names what it was made from. `resting` holds the items that a review has suspended, with
    what is to be said of each. `caution` is said with every verdict while newer lists are prepared.
    """

    corpus: Corpus
    lists: "Lists"
    resting: Corpus | None = None
    said_of: Mapping[str, str] = field(default_factory=dict)
    permits: frozenset[str] = frozenset()  # their numbers
    caution: str = ""


class Lists(NamedTuple):
    """What the index of lists is made from: when one of these changes, it is another index."""

    editions: tuple[int, ...]
    settlements: tuple[int, ...]
    marker: int

    @property
    def name(self) -> str:
        """A name for its folder; another way of reading makes another index."""
        told = json.dumps([*self, _way_of_reading()])
        return hashlib.sha256(told.encode()).hexdigest()[:32]


def in_force(path: str, on: date, *, marker: int | None = None) -> InForce:
    """What the gate judges by for a unit on a day: lists, settlements, and permits that touch it.

    Four light queries while nothing changes. After a change of a list, a review or a settlement
    the lists are indexed anew, after one of a permit only the permits. Units under the same
    editions and settlements share the index of the lists. Short lists are indexed here and now;
    the index of long ones is prepared by the worker, and until then the one before answers, with a
    `caution`; nobody waits for it. `marker` is the publication marker for whoever has asked for it
    already. Errors: Preparing where there is no index before.
    """
    lists = _lists_at(path, on, marker)
    known = _kept.get(lists) or _keep(lists, path, on)
    permits = catalog.permit_versions(path, on)
    if not permits:
        return known
    key = (known.lists, known.caution, permits)
    if key not in _with_permits:
        _make_room(_with_permits)
        _with_permits[key] = _joined(known, path, on)
    return _with_permits[key]


def prepare(on: date) -> int:
    """Index the long lists in force anywhere on a day, unless that is done; how many were long.

    For the worker. What changes while it is read is left to the next call, which that change has
    asked for. Folders that no list needs any more go after a day.
    """
    needed = set()
    for path in catalog.judged_places():
        lists = _lists_at(path, on)
        if catalog.items_in(lists.editions) < LONG or lists.name in needed:
            continue
        needed.add(lists.name)
        if not (_folder_of(lists) / shelves.ABOUT).exists():
            made = _made(lists, path, on)
            if _lists_at(path, on) == lists:
                _store(made)
    _clear_out(needed)
    return len(needed)


_kept: dict[Lists, InForce] = {}
_with_permits: dict[tuple[Lists, str, tuple[tuple[int, int], ...]], InForce] = {}


def _lists_at(path: str, on: date, marker: int | None = None) -> Lists:
    return Lists(
        catalog.effective_editions(path, on),
        catalog.settlements_at(path),
        catalog.publication_marker() if marker is None else marker,
    )


def _keep(lists: Lists, path: str, on: date) -> InForce:
    """The index of some lists: the worker's; else made here when short, else the one before."""
    found = _stored(_folder_of(lists))
    if found is None and catalog.items_in(lists.editions) >= LONG:
        before = _before(lists)
        if before is None:
            raise Preparing(NOT_READY)
        return replace(before, caution=CAUTION)
    _make_room(_kept)
    _kept[lists] = found or _made(lists, path, on)
    return _kept[lists]


def _make_room(kept: dict[K, InForce]) -> None:
    while len(kept) >= MOST_KEPT:
        kept.pop(next(iter(kept)))


def _made(lists: Lists, path: str, on: date) -> InForce:
    listed = catalog.effective_entries(path, on)
    reasons = settled_of(catalog.conflicts(path, on))
    entries = (replace(entry, settled=reasons.get(entry.key, "")) for entry in entries_of(listed))
    asleep = catalog.suspended_entries(path, on)
    return InForce(
        corpus_of(entries, _duties()),
        lists,
        corpus_of(entries_of(asleep)) if asleep else None,
        {entry.key: _suspension(entry) for entry in asleep},
    )


def _store(made: InForce) -> None:
    resting = made.resting
    asleep = [*resting.listed.entries, *resting.certificates.entries] if resting else []
    about = {
        "format": FORMAT,
        "lists": made.lists,
        "of": catalog.lists_of(made.lists.editions),
        "said_of": dict(made.said_of),
        "resting": [astuple(entry) for entry in asleep],
    }
    with shelves.folder_made(_folder_of(made.lists)) as folder:
        shelves.write(folder / _LISTED, made.corpus.listed)
        shelves.write(folder / _CERTIFICATES, made.corpus.certificates)
        text = json.dumps(about, ensure_ascii=False)
        (folder / shelves.ABOUT).write_text(text, encoding="utf-8")


def _stored(folder: Path) -> InForce | None:
    about = shelves.about(folder)
    if about is None or about["format"] != FORMAT:
        return None
    asleep = [shelves.entry_in(values) for values in about["resting"]]
    corpus = replace(
        corpus_of((), _duties()),
        listed=shelves.read(folder / _LISTED, concepts_of),
        certificates=shelves.read(folder / _CERTIFICATES, kinds_of),
    )
    return InForce(
        corpus,
        _lists_in(about),
        corpus_of(asleep) if asleep else None,
        about["said_of"],
    )


def _before(lists: Lists) -> InForce | None:
    """The newest index of the same lists, or of some of them when one has only now come."""
    wanted = set(catalog.lists_of(lists.editions))
    for folder in sorted(_home().glob("*"), key=_made_at, reverse=True):
        about = shelves.about(folder)
        if about is not None and wanted.issuperset(about["of"]):
            known = _lists_in(about)
            if known not in _kept:
                found = _stored(folder)
                if found is None:
                    continue
                _make_room(_kept)
                _kept[known] = found
            return _kept[known]
    return None


def _lists_in(about: Mapping[str, Any]) -> Lists:
    editions, settlements, marker = about["lists"]
    return Lists(tuple(editions), tuple(settlements), marker)


def _clear_out(needed: Collection[str]) -> None:
    for folder in _home().glob("*"):
        if folder.name not in needed and time.time() - _made_at(folder) > OLD:
            shutil.rmtree(folder, ignore_errors=True)


def _made_at(folder: Path) -> float:
    try:
        return folder.stat().st_mtime
    except FileNotFoundError:  # somebody cleared it out
        return 0.0


def _home() -> Path:
    return Path(settings.DATA_FOLDER) / "gate"


def _folder_of(lists: Lists) -> Path:
    return _home() / lists.name


@cache
def _way_of_reading() -> str:
    """A digest of the code and lexicon that read texts: an index of another way does not fit."""
    here = Path(__file__).parent / "rules"
    files = sorted(file for kind in ("*.py", "*.yaml") for file in here.rglob(kind))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _suspension(entry: catalog.ListEntry) -> str:
    return (
        f"清单上有“{entry.title}”（{entry.key}），"
        f"自 {entry.suspended_on} 起暂停执行：{entry.suspension}"
    )


def _joined(known: InForce, path: str, on: date) -> InForce:
    permits = catalog.permits_in_force(path, on)
    return replace(
        known,
        corpus=with_permits(known.corpus, map(_permit_entry, permits)),
        permits=frozenset(permit.number for permit in permits),
    )


def settled_of(conflicts: Iterable[catalog.Settled]) -> dict[str, str]:
    """Items that hold by a settlement although another paper goes before theirs, and why."""
    return {
        each.holds.key: each.reason
        for each in conflicts
        if each.reason and each.holds != each.contradiction.prevailing
    }


def entries_of(listed: Iterable[catalog.ListEntry]) -> list[Entry]:
    """List items as the gate wants them, with the sources of items that say the opposite."""
    items = list(listed)
    sources = {item.key: _source(item, item.title) for item in items}
    return [_entry(item, sources) for item in items]


def duties_of(articles: Iterable[catalog.LawArticle]) -> Iterator[Duty]:
    """Law facts as the gate wants them."""
    for article in articles:
        law = article.law
        yield Duty(
            law=law.title,
            article=article.article,
            modality=article.duty.value,
            asks=article.asks,
            topics=article.topics,
            also=law.also,
            stands=law.stands,
            is_renumbered=law.status.value == "renumbered",
            place=law.place,
            note=law.note,
        )


@cache
def _duties() -> tuple[Duty, ...]:
    return tuple(duties_of(catalog.read_law_index(catalog.built_in("national") / _LAW_FACTS)))


def _folder(name: str) -> Path:
    return catalog.built_in(name) if name in DEFAULT_PACKS else Path(name)


def _entry(item: catalog.ListEntry, sources: dict[str, Source]) -> Entry:
    return Entry(
        key=item.key,
        kind=item.kind.value,
        title=item.title,
        source=_source(item),
        category=item.category,
        bases=item.bases,
        is_basis_gone=item.basis_status is catalog.BasisStatus.REPEALED,
        conflicts_with=tuple(sources[key] for key in item.conflicts_with if key in sources),
        url=item.url,
    )


def _permit_entry(permit: catalog.PermitName) -> Entry:
    source = Source("准入许可", permit.number, permit.holder_name)
    return Entry(permit.number, PERMIT, permit.title, source)


def _source(item: catalog.ListEntry, words: str = "") -> Source:
    return Source(item.document, item.doc_no, item.section, words)
