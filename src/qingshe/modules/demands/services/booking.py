"""Tells the burden ledger what demands cost; may be run as often as one likes."""

from datetime import date

from qingshe.modules.burden import facade as burden
from qingshe.modules.demands.queries import burden as counted


def book_demand(pk: int, *, on: date) -> int:
    """Bring the ledger into line with a demand and all its shares; how many entries that took."""
    found = counted.of_demand(pk)
    return burden.post(*found, on=on) if found else 0


def book_share(pk: int, *, on: date) -> int:
    """The same for one share."""
    found = counted.of_assignment(pk)
    return burden.post(*found, on=on) if found else 0


def rebuild(*, on: date) -> int:
    """Bring the whole ledger into line; how many entries were missing."""
    return burden.rebuild(counted.every(), on=on)


def check() -> list[str]:
    """Where the ledger does not say what the demands say, in words."""
    return burden.check(counted.every())
