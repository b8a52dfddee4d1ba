"""Every write of this module, one file per topic."""

from . import accounts, imports, second_factor, sign_in, tokens, units

__all__ = ["accounts", "imports", "second_factor", "sign_in", "tokens", "units"]
