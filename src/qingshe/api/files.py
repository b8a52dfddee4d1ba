"""Files through the API: how attachments are listed, and how downloads are documented."""

from datetime import datetime
from typing import Any

from ninja import Schema

_BYTES = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
SAVED: dict[str, Any] = {"responses": {200: {"content": _BYTES}}}
"""What the document says of an operation that answers a file."""


class FileOut(Schema):
    """An attachment (附件): `digest` is the SHA-256 of its bytes, `size` how many they are."""

    id: int
    slot: str
    name: str
    size: int
    digest: str
    added_at: datetime
