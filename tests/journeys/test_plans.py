"""The plan of the year: the office lists, the leading group approves, the department issues."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]
TITLE = "医保定点药店便民服务检查"

pytestmark = pytest.mark.browser


def test_an_inspection_is_issued_only_after_it_was_planned_and_approved(visit: Visit) -> None:
    office = visit("gatekeeper", "/plans/")
    office.get_by_role("link", name="列入一项").click()
    today = timezone.localdate()
    office.get_by_label("事项名称").fill(TITLE)
    office.get_by_label("牵头部门").select_option(label="市医疗保障局")
    office.get_by_label("最早哪天").fill(str(today.replace(month=1, day=1)))
    office.get_by_label("最迟哪天").fill(str(today.replace(month=12, day=31)))
    office.get_by_role("button", name="列入计划").click()
    expect(office.locator(".state")).to_have_text("待批准")

    department = visit("department", "/demands/choose/")
    expect(department.locator("main")).not_to_contain_text(TITLE)

    leader = visit("leader", "/plans/", size="phone")
    leader.get_by_role("link", name=TITLE).click()
    leader.get_by_role("link", name="批准").click()
    leader.locator("main form button[type=submit]").click()
    expect(leader.locator(".state")).to_have_text("已批准")

    department.reload()
    row = department.locator("tr", has_text=TITLE)
    row.get_by_role("link", name="下达", exact=True).click()
    expect(department.get_by_role("heading", level=1)).to_have_text(TITLE)


def test_the_lead_of_an_inspection_is_chosen_and_never_guessed(visit: Visit, size: str) -> None:
    page = visit("gatekeeper", "/plans/new/", size=size)
    page.get_by_label("事项名称").fill("没有选部门的检查")
    day = str(timezone.localdate() + timedelta(days=1))
    page.get_by_label("最早哪天").fill(day)
    page.get_by_label("最迟哪天").fill(day)
    page.get_by_role("button", name="列入计划").click()
    assert page.get_by_label("牵头部门").evaluate("field => field.validity.valueMissing")
    assert page.url.endswith("/plans/new/")
