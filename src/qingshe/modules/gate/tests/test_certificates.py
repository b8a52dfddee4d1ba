"""Certificates: the national list goes first, then whose records it is, then the city's list."""

import pytest

from qingshe.modules.gate.rules import Label, Outcome

from .known import verdict

REFUSED = [
    "亲属关系证明",
    "证明户口簿上的“李小红”与房产证上的“李晓红”是同一个人",
    "户口本上民族填错了，派出所要社区出个更正证明",
    "养犬登记需社区证明邻居同意",
    "应聘保安，公司要求居委会证明无违法犯罪前科",
    "社区戒毒人员情况证明",
    "请社区证明其夫外出多年下落不明",
    "夫妻关系证明",
    "要社区证明孩子出生在家中",
    "领遗属补助须每年由社区证明老人健在",
    "老人在家去世，要社区先开死亡证明",
    "要求社区证明被保险人患病情况",
    "要社区证明其腿部残疾",
    "要社区证明未婚未育",
    "工作经历证明",
    "学历证明",
    "无房证明",
    "公证处要求社区证明遗产无其他继承人",
    "个体户办营业执照，社区在住所证明上盖章",
    "银行存折遗失证明",
]


@pytest.mark.parametrize("text", REFUSED)
def test_what_the_national_list_refuses_is_refused_in_any_words(text: str) -> None:
    assert verdict(text, "certificate").label is Label.CERTIFICATE_FORBIDDEN


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("中小学生参加社区实践活动证明", "CZ-A4-01"),
        ("申请临时救助，请社区写明家里确实困难的情况", "CZ-A4-02"),
        ("居（租）住证明", "CZ-A4-03"),
        ("申请公共租赁住房，社区在申请表上核实签章", "CZ-A4-07"),
        ("征兵政治考核证明", "CZ-A4-12"),
    ],
)
def test_what_the_city_keeps_is_allowed_under_other_names(text: str, item: str) -> None:
    found = verdict(text, "certificate")
    assert (found.outcome, found.item) == (Outcome.ALLOWED, item)


def test_a_purpose_is_not_what_is_certified() -> None:
    assert verdict("子女入学所需的居住情况证明", "certificate").item == "CZ-A4-03"


def test_a_list_item_the_nation_refuses_is_shown_as_a_conflict() -> None:
    found = verdict("居民在家正常死亡证明", "certificate")
    assert found.label is Label.CERTIFICATE_FORBIDDEN
    assert found.item == "CZ-A4-04"
    assert [c.prevailing.number for c in found.conflicts] == ["民发〔2020〕20号"]
    assert [c.yielding.number for c in found.conflicts] == ["长民发〔2017〕124号"]


def test_living_somewhere_is_no_conflict() -> None:
    assert verdict("居民在社区居住证明", "certificate").conflicts == ()


def test_the_refusal_says_who_keeps_the_record() -> None:
    assert "供电" in verdict("家庭用电报户证明", "certificate").explanation


@pytest.mark.parametrize("text", ["房顶维修情况证明", "无宅基地证明", "分户证明"])
def test_what_only_neighbours_know_needs_admission(text: str) -> None:
    assert verdict(text, "certificate").outcome is Outcome.NEEDS_ADMISSION


def test_law_can_ask_for_a_certificate() -> None:
    basis = "《中国公民收养子女登记办法》第五条"
    text = "不能亲自办理收养登记的，委托书应当经过村民委员会或者居民委员会证明"
    assert verdict(text, "certificate", basis).label is Label.CERTIFICATE_ALLOWED
