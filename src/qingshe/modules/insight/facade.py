"""What the site may know of the figures: who reads them, and the line for the first screen."""

from .policy import GRANTS, READ
from .queries.boards import first_line

__all__ = ["GRANTS", "READ", "first_line"]
