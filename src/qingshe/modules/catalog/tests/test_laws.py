"""The index of law facts can be relied on, and a folder of texts is read as far as it can be."""

import json
from pathlib import Path
from typing import Any

import pytest

from qingshe.kernel.citations import citations
from qingshe.kernel.errors import Invalid
from qingshe.modules.catalog.laws import (
    Committee,
    Duty,
    Law,
    LawArticle,
    LawIndex,
    LawLevel,
    LawStatus,
    read_law_index,
    read_law_texts,
)
from qingshe.modules.catalog.packs import built_in

CIVIL_CODE = {"总则": "民法典", "物权编": "民法典", "继承编": "民法典"}
COPIED = 20


@pytest.fixture(scope="module")
def index() -> LawIndex:
    return read_law_index(built_in("national") / "laws.yaml")


def found(index: LawIndex, law: str, article: int) -> LawArticle:
    article_found = index.find(law, article)
    assert article_found is not None
    return article_found


def test_all_articles_of_the_reference_are_indexed(index: LawIndex) -> None:
    assert len(index) == 330


def test_an_article_says_what_it_asks_of_whom(index: LawIndex) -> None:
    article = found(index, "禁毒法", 17)
    assert article.duty is Duty.MUST_ASSIST
    assert article.committee is Committee.BOTH
    assert "禁毒宣传" in article.asks
    assert article.is_ground_in("山西省长治市")


@pytest.mark.parametrize(
    "name", ["消防法", "《中华人民共和国消防法》", "消防法（2021修正）", "中华人民共和国消防法"]
)
def test_a_law_is_found_by_every_way_of_writing_it(index: LawIndex, name: str) -> None:
    assert index.find(name, 32) is not None


def test_a_law_is_found_by_the_names_papers_use(index: LawIndex) -> None:
    assert index.law("居民委员会组织法") == index.law("城市居民委员会组织法")


def test_a_claim_in_free_text_leads_to_the_article(index: LawIndex) -> None:
    cited = citations("依据反家庭暴力法第14条，请发现情况及时报案", index.names)
    assert [index.at(citation) for citation in cited] == [found(index, "反家庭暴力法", 14)]


def test_an_unknown_article_is_not_there(index: LawIndex) -> None:
    assert index.find("消防法", 2) is None
    assert index.find("上海市消防条例", 6) is None
    assert index.of("上海市消防条例") == ()


def test_articles_of_a_law_come_in_their_order(index: LawIndex) -> None:
    assert [article.article for article in index.of("消防法")] == [6, 32, 41]


def test_the_numbers_of_the_old_committee_law_are_stale(index: LawIndex) -> None:
    law = found(index, "城市居民委员会组织法", 3).law
    assert (law.status, law.since) == (LawStatus.RENUMBERED, "2026-01-01")


@pytest.mark.parametrize(
    ("law", "status"),
    [
        ("村民委员会组织法", LawStatus.AMENDED),
        ("传染病防治法", LawStatus.RENUMBERED),
        ("社会抚养费征收管理办法", LawStatus.REPEALED),
        ("流动人口计划生育工作条例", LawStatus.REPEALED),
        ("信访条例", LawStatus.REPEALED),
        ("疫苗流通和预防接种管理条例", LawStatus.SUPERSEDED),
        ("婚姻法", LawStatus.REPEALED),
        ("收养法", LawStatus.REPEALED),
        ("农村五保供养工作条例", LawStatus.UNKNOWN),
    ],
)
def test_what_became_of_a_law_is_known(index: LawIndex, law: str, status: LawStatus) -> None:
    known = index.law(law)
    assert known is not None
    assert known.status is status
    assert known.note


def test_a_repealed_duty_is_no_ground(index: LawIndex) -> None:
    assert not found(index, "社会抚养费征收管理办法", 12).is_ground_in()


def test_an_article_that_only_mentions_the_committee_is_no_ground(index: LawIndex) -> None:
    assert not found(index, "监察法", 15).is_ground_in()


def test_every_ask_is_short_and_has_topics(index: LawIndex) -> None:
    assert [
        str(a.citation) for a in index if not (4 <= len(a.asks) <= 36 and 1 <= len(a.topics) <= 4)
    ] == []


def test_the_index_and_the_reference_name_the_same_articles(index: LawIndex, shared: Path) -> None:
    reference = {
        (CIVIL_CODE.get(a["law"], a["law"]), a["article"]) for a in reference_articles(shared)
    }
    assert {(a.law.title, a.article) for a in index} == reference


def test_no_ask_copies_the_text_of_a_law(index: LawIndex, shared: Path) -> None:
    texts = "\n".join(article["text"] for article in reference_articles(shared))
    assert [a.asks for a in index if any(part in texts for part in runs(a.asks))] == []


