import io
import os
import time
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from pytest_django.fixtures import Settings

from qingshe.foundation.files import limits, shelf, store
from qingshe.foundation.files.models import Attachment
from qingshe.foundation.uploads import LARGEST
from qingshe.kernel.actor import Actor
from qingshe.kernel.answer import YES, no
from qingshe.kernel.errors import Conflict, Denied, Invalid, NotFound

LI = Actor("user:1", "/14/04/")
HERE, THERE = "admission.application:1", "admission.application:2"
PDF = b"%PDF-1.7 sample"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.DATA_FOLDER = tmp_path
    return tmp_path / "files"


def a_package(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        for name in names:
            package.writestr(name, "x")
    return held.getvalue()


def attach(
    content: bytes = PDF, name: str = "依据.pdf", *, subject: str = HERE, answer: object = YES
) -> Attachment:
    upload = SimpleUploadedFile(name, content)
    return shelf.attach(LI, subject, slot="basis", upload=upload, answer=answer)  # type: ignore[arg-type]


class TestAttaching:
    def test_the_bytes_lie_outside_under_their_digest(self, folder: Path) -> None:
        made = attach()
        assert shelf.content(made).read_bytes() == PDF
        assert shelf.content(made) == folder / made.digest[:2] / made.digest
        assert (made.size, made.name) == (len(PDF), "依据.pdf")

    def test_the_same_bytes_on_two_records_lie_there_once(self, folder: Path) -> None:
        attach()
        attach(subject=THERE)
        assert len(list(store.digests())) == 1

    def test_a_file_of_another_record_does_not_exist(self) -> None:
        made = attach()
        with pytest.raises(NotFound):
            shelf.get(THERE, made.pk)

    def test_who_may_not_leaves_nothing_on_the_disk(self, folder: Path) -> None:
        with pytest.raises(Denied):
            attach(answer=no("不行"))
        assert not folder.exists()

    def test_the_same_file_is_attached_once(self) -> None:
        attach()
        with pytest.raises(Conflict, match="已经附上"):
            attach()

    def test_there_are_at_most_ten(self) -> None:
        for number in range(shelf.MOST):
            attach(PDF + bytes([number]))
        with pytest.raises(Conflict, match="最多"):
            attach(PDF + b"one more")

    @pytest.mark.parametrize(
        ("name", "kept"),
        [
            ("../../etc/通知.pdf", "通知.pdf"),
            ("C:\\文件\\通知.pdf", "通知.pdf"),
            ("通\n知\x00.pdf", "通知.pdf"),
            ("长" * 200 + ".pdf", "长" * 136 + ".pdf"),
        ],
    )
    def test_a_name_is_only_a_name(self, name: str, kept: str) -> None:
        upload = SimpleUploadedFile("x.pdf", PDF)
        upload._name = name  # type: ignore[attr-defined]  # Django cleans it before; others may not
        made = shelf.attach(LI, HERE, slot="basis", upload=upload, answer=YES)
        assert made.name == kept

    @pytest.mark.parametrize(
        ("name", "content", "words"),
        [
            ("依据.exe", PDF, "只能上传"),
            ("依据.pdf", b"MZ\x90\x00", "可执行文件"),
            ("依据.docx", b"MZ\x90\x00", "可执行文件"),
            ("依据.docx", a_package("META-INF/MANIFEST.MF"), "不符"),
            ("依据.docx", a_package("word/document.xml", "word/vbaProject.bin"), "宏"),
            ("依据.docx", b"PK\x03\x04 cut off", "不符"),
            ("依据.ofd", a_package("word/document.xml"), "不符"),
            ("依据.pdf", b"", "是空的"),
        ],
    )
    def test_what_is_something_else_is_refused(self, name: str, content: bytes, words: str) -> None:
        with pytest.raises(Invalid, match=words):
            attach(content, name)
        assert not Attachment.objects.exists()

    @pytest.mark.parametrize(
        ("name", "member"), [("请示.docx", "word/document.xml"), ("公文.ofd", "OFD.xml")]
    )
    def test_papers_of_an_office_are_taken(self, name: str, member: str) -> None:
        assert attach(a_package(member), name).name == name

    def test_fifty_megabytes_are_refused(self) -> None:
        upload = SimpleUploadedFile("依据.pdf", PDF)
        upload.size = 50_000_000
        with pytest.raises(Invalid, match="不能超过 20 MB"):
            shelf.attach(LI, HERE, slot="basis", upload=upload, answer=YES)

    def test_of_a_huge_upload_only_the_beginning_reaches_the_disk(self) -> None:
        limit, disk = limits.Limit(), TemporaryFileUploadHandler()
        disk.new_file("file", "依据.pdf", "application/pdf", None)
        step, kept = limit.chunk_size, 0
        for start in range(0, 50_000_000, step):
            passed = limit.receive_data_chunk(b"x" * step, start)
            if passed is not None:
                disk.receive_data_chunk(passed, kept)
                kept += len(passed)
        assert LARGEST < kept < LARGEST + 4 * step
        disk.upload_interrupted()

    def test_a_full_disk_is_told_and_leaves_nothing(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(descriptor: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("os.fsync", full)
        with pytest.raises(Conflict, match="可能已满"):
            attach()
        assert list(folder.iterdir()) == []
        assert not Attachment.objects.exists()


class TestTakingOff:
    def test_it_is_gone_from_the_record_at_once_and_from_the_disk_at_night(self) -> None:
        made = attach()
        shelf.take_off(LI, HERE, made.pk, answer=YES)
        assert not shelf.of(HERE).exists()
        grow_old(store.path_of(made.digest))
        assert shelf.sweep() == 1

    def test_who_may_not_takes_nothing_off(self) -> None:
        made = attach()
        with pytest.raises(Denied):
            shelf.take_off(LI, HERE, made.pk, answer=no("不行"))
        assert shelf.get(HERE, made.pk) == made


class TestSweeping:
    def test_what_hangs_on_a_record_stays(self) -> None:
        made = attach()
        grow_old(store.path_of(made.digest))
        assert shelf.sweep() == 0
        assert shelf.content(made).exists()

    def test_what_just_came_stays_for_its_transaction(self) -> None:
        store.keep([b"not yet on a record"])
        assert shelf.sweep() == 0

    def test_what_never_arrived_goes(self, folder: Path) -> None:
        folder.mkdir()
        half = folder / ".half"
        half.write_bytes(b"half")
        grow_old(half)
        assert shelf.sweep() == 1

    def test_a_killed_upload_leaves_no_file_that_looks_whole(self, folder: Path) -> None:
        def broken() -> Iterable[bytes]:
            yield PDF
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            store.keep(broken())
        assert list(store.digests()) == []


class TestOpening:
    def test_a_file_that_somebody_took_away_is_told(self) -> None:
        made = attach()
        store.path_of(made.digest).unlink()
        with pytest.raises(NotFound, match="备份"):
            shelf.content(made)


def grow_old(path: Path) -> None:
    then = time.time() - store.GRACE - 60
    os.utime(path, (then, then))
