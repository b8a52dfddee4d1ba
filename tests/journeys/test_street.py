"""A street looks on: what its communities have to do, and when they have to be where."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]
MOST_WEEKS = 4  # ahead: three working days can lie behind a long holiday

pytestmark = pytest.mark.browser


def test_a_street_sees_what_its_communities_have_to_do_without_asking_them(
    visit: Visit, size: str
) -> None:
    page = visit("street", "/", size=size)
    page.get_by_role("link", name="社区事项", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("社区事项")
    page.get_by_label("社区", exact=True).select_option(label="营房社区")
    page.get_by_role("button", name="查找").click()
    rows = page.locator("tbody tr")
    expect(rows.filter(has_text="西大街社区")).to_have_count(0)
    expect(rows.filter(has_text="营房社区").first).to_be_visible()
    with page.expect_download() as taken:
        page.get_by_role("link", name="下载 Excel").click()
    sheet = openpyxl.load_workbook(BytesIO(Path(taken.value.path()).read_bytes())).active
    assert sheet is not None
    said = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert "营房社区" in said
    assert "西大街社区" not in said
    rows.first.get_by_role("link").first.click()
    expect(page.locator("main")).to_contain_text("部门")
    expect(page.get_by_role("link", name="报送")).to_have_count(0)


def test_the_calendar_shows_a_clash_to_the_community_it_meets(visit: Visit, size: str) -> None:
    page = _first_week_with_a_meeting(visit("worker", "/calendar/", size=size))
    clashing = page.locator(".calendar-entry", has_text="时间冲突")
    expect(clashing).to_have_count(2)
    expect(clashing.first).to_contain_text("英雄街道三楼会议室")
    page.get_by_role("link", name="月", exact=True).click()
    expect(page.get_by_role("link", name="下一个月")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_calendar_of_a_street_names_the_fullest_community_first(visit: Visit) -> None:
    page = _first_week_with_a_meeting(visit("street", "/calendar/"))
    loads = page.locator("tbody tr")
    expect(loads.first).to_contain_text("西大街社区")
    expect(loads.first).to_contain_text("时间冲突")
    expect(loads.nth(1)).to_contain_text("正常")


def _first_week_with_a_meeting(page: Page) -> Page:
    """Turn the weeks as people do until one has an entry; each click waits for its week."""
    for _ in range(MOST_WEEKS):
        if page.locator(".calendar-entry").count():
            break
        before = page.locator(".page-subtitle").inner_text()
        page.get_by_role("link", name="下一周").click()
        expect(page.locator(".page-subtitle")).not_to_have_text(before)
    return page
