"""What happened to a demand, in words; never what became of single shares."""

from collections.abc import Iterable

from qingshe.foundation.audit import trail
from qingshe.foundation.audit.models import AuditEntry
from qingshe.foundation.records import Record
from qingshe.kernel.roles import Role
from qingshe.modules.demands import policy
from qingshe.modules.orgs import facade as orgs
from qingshe.web.values import Entry

_LABELS = {move.name: move.label for move in policy.MAY}
_SYSTEM = "系统"
_SIDES = {  # who acted, said without a name
    Role.GATEKEEPER: "领导小组办公室",
    Role.DEPARTMENT: "来文单位",
    Role.WORKER: "社区",
    Role.HEAD: "社区",
}


def of(record: Record) -> list[Entry]:
    """The trail of one record with the names of those who acted, oldest first."""
    entries = list(trail.of(record.subject))
    names = orgs.people({entry.actor for entry in entries})
    return _told(entries, names)


def without_names(record: Record) -> list[Entry]:
    """The same for those who shall not learn who it was: sides, no names."""
    return _told(trail.of(record.subject), {})


def _told(entries: Iterable[AuditEntry], names: dict[str, str]) -> list[Entry]:
    return [
        Entry(
            entry.at,
            names.get(entry.actor) or _side(entry.role),
            _LABELS.get(entry.action, entry.action),
        )
        for entry in entries
    ]


def _side(role: str) -> str:
    return next((words for side, words in _SIDES.items() if side == role), _SYSTEM)
