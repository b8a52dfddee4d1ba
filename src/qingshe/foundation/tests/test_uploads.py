import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from qingshe.foundation import uploads
from qingshe.kernel.errors import Invalid

SHEET = b"PK\x03\x04 and the rest"


def test_a_file_that_is_what_it_says_is_taken() -> None:
    upload = SimpleUploadedFile("名册.XLSX", SHEET)
    assert uploads.content_of(upload, [uploads.EXCEL]) == SHEET


def test_text_is_taken_in_utf_8() -> None:
    upload = SimpleUploadedFile("清单.yml", "清单: 甲".encode())
    assert uploads.content_of(upload, [uploads.EXCEL, uploads.YAML])


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("名册.csv", SHEET, "只能上传 .xlsx、.yaml、.yml、.pdf 文件"),
        ("名册", SHEET, "只能上传"),
        ("名册.xlsx.exe", SHEET, "只能上传"),
        ("名册.xlsx", b"", "是空的"),
        ("名册.xlsx", b"MZ\x90\x00", "改了扩展名的可执行文件"),
        ("名册.pdf", b"\x7fELF\x02", "改了扩展名的可执行文件"),
        ("清单.yaml", b"#!/bin/sh\n", "改了扩展名的可执行文件"),
        ("名册.xlsx", bytes.fromhex("d0cf11e0a1b11ae1"), "加了密码或是旧版格式"),
        ("名册.xlsx", b"%PDF-1.7", "与扩展名 .xlsx 不符"),
        ("清单.yaml", "清单".encode("gbk"), "UTF-8"),
        ("清单.yaml", b"a\0b", "UTF-8"),
        ("名册.xlsx", SHEET + b" " * 100, "不能超过"),
    ],
)
def test_what_is_something_else_is_refused(name: str, content: bytes, words: str) -> None:
    kinds = [uploads.EXCEL, uploads.YAML, uploads.PDF]
    with pytest.raises(Invalid, match=words):
        uploads.content_of(SimpleUploadedFile(name, content), kinds, largest=100)
