"""An administrator sets up a community, seats people, and hands systems their keys."""

import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pyotp
import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]
FIRST_OWN = "Xinqiao-hao-2026"
STEP = 30  # seconds that a code on the telephone holds

pytestmark = pytest.mark.browser


def test_a_community_is_set_up_renamed_closed_and_reopened(visit: Visit) -> None:
    page = _establish(visit, "140403001081", "旅程社区")
    expect(page.locator("main")).to_contain_text("还没有人在此任职")
    page.get_by_role("link", name="更正", exact=True).click()
    page.get_by_label("名称").fill("旅程路社区")
    _send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("旅程路社区")
    page.get_by_role("link", name="撤销", exact=True).click()
    _send(page)
    expect(page.locator("main")).to_contain_text("已撤销")
    page.get_by_role("link", name="恢复", exact=True).click()
    _send(page)
    expect(page.get_by_role("link", name="撤销", exact=True)).to_be_visible()


def test_a_code_that_is_taken_is_refused_and_what_was_typed_stays(visit: Visit, size: str) -> None:
    page = _street(visit, size=size)
    page.get_by_role("link", name="设立下级区划").click()
    page.get_by_label("区划代码").fill("140403001001")
    page.get_by_label("名称").fill("重码社区")
    _send(page)
    expect(page.get_by_text("此代码已有组织").first).to_be_visible()
    expect(page.get_by_label("名称")).to_have_value("重码社区")


def test_a_refusal_stands_once_above_the_form_and_goes_when_it_worked(
    visit: Visit, size: str
) -> None:
    page = _street(visit, size=size)
    page.get_by_role("link", name="设立下级区划").click()
    page.get_by_label("名称").fill("先错后对社区")
    for wrong in ("140403001001", "140403"):
        page.get_by_label("区划代码").fill(wrong)
        _send(page)
        expect(page.locator("main form .toast-note")).to_have_count(1)
        expect(page.locator("#toasts .toast-note")).to_have_count(0)
    page.get_by_label("区划代码").fill("14040300109" + str(len(size) % 10))
    _send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("先错后对社区")
    expect(page.locator(".toast-note")).to_have_count(0)


def test_a_unit_with_people_says_why_it_cannot_be_closed(visit: Visit, size: str) -> None:
    page = visit("administrator", "/orgs/?q=140403001001", size=size)
    page.locator("main").get_by_role("link", name="西大街社区").click()
    button = page.get_by_role("button", name="撤销")
    expect(button).to_be_disabled()
    expect(page.get_by_text("还有人在此任职，请先结束他们的任职。")).to_be_visible()


def test_the_tree_opens_branch_by_branch(visit: Visit, size: str) -> None:
    page = visit("administrator", "/orgs/", size=size)
    for name in ("潞州区", "英雄街道"):
        page.locator("summary", has_text=f"展开{name}").click()
    expect(page.locator("main").get_by_role("link", name="西大街社区")).to_be_visible()


def test_the_tree_opens_without_scripts(visit: Visit) -> None:
    page = visit("administrator", "/orgs/", scripts=False)
    page.locator("main").get_by_role("link", name="潞州区", exact=True).click()
    page.locator("main").get_by_role("link", name="英雄街道", exact=True).click()
    assert "西大街社区" in page.inner_text("main")


def test_a_bad_table_of_units_changes_nothing_and_names_the_row(
    visit: Visit, tmp_path: Path
) -> None:
    rows = [_row("140403001082", "一号社区"), _row("140403001083", "")]
    page = _upload(visit, tmp_path, rows)
    expect(page.locator(".mistakes")).to_contain_text("第 3 行")
    page.goto("/orgs/?q=一号社区")
    expect(page.locator("main")).not_to_contain_text("140403001082")


def test_a_table_of_units_is_shown_before_it_is_written(visit: Visit, tmp_path: Path) -> None:
    page = _upload(visit, tmp_path, [_row("140403001084", "青年路社区")])
    expect(page.locator("main")).to_contain_text("新设 1 个")
    expect(page.locator("main")).to_contain_text("青年路社区")
    page.get_by_role("link", name="放弃导入").click()
    _send(page)
    page.goto("/orgs/?q=青年路社区")
    expect(page.locator("main")).not_to_contain_text("140403001084")


