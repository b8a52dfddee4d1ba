"""Every change to lists; screens, API, tasks, imports and commands all come through here."""
