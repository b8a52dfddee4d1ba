"""A day at the leading group's office: doubtful bases, papers at odds, the next edition."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Locator, Page, expect

Visit = Callable[..., Page]
SUPERVISE = "长治市社区居民委员会依法依规履行监督职责事项清单"
FEES = "依法配合做好社会抚养费的征收工作"
DEATH = "居民在家正常死亡证明"
SERIAL, TITLE = 2, 4  # columns of the table of items

pytestmark = pytest.mark.browser


def test_the_first_page_says_what_to_look_at_first(visit: Visit, size: str) -> None:
    page = visit("gatekeeper", "/", size=size)
    expect(page.get_by_role("heading", level=1)).to_have_text("先看哪一件")
    page.get_by_role("link", name="去复核").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("依据复核")
    expect(page.locator("main tbody tr").first).to_contain_text("已废止")


def test_an_item_without_a_law_is_suspended_told_to_all_and_reopened(visit: Visit) -> None:
    page = _review(visit)
    _ask(page, "暂停执行")
    page.get_by_label("理由").fill("该办法已经废止。")
    _send(page, "暂停执行")
    expect(page.get_by_role("link", name="重新复核")).to_be_visible()
    reader = visit(path="/lists/items/CZ-A2-12/")
    expect(reader.locator("main")).to_contain_text("暂停执行")
    expect(reader.locator("main")).to_contain_text("该办法已经废止。")
    assert _verdict(visit("worker", "/gate/"), FEES) != "可以下达"
    _ask(page, "重新复核")
    _send(page, "重新复核")
    expect(page.get_by_role("link", name="暂停执行")).to_be_visible()


@pytest.mark.parametrize("decision", ["下一版次删去", "保留并说明"])
def test_a_decision_needs_a_reason_and_can_be_taken_back(
    visit: Visit, size: str, decision: str
) -> None:
    page = _review(visit, size=size)
    _ask(page, decision)
    _send(page, decision)
    expect(page.get_by_label("理由")).to_be_focused()
    page.get_by_label("理由").fill("演练，随后撤回。")
    _send(page, decision)
    expect(page.locator("main")).to_contain_text("演练，随后撤回。")
    _ask(page, "重新复核")
    _send(page, "重新复核")
    expect(page.get_by_role("link", name=decision)).to_be_visible()


def test_the_keyboard_walks_the_queue_and_opens_a_row(visit: Visit) -> None:
    page = visit("gatekeeper", "/catalog/reviews/")
    second = page.locator("main tbody tr").nth(1).get_by_role("link").inner_text()
    for key in ("j", "j"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    page.wait_for_url("**/catalog/reviews/*/")
    expect(page.get_by_role("heading", level=1)).to_have_text(second.split(" ", 1)[1])


def test_papers_at_odds_are_settled_for_the_city_and_unsettled(visit: Visit, size: str) -> None:
    page = visit("gatekeeper", "/catalog/conflicts/", size=size)
    expect(_conflict(page)).to_contain_text("先执行")
    _conflict(page).get_by_role("link", name="裁定").click()
    page.get_by_role("radio", name="可以开").check()
    page.get_by_label("理由").fill("本市医疗机构未覆盖的村，仍由社区证明。")
    _send(page, "裁定")
    expect(_conflict(page)).to_contain_text("本市医疗机构未覆盖的村，仍由社区证明。")
    assert _certificate(visit, DEATH) == "可以开"
    _conflict(page).get_by_role("link", name="撤销裁定").click()
    _send(page, "撤销裁定")
    expect(_conflict(page).get_by_role("link", name="裁定", exact=True)).to_be_visible()
    assert _certificate(visit, DEATH) == "不应开"


def test_a_draft_is_edited_compared_and_withdrawn(visit: Visit) -> None:
    page = _draft(visit)
    _add(page, "监督物业收费公示", "《物业管理条例》第四十条")
    row = page.get_by_role("row").filter(has_text="监督物业收费公示")
    row.get_by_role("button", name="上移").click()
    expect(page.locator("main tbody tr").nth(3)).to_contain_text("监督物业收费公示")
    row.get_by_role("link", name="修改").click()
    page.get_by_label("事项 必填").fill("监督物业收费和维修资金公示")
    _send(page, "保存")
    first = page.locator("main tbody tr").first
    gone = first.locator("td").nth(1).get_by_role("link").inner_text()
    first.get_by_role("link", name="删去").click()
    _send(page, "删去事项")
    expect(page.locator("main table").first).not_to_contain_text(gone)
    page.get_by_role("link", name="对照").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("版次对照")
    expect(page.get_by_role("row").filter(has_text="新增")).to_contain_text("维修资金")
    expect(page.get_by_role("row").filter(has_text="删去")).to_contain_text(gone)
    _withdraw(visit)


def test_a_draft_is_edited_on_a_telephone(visit: Visit) -> None:
    page = _draft(visit, size="phone")
    _add(page, "监督电梯维护记录公示", "")
    expect(page.locator("main")).to_contain_text("没有依据")
    _withdraw(visit)


def test_a_basis_nobody_can_read_is_refused_and_what_was_typed_stays(visit: Visit) -> None:
    page = _draft(visit)
    page.get_by_role("link", name="增加事项").click()
    page.get_by_label("事项 必填").fill("读不懂的依据")
    page.get_by_label("依据", exact=True).fill("某某法")
    _send(page, "增加")
    expect(page.get_by_text("看不出文件名").first).to_be_visible()
    expect(page.get_by_label("事项 必填")).to_have_value("读不懂的依据")
    _withdraw(visit)


def test_a_table_goes_out_and_comes_back_changed(visit: Visit, tmp_path: Path) -> None:
    page = _draft(visit)
    path = _download(page, tmp_path)
    _edit(path, lambda sheet: sheet.cell(2, TITLE, "组织居民参加听证"))
    _upload(page, path)
    expect(page.locator("main")).to_contain_text("修改 1 项")
    page.get_by_role("link", name="确认导入").click()
    page.locator("main form button[type=submit]").click()
    expect(page.get_by_role("link", name="组织居民参加听证", exact=True)).to_be_visible()
    _withdraw(visit)


def test_a_bad_table_names_every_row_and_changes_nothing(visit: Visit, tmp_path: Path) -> None:
    page = _draft(visit)
    path = _download(page, tmp_path)

    def spoil(sheet: Worksheet) -> None:
        sheet.cell(3, SERIAL, "第二")
        sheet.cell(4, TITLE, "")

    _edit(path, spoil)
    _upload(page, path)
    expect(page.get_by_text("第 3 行 序号").first).to_be_visible()
    expect(page.get_by_text("第 4 行 事项").first).to_be_visible()
    _withdraw(visit)


def test_a_new_list_is_published_only_with_a_reason_for_its_gaps(visit: Visit) -> None:
    page = visit("gatekeeper", "/catalog/establish/")
    page.get_by_label("种类").select_option(label="监督")
    page.get_by_label("清单名称").fill("长治市旅程演练监督清单")
    page.get_by_label("适用地方").fill("山西省长治市")
    _send(page, "确定")
    page.get_by_label("文件名称").fill("关于旅程演练的通知")
    _send(page, "起草")
    _add(page, "代领演练纪念章", "")
    _ask(page, "公布")
    expect(page.locator("main")).to_contain_text("没有依据")
    _send(page, "公布")
    expect(page.get_by_text("请写明理由").first).to_be_visible()
    page.get_by_label("理由").fill("演练用，依据另行发文。")
    _send(page, "公布")
    expect(page.locator("main")).to_contain_text("演练用，依据另行发文。")
    reader = visit(path="/lists/?q=演练纪念章")
    expect(reader.get_by_role("link", name="代领演练纪念章")).to_be_visible()


@pytest.mark.parametrize("who", ["worker", "department", "resident"])
def test_the_desk_is_closed_to_others_and_says_why(visit: Visit, who: str) -> None:
    page = visit(who, "/catalog/")
    expect(page.get_by_role("heading", level=1)).to_have_text("不能办理")
    page.goto("/")
    expect(page.get_by_role("link", name="清单管理")).to_have_count(0)


def test_every_step_stands_in_the_trail(visit: Visit) -> None:
    page = _draft(visit)
    _withdraw(visit)
    watcher = visit("supervisor", "/trail/")
    expect(watcher.locator("main tbody tr").first).to_contain_text("撤回草案")
    expect(watcher.locator("main tbody tr").first).to_contain_text("周敏")
    page.reload()
    expect(page.locator("main")).to_contain_text("已撤回")


def _review(visit: Visit, *, size: str = "desktop") -> Page:
    page = visit("gatekeeper", "/catalog/reviews/", size=size)
    page.get_by_role("link", name=FEES).click()
    page.get_by_role("heading", level=1, name=FEES).wait_for()
    return page


def _conflict(page: Page) -> Locator:
    return page.locator("main section section").filter(has_text=DEATH)


def _certificate(visit: Visit, title: str) -> str:
    page = visit(path=f"/lists/certificates/?q={title}")
    return page.get_by_role("row").filter(has_text=title).locator(".row-state").first.inner_text()


def _verdict(page: Page, text: str) -> str:
    page.locator("textarea[name=text]").fill(text)
    page.get_by_role("button", name="判断", exact=True).click()
    return page.locator(".verdict h2").inner_text()


def _draft(visit: Visit, *, size: str = "desktop") -> Page:
    """The next edition of a list of four items, fresh from the one in force."""
    page = visit("gatekeeper", "/catalog/", size=size)
    row = page.get_by_role("row").filter(has_text=SUPERVISE)
    row.get_by_role("link", name="起草下一版").click()
    _send(page, "起草")
    page.get_by_role("link", name="增加事项").wait_for()
    return page


def _withdraw(visit: Visit) -> None:
    """Leave the list as it was."""
    page = visit("gatekeeper", "/catalog/")
    row = page.get_by_role("row").filter(has_text=SUPERVISE)
    row.locator("td[data-label=草案]").get_by_role("link").click()
    _ask(page, "撤回草案")
    _send(page, "撤回草案")
    expect(page.locator("main")).to_contain_text("已撤回")


def _add(page: Page, title: str, bases: str) -> None:
    page.get_by_role("link", name="增加事项").click()
    page.get_by_label("事项 必填").fill(title)
    page.get_by_label("依据", exact=True).fill(bases)
    _send(page, "增加")
    page.locator("main tbody").get_by_role("link", name=title, exact=True).wait_for()


def _download(page: Page, folder: Path) -> Path:
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载 Excel").click()
    path = folder / "事项.xlsx"
    waiting.value.save_as(path)
    return path


def _edit(path: Path, change: Callable[[Worksheet], object]) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    change(sheet)
    book.save(path)


def _upload(page: Page, path: Path) -> None:
    page.get_by_role("link", name="从 Excel 导入").click()
    page.set_input_files("input[type=file]", path)
    _send(page, "上传并预览")


def _ask(page: Page, name: str) -> None:
    page.locator("main").get_by_role("link", name=name, exact=True).click()


def _send(page: Page, name: str) -> None:
    page.locator("main form").get_by_role("button", name=name, exact=True).click()