def test_what_is_not_a_table_is_refused_in_words(visit: Visit, tmp_path: Path) -> None:
    fake = tmp_path / "单位.xlsx"
    fake.write_text("不是工作簿", encoding="utf-8")
    page = visit("administrator", "/orgs/import/")
    page.set_input_files("input[type=file]", fake)
    page.get_by_role("button", name="看看会改什么").click()
    expect(page.get_by_text("与扩展名 .xlsx 不符").first).to_be_visible()


def test_a_newcomer_must_choose_a_password_before_anything_else(visit: Visit, size: str) -> None:
    name = f"newcomer-{size}"
    given = _open_account(visit, name, "高文")
    page = _enter(visit, name, given, size=size)
    page.goto("/lists/")
    expect(page.get_by_role("heading", level=1)).to_have_text("修改密码")
    _choose_password(page, given)
    expect(page.get_by_role("heading", level=1)).to_have_text("我的账号")
    page.goto("/gate/")
    expect(page.get_by_role("heading", level=1)).to_have_text("过一道闸")


def test_a_stopped_account_stays_outside_until_it_is_restored(visit: Visit) -> None:
    given = _open_account(visit, "stopped", "韩冬")
    office = _account(visit, "韩冬")
    office.get_by_role("link", name="停用账号").click()
    _send(office)
    expect(office.locator("main")).to_contain_text("已停用")
    assert "/sign-in/" in _enter(visit, "stopped", given).url
    office.get_by_role("link", name="恢复账号").click()
    _send(office)
    expect(office.get_by_role("link", name="停用账号")).to_be_visible()
    expect(_enter(visit, "stopped", given).get_by_role("heading", level=1)).to_have_text("修改密码")


def test_five_wrong_passwords_close_the_door_and_the_office_opens_it(visit: Visit) -> None:
    given = _open_account(visit, "forgetful", "马春")
    for _ in range(5):
        page = _enter(visit, "forgetful", "wrong-password")
    page = _enter(visit, "forgetful", given)
    expect(page.locator(".mistakes")).to_contain_text("15 分钟")
    office = _account(visit, "马春")
    office.get_by_role("link", name="解除登录限制").click()
    _send(office)
    office.get_by_role("heading", level=1, name="马春").wait_for()
    page = _enter(visit, "forgetful", given)
    expect(page.get_by_role("heading", level=1)).to_have_text("修改密码")


def test_a_forgotten_password_is_replaced_and_the_old_one_is_dead(visit: Visit) -> None:
    old = _open_account(visit, "renewed", "田雨")
    office = _account(visit, "田雨")
    office.get_by_role("link", name="重置密码").click()
    _send(office)
    new = _handed_over(office)
    assert "/sign-in/" in _enter(visit, "renewed", old).url
    expect(_enter(visit, "renewed", new).get_by_role("heading", level=1)).to_have_text("修改密码")


def test_a_telephone_becomes_the_second_lock(visit: Visit) -> None:
    given = _open_account(visit, "careful", "沈秋")
    page = _enter(visit, "careful", given)
    _choose_password(page, given)
    page.get_by_role("link", name="启用动态口令").click()
    phone = pyotp.TOTP(page.locator("main code").inner_text().replace(" ", ""))
    page.get_by_label("六位数字").fill(phone.now())
    page.get_by_role("button", name="启用").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("动态口令已启用")
    spare = page.locator("main code").first.inner_text()
    later = _enter(visit, "careful", FIRST_OWN)
    expect(later.get_by_role("heading", level=1)).to_have_text("再核对一步")
    _answer(later, "000000")
    expect(later.locator(".mistakes")).to_contain_text("动态口令不对")
    _answer(later, phone.at(time.time() + STEP))
    expect(later.get_by_role("heading", level=1)).to_have_text("今日")
    last = _enter(visit, "careful", FIRST_OWN)
    _answer(last, spare)
    expect(last.get_by_role("heading", level=1)).to_have_text("今日")


def test_a_system_gets_a_key_uses_it_and_loses_it(visit: Visit) -> None:
    page = visit("administrator", "/tokens/issue/")
    page.locator("main").get_by_label("组织").fill("市医疗保障局")
    page.get_by_label("角色").select_option(label="部门经办人")
    _send(page)
    page.get_by_label("系统名称").fill("医保业务系统")
    for box in page.locator("input[name=grants]").all():
        box.check()
    page.get_by_label("有效期至").fill(time.strftime("%Y-%m-%d", time.localtime(time.time() + 1e6)))
    _send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("令牌已签发")
    key = page.locator("main code").first.inner_text()
    assert _asked_by_api(page, key) == 200
    page.goto("/tokens/")
    row = page.get_by_role("row").filter(has_text="医保业务系统").filter(has_text="有效")
    row.get_by_role("link", name="吊销").click()
    _send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("接口令牌")
    assert _asked_by_api(page, key) == 401


