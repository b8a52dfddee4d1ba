"""What holds for every role on every page, at both widths."""

from collections.abc import Callable

import pytest
from playwright.sync_api import ConsoleMessage, Page

from qingshe.site.demo import story

Visit = Callable[..., Page]
ROLES = ["", *(one.login_name for one in story.accounts())]
PUBLIC = ["/", "/lists/", "/lists/certificates/", "/help/", "/search/?q=证明", "/feedback/submit/"]

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("who", ROLES, ids=lambda who: who or "visitor")
def test_every_place_opens_without_error_and_fits_the_screen(
    visit: Visit, who: str, size: str
) -> None:
    page = visit(who, "/", size=size)
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(f"{page.url}: {message.text}")

    page.on("console", note)
    links = page.locator("nav.places a, .more .menu-item").evaluate_all(
        "links => [...new Set(links.map(link => link.getAttribute('href')).filter(Boolean))]"
    )
    for path in dict.fromkeys([*PUBLIC, *links]):
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, path
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow <= 0, f"{path} 比屏幕宽 {overflow} 像素"
    assert complaints == []


def test_slash_leads_to_the_search(visit: Visit) -> None:
    page = visit("worker", "/lists/")
    page.keyboard.press("/")
    page.keyboard.type("低保")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    assert "q=" in page.url


def test_letters_grow_and_stay_large(visit: Visit, size: str) -> None:
    page = visit("", "/lists/", size=size)
    before = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    page.get_by_role("button", name="大", exact=True).click()
    page.goto("/help/")
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") > before


def test_a_complaint_is_written_and_found_again(visit: Visit, size: str) -> None:
    page = visit("", "/feedback/submit/", size=size)
    page.fill("textarea[name=text]", "手机上按钮太小。")
    page.click("main button:has-text('提交')")
    code = page.locator(".code").inner_text()
    page.goto("/feedback/submit/")
    page.fill("input[name=code]", code)
    page.click("main button:has-text('查看')")
    page.wait_for_url(f"**/feedback/code/{code}/")
    assert "手机上按钮太小。" in page.inner_text("main")
