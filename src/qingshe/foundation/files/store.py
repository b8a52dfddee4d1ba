"""The folder of the bytes: written whole or not at all, named by digest, swept at night."""

import hashlib
import os
import time
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings

from qingshe.kernel.errors import Conflict, NotFound

CHUNK = 256 * 1024  # bytes
GRACE = 24 * 3600  # seconds a file without a record is left alone: its transaction may still run
FULL = "服务器磁盘写不进去（可能已满），文件没有保存。请告诉系统管理员，稍后再传。"


def folder() -> Path:
    """Outside everything a web server serves."""
    return Path(settings.DATA_FOLDER) / "files"


def path_of(digest: str) -> Path:
    return folder() / digest[:2] / digest


def keep(chunks: Iterable[bytes]) -> tuple[str, int]:
    """Write the bytes; their digest and how many they are. Errors: Conflict when the disk refuses.

    The name appears only when everything is on the disk: a killed process leaves no half file that
    looks whole.
    """
    arriving = folder() / f".{uuid.uuid4()}"
    try:
        folder().mkdir(parents=True, exist_ok=True)
        digest, size = _write(arriving, chunks)
        target = path_of(digest)
        target.parent.mkdir(exist_ok=True)
        arriving.replace(target)  # the same bytes again make it young again
    except OSError as error:
        arriving.unlink(missing_ok=True)
        raise Conflict(FULL) from error
    return digest, size


def opened(digest: str) -> Path:
    """The file of a digest. Errors: NotFound when somebody took it from the disk."""
    path = path_of(digest)
    if not path.is_file():
        raise NotFound("附件的内容不在服务器上了，请告诉系统管理员从备份恢复。")
    return path


def digests() -> Iterator[str]:
    """All digests in the folder."""
    return (path.name for path in folder().glob("??/*") if len(path.name) == 64)


def sweep(kept: Iterable[str]) -> int:
    """Delete what is old and not among `kept`, and what never arrived; how many files."""
    wanted, gone = set(kept), 0
    for path in (*folder().glob("??/*"), *folder().glob(".*")):
        if path.name not in wanted and _is_old(path):
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def _write(arriving: Path, chunks: Iterable[bytes]) -> tuple[str, int]:
    hasher, size = hashlib.sha256(), 0
    with arriving.open("xb") as file:
        for chunk in chunks:
            hasher.update(chunk)
            size += file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    arriving.chmod(0o600)
    return hasher.hexdigest(), size


def _is_old(path: Path) -> bool:
    try:
        return path.stat().st_mtime < time.time() - GRACE
    except FileNotFoundError:  # it has just arrived, under its right name
        return False
