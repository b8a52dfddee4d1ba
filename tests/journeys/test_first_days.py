"""The tutorials, step by step as they are written: docs/tutorials/department.md and worker.md."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]
TITLE = "医保报销政策进楼院讲解"
HOME = "要请社区做一件事？"

pytestmark = pytest.mark.browser


def test_the_first_day_of_a_department_officer(visit: Visit) -> None:
    page = visit("department", "/")
    main = page.locator("main")
    expect(main).to_contain_text("许可暂停：困难群众医疗救助对象走访")
    _ask_the_gate(page)
    _apply(page)
    _pay(page)
    _renew(page)
    _issue(page)


def _ask_the_gate(page: Page) -> None:
    asked = "请各社区签订医保征缴目标责任书，每天上报征缴进度。"
    page.get_by_label("把要社区做的事写在这里，或粘贴通知原文").fill(asked)
    page.get_by_role("button", name="判断").click()
    expect(page.locator("main")).to_contain_text("不得下达")


def _apply(page: Page) -> None:
    page.get_by_role("link", name="准入申请", exact=True).first.click()
    _arrive(page, "本部门的许可和申请")
    page.get_by_role("link", name="申请准入", exact=True).click()
    page.get_by_label("申请准入事务或工作项目").fill(TITLE)
    page.get_by_role("button", name="起草").click()
    _matter(page)
    page.get_by_label("申请准入依据").fill("《中华人民共和国社会保险法》第五十八条")
    page.get_by_label("负面清单自查").fill("逐项核对，不涉及负面清单。")
    page.get_by_label("减负一致性自评").fill("不报表，不考核，不挂牌。")
    page.get_by_role("button", name="保存，下一步").click()
    _terms(page)
    page.get_by_label("下放给社区的权限").fill("无")
    page.get_by_label("人员安排").fill("每个街道派一名讲解员。")
    page.get_by_role("button", name="保存，下一步").click()
    page.get_by_role("link", name="提交申请").click()
    page.get_by_role("button", name="提交").click()
    expect(page.locator("main")).to_contain_text("待受理")
    expect(page.locator("main")).to_contain_text("期限怎么算的")


def _matter(page: Page) -> None:
    page.get_by_label("事项类型").select_option(label="任务")
    page.get_by_label("事项内容").fill("请社区通知居民参加楼院讲解，讲解由医保局负责。")
    page.get_by_label("联系居民").check()
    page.get_by_label("必要性").fill("居民不清楚异地就医怎样报销。")
    page.get_by_label("联系人").fill("刘畅")
    page.get_by_label("联系电话").fill("0355-0000000")
    expect(page.locator("#beside")).to_contain_text("闸门结论")
    page.get_by_role("button", name="保存，下一步").click()


def _terms(page: Page) -> None:
    page.get_by_role("link", name="选择社区").click()
    page.get_by_role("button", name="选长治市全部社区").click()
    start = date.today() + timedelta(days=80)  # noqa: DTZ011  the browser's own day
    page.get_by_label("期限类型").select_option(label="阶段性")
    page.get_by_label("开始日期").fill(str(start))
    page.get_by_label("结束日期").fill(str(start + timedelta(days=180)))
    page.get_by_label("每年次数").fill("2")
    page.get_by_label("每社区每次用时（分钟）").fill("40")
    page.get_by_label("退出条件").fill("讲解一轮即退出。")
    expect(page.locator("#beside")).to_contain_text("每社区每月")
    page.get_by_role("button", name="保存，下一步").click()


def _pay(page: Page) -> None:
    page.get_by_role("link", name="首页").first.click()
    _arrive(page, HOME)
    page.get_by_role("link", name="登记拨付").click()
    _arrive(page, "困难群众医疗救助对象走访")
    page.get_by_role("link", name="登记拨付").click()
    page.get_by_label("凭证").fill("银行回单 2026-118")
    page.get_by_role("button", name="登记").click()
    expect(page.locator("main")).to_contain_text("已全部拨付")


def _renew(page: Page) -> None:
    page.get_by_role("link", name="首页").first.click()
    _arrive(page, HOME)
    page.get_by_role("link", name="续期").first.click()
    page.get_by_role("button", name="起草").click()
    expect(page.locator("main")).to_contain_text("1 事项")
    page.get_by_role("link", name="准入申请", exact=True).first.click()
    expect(page.locator("main")).to_contain_text("续期在办")


def _issue(page: Page) -> None:
    page.get_by_role("link", name="下达", exact=True).first.click()
    _arrive(page, "下达")
    page.get_by_role("link", name="下达一件事").click()
    row = page.locator("tr", has_text="医保电子凭证激活协助")
    row.get_by_role("link", name="下达", exact=True).click()
    page.get_by_label("要社区做什么").fill("请社区在楼门张贴激活指引。")
    page.get_by_label("办理期限").fill(str(date.today() + timedelta(days=30)))  # noqa: DTZ011
    page.get_by_role("button", name="过闸门，看结果").click()
    expect(page.locator("main")).to_contain_text("每个社区约 20 分钟")  # at night: not now


def _arrive(page: Page, name: str) -> None:
    """Wait for the page of that name: the one before may have a link of the same name."""
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_the_first_day_of_a_community_worker(visit: Visit, size: str) -> None:
    page = visit("worker", "/", size=size)
    main = page.locator("main")
    asked = "请社区为租户出具无犯罪记录证明。"
    page.get_by_label("把要社区做的事写在这里，或粘贴通知原文").fill(asked)
    page.get_by_role("button", name="判断").click()
    expect(main).to_contain_text("判断结果")
    page.goto("/off-platform/new/")
    page.get_by_label("要社区做什么").fill("各社区明天报商户纳税情况摸底台账。")
    page.get_by_label("谁布置的（单位名称）").fill("县税务局")
    page.get_by_label("怎么来的").select_option(label="微信等工作群")
    page.get_by_label("类型").select_option(label="台账")
    page.get_by_role("button", name="登记并判断").click()
    expect(main).to_contain_text("不得下达")
    page.goto("/v/")
    page.get_by_label("准入编号").fill("长社准2026-3")
    page.get_by_role("button", name="查验").click()
    expect(main).to_contain_text("有效")
