"""Files through the API: how attachments are listed, and how downloads are documented."""

from datetime import datetime
from typing import Any

from ninja import Schema


def answers(*types: str) -> dict[str, Any]:
    """What the document says of an operation that answers a file of one of these types."""
    bytes_ = {"schema": {"type": "string", "format": "binary"}}
    return {"responses": {200: {"content": dict.fromkeys(types, bytes_)}}}


SAVED = answers("application/octet-stream")
"""An attachment: what somebody else brought."""


class FileOut(Schema):
    """An attachment (附件): `digest` is the SHA-256 of its bytes, `size` how many they are."""

    id: int
    slot: str
    name: str
    size: int
    digest: str
    added_at: datetime
