"""Each component says what it has to say, in every state."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory

from qingshe.foundation.records import Action
from qingshe.kernel.answer import YES, no
from qingshe.web.gallery import SampleFilter, SampleForm
from qingshe.web.paging import Page
from qingshe.web.values import Difference, Entry, Fact, Link, Work

ACCEPT = Action("accept", "受理", YES)
RETURN = Action("return", "退回", YES)
PUBLISH = Action("publish", "公示", no("还没有审批决定。"))


def draw(source: str, **context: object) -> str:
    """A snippet with the components loaded, as a browser gets it."""
    request = RequestFactory().get("/lists/", {"q": "消防", "after": "abc"})
    drawn = Template("{% load ui %}" + source).render(Context({"request": request, **context}))
    return " ".join(drawn.split())


class SampleWords(forms.Form):
    q = forms.CharField(required=False)


@dataclass(frozen=True)
class Permit:
    state_label: str = "有效"
    tone: str = "green"


@dataclass(frozen=True)
class Draft:
    state_label: str = "起草"


def test_an_action_is_a_link_below_its_record() -> None:
    assert 'href="accept/" hx-get="accept/">受理' in draw("{% action_button a %}", a=ACCEPT)


def test_a_greyed_button_says_why_in_plain_sight() -> None:
    page = draw("{% action_button a %}", a=PUBLISH)
    assert "disabled>公示</button>" in page
    assert '<span class="reason">还没有审批决定。</span>' in page


def test_only_the_first_possible_action_stands_out() -> None:
    page = draw("{% actions all %}", all=[PUBLISH, ACCEPT, RETURN])
    assert page.count("btn-primary") == 1
    assert page.index("受理") < page.index("退回") < page.index("还没有审批决定。")


def test_taking_something_back_never_stands_out() -> None:
    withdraw = Action("withdraw", "撤回申请", YES)
    page = draw("{% actions all %}{% page_head '申请' actions=all %}", all=[withdraw])
    assert page.count("撤回申请") == 2
    assert "btn-primary" not in page
    assert "main-action" not in page


def test_the_head_of_a_page_has_name_place_answer_and_actions() -> None:
    crumbs = [Link("清单", "/lists/"), Link("附件2", "", current=True)]
    page = draw(
        '{% page_head "附件2" subtitle="今天 4 件到期。" crumbs=c actions=a %}',
        c=crumbs,
        a=[ACCEPT],
    )
    assert '<a href="/lists/">清单</a>' in page
    assert '<span aria-current="page">附件2</span>' in page
    assert "今天 4 件到期。" in page
    assert '<div class="main-action">' in page


def test_a_head_without_actions_leaves_no_empty_bar() -> None:
    page = draw('{% page_head "清单" %}')
    assert "page-actions" not in page
    assert "refused" not in page


def test_a_state_has_its_word_and_its_colour() -> None:
    assert '<span class="state state-green">有效</span>' in draw("{% state p %}", p=Permit())


def test_a_state_without_a_tone_is_grey() -> None:
    assert "state-grey" in draw("{% state p %}", p=Draft())


def test_a_colour_that_means_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="is not a tone"):
        draw('{% badge "有效" "pink" %}')


def test_what_is_wrong_interrupts_and_what_is_right_does_not() -> None:
    assert 'role="alert"' in draw('{% notice "red" "已超期" %}')
    assert 'role="status"' in draw('{% notice "green" "已保存" %}')


def test_an_empty_list_says_why_and_what_comes_next() -> None:
    page = draw('{% empty "还没有清单。" "先从文件夹载入。" "/packs/" "载入" %}')
    assert "还没有清单。" in page
    assert "先从文件夹载入。" in page
    assert '<a class="btn btn-outline" href="/packs/">载入</a>' in page


def test_facts_come_as_pairs_or_with_a_link_and_a_missing_one_is_a_dash() -> None:
    page = draw("{% facts rows %}", rows=[("经费", None), Fact("编号", "0012号", "/p/12/")])
    assert "<dt>经费</dt> <dd> — </dd>" in page
    assert '<a href="/p/12/">0012号</a>' in page


def test_nought_is_a_value_and_not_a_gap() -> None:
    assert "<dd> 0 </dd>" in draw("{% facts rows %}", rows=[("次数", 0)])


def test_a_timeline_tells_who_did_what_when() -> None:
    entry = Entry(datetime(2026, 6, 1, 1, 12, tzinfo=UTC), "王建军", "提交申请", "每次 12 分钟")
    page = draw("{% timeline entries %}", entries=[entry])
    assert "2026-06-01 09:12" in page  # in the time of the place
    assert "<strong>提交申请</strong>" in page
    assert "每次 12 分钟" in page


def test_a_timeline_without_entries_says_so() -> None:
    assert "还没有记录。" in draw("{% timeline entries %}", entries=[])


def test_a_comparison_speaks_in_words() -> None:
    rows = [
        Difference("added", "甲", after="新的"),
        Difference("removed", "乙", before="旧的"),
        Difference("changed", "丙", "每月核对老年人", "每季度核对老年人"),
        Difference("moved", "丁", "同", "同", "原为第3项"),
    ]
    page = draw("{% compare rows %}", rows=rows)
    for words in (
        "新增",
        "删去",
        "修改",
        "移动",
        "<ins>新的</ins>",
        "<del>旧的</del>",
        "原为第3项",
    ):
        assert words in page
    assert "每<del>月</del><ins>季度</ins>核对老年人" in page


def test_two_equal_versions_have_no_differences() -> None:
    assert "两个版本没有差别。" in draw("{% compare rows %}", rows=[])


def test_minutes_are_put_into_words() -> None:
    assert draw("{% minutes 80 %}") == "约 1 小时 20 分"


def test_a_found_word_is_marked_and_markup_in_a_text_stays_text() -> None:
    page = draw("{% highlight text query %}", text="<b>消防</b>宣传", query="消防")
    assert page == "&lt;b&gt;<mark>消防</mark>&lt;/b&gt;宣传"


def test_progress_counts_and_lists_what_was_wrong() -> None:
    page = draw("{% progress w %}", w=Work("正在导入", 340, 1000, problems=["第 17 行 代码有误"]))
    assert "已处理 340 / 1,000 行" in page
    assert 'value="340" max="1000"' in page
    assert "第 17 行 代码有误" in page


def test_progress_without_a_total_claims_no_share() -> None:
    page = draw("{% progress w %}", w=Work("正在整理", 12))
    assert "已处理 12 行" in page
    assert "max=" not in page


def test_tabs_mark_where_one_is() -> None:
    page = draw("{% tabs t %}", t=[Link("待受理", "?s=1"), Link("征询中", "?s=2", current=True)])
    assert page.count('aria-current="page"') == 1


def test_the_next_page_keeps_the_filters_and_replaces_the_place() -> None:
    page = draw("{% pagination p %}", p=Page([1, 2], "xyz", first=False))
    assert 'href="/lists/?q=%E6%B6%88%E9%98%B2&amp;after=xyz"' in page
    assert 'href="/lists/?q=%E6%B6%88%E9%98%B2"' in page
    assert "本页 2 条，后面还有" in page


def test_a_list_of_one_page_has_no_pages() -> None:
    assert draw("{% pagination p %}", p=Page([1, 2])) == ""


def test_filters_stand_in_the_address_and_can_be_cleared() -> None:
    page = draw("{% filters form %}", form=SampleFilter({"q": "消防"}))
    assert 'method="get"' in page
    assert "清除条件" in page
    assert "清除条件" not in draw("{% filters form %}", form=SampleFilter())


def test_a_form_of_words_alone_looks_for_something() -> None:
    assert "查找</button>" in draw("{% filters form %}", form=SampleWords())
    assert "筛选</button>" in draw("{% filters form %}", form=SampleFilter())


def test_sheets_go_out_and_in() -> None:
    page = draw('{% sheet_links "/out.xlsx" "/in/" %}')
    assert '<a href="/out.xlsx">下载 Excel</a>' in page  # a download is no part of a page
    assert "从 Excel 导入" in page
    assert "从 Excel 导入" not in draw('{% sheet_links "/out.xlsx" %}')


def test_every_field_has_its_label_help_and_mark() -> None:
    page = draw("{{ form }}", form=SampleForm())
    assert page.count('<span class="required">必填</span>') == 5
    assert '<p class="field-help" id="id_title_helptext">' in page
    assert 'aria-describedby="id_title_helptext"' in page


def test_every_kind_of_field_has_our_look() -> None:
    page = draw("{{ form }}", form=SampleForm())
    for look in ("form-control", "form-select", "form-check-input", "choices", 'type="date"'):
        assert look in page
    assert page.count("<legend>") == 2  # several inputs under one name


def test_mistakes_are_counted_above_and_told_at_their_field() -> None:
    page = draw("{{ form }}", form=SampleForm({"title": "甲", "minutes": "0"}))
    assert "还有 5 处要改：" in page
    assert '<a href="#id_minutes">每次用时（分钟）</a>：' in page
    assert '<p class="field-error" id="id_minutes_error">' in page
    assert 'aria-describedby="id_minutes_error"' in page


def test_the_own_class_of_an_input_is_kept() -> None:
    form = SampleForm()
    form.fields["title"].widget.attrs["class"] = "wide"
    assert 'class="form-control wide"' in draw("{{ form.title|control }}", form=form)
