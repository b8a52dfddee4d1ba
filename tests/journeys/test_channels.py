"""Reminders outside the site: what is open, when they go out, and what people choose."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]

pytestmark = pytest.mark.browser


def test_the_administrator_sees_what_is_open_and_sets_the_hours(visit: Visit, size: str) -> None:
    page = visit("administrator", "/channels/", size=size)
    expect(page.locator("tbody tr", has_text="短信")).to_contain_text("没有开通")
    digest = {"desktop": "16:20", "phone": "16:40"}[size]
    page.get_by_role("link", name="修改").click()
    page.get_by_label("汇总在").fill(digest)
    page.get_by_label("依据或理由").fill("办公室商定。")
    page.locator("main form button[type=submit]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("站外提醒")
    expect(page.locator("main")).to_contain_text(f"每天一条的汇总在 {digest}")


def test_who_chooses_is_told_what_is_not_open_here(visit: Visit, size: str) -> None:
    page = visit("worker", "/notices/", size=size)
    page.get_by_role("link", name="提醒方式").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("提醒方式")
    expect(page.locator("main")).to_contain_text("本市还没有开通")
