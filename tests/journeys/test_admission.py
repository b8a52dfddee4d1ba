"""From application to opinion to decision, by each role in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]
TO_DECIDE = {
    "desktop": ("参保扩面入户登记", "附条件准入"),
    "phone": ("集贸市场周边流动摊点劝导", "转购买服务"),
}

pytestmark = pytest.mark.browser


def test_an_application_is_saved_as_it_is_typed(visit: Visit, size: str) -> None:
    page = _begin(visit, f"居民用气安全提示{size}", size=size)
    page.get_by_label("事项类型").select_option("task")
    expect(page.locator("#beside")).to_contain_text("已保存")
    page.get_by_label("事项内容").fill("请社区在楼门张贴用气安全提示。")
    page.get_by_label("联系人").fill("刘畅")
    page.get_by_role("button", name="保存，下一步").click()
    expect(page.get_by_label("申请准入依据")).to_be_visible()
    page.reload()
    page.get_by_role("link", name="1 事项").click()
    expect(page.get_by_label("事项内容")).to_have_value("请社区在楼门张贴用气安全提示。")
    expect(page.get_by_label("事项类型")).to_have_value("task")
    expect(page.get_by_label("联系人")).to_have_value("刘畅")


def test_the_burden_follows_what_is_typed(visit: Visit) -> None:
    page = _begin(visit, "楼道堆物清理提示")
    page.get_by_role("link", name="3 范围与期限").click()
    page.get_by_role("link", name="选择社区").click()
    page.get_by_role("button", name="选长治市全部社区").click()
    page.get_by_label("期限类型").select_option("phased")
    page.get_by_label("开始日期").fill("2098-01-01")
    page.get_by_label("结束日期").fill("2098-06-30")
    page.get_by_label("每年次数").fill("12")
    page.get_by_label("每社区每次用时（分钟）").fill("30")
    page.get_by_label("退出条件").click()
    expect(page.locator("#beside")).to_contain_text("每社区每月 30 分钟")
    expect(page.locator("#beside")).to_contain_text("6 个月")


def test_an_application_is_written_without_javascript(visit: Visit) -> None:
    page = visit("department", "/admission/begin/", scripts=False)
    page.get_by_label("申请准入事务或工作项目").fill("没有脚本的申请")
    page.get_by_role("button", name="起草").click()
    page.get_by_label("必要性").fill("确有必要。")
    page.get_by_role("button", name="保存，下一步").click()
    page.get_by_role("link", name="5 附件与提交").click()
    expect(page.locator("main")).to_contain_text("处要补")
    expect(page.locator("main")).to_contain_text("请填写申请准入依据。")
    expect(page.locator("main")).not_to_contain_text("请填写必要性。")


def test_a_community_says_its_opinion_on_a_telephone(visit: Visit) -> None:
    page = visit("head", "/admission/opinions/", size="phone")
    page.get_by_role("link", name="医保电子凭证使用指导").click()
    page.get_by_label("同意", exact=True).check()
    page.get_by_role("button", name="提交意见").click()
    expect(page.get_by_role("heading", name="已回复")).to_be_visible()
    expect(page.locator("main")).to_contain_text("医保电子凭证使用指导")


def test_the_leading_group_decides_a_case_on_one_page(visit: Visit, size: str) -> None:
    title, outcome = TO_DECIDE[size]
    page = visit("leader", "/admission/queue/?state=proposed", size=size)
    page.get_by_role("link", name=title).click()
    page.get_by_role("link", name="作出决定").click()
    expect(page.locator("main")).to_contain_text("办公室建议")
    page.get_by_label("理由").fill("会议研究同意办公室意见。")
    page.get_by_role("button", name=outcome).click()
    expect(page.get_by_role("heading", name=f"决定：{outcome}")).to_be_visible()


def test_the_office_sees_how_a_clock_was_counted(visit: Visit) -> None:
    page = visit("gatekeeper", "/admission/queue/?state=submitted")
    page.get_by_role("link", name="退役军人光荣牌悬挂情况核对").click()
    page.get_by_role("link", name="期限怎么算的").click()
    expect(page.locator("main")).to_contain_text("最后一日为")


def test_a_visitor_objects_while_it_is_on_notice(visit: Visit, size: str) -> None:
    page = visit(path="/admission/notices/", size=size)
    page.get_by_role("link", name="家庭医生签约宣传").click()
    page.get_by_role("link", name="提出异议").click()
    page.get_by_label("异议内容").fill("宣传栏归物业管理。")
    page.get_by_role("button", name="提出异议").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已收到异议")


def _begin(visit: Visit, title: str, *, size: str = "desktop") -> Page:
    page = visit("department", "/admission/begin/", size=size)
    page.get_by_label("申请准入事务或工作项目").fill(title)
    page.get_by_role("button", name="起草").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    return page
