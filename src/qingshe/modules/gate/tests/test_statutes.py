"""The statutory exception: the cited article must stand, name the committee and fit the matter."""

import pytest

from qingshe.modules.gate.rules import Duty, Label, Outcome, Question, corpus_of, judge

from .known import verdict

NOISE = "基层群众性自治组织应当协助地方人民政府及其有关部门做好噪声污染防治工作"


def test_a_national_law_that_asks_for_help_is_a_ground_to_pass() -> None:
    found = verdict(NOISE, basis="《中华人民共和国噪声污染防治法》第八条")
    assert (found.outcome, found.label) == (Outcome.ALLOWED, Label.ASSIST)
    assert found.citation == "《噪声污染防治法》第八条"


def test_another_places_rule_is_no_ground() -> None:
    found = verdict("协助做好噪声污染防治工作", basis="《北京市环境噪声污染防治办法》第四条")
    assert (found.outcome, found.label) == (Outcome.NEEDS_ADMISSION, Label.OUTSIDE)
    assert "地方规定" in found.explanation


def test_another_places_rule_does_not_keep_a_matter_from_our_list() -> None:
    text = "居民委员会应当协助开展全民健身活动"
    assert verdict(text, basis="《上海市市民体育健身条例》第十五条").item == "CZ-A2-28"


def test_an_article_on_something_else_is_no_ground() -> None:
    text = "居民委员会应当协助开展耕地保护宣传"
    found = verdict(text, basis="《全国经济普查条例》第十六条")
    assert found.label is Label.OUTSIDE
    assert "另一件事" in found.explanation


def test_a_wrong_article_of_the_right_law_is_put_right() -> None:
    found = verdict(NOISE, basis="《噪声污染防治法》第三条")
    assert found.label is Label.ASSIST
    assert "条号有误" in found.explanation


@pytest.mark.parametrize(
    ("basis", "words"),
    [
        ("《居委会协助办法》第三条", "须由把关人核对"),
        ("上级文件精神", "没有写明"),
        ("《信访条例》第十四条", "废止"),
    ],
)
def test_a_basis_that_cannot_be_checked_is_named_as_such(basis: str, words: str) -> None:
    found = verdict("协助做好有关信访工作", basis=basis)
    assert found.outcome is Outcome.NEEDS_ADMISSION
    assert words in found.explanation


def test_a_law_cited_inside_the_text_is_checked_too() -> None:
    found = verdict(f"根据《噪声污染防治法》第八条，{NOISE}")
    assert found.outcome is Outcome.ALLOWED


def test_words_of_a_law_without_its_name_lack_only_the_citation() -> None:
    found = verdict("居民委员会、村民委员会发现有涉嫌非法集资行为的，应当向当地人民政府报告")
    assert found.outcome is Outcome.NEEDS_ADMISSION


def test_the_law_of_self_government_makes_it_the_committees_own() -> None:
    text = "多民族居住地区的居民委员会，应当教育居民互相帮助，互相尊重，加强民族团结"
    assert verdict(text, basis="《城市居民委员会组织法》第五条").label is Label.OWN_DUTY


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("社区作为安全生产责任主体，对辖区企业开展检查", "《安全生产法》第七十五条"),
        ("社区负责辖区噪声污染执法，对违规商户罚款", "《噪声污染防治法》第八条"),
        ("在社区加挂禁毒工作站牌子", "《禁毒法》第十七条"),
        ("要求社区建立禁毒宣传业务台账", "《禁毒法》第十七条"),
        ("各社区成立反诈工作站", "《反电信网络诈骗法》第八条"),
    ],
)
def test_a_law_that_asks_for_help_excuses_nothing_more(text: str, basis: str) -> None:
    assert verdict(text, basis=basis).label is Label.PROHIBITED


def test_a_rule_of_the_citys_own_place_is_a_ground_once_its_text_is_supplied() -> None:
    duty = Duty("山西省禁毒条例", 9, "must", "做好社区禁毒公约宣传", ("禁毒",), place="山西省")
    question = Question("做好社区禁毒公约宣传", claimed_basis="《山西省禁毒条例》第九条")
    assert judge(question, corpus_of([], [duty])).outcome is Outcome.ALLOWED
    assert judge(question, corpus_of([], [])).outcome is Outcome.NEEDS_ADMISSION
