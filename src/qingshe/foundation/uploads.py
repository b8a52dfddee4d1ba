"""Files that come in: no larger than allowed, and in truth what their names say."""

import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePath

from django.core.files.uploadedfile import UploadedFile

from qingshe.kernel.errors import Invalid

MEGABYTE = 1_000_000
LARGEST = 20 * MEGABYTE  # bytes
_COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")  # Office before 2007, or with a password
_HEAD = 8192  # bytes that tell what a file is
_MACROS = "vbaProject.bin"
_BINARIES = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!")


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: its extensions, and the bytes it begins with (none: text in UTF-8).

    Of a package (zip) `member` is what it must hold: other packages begin alike.
    """

    extensions: tuple[str, ...]
    start: bytes = b""
    member: str = ""

    def is_in(self, content: bytes) -> bool:
        """Whether the content can be of this kind."""
        return content.startswith(self.start) if self.start else _is_text(content)


EXCEL = FileKind((".xlsx",), b"PK\x03\x04", "xl/workbook.xml")
WORD = FileKind((".docx",), b"PK\x03\x04", "word/document.xml")
OFD = FileKind((".ofd",), b"PK\x03\x04", "OFD.xml")
PDF = FileKind((".pdf",), b"%PDF-")
PNG = FileKind((".png",), b"\x89PNG\r\n\x1a\n")
JPEG = FileKind((".jpg", ".jpeg"), b"\xff\xd8\xff")
YAML = FileKind((".yaml", ".yml"))
TEXT = FileKind((".txt",))


def content_of(
    upload: UploadedFile, kinds: Collection[FileKind], *, largest: int = LARGEST
) -> bytes:
    """The content of an uploaded file of one of `kinds`, at most `largest` bytes.

    Errors: Invalid when it is too large, empty, of another kind, or not what its name says.
    """
    kind = _kind_named(upload.name or "", kinds)
    if upload.size is None or upload.size > largest:
        raise Invalid(f"文件不能超过 {largest // MEGABYTE} MB，请缩小或拆分后再上传。")
    content: bytes = upload.read(largest + 1)
    if not content:
        raise Invalid("这个文件是空的，请重新选择。")
    if content.startswith(_BINARIES):
        raise Invalid("这是改了扩展名的可执行文件，不能上传。")
    if not kind.is_in(content):
        raise Invalid(_other_than_named(kind, content))
    return content


def check(upload: UploadedFile, kinds: Collection[FileKind], *, largest: int = LARGEST) -> FileKind:
    """Of what kind an uploaded file is, without reading it whole; text is none of these kinds.

    Errors: as `content_of`, and Invalid for a package that is not what it says or holds macros.
    """
    kind = _kind_named(upload.name or "", kinds)
    if upload.size is None or upload.size > largest:
        raise Invalid(f"文件不能超过 {largest // MEGABYTE} MB，请缩小或拆分后再上传。")
    upload.seek(0)
    head: bytes = upload.read(_HEAD)
    if not head:
        raise Invalid("这个文件是空的，请重新选择。")
    if head.startswith(_BINARIES):
        raise Invalid("这是改了扩展名的可执行文件，不能上传。")
    if not head.startswith(kind.start):
        raise Invalid(_other_than_named(kind, head))
    if kind.member:
        _check_package(upload, kind)
    upload.seek(0)
    return kind


def _check_package(upload: UploadedFile, kind: FileKind) -> None:
    """Only the list of what it holds is read: a package that unpacks to terabytes costs nothing."""
    try:
        names = zipfile.ZipFile(upload).namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        names = []
    if kind.member not in names:
        raise Invalid(_other_than_named(kind, b""))
    if any(name.endswith(_MACROS) for name in names):
        raise Invalid("这个文件里有宏程序，请另存为不带宏的文件后再上传。")


def _kind_named(name: str, kinds: Collection[FileKind]) -> FileKind:
    extension = PurePath(name).suffix.lower()
    for kind in kinds:
        if extension in kind.extensions:
            return kind
    accepted = "、".join(one for kind in kinds for one in kind.extensions)
    raise Invalid(f"只能上传 {accepted} 文件。")


def _other_than_named(kind: FileKind, content: bytes) -> str:
    if content.startswith(_COMPOUND_FILE):
        extension = kind.extensions[0]
        return f"这个文件加了密码或是旧版格式，请取消密码，另存为 {extension} 后再上传。"
    if kind.start:
        return f"文件内容与扩展名 {kind.extensions[0]} 不符，请用原来的软件另存后再上传。"
    return "这不是 UTF-8 编码的文本文件，请另存为 UTF-8 编码后再上传。"


def _is_text(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return b"\0" not in content
