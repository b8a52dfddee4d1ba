"""Backup and restore, through the commands, on a database of their own."""

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demo city in it."""
    folder = tmp_path_factory.mktemp("var")
    qingshe(folder, "migrate", "--verbosity=0")
    qingshe(folder, "demo")
    return folder


def qingshe(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("QINGSHE_")
    }
    environment |= {"QINGSHE_DEMO": "on", "QINGSHE_DATA": str(folder)}
    command = [sys.executable, "-m", "qingshe.site.cli", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True)  # noqa: S603


def test_what_was_backed_up_comes_back_and_its_trail_verifies(city: Path, tmp_path: Path) -> None:
    file = tmp_path / "backup.tar"
    assert qingshe(city, "backup", str(file)).returncode == 0
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    done = qingshe(elsewhere, "restore", str(file))
    assert done.returncode == 0, done.stderr
    assert "留痕完整" in done.stdout


def test_attachments_are_backed_up_and_come_back(city: Path, tmp_path: Path) -> None:
    content = b"%PDF-1.7 notice"
    digest = hashlib.sha256(content).hexdigest()
    folder = city / "files" / digest[:2]
    folder.mkdir(parents=True)
    (folder / digest).write_bytes(content)
    file, elsewhere = tmp_path / "backup.tar", tmp_path / "elsewhere"
    elsewhere.mkdir()
    assert qingshe(city, "backup", str(file)).returncode == 0
    assert qingshe(elsewhere, "restore", str(file)).returncode == 0
    assert (elsewhere / "files" / digest[:2] / digest).read_bytes() == content


def test_a_backup_with_a_changed_attachment_is_refused(city: Path, tmp_path: Path) -> None:
    folder = city / "files" / "00"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ("0" * 64)).write_bytes(b"not what the name says")
    file, elsewhere = tmp_path / "backup.tar", tmp_path / "elsewhere"
    elsewhere.mkdir()
    qingshe(city, "backup", str(file))
    (folder / ("0" * 64)).unlink()
    done = qingshe(elsewhere, "restore", str(file))
    assert done.returncode != 0
    assert "附件" in done.stderr


def test_a_restore_does_not_fall_upon_data(city: Path, tmp_path: Path) -> None:
    file = tmp_path / "backup.tar"
    qingshe(city, "backup", str(file))
    done = qingshe(city, "restore", str(file))
    assert done.returncode != 0
    assert "--replace" in done.stderr


def test_a_backup_does_not_overwrite_a_file(city: Path, tmp_path: Path) -> None:
    file = tmp_path / "backup.tar"
    file.write_text("older", encoding="utf-8")
    assert qingshe(city, "backup", str(file)).returncode != 0
    assert file.read_text(encoding="utf-8") == "older"


def test_a_changed_backup_is_refused(city: Path, tmp_path: Path) -> None:
    file = tmp_path / "backup.tar"
    qingshe(city, "backup", str(file))
    shutil.unpack_archive(file, tmp_path / "parts", "tar")
    with (tmp_path / "parts" / "database.sqlite3").open("ab") as dump:
        dump.write(b"more")
    changed = tmp_path / "changed.tar"
    with tarfile.open(changed, "w") as archive:
        for part in sorted((tmp_path / "parts").iterdir()):
            archive.add(part, part.name)
    (tmp_path / "empty").mkdir()
    done = qingshe(tmp_path / "empty", "restore", str(changed))
    assert "已损坏或被改动" in done.stderr


@pytest.mark.parametrize("strange", ["../../escaped", "files/link"])
def test_a_backup_with_a_strange_part_is_refused_and_writes_nothing_elsewhere(
    city: Path, tmp_path: Path, strange: str
) -> None:
    file, elsewhere = tmp_path / "backup.tar", tmp_path / "elsewhere"
    elsewhere.mkdir()
    assert qingshe(city, "backup", str(file)).returncode == 0
    with tarfile.open(file, "a") as archive:
        part = tarfile.TarInfo(strange)
        if strange.endswith("link"):
            part.type, part.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(part)
    refused = qingshe(elsewhere, "restore", str(file))
    assert refused.returncode != 0
    assert "读不了这个备份文件" in refused.stderr
    assert not list(tmp_path.rglob("escaped"))


def test_a_file_that_is_no_backup_is_refused_in_words(city: Path, tmp_path: Path) -> None:
    file = tmp_path / "photo.tar"
    file.write_bytes(b"\x89PNG")
    done = qingshe(city, "restore", str(file), "--replace")
    assert "读不了这个备份文件" in done.stderr
    assert "Traceback" not in done.stderr
