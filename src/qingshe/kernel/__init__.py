"""Pure Python: what every floor above speaks in. No Django, no database, no clock."""
