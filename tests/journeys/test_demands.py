"""From the department's demand to the ruling that voids it for all."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

Visit = Callable[..., Page]

pytestmark = pytest.mark.browser


def test_a_demand_is_refused_in_two_clicks_and_void_for_all(visit: Visit) -> None:
    worker = visit("worker", "/today/", size="phone")
    assert "今天" in worker.inner_text(".page-subtitle")
    title = worker.locator("tbody tr .row-title a").first.inner_text()
    worker.locator("tbody tr").first.get_by_role("link", name="拒收").click()
    worker.wait_for_selector("input[name=ground]")
    worker.get_by_label("重复采集").check()
    worker.get_by_role("button", name="确认拒收").click()
    worker.wait_for_selector("text=拒收不计入对社区的任何考核")

    department = visit("department", "/demands/")
    department.get_by_role("link", name=title).first.click()
    department.wait_for_selector("text=各社区进度")
    assert "已拒收" not in department.inner_text("main")

    office = visit("gatekeeper", "/rulings/")
    office.get_by_role("link", name=title).first.click()
    office.get_by_role("link", name="拒收成立").click()
    office.get_by_role("button", name="拒收成立").click()
    office.wait_for_selector("text=拒收成立")

    worker.goto("/today/?view=done")
    assert "已作废" in worker.inner_text("tbody")
    department.goto("/violations/")
    assert title in department.inner_text("tbody")


def test_a_phone_call_is_written_down_and_judged_without_scripts(visit: Visit) -> None:
    page = visit("worker", "/off-platform/new/", scripts=False)
    page.fill("textarea[name=text]", "请各社区上报商户纳税情况摸底台账，作为目标责任考核依据")
    page.fill("input[name=by_whom]", "县税务局")
    page.click("main button:has-text('登记并判断')")
    assert "不得下达" in page.inner_text(".verdict h2")


def test_a_department_sees_the_verdict_before_it_issues(visit: Visit) -> None:
    page = visit("department", "/demands/choose/?q=消防")
    page.locator("tr", has_text="CZ-A2-03").get_by_role("link", name="下达").click()
    page.wait_for_selector("textarea[name=text]")
    page.fill("textarea[name=text]", "请签订消防安全责任状，实行一票否决。")
    page.fill("input[name=due_on]", "2020-01-01")
    page.get_by_role("button", name="过闸门，看结果").click()
    page.wait_for_selector("text=现在不能下达")
    assert "办理期限已经过去" in page.inner_text("main")


def test_what_was_ticked_and_handed_in_by_mistake_is_taken_back(visit: Visit) -> None:
    page = visit("head", "/today/?view=later", size="phone")
    page.locator("tbody tr").first.locator("input[name=pick]").check()
    page.get_by_role("button", name="勾选的一起报送").click()
    page.get_by_role("button", name="报送 1 件").click()
    page.wait_for_selector("text=用了多久")
    page.locator("main").get_by_role("link", name="取回").first.click()
    page.get_by_role("button", name="取回").click()
    page.wait_for_selector("text=取消开始")
