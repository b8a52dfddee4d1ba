"""Every change in admission, one file for each topic."""
