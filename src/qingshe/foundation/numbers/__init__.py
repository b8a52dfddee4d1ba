"""Numbers of official papers: one after the other, none twice, none left out (一事一号)."""

from .series import style, take

__all__ = ["style", "take"]