def test_a_complaint_is_answered_where_it_was_written(visit: Visit, size: str) -> None:
    said = f"在{size}上，按钮太小。"
    writer = visit(path="/feedback/submit/", size=size)
    writer.locator("textarea[name=text]").fill(said)
    writer.get_by_role("button", name="提交").click()
    code = writer.locator(".code").inner_text()
    office = visit("administrator", "/feedback/", size=size)
    office.get_by_role("link", name=said).first.click()
    office.get_by_role("link", name="答复").click()
    office.get_by_label("答复").fill("已经改大，请刷新。")
    _send(office)
    expect(office.locator("main")).to_contain_text("已答复")
    writer.goto(f"/feedback/code/{code}/")
    expect(writer.locator("main")).to_contain_text("已经改大，请刷新。")


def _street(visit: Visit, *, size: str = "desktop") -> Page:
    page = visit("administrator", "/orgs/?q=英雄街道", size=size)
    page.locator("main").get_by_role("link", name="英雄街道", exact=True).first.click()
    page.get_by_role("heading", level=1, name="英雄街道").wait_for()
    return page


def _establish(visit: Visit, code: str, name: str) -> Page:
    page = _street(visit)
    page.get_by_role("link", name="设立下级区划").click()
    page.get_by_label("区划代码").fill(code)
    page.get_by_label("名称").fill(name)
    _send(page)
    page.get_by_role("heading", level=1, name=name).wait_for()
    return page


def _row(code: str, name: str) -> Sequence[str]:
    return (code, "", name, "行政区划", "社区(村)", "城市社区", "正常")


def _upload(visit: Visit, folder: Path, rows: Sequence[Sequence[str]]) -> Page:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [("区划代码", "编号", "名称", "类别", "层级", "城乡", "状态"), *rows]:
        sheet.append(list(row))
    book.save(folder / "组织.xlsx")
    page = visit("administrator", "/orgs/import/")
    page.set_input_files("input[type=file]", folder / "组织.xlsx")
    page.get_by_role("button", name="看看会改什么").click()
    return page


def _open_account(visit: Visit, login_name: str, name: str) -> str:
    """Open an account at a demo community; the password that the office hands over."""
    page = visit("administrator", "/accounts/open/")
    page.get_by_label("登录名").fill(login_name)
    page.get_by_label("姓名").fill(name)
    page.locator("main").get_by_label("组织").fill("140403001002")
    page.get_by_label("角色").select_option(label="社区工作者")
    _send(page)
    return _handed_over(page)


def _handed_over(page: Page) -> str:
    page.get_by_role("heading", level=1, name="请把密码当面交给本人").wait_for()
    return page.locator("main code").inner_text()


def _account(visit: Visit, name: str) -> Page:
    page = visit("administrator", f"/accounts/?q={name}")
    page.locator("main").get_by_role("link", name=name).first.click()
    page.get_by_role("heading", level=1, name=name).wait_for()
    return page


def _enter(visit: Visit, login_name: str, password: str, *, size: str = "desktop") -> Page:
    page = visit(path="/sign-in/", size=size)
    page.get_by_label("登录名").first.fill(login_name)
    page.get_by_label("密码").first.fill(password)
    page.locator("main form").first.get_by_role("button").click()
    page.wait_for_load_state()
    return page


def _choose_password(page: Page, given: str) -> None:
    page.locator("input[name=old]").fill(given)
    page.locator("input[name=new]").fill(FIRST_OWN)
    page.locator("input[name=again]").fill(FIRST_OWN)
    page.get_by_role("button", name="修改", exact=True).click()
    page.wait_for_url(re.compile("/me/$"))


def _answer(page: Page, code: str) -> None:
    page.get_by_label("动态口令").fill(code)
    page.get_by_role("button", name="登录", exact=True).click()


def _asked_by_api(page: Page, key: str) -> int:
    answer = page.request.get("/api/v1/orgs/units", headers={"Authorization": f"Bearer {key}"})
    return answer.status


def _send(page: Page) -> None:
    """Press the button that sends the form."""
    page.locator("main form button[type=submit]").first.click()
