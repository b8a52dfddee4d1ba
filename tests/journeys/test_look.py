"""What only a browser can tell: size, keyboard, and that the pages keep to their own rules."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]
GALLERY = "/-/gallery/"
TARGET = 44  # pixels a finger needs

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("address", [GALLERY, f"{GALLERY}?print=large", f"{GALLERY}ask/"])
def test_nothing_has_to_be_pushed_sideways(visit: Visit, size: str, address: str) -> None:
    page = visit(path=address, size=size)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_finger_meets_every_button_of_a_phone(visit: Visit) -> None:
    page = visit(path=GALLERY, size="phone")
    small = page.evaluate(
        """target => [...document.querySelectorAll('.btn, .places a, summary, .form-control')]
            .filter(each => each.offsetParent && each.offsetHeight < target)
            .map(each => each.textContent.trim())""",
        TARGET,
    )
    assert small == []


def test_large_print_is_a_quarter_larger(visit: Visit) -> None:
    page = visit(path=f"{GALLERY}?print=large")
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "20px"


def test_a_slash_leads_to_the_search(visit: Visit) -> None:
    page = visit(path=GALLERY)
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"


def test_j_and_k_walk_through_a_table(visit: Visit) -> None:
    page = visit(path=GALLERY)
    for key in "jjk":
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.textContent") == "高龄津贴人员核对"


def test_one_menu_is_open_at_a_time_and_escape_closes_it(visit: Visit) -> None:
    page = visit(path=GALLERY)
    page.click(".more summary")
    page.click(".person summary")
    expect(page.locator("details.menu[open]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("details.menu[open]")).to_have_count(0)


def test_a_refusal_appears_says_what_to_do_and_goes(visit: Visit, size: str) -> None:
    page = visit("worker", GALLERY, size=size)
    page.click("text=只能办理本单位的事项。")
    toast = page.locator(".toast-note")
    toast.wait_for()
    assert page.url.endswith(GALLERY)
    toast.locator("[data-close]").click()
    expect(toast).to_have_count(0)


def test_address_title_and_focus_follow_the_panel(visit: Visit) -> None:
    page = visit(path=GALLERY)
    page.click("text=打开一张单独的表单")
    page.locator("h1", has_text="登记事项").wait_for()
    page.wait_for_timeout(100)
    assert page.url.endswith("/ask/")
    assert page.title() == "登记事项 · 轻社"
    assert page.evaluate("document.activeElement.tagName") == "H1"


def test_mistakes_get_the_focus(visit: Visit) -> None:
    page = visit(path=f"{GALLERY}ask/")
    page.evaluate("document.querySelector('main form').noValidate = true")
    page.get_by_role("button", name="提交").click()
    page.locator(".mistakes").wait_for()
    page.wait_for_timeout(100)
    assert page.evaluate("document.activeElement.className") == "mistakes"


def test_a_second_press_sends_nothing(visit: Visit) -> None:
    page = visit(path=f"{GALLERY}ask/")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.evaluate(
        """() => {
            const form = document.querySelector('main form');
            form.noValidate = true;
            form.requestSubmit();
            form.requestSubmit();
        }"""
    )
    page.locator(".mistakes").wait_for()
    assert sent.count("POST") == 1


def test_everything_works_without_scripts(visit: Visit) -> None:
    page = visit(path=GALLERY, scripts=False)
    page.click("text=打开一张单独的表单")
    page.fill("input[name=title]", "高龄津贴核对")
    page.get_by_role("link", name="取消").click()
    assert page.url.endswith(GALLERY)


def test_no_page_breaks_its_own_content_policy(visit: Visit) -> None:
    page = visit(path=GALLERY)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.click("text=打开一张单独的表单")
    page.locator("h1", has_text="登记事项").wait_for()
    page.go_back()
    page.locator("h1", has_text="组件").wait_for()
    assert [words for words in said if "Content Security Policy" in words] == []


def test_a_printer_gets_the_content_alone(visit: Visit) -> None:
    page = visit(path=GALLERY)
    page.emulate_media(media="print")
    for chrome in ("header.frame", "footer.foot", ".filter-line", ".pages >> nth=0"):
        assert not page.locator(chrome).is_visible()
    assert page.locator(".paper").is_visible()
