"""Pages, parts and refusals as a browser and htmx get them."""

import errno
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import override_settings
from pytest_django.fixtures import Settings

from qingshe.kernel.actor import Actor
from qingshe.web import errors
from tests.cast import administrator, visitor, worker

Act = Callable[[Actor], Client]
HTMX = {"HX-Request": "true"}
GALLERY = "/-/gallery/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def gallery(acting: Act) -> Client:
    return acting(administrator())


def test_the_gallery_shows_every_component(gallery: Client) -> None:
    page = gallery.get(GALLERY)
    for shown in ("state-amber", "refused-action", "nothing-why", "trail", "table-compare"):
        assert shown in page.text


@pytest.mark.parametrize("actor", [visitor, worker()])
def test_the_gallery_is_for_administrators(acting: Act, settings: Settings, actor: Actor) -> None:
    settings.DEMO = False
    assert acting(actor).get(GALLERY).status_code == 404


def test_in_a_demonstration_everybody_may_look(acting: Act, settings: Settings) -> None:
    settings.DEMO = True
    assert acting(visitor).get(GALLERY).status_code == 200


def test_a_visit_gets_the_page_and_htmx_the_panel(gallery: Client) -> None:
    assert "<html" in gallery.get(GALLERY).text
    part = gallery.get(GALLERY, headers=HTMX)
    assert "<html" not in part.text
    assert part.text.strip().startswith('<section id="panel"')


def test_the_address_follows_what_htmx_shows(gallery: Client) -> None:
    part = gallery.get(f"{GALLERY}?role=official", headers=HTMX)
    assert part["HX-Push-Url"] == f"{GALLERY}?role=official"
    assert "HX-Request" in part["Vary"]


def test_a_mistake_comes_back_with_its_form(gallery: Client) -> None:
    page = gallery.post(f"{GALLERY}ask/", {"title": ""}, headers=HTMX)
    assert page.status_code == 422
    assert "还有" in page.text
    assert "HX-Push-Url" not in page


def test_a_form_can_be_left_without_a_trace(gallery: Client) -> None:
    assert 'href="../"' in gallery.get(f"{GALLERY}ask/").text


def test_a_form_with_files_is_sent_as_one(gallery: Client) -> None:
    assert 'hx-encoding="multipart/form-data"' in gallery.get(f"{GALLERY}ask/").text


def test_a_refusal_is_a_page_for_a_visit(gallery: Client) -> None:
    page = gallery.get(f"{GALLERY}trouble/conflict/")
    assert page.status_code == 409
    assert "<h1" in page.text
    assert "重新打开" in page.text


def test_a_toast_about_somebody_elses_change_leads_to_the_page_as_it_is_now(
    gallery: Client,
) -> None:
    toast = gallery.get(f"{GALLERY}trouble/conflict/", headers=HTMX)
    assert toast.status_code == 409
    assert '<a href="">重新打开</a>' in toast.text
    assert "重新打开</a>" not in gallery.get(f"{GALLERY}trouble/denied/", headers=HTMX).text


def test_a_refusal_is_a_toast_for_htmx(gallery: Client) -> None:
    toast = gallery.get(f"{GALLERY}trouble/denied/", headers=HTMX)
    assert (toast.status_code, toast["HX-Retarget"]) == (403, "#toasts")
    assert "只能办理本单位的事项。" in toast.text
    assert "data-close" in toast.text
    assert "<h1" not in toast.text


def test_every_fault_is_listed(gallery: Client) -> None:
    page = gallery.get(f"{GALLERY}trouble/invalid/")
    assert page.status_code == 422
    assert "<li>第 17 行 区划代码：应为12位数字。</li>" in page.text


def test_an_unknown_address_is_explained(gallery: Client) -> None:
    page = gallery.get("/no-such-page/")
    assert page.status_code == 404
    assert "没有这一页" in page.text


def test_a_form_without_its_token_is_refused_in_words() -> None:
    page = Client(enforce_csrf_checks=True).post(f"{GALLERY}ask/", {"title": "甲"})
    assert page.status_code == 403
    assert "页面已过期" in page.text


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=100)
def test_an_oversized_form_is_refused_in_words(gallery: Client) -> None:
    form = {"title": "甲" * 1000}
    page = gallery.post(f"{GALLERY}ask/", form)
    assert page.status_code == 413


def a_request() -> HttpRequest:
    return RequestFactory().post("/lists/")


def refused(exception: Exception) -> HttpResponse:
    return errors.bad_request(a_request(), exception)


