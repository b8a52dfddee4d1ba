"""One call in, one page out; one file per topic."""

from . import accounts, me, session, tables, tokens, units

__all__ = ["accounts", "me", "session", "tables", "tokens", "units"]
