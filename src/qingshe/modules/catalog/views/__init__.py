"""Screens of lists: `public` for everybody, the others for those who keep lists."""
