"""Files beside an application: attached, read by whoever judges it, refused when disguised."""

from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page, expect

Visit = Callable[..., Page]
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
PROGRAM = b"MZ" + bytes(200)

pytestmark = pytest.mark.browser


def test_a_basis_is_attached_read_and_taken_off_again(visit: Visit, size: str) -> None:
    page = visit("department", "/admission/begin/", size=size)
    page.get_by_label("申请准入事务或工作项目").fill(f"附件一件{size}")
    page.get_by_role("button", name="起草").click()
    page.get_by_role("link", name="5 附件与提交").click()
    _attach(page, _file("依据原文.pdf", PROGRAM))
    expect(page.locator(".mistakes")).to_contain_text("改了扩展名的可执行文件")
    page.set_input_files("input[type=file]", _file("依据原文.pdf", PDF))
    page.get_by_role("button", name="附上").click()
    attached = page.locator("main").get_by_role("link", name="依据原文.pdf")
    with page.expect_download() as taken:
        attached.click()
    assert taken.value.suggested_filename == "依据原文.pdf"
    page.get_by_role("button", name="删去").click()
    expect(page.locator("main")).to_contain_text("没有附件")


def _attach(page: Page, file: FilePayload) -> None:
    page.get_by_role("link", name="附上依据原文、会议纪要").click()
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="附上").click()


def _file(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/pdf", "buffer": content}
