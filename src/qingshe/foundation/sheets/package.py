"""Whether a file can be opened without harm: an .xlsx is a zip archive, and zip archives lie.

The reader (calamine) makes room for every cell between the first and the last one. A few kilobytes
can name a last cell that asks for terabytes, or unpack to gigabytes; both are found out here first.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from qingshe.kernel.errors import Invalid

LARGEST_FILE = 30_000_000  # bytes, packed
LARGEST_CONTENT = 500_000_000  # bytes, unpacked: 200,000 rows of thirty columns
MOST_ROWS = 200_000
MOST_COLUMNS = 500
LONGEST_TAG = 10_000  # bytes
PIECE = 1_000_000

_COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")  # .xls, and every encrypted Office file
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# A cell that has only a format is passed over: people colour whole columns.
_CELL = re.compile(rb"""<c(?:\s+[a-z]+="\w*")*\s*/>|\br\s*=\s*["']([A-Za-z]+)(\d+)""")
_OTHER_WORKBOOKS = {"xl/workbook.bin", "content.xml"}


def insist_on_workbook(content: bytes) -> None:
    """Refuse what is no .xlsx, what is locked, broken, or larger inside than any table of ours.

    Errors: Invalid, with what to do.
    """
    if len(content) > LARGEST_FILE:
        raise Invalid(f"文件超过 {LARGEST_FILE // 1_000_000} MB，请拆成几份上传。")
    if content.startswith(_COMPOUND_FILE):
        raise Invalid(_words_for_compound_file(content))
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _insist_on_parts(archive)
            _insist_on_size(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
        raise Invalid(_NO_WORKBOOK if not content.startswith(b"PK") else BROKEN) from error


BROKEN = "这个 Excel 文件已损坏，打不开。请用 Excel 打开原文件，另存一份后再上传。"
_NO_WORKBOOK = (
    "这不是 Excel 文件。请上传扩展名为 .xlsx 的工作簿；CSV 等文件请先用 Excel 另存为 .xlsx。"
)


def _words_for_compound_file(content: bytes) -> str:
    if _ENCRYPTED in content:
        return "这个 Excel 文件加了密码，请取消密码后再上传。"
    return "这是旧版 Excel 文件（.xls）。请用 Excel 打开，另存为 .xlsx 后再上传。"


def _insist_on_parts(archive: zipfile.ZipFile) -> None:
    names = set(archive.namelist())
    if "xl/workbook.xml" not in names or names & _OTHER_WORKBOOKS:
        raise Invalid(_NO_WORKBOOK)


def _insist_on_size(archive: zipfile.ZipFile) -> None:
    total = 0
    for part in archive.infolist():
        rest = b""
        for piece in _unpacked(archive, part):
            total += len(piece)
            if total > LARGEST_CONTENT:
                raise Invalid("这个文件解开后过大，请拆成几份上传。")
            # No value of an attribute holds "<": a tag is never cut in two. What is begun and
            # longer than any tag is text: it is let go, or it would be joined again and again.
            whole, mark, begun = (rest + piece).rpartition(b"<")
            _insist_on_cells(whole)
            rest = mark + begun if mark and len(begun) < LONGEST_TAG else b""
        _insist_on_cells(rest)


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """What is really in a part; the size it declares may be a lie and is not believed."""
    part.file_size = LARGEST_CONTENT + 1
    with archive.open(part) as stream:
        while piece := stream.read(PIECE):
            yield piece


def _insist_on_cells(xml: bytes) -> None:
    for letters, digits in _CELL.findall(xml):
        if letters and (len(digits) > 6 or int(digits) > MOST_ROWS + 20):
            raise Invalid(f"表格超过 {MOST_ROWS:,} 行，请拆成几份上传；空行请一并删除。")
        if letters and _column(letters) > MOST_COLUMNS:
            raise Invalid(f"表格超过 {MOST_COLUMNS} 列，请删除右侧多余的列后再上传。")


def _column(letters: bytes) -> int:
    """ "A" → 1, "AA" → 27; of more letters than Excel has, the first four suffice."""
    number = 0
    for letter in letters.upper()[:4]:
        number = number * 26 + letter - 64
    return number
