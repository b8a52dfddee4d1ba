"""From the department's demand to the ruling that voids it for all."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]

pytestmark = pytest.mark.browser


def test_a_demand_is_refused_in_two_clicks_and_void_for_all(visit: Visit) -> None:
    worker = visit("worker", "/today/", size="phone")
    expect(worker.locator(".page-subtitle")).to_contain_text("今天")
    title = worker.locator("tbody tr .row-title a").first.inner_text()
    worker.locator("tbody tr").first.get_by_role("link", name="拒收").click()
    worker.get_by_label("重复采集").check()
    worker.get_by_role("button", name="确认拒收").click()
    expect(worker.locator("main")).to_contain_text("拒收不计入对社区的任何考核")

    department = visit("department", "/demands/")
    department.get_by_role("link", name=title).first.click()
    expect(department.get_by_role("heading", name="各社区进度")).to_be_visible()
    expect(department.locator("main")).not_to_contain_text("已拒收")

    office = visit("gatekeeper", "/rulings/")
    office.get_by_role("link", name=title).first.click()
    expect(office.get_by_role("heading", level=1)).to_have_text(title)  # the list has tabs so named
    office.get_by_role("link", name="拒收成立").click()
    expect(office.get_by_role("heading", level=1)).to_contain_text("拒收成立：")
    office.get_by_role("button", name="拒收成立").click()
    expect(office.locator(".state").first).to_have_text("拒收成立")

    worker.goto("/today/?view=done")
    expect(worker.locator("tbody tr", has_text=title).first).to_contain_text("已作废")
    department.goto("/violations/")
    expect(department.locator("tbody")).to_contain_text(title)


def test_a_phone_call_is_written_down_and_judged_without_scripts(visit: Visit) -> None:
    page = visit("worker", "/off-platform/new/", scripts=False)
    page.fill("textarea[name=text]", "请各社区上报商户纳税情况摸底台账，作为目标责任考核依据")
    page.fill("input[name=by_whom]", "县税务局")
    page.click("main button:has-text('登记并判断')")
    expect(page.locator(".verdict h2")).to_contain_text("不得下达")


def test_a_department_sees_the_verdict_before_it_issues(visit: Visit) -> None:
    page = visit("department", "/demands/choose/?q=消防")
    row = page.locator("tr", has_text="CZ-A2-03")
    row.get_by_role("link", name="下达", exact=True).click()
    page.fill("textarea[name=text]", "请签订消防安全责任状，实行一票否决。")
    page.fill("input[name=due_on]", "2020-01-01")
    page.get_by_role("button", name="过闸门，看结果").click()
    expect(page.locator("main")).to_contain_text("现在不能下达")
    expect(page.locator("main")).to_contain_text("办理期限已经过去")


def test_what_was_ticked_and_handed_in_by_mistake_is_taken_back(visit: Visit) -> None:
    page = visit("head", "/today/?view=later", size="phone")
    page.locator("tbody input[name=pick]").first.check()
    page.get_by_role("button", name="勾选的一起报送").click()
    page.get_by_role("button", name="报送 1 件").click()
    expect(page.locator("main")).to_contain_text("用了多久")
    page.locator("main").get_by_role("link", name="取回").first.click()
    page.get_by_role("button", name="取回").click()
    expect(page.locator("main")).to_contain_text("取消开始")
