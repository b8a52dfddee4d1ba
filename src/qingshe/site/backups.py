"""Backup and restore as one file: the database by its own tool, attachments, a manifest, digests.

The file is written under a temporary name and renamed when whole: a killed backup leaves no file
that looks like one, a killed restore leaves the database as it was.
"""

import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from qingshe.foundation.files import store
from qingshe.kernel.errors import Conflict, Invalid

MANIFEST = "manifest.json"
FILES = "files"
DUMP = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
PART = re.compile(rf"{MANIFEST}|{'|'.join(DUMP.values())}|{FILES}/[0-9a-f]{{64}}")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup file holds: product version, kind of database, time, digest of the dump."""

    version: str
    vendor: str
    made_at: str
    digest: str


def backup(target: Path) -> Manifest:
    """Write the whole installation's data to `target` (a .tar); the site may go on meanwhile.

    Errors: Conflict when the file exists, Invalid when the database's own tool fails.
    """
    if target.exists():
        raise Conflict(f"文件已存在，不覆盖：{target}")
    try:
        return _write(target)
    except (OSError, sqlite3.Error) as error:
        raise Invalid(f"备份没有写成，没有留下文件：{error}") from error


def _write(target: Path) -> Manifest:
    with tempfile.TemporaryDirectory(dir=target.absolute().parent) as folder:
        dump = Path(folder) / DUMP[connection.vendor]
        _dump(dump)
        made_at = timezone.localtime().isoformat(timespec="seconds")
        manifest = Manifest(version("qingshe"), connection.vendor, made_at, _digest(dump))
        text = Path(folder) / MANIFEST
        text.write_text(json.dumps(_facts(manifest), ensure_ascii=False), encoding="utf-8")
        whole = Path(folder) / "whole.tar"
        with tarfile.open(whole, "w") as archive:
            archive.add(text, MANIFEST)
            archive.add(dump, dump.name)
            for digest in store.digests():  # after the database: none that it knows is missing
                archive.add(store.path_of(digest), f"{FILES}/{digest}")
        whole.chmod(0o600)
        whole.rename(target)
    return manifest


def restore(source: Path, *, replace: bool) -> Manifest:
    """Put a backup back; the site must be stopped.

    Errors: Invalid when the file is no whole backup, or of another kind of database; Conflict when
    data is there already and `replace` was not said.
    """
    with tempfile.TemporaryDirectory() as folder:
        manifest = _unpack(source, Path(folder))
        if manifest.vendor != connection.vendor:
            raise Invalid(f"备份来自 {manifest.vendor}，本机用的是 {connection.vendor}，不能恢复。")
        if not replace and _has_data():
            raise Conflict("数据库里已有数据。确要覆盖，请先备份，再加 --replace。")
        _put_back(Path(folder) / FILES)
        _load(Path(folder) / DUMP[manifest.vendor])
    return manifest


def _put_back(files: Path) -> None:
    """The attachments first: what the restored database does not know is swept at night."""
    for file in sorted(files.glob("*")):
        with file.open("rb") as stream:
            digest, _ = store.keep(iter(lambda: stream.read(store.CHUNK), b""))
        if digest != file.name:
            raise Invalid("备份里有附件的内容与名称不符，可能已损坏或被改动。数据库没有动。")


def _unpack(source: Path, folder: Path) -> Manifest:
    try:
        with tarfile.open(source) as archive:
            for member in archive:
                _take_out(archive, member, folder)
        manifest = Manifest(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
        whole = _digest(folder / DUMP[manifest.vendor]) == manifest.digest
    except (OSError, tarfile.TarError, ValueError, TypeError, KeyError) as error:
        raise Invalid(f"读不了这个备份文件：{source}（{type(error).__name__}）") from error
    if not whole:
        raise Invalid("备份文件的内容与清单不符，可能已损坏或被改动。")
    return manifest


def _take_out(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """One part of a backup, of which nothing but the content is believed.

    By hand: the filter of tarfile that would refuse links and strange paths is not in the Python
    3.11.2 of Debian 12. A folder, which tar adds when a backup is packed again by hand, is made
    when a part needs it. Errors: ValueError for what no backup holds.
    """
    if member.isdir():
        return
    content = archive.extractfile(member) if member.isreg() else None
    if content is None or not PART.fullmatch(member.name):
        raise ValueError(f"{member.name} is no part of a backup")
    target = folder / member.name
    target.parent.mkdir(exist_ok=True)
    with content, target.open("wb") as taken:
        shutil.copyfileobj(content, taken)


def _dump(target: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
        return
    _postgres("pg_dump", "--format=custom", f"--file={target}")


def _load(dump: Path) -> None:
    if connection.vendor != "sqlite":
        options = ["--clean", "--if-exists", "--no-owner", "--single-transaction"]
        _postgres("pg_restore", *options, str(dump))
        return
    file = Path(str(connection.settings_dict["NAME"]))
    connection.close()
    beside = file.with_suffix(".restoring")
    shutil.copyfile(dump, beside)
    if file.exists():  # its journal goes into it first: a kill from here on loses nothing
        with closing(sqlite3.connect(file)) as old:
            old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for tail in ("-wal", "-shm"):  # the journal of the old file would be played into the new one
        file.with_name(file.name + tail).unlink(missing_ok=True)
    beside.replace(file)


def _postgres(tool: str, *options: str) -> None:
    chosen = connection.settings_dict
    where = {
        "PGHOST": chosen["HOST"],
        "PGPORT": chosen["PORT"],
        "PGUSER": chosen["USER"],
        "PGPASSWORD": chosen["PASSWORD"],
    }
    environment = {**os.environ, **{name: value for name, value in where.items() if value}}
    command = [tool, f"--dbname={chosen['NAME']}", *options]
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True)  # noqa: S603
    except FileNotFoundError as error:
        raise Invalid(f"本机没有 {tool}，请安装：apt-get install postgresql-client") from error
    if done.returncode:
        raise Invalid(f"{tool} 没有成功：{done.stderr.strip()[:500]}")


def _has_data() -> bool:
    try:
        return bool(MigrationRecorder(connection).applied_migrations())
    except DatabaseError:
        return False


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _facts(manifest: Manifest) -> dict[str, str]:
    return {name: getattr(manifest, name) for name in Manifest.__slots__}
