"""Every read of lists; what is not public starts from what the actor may see."""
