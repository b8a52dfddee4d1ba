"""Text that lies sealed in the database, under keys made from the key of the installation."""

import base64
import hashlib
from typing import TYPE_CHECKING

from django.conf import settings

from qingshe.foundation import heavy

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

LIBRARY = "cryptography.fernet"


def seal(purpose: str, text: str) -> str:
    """`text`, readable only with the same `purpose` ("orgs.totp") in the same installation."""
    return _box(purpose).encrypt(text.encode()).decode()


def unseal(purpose: str, sealed: str) -> str | None:
    """The text again; None when the key of the installation has changed since."""
    try:
        return _box(purpose).decrypt(sealed.encode()).decode()
    except heavy.part(LIBRARY).InvalidToken:
        return None


def _box(purpose: str) -> "MultiFernet":
    fernet = heavy.part(LIBRARY)
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    box: MultiFernet = fernet.MultiFernet(
        [fernet.Fernet(_key_from(purpose, str(key))) for key in keys]
    )
    return box


def _key_from(purpose: str, secret: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(f"{purpose}:{secret}".encode()).digest())
