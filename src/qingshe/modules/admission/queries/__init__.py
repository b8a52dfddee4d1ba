"""Every read of admission, one file for each topic."""
