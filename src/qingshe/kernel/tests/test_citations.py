"""Citations are read the way clerks write them, and printed the way papers print them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingshe.kernel.citations import (
    Citation,
    citations,
    is_local,
    normal_name,
    place_of,
)
from qingshe.kernel.numerals import to_chinese, to_int

KNOWN = {"消防法", "禁毒法", "志愿服务条例"}


def printed(text: str) -> list[str]:
    return [str(citation) for citation in citations(text, KNOWN)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "《中华人民共和国消防法》第三十二条第二款第(三)项、第四十一条",
            [
                "《中华人民共和国消防法》第三十二条第二款第（三）项",
                "《中华人民共和国消防法》第四十一条",
            ],
        ),
        ("《宪法》第一百一十一条", ["《宪法》第一百一十一条"]),
        ("《刑法》第一百二十条之一第二款", ["《刑法》第一百二十条之一第二款"]),
        ("《民法典》总则编第三十四条第四款", ["《民法典》第三十四条第四款"]),
        ("《传染病防治法》（2013年修正）第九条", ["《传染病防治法》第九条"]),
        ("《婚姻法》第四十三、四十四条", ["《婚姻法》第四十三条", "《婚姻法》第四十四条"]),
        ("《消防法》第六条、四十一条", ["《消防法》第六条", "《消防法》第四十一条"]),
        (
            "《村民委员会组织法》第二条第（一）、（三）项",
            ["《村民委员会组织法》第二条第（一）项", "《村民委员会组织法》第二条第（三）项"],
        ),
        (
            "《信访条例》第十四条第一款第五项和第二款",
            ["《信访条例》第十四条第一款第（五）项", "《信访条例》第十四条第二款"],
        ),
    ],
)
def test_the_place_is_read_to_its_depth(text: str, expected: list[str]) -> None:
    assert printed(text) == expected


def test_a_law_without_an_article_is_cited_as_a_whole() -> None:
    assert printed("《妇女权益保障法》") == ["《妇女权益保障法》"]


def test_each_of_several_laws_keeps_its_articles() -> None:
    assert printed("《禁毒法》第十七条、第三十四条；《宪法》第一百一十一条") == [
        "《禁毒法》第十七条",
        "《禁毒法》第三十四条",
        "《宪法》第一百一十一条",
    ]


@pytest.mark.parametrize(
    "text", ["《消防法》第三条至第五条", "《消防法》第三至五条", "消防法第3-5条"]
)
def test_a_range_names_every_article_in_it(text: str) -> None:
    assert [citation.article for citation in citations(text)] == [3, 4, 5]


def test_an_absurd_range_names_its_ends() -> None:
    assert [citation.article for citation in citations("《消防法》第3条至第9000条")] == [3, 9000]


@pytest.mark.parametrize(
    "text",
    [
        "《上海市实施〈中华人民共和国消防法〉办法》第六条",
        "《上海市实施《中华人民共和国消防法》办法》第六条",
        "〈上海市实施《中华人民共和国消防法》办法〉第6条",
    ],
)
def test_nested_titles_become_one_title(text: str) -> None:
    assert printed(text) == ["《上海市实施〈中华人民共和国消防法〉办法》第六条"]


@pytest.mark.parametrize(
    "text",
    [
        "《消防法第三十二条》",
        "《消防法 第三十二条",
        "《消防法》（第三十二条）",
        "<<消防法>>第３２条",
    ],
)
def test_careless_brackets_do_not_hide_the_article(text: str) -> None:
    assert printed(text) == ["《消防法》第三十二条"]


@pytest.mark.parametrize(
    "text", ["消防法第32条", "根据消防法第三十二条", "请社区依照消防法第三十二条，组织演练"]
)
def test_a_bare_name_before_an_article_is_enough(text: str) -> None:
    assert printed(text) == ["《消防法》第三十二条"]


def test_two_bare_names_in_a_row_are_two_laws() -> None:
    assert printed("根据消防法和禁毒法第十七条") == ["《消防法》", "《禁毒法》第十七条"]


def test_a_known_law_is_found_without_an_article() -> None:
    assert printed("请按消防法组织灭火演练") == ["《消防法》"]


def test_an_unknown_bare_name_without_an_article_is_left_alone() -> None:
    assert citations("请社区想办法，按有关规定和工作方法执行") == ()


def test_a_local_law_is_not_cut_down_to_the_national_one() -> None:
    assert printed("依照上海市志愿服务条例第25条") == ["《上海市志愿服务条例》第二十五条"]


def test_that_law_goes_back_to_the_one_named_before() -> None:
    assert printed("《禁毒法》第十七条；该法第三十四条") == [
        "《禁毒法》第十七条",
        "《禁毒法》第三十四条",
    ]


@pytest.mark.parametrize("text", ["第八条", "本法第八条", "有关规定第三条", "", "《》第三条"])
def test_an_article_of_nothing_is_no_citation(text: str) -> None:
    assert citations(text) == ()


def test_a_count_after_the_article_is_not_an_item() -> None:
    assert printed("《禁毒法》第17条，3项工作") == ["《禁毒法》第十七条"]


@pytest.mark.parametrize(
    "bracket", ["〔2015〕", "[2015]", "【2015】", "（2015）", "﹝2015﹞", "［2015］"]
)
def test_a_document_number_has_one_spelling(bracket: str) -> None:
    assert citations(f"根据民发{bracket} 136 号文件") == (Citation("", doc_no="民发〔2015〕136号"),)


def test_a_number_after_or_before_a_title_belongs_to_it() -> None:
    title = "关于加强和改进城市社区居民委员会建设工作的意见"
    expected = (Citation(title, doc_no="中办发〔2010〕27号"),)
    assert citations(f"《{title}》(中办发[2010]27号)") == expected
    assert citations(f"中办发〔2010〕27号《{title}》") == expected


def test_an_order_of_the_state_council_is_a_document_number() -> None:
    assert citations("国务院令第649号") == (Citation("", doc_no="国务院令第649号"),)


def test_the_same_citation_twice_is_one() -> None:
    assert len(citations("《消防法》第六条，见《消防法》第六条")) == 1


@pytest.mark.parametrize(
    "law",
    [
        "消防法",
        "中华人民共和国消防法",
        "《中华人民共和国消防法》",
        "消防法（2021修正）",
        "消防法(2021年4月29日修正)",
        " 中华人民共和国 消防法 ",
    ],
)
def test_names_of_one_law_compare_equal(law: str) -> None:
    assert normal_name(law) == "消防法"


@pytest.mark.parametrize(
    ("law", "place"),
    [
        ("上海市实施〈中华人民共和国消防法〉办法", "上海市"),
        ("山西省流动人口服务管理办法", "山西省"),
        ("内蒙古自治区条例", "内蒙古自治区"),
        ("晋城市市容条例", "晋城市"),
        ("恩施土家族苗族自治州禁毒条例", "恩施土家族苗族自治州"),
        ("深圳经济特区文明行为条例", "深圳经济特区"),
        ("南昌县规定", "南昌县"),
        ("海曙区居民委员会工作办法", "海曙区"),
        ("中国（上海）自由贸易试验区条例", "上海"),
    ],
)
def test_a_local_law_is_known_by_its_place(law: str, place: str) -> None:
    assert place_of(law) == place


@pytest.mark.parametrize(
    "law",
    [
        "城市居民委员会组织法",
        "城市市容和环境卫生管理条例",
        "民族区域自治法",
        "社区矫正法",
        "蓄滞洪区运用补偿暂行办法",
        "海南自由贸易港法",
        "风景名胜区条例",
        "行政区划管理条例",
        "国旗法",
        "大中型水利水电工程建设征地补偿和移民安置条例",
        "农村五保供养工作条例",
    ],
)
def test_a_national_law_is_not_taken_for_local(law: str) -> None:
    assert not is_local(law)


@given(st.integers(1, 9999))
def test_a_numeral_survives_the_way_there_and_back(number: int) -> None:
    assert to_int(to_chinese(number)) == number


@pytest.mark.parametrize(
    ("numeral", "number"),
    [
        ("十", 10),
        ("两百", 200),
        ("二〇一五", 2015),
        ("一百零一", 101),
        ("三百三十五", 335),
        ("32", 32),
    ],
)
def test_numerals_of_every_style_are_read(numeral: str, number: int) -> None:
    assert to_int(numeral) == number


@pytest.mark.parametrize("numeral", ["", "甲", "三x"])
def test_what_is_no_numeral_is_refused(numeral: str) -> None:
    with pytest.raises(ValueError, match="not a numeral"):
        to_int(numeral)


@pytest.mark.parametrize("number", [0, 10_000])
def test_a_number_no_law_has_cannot_be_written(number: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        to_chinese(number)


NUMBERS = st.integers(1, 1260)
PLACED = st.builds(
    Citation,
    law=st.sampled_from(
        ["消防法", "上海市实施〈中华人民共和国消防法〉办法", "信访工作办法（试行）"]
    ),
    article=NUMBERS,
    paragraph=st.none() | NUMBERS,
    item=st.none() | NUMBERS,
    doc_no=st.none() | st.just("民发〔2015〕136号"),
    inserted=st.none() | st.integers(1, 20),
)


@given(st.lists(PLACED, unique=True))
def test_a_printed_citation_reads_back_as_itself(cited: list[Citation]) -> None:
    assert citations("、".join(map(str, cited))) == tuple(cited)


@given(st.text("《》〈〉第三十条款项（）()至、，民发〔2015〕136号消防法该规定依据\n之 -"))
def test_no_scribble_breaks_the_reader(text: str) -> None:
    for citation in citations(text, KNOWN):
        assert str(citation)
