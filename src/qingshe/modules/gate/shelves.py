"""Shelves as files: indexed once by the worker, mapped into memory by every process that judges.

A folder is written under a temporary name and renamed when whole, so that a killed worker leaves
nothing that looks like an index. Pages of a mapped file are shared by all processes of a machine
and given back when memory runs short.
"""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple, fields
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, overload

import numpy as np

from .rules import Columns, Entry, MeaningIndex, Shelf, Source

ARRAYS = [field.name for field in fields(Columns) if field.name not in {"concepts", "pairs"}]
ABOUT = "about.json"


class StoredEntries(Sequence[Entry]):
    """Entries in a mapped file; each is read when it is asked for."""

    def __init__(self, folder: Path) -> None:
        self._text = np.load(folder / "entries.npy", mmap_mode="r")
        self._starts = np.load(folder / "entry_starts.npy", mmap_mode="r")

    def __len__(self) -> int:
        return len(self._starts) - 1

    @overload
    def __getitem__(self, at: int) -> Entry: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Entry]: ...
    def __getitem__(self, at: int | slice) -> Entry | Sequence[Entry]:
        if isinstance(at, slice):
            return [self[place] for place in range(*at.indices(len(self)))]
        begin, end = self._starts[at : at + 2].tolist()
        return entry_in(json.loads(self._text[begin:end].tobytes()))


def entry_in(values: Sequence[Any]) -> Entry:
    """An entry from what `astuple` made of it."""
    key, kind, title, source, category, bases, is_gone, conflicts, settled, url = values
    return Entry(
        key=key,
        kind=kind,
        title=title,
        source=Source(*source),
        category=category,
        bases=tuple(bases),
        is_basis_gone=is_gone,
        conflicts_with=tuple(Source(*each) for each in conflicts),
        settled=settled,
        url=url,
    )


@contextmanager
def folder_made(folder: Path) -> Iterator[Path]:
    """A folder to be filled; it takes its name when everything is in it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    work = Path(mkdtemp(prefix="half-", dir=folder.parent))
    try:
        yield work
        if not folder.exists():  # another worker may have been quicker
            work.rename(folder)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def write(folder: Path, shelf: Shelf) -> None:
    """Put a shelf into a folder."""
    folder.mkdir()
    columns = shelf.index.columns
    for name in ARRAYS:
        np.save(folder / name, getattr(columns, name))
    words = {"concepts": columns.concepts, "pairs": columns.pairs}
    (folder / "words.json").write_text(json.dumps(words), encoding="utf-8")
    told = [json.dumps(astuple(entry), ensure_ascii=False).encode() for entry in shelf.entries]
    starts = np.concatenate([[0], np.cumsum([len(each) for each in told])]).astype(np.int64)
    np.save(folder / "entries", np.frombuffer(b"".join(told), dtype=np.uint8))
    np.save(folder / "entry_starts", starts)


def about(folder: Path) -> dict[str, Any] | None:
    """What a whole folder says of itself; None when there is none, or it is just being removed."""
    try:
        told: dict[str, Any] = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return told


def read(folder: Path, concepts: Callable[[str], Mapping[str, float]]) -> Shelf:
    """The shelf in a folder, its arrays mapped and not copied."""
    words = json.loads((folder / "words.json").read_text(encoding="utf-8"))
    arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in ARRAYS}
    columns = Columns(concepts=tuple(words["concepts"]), pairs=tuple(words["pairs"]), **arrays)
    return Shelf(StoredEntries(folder), MeaningIndex(columns, concepts))
