"""Somebody without an account: reads, searches, takes lists home, and is led to the door."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]
ASSIST = "长治市社区居民委员会依法协助政府工作事项清单"

pytestmark = pytest.mark.browser


def test_a_visitor_reads_a_list_and_what_an_item_rests_on(visit: Visit, size: str) -> None:
    page = visit(size=size)
    page.get_by_role("link", name=ASSIST).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(ASSIST)
    page.get_by_role("link", name="协助开展消防宣传", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("协助开展消防宣传")
    expect(page.locator("main")).to_contain_text("《消防法》")
    expect(page.locator("main")).to_contain_text("CZ-A2-03")


def test_an_item_whose_law_is_gone_says_so_to_everybody(visit: Visit, size: str) -> None:
    page = visit(path="/lists/items/CZ-A2-12/", size=size)
    expect(page.locator("main")).to_contain_text("社会抚养费征收管理办法")
    expect(page.locator("main")).to_contain_text("已废止")


def test_a_visitor_finds_an_item_by_two_characters(visit: Visit, size: str) -> None:
    page = visit(path="/lists/", size=size)
    page.get_by_label("在全部清单中查找").fill("消防")
    page.get_by_label("在全部清单中查找").press("Enter")
    expect(page.get_by_role("link", name="协助开展消防宣传")).to_be_visible()
    assert page.locator("mark").first.inner_text() == "消防"


def test_what_is_not_there_is_said_in_words(visit: Visit) -> None:
    page = visit(path="/lists/?q=跳伞运动员")
    expect(page.locator("main")).to_contain_text("没有")
    assert page.locator("main tbody tr").count() == 0


def test_a_resident_learns_which_certificates_are_not_needed(visit: Visit, size: str) -> None:
    page = visit(path="/lists/", size=size)
    page.get_by_role("link", name="哪些证明可以开").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("社区能开哪些证明")
    page.get_by_label("要开什么证明").fill("无犯罪")
    page.get_by_label("要开什么证明").press("Enter")
    row = page.get_by_role("row").filter(has_text="无犯罪记录证明")
    expect(row).to_contain_text("不应开")
    expect(row).to_contain_text("派出所")


def test_a_list_is_taken_home_as_excel_and_word(visit: Visit, tmp_path: Path) -> None:
    page = visit()
    page.get_by_role("link", name=ASSIST).click()
    for kind, ending in (("Excel", ".xlsx"), ("Word", ".docx")):
        with page.expect_download() as waiting:
            page.get_by_role("link", name=f"下载 {kind}").click()
        path = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(path)
        assert path.name.startswith(ASSIST)
        assert path.suffix == ending
        assert path.read_bytes().startswith(b"PK")


def test_another_system_reads_the_same_list_as_json(visit: Visit) -> None:
    page = visit()
    page.get_by_role("link", name=ASSIST).click()
    address = page.get_by_role("link", name="JSON").get_attribute("href")
    assert address is not None
    told = page.request.get(address).json()
    assert told["title"] == ASSIST
    assert "协助开展消防宣传" in [item["title"] for item in told["items"]]


def test_reading_needs_no_scripts(visit: Visit) -> None:
    page = visit(scripts=False)
    page.get_by_role("link", name=ASSIST).click()
    page.get_by_label("事项、依据或编号").fill("消防")
    page.get_by_label("事项、依据或编号").press("Enter")
    page.get_by_role("link", name="协助开展消防宣传").click()
    assert "《消防法》" in page.inner_text("main")


def test_the_door_leads_back_to_where_one_wanted_to_go(visit: Visit, size: str) -> None:
    page = visit(path="/gate/", size=size)
    expect(page.get_by_role("heading", level=1)).to_have_text("登录")
    row = page.get_by_role("row").filter(has_text="社区工作者")
    row.get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("过一道闸")


def test_a_wrong_password_is_answered_without_telling_who_exists(visit: Visit) -> None:
    said = [_said_to(visit, who) for who in ("worker", "nobody-of-this-name")]
    assert said[0] == said[1]
    assert "登录名或密码不对" in said[0]


def test_a_page_that_is_not_there_leads_home(visit: Visit, size: str) -> None:
    page = visit(path="/no-such-page/", size=size)
    expect(page.get_by_role("heading", level=1)).to_have_text("没有这一页")
    page.get_by_role("link", name="回首页").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("社区工作清单")


def test_a_list_on_paper_is_the_list_alone(visit: Visit) -> None:
    page = visit()
    page.get_by_role("link", name=ASSIST).click()
    page.get_by_role("heading", level=1, name=ASSIST).wait_for()
    page.emulate_media(media="print")
    for chrome in ("header.frame", ".filter-line"):
        expect(page.locator(chrome)).to_be_hidden()
    expect(page.get_by_role("link", name="协助开展消防宣传")).to_be_visible()


def _said_to(visit: Visit, who: str) -> str:
    page = visit(path="/sign-in/")
    page.fill("input[name=login_name]", who)
    page.fill("input[name=password]", "not-this-one")
    page.locator("main form").first.get_by_role("button").click()
    return page.locator(".mistakes").inner_text()