def reference_articles(shared: Path) -> list[dict[str, Any]]:
    lines = (shared / "data" / "laws" / "articles.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def runs(text: str) -> list[str]:
    return [text[at : at + COPIED] for at in range(len(text) - COPIED + 1)]


def test_a_broken_index_lists_every_problem(tmp_path: Path) -> None:
    file = tmp_path / "laws.yaml"
    file.write_text(
        "title: 试\nlaws:\n- law: 消防法\n  version: '2021-04-29'\n  level: lex\n"
        "  status: in_force\n"
        "  articles:\n  - {article: 六, modality: must, asks: 宣传消防, topics: [消防]}\n"
        "  - {article: 32, modality: must, asks: 检查防火, topics: [消防], text: 原文}\n",
        "utf-8",
    )
    with pytest.raises(Invalid) as refused:
        read_law_index(file)
    said = "\n".join(refused.value.problems)
    assert len(refused.value.problems) == 3
    assert "第5行" in said
    assert "不认识“lex”" in said
    assert "articles[2].text：不认识的键" in said


def test_an_article_listed_twice_is_a_problem(tmp_path: Path) -> None:
    file = tmp_path / "laws.yaml"
    article = "  - {article: 6, modality: must, asks: 宣传消防知识, topics: [消防]}\n"
    file.write_text(
        "title: 试\nlaws:\n- law: 消防法\n  version: '2021-04-29'\n  level: law\n"
        f"  status: in_force\n  articles:\n{article}{article}",
        "utf-8",
    )
    with pytest.raises(Invalid) as refused:
        read_law_index(file)
    assert "重复" in refused.value.problems[0]


def test_the_newer_version_of_a_law_stands_for_it() -> None:
    old, new = (
        Law("消防法", version, LawLevel.LAW, LawStatus.IN_FORCE)
        for version in ("2008-10-28", "2021-04-29")
    )
    index = LawIndex([LawArticle(new, 32, Duty.MUST, "新"), LawArticle(old, 32, Duty.MUST, "旧")])
    assert found(index, "消防法", 32).asks == "新"


LOCAL = """# 上海市消防条例

第一章 总则

第一条 为了加强消防工作，制定本条例。

第二条　居民委员会、村民委员会应当协助街道办事处开展消防宣传，
第一条所称工作由其安排。

第三条　居民委员会可以组织志愿消防队。
第三条之一 申请人应当提交村民委员会出具的居住证明；居民委员会不得收费。

第二章 附则
**第四条** 物业应当接受居民委员会的指导。
第五条 本条例自公布之日起施行。
"""


def supplied(folder: Path, name: str = "上海市消防条例(2020-03-19).md") -> tuple[LawArticle, ...]:
    (folder / name).write_text(LOCAL, "utf-8")
    return read_law_texts(folder).articles


def test_articles_that_name_a_committee_are_found(tmp_path: Path) -> None:
    places = [article.citation.place for article in supplied(tmp_path)]
    assert places == ["第二条", "第三条", "第三条之一", "第四条"]


def test_the_modality_is_guessed_from_the_words(tmp_path: Path) -> None:
    assert [article.duty for article in supplied(tmp_path)] == [
        Duty.MUST_ASSIST,
        Duty.MAY,
        Duty.CERTIFICATE,
        Duty.MENTIONED,
    ]


def test_the_committee_is_told_apart(tmp_path: Path) -> None:
    assert [article.committee for article in supplied(tmp_path)] == [
        Committee.BOTH,
        Committee.RESIDENT,
        Committee.BOTH,
        Committee.RESIDENT,
    ]


def test_a_local_law_carries_its_place_and_binds_nowhere_else(tmp_path: Path) -> None:
    article = supplied(tmp_path)[0]
    assert (article.law.place, article.law.level) == ("上海市", LawLevel.LOCAL)
    assert article.is_ground_in("上海市浦东新区")
    assert not article.is_ground_in("山西省长治市")


@pytest.mark.parametrize(
    ("name", "title", "version"),
    [
        ("上海市消防条例(2020-03-19).md", "上海市消防条例", "2020-03-19"),
        ("上海市消防条例_20200319.txt", "上海市消防条例", "2020-03-19"),
        ("上海市消防条例（2020年3月19日修正）.txt", "上海市消防条例", "2020-03-19"),
        ("《上海市消防办法（试行）》.txt", "上海市消防办法（试行）", ""),
    ],
)
def test_the_file_name_tells_law_and_date(
    tmp_path: Path, name: str, title: str, version: str
) -> None:
    law = supplied(tmp_path, name)[0].law
    assert (law.title, law.version) == (title, version)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_texts_of_usual_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "长治市办法.txt").write_text(LOCAL, encoding)
    assert len(read_law_texts(tmp_path).articles) == 4


def test_a_bad_file_is_reported_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "通知.txt").write_text("请各社区协助。", "utf-8")
    (tmp_path / "图.md").write_bytes(b"\x89PNG\xff\xff\xff")
    supplied(tmp_path)
    texts = read_law_texts(tmp_path)
    assert len(texts.laws) == 1
    assert [problem.split("：")[0] for problem in texts.problems] == ["图.md", "通知.txt"]


def test_a_folder_with_nothing_readable_is_refused(tmp_path: Path) -> None:
    (tmp_path / "通知.txt").write_text("请各社区协助。", "utf-8")
    with pytest.raises(Invalid) as refused:
        read_law_texts(tmp_path)
    assert refused.value.problems == ("通知.txt：没有找到行首的“第…条”",)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="没有文件夹"):
        read_law_texts(tmp_path / "法规")
