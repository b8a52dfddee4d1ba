"""Every read of this module, one file per kind of record."""

from . import accounts, history, imports, tokens, units

__all__ = ["accounts", "history", "imports", "tokens", "units"]
