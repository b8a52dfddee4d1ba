"""Screens of demands: `inbox` for communities, `issuing` for departments, `rulings`, `reports`."""
