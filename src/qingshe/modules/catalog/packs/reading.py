"""Reads a folder into a `Pack`, or says everything that is wrong with it."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from qingshe.kernel.errors import Invalid
from qingshe.modules.catalog.packs.city import CityReader
from qingshe.modules.catalog.packs.native import read_head, reader_of
from qingshe.modules.catalog.packs.report import Place, Report
from qingshe.modules.catalog.packs.rows import Row, read_row
from qingshe.modules.catalog.packs.values import Pack, PackList
from qingshe.modules.catalog.packs.yaml_files import read_tree

Read = TypeVar("Read")

HEAD = "pack.yaml"
CITY = "lists.yaml"
LISTS = "lists"
TOPICS = ("rules", "signs", "forms", "revisions", "retention", "facts")
ELSEWHERE = "laws.yaml"
"""The law index, which `qingshe.modules.catalog.laws` reads."""


def built_in(code: str) -> Path:
    """The folder of a pack that comes with the product: `national` or `changzhi`."""
    return Path(str(files("qingshe.packs") / code))


def read_pack(folder: Path) -> Pack:
    """The pack in `folder`: the format of the product (`pack.yaml`) or city lists (`lists.yaml`).

    Raises `Invalid` with every problem (file, line, path of keys, reason); nothing is half read.
    """
    report = Report()
    pack = _read(folder, report)
    if report.problems or pack is None:
        found = report.sentences()
        raise Invalid(f"清单包“{folder.name}”有{len(found)}处问题，没有载入", found)
    return replace(pack, warnings=(*report.warnings, *_short(pack.lists)))


def _read(folder: Path, report: Report) -> Pack | None:
    if (folder / HEAD).is_file():
        return _native(folder, report)
    if (folder / CITY).is_file():
        return _file(folder / CITY, CITY, report, CityReader(folder.name).pack)
    report.wrong(Place(folder.name), f"文件夹里没有 {HEAD}，也没有 {CITY}")
    return None


def _native(folder: Path, report: Report) -> Pack | None:
    """The head first, since the other files refer to its documents; then one file after another."""
    _refuse_strangers(folder, report)
    head = _file(folder / HEAD, HEAD, report, read_head)
    if head is None:
        return None
    reader = reader_of(head)

    def topic(name: str, read: Callable[[Row], tuple[Read, ...]]) -> tuple[Read, ...]:
        file = folder / f"{name}.yaml"
        return (_file(file, file.name, report, read) or ()) if file.exists() else ()

    lists = (
        _file(file, f"{LISTS}/{file.name}", report, reader.item_list)
        for file in sorted((folder / LISTS).glob("*.yaml"))
    )
    return replace(
        head,
        lists=tuple(each for each in lists if each is not None),
        rules=topic("rules", reader.rules),
        signs=topic("signs", reader.signs),
        forms=topic("forms", reader.forms),
        revisions=topic("revisions", reader.revisions),
        retention=topic("retention", reader.retention),
        facts=topic("facts", reader.facts),
    )


def _file(file: Path, name: str, report: Report, read: Callable[[Row], Read]) -> Read | None:
    tree = read_tree(file, name, report)
    return None if tree is None else read_row(Row(report, Place(name), tree), read)


def _refuse_strangers(folder: Path, report: Report) -> None:
    """A file under a wrong name would be passed over in silence; say so instead."""
    known = {HEAD, ELSEWHERE, LISTS, *(f"{topic}.yaml" for topic in TOPICS)}
    for found in sorted(folder.iterdir()):
        if found.name not in known and found.suffix in {".yaml", ".yml"}:
            report.wrong(Place(found.name), f"不认识的文件，可以用：{'、'.join(sorted(known))}")
    for found in sorted((folder / LISTS).glob("*.yml")):
        report.wrong(Place(f"{LISTS}/{found.name}"), "清单文件要以 .yaml 结尾")


def _short(lists: Iterable[PackList]) -> tuple[str, ...]:
    """A sentence for every list that holds another number of items than its source announces."""
    return tuple(
        f"清单“{each.title}”：来源称有{each.declared_count}项，实际列出{len(each.items)}项"
        for each in lists
        if each.declared_count not in (None, len(each.items))
    )
