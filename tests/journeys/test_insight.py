"""The figures: an official opens a table and takes it home; anybody reads the public ones."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]

pytestmark = pytest.mark.browser


def test_the_office_reads_a_chart_and_takes_its_table_home(visit: Visit, size: str) -> None:
    page = visit("gatekeeper", "/insight/", size=size)
    expect(page.get_by_role("heading", level=1)).to_contain_text("减负成效")
    chart = page.locator("[data-chart]").first
    expect(chart.locator("canvas")).to_be_visible()
    expect(chart.locator("table")).to_be_hidden()
    chart.locator("summary").click()
    expect(chart.locator("table")).to_be_visible()
    with page.expect_download() as taken:
        chart.get_by_role("link", name="下载 Excel").click()
    assert taken.value.suggested_filename.endswith(".xlsx")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_year_before_is_not_drawn_where_nothing_is_known(visit: Visit) -> None:
    page = visit("gatekeeper", "/insight/")
    chart = page.locator("[data-chart]", has=page.locator("summary", has_text="各月用时"))
    expect(chart.locator("canvas")).to_be_visible()
    chart.locator("summary").click()
    january = chart.locator("tbody tr", has_text="1 月").first
    expect(january.locator("td").nth(1)).to_have_text("—")


def test_everybody_reads_the_public_figures_without_scripts(visit: Visit, size: str) -> None:
    page = visit(path="/insight/public/", size=size, scripts=False)
    expect(page.locator("main")).to_contain_text("只算部门，不给社区排名")
    expect(page.locator("[data-chart] table").first).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("西大街社区")


def test_the_office_decides_whether_something_has_come_back(visit: Visit) -> None:
    page = visit("gatekeeper", "/rebounds/")
    page.locator("tbody a").first.click()
    expect(page.get_by_role("heading", name="新来的")).to_be_visible()
    page.get_by_role("link", name="不是反弹", exact=True).click()
    page.fill("textarea[name=finding], input[name=finding]", "这次由民政系统统一核对，另有编号。")
    page.get_by_role("button", name="不是反弹").click()
    expect(page.locator(".state").first).to_have_text("不是反弹")
