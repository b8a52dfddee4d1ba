"""Parts of ours that bring a library of many megabytes, loaded when they are first needed.

A web process that has never set a paper or written a table does not hold Word, PDF and Excel in
memory, and one that sends nothing out does not hold what speaks with gateways and providers.
Everything else is imported at the top of its file.
"""

from importlib import import_module
from types import ModuleType


def part(name: str) -> ModuleType:
    """The module with this full name, ours or the library itself."""
    return import_module(name)
