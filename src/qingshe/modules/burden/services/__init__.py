"""Every write of the burden ledger."""
