"""The screens of admission, one file for each part somebody plays in it."""
