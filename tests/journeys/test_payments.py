"""Payments from the finance office's Excel: looked at first, recorded all or none."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]
TITLE = "门诊慢特病待遇政策宣传"

pytestmark = pytest.mark.browser


def test_payments_are_recorded_from_excel_after_a_look_at_them(
    visit: Visit, tmp_path: Path
) -> None:
    page = visit("department", "/admission/payments/")
    with page.expect_download() as taken:
        page.get_by_role("link", name="下载 Excel").click()
    table = tmp_path / "拨付.xlsx"
    taken.value.save_as(table)

    _fill(table, amount=100)
    _upload(page, table)
    expect(page.locator("main")).to_contain_text("少于计划的 24,000.00 元")

    _fill(table, amount=24_000)
    _upload(page, table)
    expect(page.get_by_role("heading", level=1)).to_have_text("登记拨付预览")
    expect(page.locator("main")).to_contain_text("共 1 笔，合计 24,000.00 元")
    page.goto("/admission/payments/")
    expect(page.locator("tbody tr", has_text=TITLE)).to_contain_text("待拨付")

    _upload(page, table)
    page.get_by_role("button", name="登记", exact=True).click()
    row = page.locator("tbody tr", has_text=TITLE)
    expect(row).to_contain_text("已拨付")
    expect(row).to_contain_text("银行回单 2026-206")


def _upload(page: Page, table: Path) -> None:
    page.goto("/admission/payments/upload/")
    page.set_input_files("input[type=file]", table)
    page.get_by_role("button", name="上传并预览").click()


def _fill(table: Path, *, amount: int) -> None:
    """Fill in one line as the finance office would; the other lines stay as they came."""
    book = openpyxl.load_workbook(table)
    sheet = book.active
    assert sheet is not None
    heads = [cell.value for cell in sheet[1]]
    line = next(row for row in sheet.iter_rows(min_row=2) if TITLE in [one.value for one in row])
    told: dict[str, date | int | str] = {
        "拨付日期": timezone.localdate(),
        "拨付金额（元）": amount,
        "凭证": "银行回单 2026-206",
    }
    for head, value in told.items():
        line[heads.index(head)].value = value
    book.save(table)
