"""QR of an address, as every scanner reads it: Chinese in the address percent-encoded."""

from functools import lru_cache

import segno
from django.utils.encoding import iri_to_uri

REMEMBERED = 500  # pictures, of some two kilobytes each


def qr(address: str) -> segno.QRCode:
    """A QR that survives a stamp over 15 % of it."""
    return segno.make_qr(iri_to_uri(address), error="m")


@lru_cache(REMEMBERED)
def picture(address: str, scale: int) -> str:
    """The same as a picture for a page (a data address); drawing one takes longer than the page."""
    return qr(address).png_data_uri(scale=scale)
