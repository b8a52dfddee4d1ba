"""Every read of demands; those for people start from what the actor may see."""
