"""Excel in and out (电子表格): declared columns, every bad row named, nothing read by halves."""

from .columns import Cell, Column, Kind, Row
from .problems import insist_on_none, place
from .reading import read
from .writing import write, write_to

__all__ = [
    "Cell",
    "Column",
    "Kind",
    "Row",
    "insist_on_none",
    "place",
    "read",
    "write",
    "write_to",
]
