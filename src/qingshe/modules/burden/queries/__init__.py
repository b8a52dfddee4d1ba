"""Every read of the burden ledger."""