def test_too_much_and_too_many_say_what_to_do() -> None:
    assert refused(RequestDataTooBig()).status_code == 413
    assert "Excel" in refused(TooManyFieldsSent()).text
    assert refused(ValueError()).status_code == 400


def test_a_request_that_failed_before_the_sign_on_is_answered_too() -> None:
    assert not hasattr(a_request(), "actor")
    assert "请求有误" in refused(ValueError()).text


def test_a_fault_of_ours_says_so_without_asking_the_database() -> None:
    page = errors.broken(a_request())
    assert page.status_code == 500
    assert "不是您的问题" in page.text


def test_a_database_that_is_gone_is_not_called_a_fault() -> None:
    try:
        raise OperationalError("gone")
    except OperationalError:
        page = errors.broken(RequestFactory().get("/"))
    assert (page.status_code, page["Retry-After"]) == (503, "60")
    assert "暂时连不上数据库" in page.text
    assert page["Refresh"] == "60"


def test_a_page_that_asks_once_more_by_itself_is_never_a_form() -> None:
    page = unanswered({"text": "一张表"})
    assert not page.has_header("Refresh")


def test_what_was_typed_comes_back_whole_to_be_sent_once_more() -> None:
    page = unanswered({"text": '<b>"一张表"</b>', "paths": ["/14/", "/15/"]}).text
    assert "再提交一次" in page
    assert 'value="&lt;b&gt;&quot;一张表&quot;&lt;/b&gt;"' in page
    assert page.count('name="paths"') == 2


@pytest.mark.parametrize(
    "filled",
    [{"password": "Secret-1"}, {"text": "一张表", "file": BytesIO(b"x")}],
    ids=["password", "file"],
)
def test_a_password_and_a_file_stay_in_the_browser(filled: dict[str, Any]) -> None:
    page = unanswered(filled).text
    assert "后退" in page
    assert "Secret-1" not in page
    assert "再提交一次" not in page


def unanswered(filled: dict[str, Any]) -> HttpResponse:
    """What a person sees whose form came while the database was gone."""
    try:
        raise OperationalError("gone")
    except OperationalError:
        return errors.broken(RequestFactory().post("/feedback/submit/", filled))


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EDQUOT, "Disk quota exceeded"),
        OperationalError("database or disk is full"),
        OperationalError("could not extend file: No space left on device"),
    ],
    ids=str,
)
def test_a_full_disk_is_called_by_its_name(error: Exception) -> None:
    try:
        raise RuntimeError("wrapped on its way") from error
    except RuntimeError:
        page = errors.broken(a_request())
    assert page.status_code == 507
    assert "磁盘已满" in page.text


def test_what_was_typed_comes_back_from_a_full_disk() -> None:
    form = "application/x-www-form-urlencoded"
    sent = RequestFactory().post("/admission/", "title=入户登记", content_type=form)
    try:
        raise OSError(errno.ENOSPC, "No space left on device")
    except OSError:
        page = errors.broken(sent)
    assert (page.status_code, "入户登记" in page.text) == (507, True)


def test_the_button_for_a_file_speaks_chinese_and_opens_the_control_itself(
    gallery: Client,
) -> None:
    page = gallery.get(GALLERY).text
    assert '<label class="btn btn-outline file-button" for="id_paper">选择文件</label>' in page
    assert 'type="file"' in page


def test_nothing_is_inline_and_nothing_comes_from_elsewhere(gallery: Client) -> None:
    page = gallery.get(GALLERY)
    assert "default-src 'self'" in page["Content-Security-Policy"]
    for forbidden in ("<style", " style=", "javascript:", "onclick", "://"):
        assert forbidden not in page.text


def test_the_frame_names_place_person_role_and_owner(gallery: Client) -> None:
    page = gallery.get(GALLERY).text
    for words in ("长治市（演示）", "英雄街道 西大街社区", "社区工作者", "备案号：", "李秀兰"):
        assert words in page


def test_a_phone_finds_the_fifth_place_under_more(gallery: Client) -> None:
    assert page_of(gallery, "worker").count("吹哨") == 2  # in the bar, and in the menu of the phone


def test_a_visitor_is_offered_no_menu_of_persons(gallery: Client) -> None:
    assert "退出" not in page_of(gallery, "visitor")


def test_large_print_is_on_the_page_itself(gallery: Client) -> None:
    assert 'class="large-print"' in gallery.get(f"{GALLERY}?print=large").text


def test_the_cells_of_a_row_name_themselves_on_a_phone(gallery: Client) -> None:
    assert 'data-label="用时"' in gallery.get(GALLERY).text


def page_of(gallery: Client, role: str) -> str:
    return gallery.get(f"{GALLERY}?role={role}").text
