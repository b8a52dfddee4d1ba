"""From what somebody asked to the sheet of paper with the reason."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

Visit = Callable[..., Page]
TAX = "请各社区于本周五前上报辖区内商户纳税情况摸底台账，作为年度目标责任考核依据"

pytestmark = pytest.mark.browser


def test_a_worker_pastes_a_demand_and_prints_the_reason(visit: Visit, size: str) -> None:
    page = visit("worker", "/gate/", size=size)
    page.fill("textarea[name=text]", TAX)
    page.fill("input[name=issuer]", "县税务局")
    page.get_by_role("button", name="判断", exact=True).click()
    page.wait_for_selector(".verdict")
    assert "不得下达" in page.inner_text(".verdict h2")
    page.get_by_role("button", name="打印拒收理由单").click()
    page.wait_for_url("**/gate/notice/")
    assert "社区事项拒收理由单" in page.inner_text(".paper")
    assert "县税务局" in page.inner_text(".paper")


def test_the_notice_is_one_page_of_paper(visit: Visit) -> None:
    page = visit("worker", "/gate/")
    page.fill("textarea[name=text]", TAX * 5)
    page.get_by_role("button", name="判断", exact=True).click()
    page.get_by_role("button", name="打印拒收理由单").click()
    page.wait_for_url("**/gate/notice/")
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    assert paper.count(b"/Type /Page") - paper.count(b"/Type /Pages") == 1


def test_the_gate_works_without_scripts(visit: Visit) -> None:
    page = visit("worker", "/gate/", scripts=False)
    page.fill("textarea[name=text]", TAX)
    page.click("main form.gate-form button:has-text('判断')")
    assert "不得下达" in page.inner_text(".verdict h2")


def test_from_the_first_page_to_the_verdict_is_one_step(visit: Visit, size: str) -> None:
    page = visit("worker", "/", size=size)
    page.fill("textarea[name=text]", "协助开展消防宣传")
    page.get_by_role("button", name="判断", exact=True).click()
    page.wait_for_selector(".verdict")
    assert "可以下达" in page.inner_text(".verdict h2")


def test_the_verdict_leads_to_the_item_on_the_public_list(visit: Visit) -> None:
    page = visit("worker", "/gate/")
    page.fill("textarea[name=text]", "协助开展消防宣传")
    page.get_by_role("button", name="判断", exact=True).click()
    page.wait_for_selector(".verdict")
    page.click(".verdict a:has-text('CZ-A2-03')")
    page.wait_for_url("**/lists/items/**")
    assert "消防法" in page.inner_text("main")
