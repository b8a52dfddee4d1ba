"""Whether something that was refused or cancelled comes back (反弹): product definition 5.11."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .likeness import REBOUND, resemblance


@dataclass(frozen=True, slots=True)
class Thing:
    """Something asked of communities, whatever it came as: a demand, a phone call, an application.

    `subject` is the name of its record, `what` says in words what it is, `fate` what became of it;
    `department` is a path, "" while nobody knows it.
    """

    subject: str
    what: str
    title: str
    text: str
    department: str
    department_name: str
    kind: str
    on: date
    url: str = ""
    fate: str = ""


def nearest(again: Thing, gone: Iterable[Thing]) -> tuple[float, Thing] | None:
    """The thing that is gone which a new one is most about, and how far, 0.5 to 1; None if none."""
    found = [
        (resemblance(old.title, old.text, again.title, again.text), old)
        for old in gone
        if old.subject != again.subject and old.on <= again.on
    ]
    best = max(found, key=lambda each: each[0], default=None)
    return best if best is not None and best[0] >= REBOUND else None


def disguise(before: Thing, again: Thing) -> list[str]:
    """What has changed since: 换了名称, 换了部门, 换了类型, 换了渠道."""
    changed = {
        "换了名称": before.title != again.title,
        "换了部门": before.department_name != again.department_name,
        "换了类型": before.kind != again.kind,
        "换了渠道": before.what != again.what,
    }
    return [words for words, is_so in changed.items() if is_so]
