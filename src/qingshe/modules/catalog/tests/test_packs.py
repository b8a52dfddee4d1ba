"""Packs: what the two of the product say, and what the reader answers to a bad one."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qingshe.kernel.errors import Invalid
from qingshe.kernel.workflow import Labelled
from qingshe.modules.catalog.packs import (
    AdmissionForm,
    Basis,
    Document,
    Fact,
    FormField,
    Pack,
    PackItem,
    PackList,
    Rule,
    Sign,
    built_in,
    read_pack,
)
from qingshe.modules.catalog.packs.yaml_files import MOST_BYTES
from qingshe.modules.catalog.rules import (
    BasisCheck,
    BasisKind,
    BasisStatus,
    BindingLevel,
    CommunityAction,
    ListKind,
    Modality,
    Retention,
    RuleEffect,
    RuleKind,
)

PROJECT = Path(__file__).parents[5]
SHARED = PROJECT.parent / "shared" / "data" / "cities"

HEAD = """
pack: town
title: 某市清单
place: 某市
level: city
documents:
  - {key: paper, title: 某意见, kind: local_policy, level: city}
"""
LIST = """
key: T-1
kind: assist
title: 协助事项
document: paper
items:
  - {key: T-1-01, serial: 1, title: 协助宣传}
"""

Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file of a pack that is otherwise sound, and answers the folder."""

    def one(name: str, text: str) -> Path:
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return tmp_path

    one("pack.yaml", HEAD)
    one("lists/assist.yaml", LIST)
    return one


def problems(folder: Path) -> str:
    """What the reader says of a bad pack, one problem a line."""
    with pytest.raises(Invalid) as refused:
        read_pack(folder)
    return "\n".join(refused.value.problems)


@pytest.fixture(scope="module")
def changzhi() -> Pack:
    return read_pack(built_in("changzhi"))


@pytest.fixture(scope="module")
def national() -> Pack:
    return read_pack(built_in("national"))


def the_list(pack: Pack, kind: ListKind) -> PackList:
    return next(each for each in pack.lists if each.kind is kind)


def the_item(pack: Pack, key: str) -> PackItem:
    return next(item for each in pack.lists for item in each.items if item.key == key)


# The pack of Changzhi.


@pytest.mark.parametrize(
    ("kind", "section", "count"),
    [
        (ListKind.OWN_DUTY, "附件1", 16),
        (ListKind.ASSIST, "附件2", 34),
        (ListKind.SUPERVISE, "附件3", 4),
        (ListKind.CERTIFICATE, "附件4", 12),
    ],
)
def test_changzhi_has_its_four_lists(
    changzhi: Pack, kind: ListKind, section: str, count: int
) -> None:
    found = the_list(changzhi, kind)
    assert (found.section, found.declared_count, len(found.items)) == (section, count, count)


def test_changzhi_reads_without_a_warning(changzhi: Pack) -> None:
    assert not changzhi.warnings


def test_a_list_knows_its_document_place_and_rank(changzhi: Pack) -> None:
    found = the_list(changzhi, ListKind.ASSIST)
    assert found.document.doc_no == "长民发〔2017〕124号"
    assert found.document.issuers == ("中共长治市委组织部", "长治市民政局")
    assert (found.document.issued_on, found.place) == ("2017-10-24", "山西省长治市")
    assert (found.level, found.precedence) == (BindingLevel.CITY, 30)


def test_keys_of_items_follow_the_annex_and_their_serial(changzhi: Pack) -> None:
    for each in changzhi.lists:
        assert [int(item.key.rpartition("-")[2]) for item in each.items] == [
            item.serial for item in each.items
        ]
        assert all(item.key.startswith(f"{each.key}-") for item in each.items)


def test_every_item_but_a_certificate_has_a_basis(changzhi: Pack) -> None:
    for each in changzhi.lists:
        assert all(bool(item.bases) == (each.kind != ListKind.CERTIFICATE) for item in each.items)


def test_an_article_of_the_committee_law_is_known_to_have_moved(changzhi: Pack) -> None:
    basis = the_item(changzhi, "CZ-A1-01").bases[0]
    assert (basis.name, basis.articles[0].article, basis.articles[0].item) == (
        "城市居民委员会组织法",
        3,
        "（一）",
    )
    assert (basis.status, basis.document.effective_on) == (BasisStatus.AMENDED, "2026-01-01")
    assert "重新编号" in basis.status_note


def test_a_corrected_basis_keeps_what_was_printed(changzhi: Pack) -> None:
    basis = the_item(changzhi, "CZ-A2-28").bases[1]
    assert (basis.check, basis.articles[0].article) == (BasisCheck.CORRECTED, 17)
    assert basis.as_printed == "2、《全民健身条例》第七十条"
    assert "倒置" in basis.check_note


def test_a_basis_tells_where_the_duty_stands_today(changzhi: Pack) -> None:
    assert the_item(changzhi, "CZ-A1-16").bases[0].now_at == "《安全生产法》第七十五条"


def test_three_items_rest_on_repealed_papers_alone(changzhi: Pack) -> None:
    lost = [
        item.key
        for each in changzhi.lists
        for item in each.items
        if item.bases and all(basis.status is BasisStatus.REPEALED for basis in item.bases)
    ]
    assert lost == ["CZ-A1-15", "CZ-A2-10", "CZ-A2-12"]


def test_bases_are_counted_as_the_sources_were_checked(changzhi: Pack) -> None:
    bases = [basis for each in changzhi.lists for item in each.items for basis in item.bases]
    checks = [basis.check for basis in bases]
    assert [checks.count(check) for check in BasisCheck] == [49, 12, 9, 3]
    states = [basis.status for basis in bases]
    assert [states.count(status) for status in BasisStatus] == [20, 44, 3, 6]


def test_reconstructed_items_say_what_was_done(changzhi: Pack) -> None:
    reconstructed = [
        sum(item.reconstructed for item in each.items)
        for each in sorted(changzhi.lists, key=lambda found: found.key)
    ]
    assert reconstructed == [7, 21, 4, 0]


def test_a_certificate_names_the_national_entry_it_contradicts(
    changzhi: Pack, national: Pack
) -> None:
    death = the_item(changzhi, "CZ-A4-04")
    assert the_item(national, death.conflicts_with[0]).title == "死亡证明"
    assert "直接冲突" in death.conflict_note


def test_a_certificate_off_the_list_needs_admission(changzhi: Pack) -> None:
    assert "审批同意后方可出具" in the_list(changzhi, ListKind.CERTIFICATE).proviso


def test_the_form_of_annex_5_has_its_boxes_and_its_routing(changzhi: Pack) -> None:
    form = changzhi.forms[0]
    assert (len(form.fields), len(form.notes), form.copies) == (12, 3, 3)
    assert form.fields[5].parts == ("临时性", "阶段性", "长期")
    assert form.routing[0].approver == "市社区建设领导小组办公室"


def test_the_statutory_exception_stands_among_the_rules(changzhi: Pack) -> None:
    assert len(changzhi.rules) == 19
    rule = next(rule for rule in changzhi.rules if rule.key == "CZ-R-16")
    assert rule.modality is Modality.MUST_NOT
    assert "除法律、法规和规章有明确规定外" in rule.text


# The national pack.


def test_the_national_list_refuses_twenty_certificates(national: Pack) -> None:
    refused = the_list(national, ListKind.CERTIFICATE_REFUSED)
    assert (len(refused.items), refused.document.doc_no) == (20, "民发〔2020〕20号")
    assert refused.precedence == 10


def test_only_the_national_paper_binds_everywhere(national: Pack) -> None:
    seeds = [rule for rule in national.rules if rule.key.startswith("NAT-")]
    levels = [rule.level for rule in seeds]
    assert [levels.count(level) for level in BindingLevel] == [27, 9, 11, 29, 5]
    binding = {rule.document.doc_no for rule in seeds if rule.level is BindingLevel.NATIONAL}
    assert binding == {"民发〔2015〕136号"}


def test_three_rules_on_certificates_stand_beside_the_list(national: Pack) -> None:
    assert len([rule for rule in national.rules if rule.key.startswith("NAT20-R")]) == 3


def test_a_rule_keeps_its_exception_and_its_effect(national: Pack) -> None:
    rule = next(rule for rule in national.rules if rule.key == "NAT-018")
    assert rule.exceptions == ("党中央和自治区党委有明确规定的",)
    assert (rule.effect, rule.terms) == (RuleEffect.PROHIBITED, ("一票否决",))


def test_papers_differ_in_how_many_signs_they_allow(national: Pack, changzhi: Pack) -> None:
    counts = [(sign.key, sign.count) for sign in (*national.signs, *changzhi.signs)]
    assert [count for _, count in counts] == [3, 3, 2, 2, 4, 3]


def test_a_revision_names_stale_articles_and_items_that_exist(
    national: Pack, changzhi: Pack
) -> None:
    law = national.revisions[0]
    assert (len(law.facts), len(law.stale_articles)) == (13, 9)
    keys = {item.key for each in changzhi.lists for item in each.items}
    assert {key for revision in national.revisions for key in revision.used_by} <= keys


def test_files_are_kept_for_good_or_handed_over(national: Pack) -> None:
    kept = [rule.retention for rule in national.retention]
    assert kept == [Retention.PERMANENT] * 4 + [Retention.TRANSFER]


def test_figures_keep_their_source_and_direction(national: Pack) -> None:
    figure = next(fact for group in national.facts for fact in group.facts if fact.key == "CQ-10")
    assert (figure.before, figure.value, figure.unit) == (23, 5, "项")
    assert figure.document is not None
    assert figure.document.doc_no == "渝民函〔2022〕166号"


@pytest.mark.parametrize("code", ["national", "changzhi"])
def test_a_pack_of_the_product_carries_addresses_of_state_organs_only(code: str) -> None:
    urls = [document.url for document in read_pack(built_in(code)).documents if document.url]
    assert all(url.split("/")[2].endswith((".gov.cn", ".npc.gov.cn")) for url in urls)


# The reference page.


@pytest.mark.parametrize(
    "codes",
    [
        ListKind,
        BasisKind,
        BasisStatus,
        BasisCheck,
        BindingLevel,
        Modality,
        RuleKind,
        RuleEffect,
        CommunityAction,
        Retention,
    ],
)
def test_the_reference_page_names_every_code_and_its_word(codes: type[Labelled]) -> None:
    page = (PROJECT / "docs/reference/pack-format.md").read_text(encoding="utf-8")
    assert all(f"`{code.value}`" in page and code.label in page for code in codes)


@pytest.mark.parametrize(
    "record", [Document, Basis, PackItem, PackList, Rule, Sign, AdmissionForm, FormField, Fact]
)
def test_the_reference_page_names_every_key_of_a_record(record: type) -> None:
    page = (PROJECT / "docs/reference/pack-format.md").read_text(encoding="utf-8")
    assert not [field.name for field in fields(record) if f"`{field.name}`" not in page]


# City lists.


@pytest.mark.shared
@pytest.mark.parametrize(
    ("city", "count"),
    [
        ("beijing", 22),
        ("harbin", 13),
        ("ningbo", 10),
        ("shanghai", 40),
        ("xiangyang", 21),
        ("xianning", 37),
    ],
)
def test_the_shared_cities_read(city: str, count: int) -> None:
    if not (SHARED / city).is_dir():
        pytest.skip(f"the reference data is not beside the project: {SHARED}")
    assert sum(len(each.items) for each in read_pack(SHARED / city).lists) == count


CITY = """
city: 某市
level: prefecture_city
doc: {title: 某意见, url: "http://example.com/1"}
lists:
  - class: certificate_cancel
    title: 取消的证明
    source_url: http://example.com/2
    complete: false
    declared_count: 31
    note: 仅列举部分
    items:
      - {id: X-1, seq: 1, text: 无房证明, ref: 第一条}
counts:
  - {id: X-C1, name: 填报表格, from: 44, to: 7, unit: 项}
  - {id: X-C2, name: 下派表格, value: [3, 5], unit: 个}
item_count: 1
"""


def test_a_city_list_gets_the_kind_of_its_class(tmp_path: Path) -> None:
    (tmp_path / "lists.yaml").write_text(CITY, encoding="utf-8")
    found = read_pack(tmp_path).lists[0]
    assert (found.kind, found.complete, found.note) == (
        ListKind.CERTIFICATE_REFUSED,
        False,
        "仅列举部分",
    )
    assert (found.items[0].title, found.items[0].ref) == ("无房证明", "第一条")


def test_fewer_items_than_announced_are_a_warning(tmp_path: Path) -> None:
    (tmp_path / "lists.yaml").write_text(CITY, encoding="utf-8")
    assert read_pack(tmp_path).warnings == ("清单“取消的证明”：来源称有31项，实际列出1项",)


def test_an_address_outside_the_state_is_not_carried(tmp_path: Path) -> None:
    (tmp_path / "lists.yaml").write_text(CITY, encoding="utf-8")
    assert read_pack(tmp_path).documents[0].url == ""


def test_figures_of_a_city_are_kept(tmp_path: Path) -> None:
    (tmp_path / "lists.yaml").write_text(CITY, encoding="utf-8")
    cut, span = read_pack(tmp_path).facts[0].facts
    assert (cut.before, cut.value) == (44, 7)
    assert (span.value, span.upto) == (3, 5)


def test_an_unknown_class_of_a_city_list_is_told(tmp_path: Path) -> None:
    (tmp_path / "lists.yaml").write_text(CITY.replace("certificate_cancel", "x"), encoding="utf-8")
    assert "第6行 lists[1].class：不认识“x”" in problems(tmp_path)


# Bad packs.


def test_a_sound_pack_reads(write: Write) -> None:
    assert read_pack(write("rules.yaml", "rules: []")).lists[0].items[0].title == "协助宣传"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("kind: assist", "kind: duty", "第3行 kind：不认识“duty”，可以用：own_duty（依法履职）"),
        ("kind: assist", "", "kind：缺少内容"),
        ("title: 协助事项", "title:", "第4行 title：缺少内容"),
        ("title: 协助事项", "title: 2017", "title：应为文字，实为数字"),
        ("title: 协助事项", "title: [甲]", "title：应为文字，实为列表"),
        ("title: 协助事项", "titel: 协助事项", "第4行 titel：不认识的键"),
        ("title: 协助事项", "title: 甲\ntitle: 乙", "第5行 title：同一个键写了两次"),
        ("document: paper", "document: papre", "不认识“papre”，可以用：paper"),
        ("title: 协助宣传", 'title: "  "', "第7行 items[1].title：缺少内容"),
        ("serial: 1", "serial: 一", "items[1].serial：应为数字，实为文字"),
        ("serial: 1", "serial: -1", "应为不带符号的整数"),
        ("serial: 1", "serial: 1:30", "应为不带符号的整数"),
        ("key: T-1-01", "key: 甲", "只能用字母、数字"),
        ("key: T-1-01", "key: T-1", "编号“T-1”重复，已用于 lists/assist.yaml 第2行 key"),
        ("items:", "items: 无\nnote:", "items：应为列表"),
        ("  - {", "  - 甲\n  - {", "items[1]：应为表（键: 值），实为文字"),
        ("title: 协助宣传", "title: !!python/name:os.system x", "不允许的标签"),
        ("title: 协助宣传}", "title: 甲, reconstructed: true}", "reconstruction_note：缺少内容"),
        ("title: 协助宣传}", "title: 甲, reconstructed: 是}", "应为是否（true/false），实为文字"),
        ("title: 协助宣传}", "title: 甲, conflicts_with: [X]}", "conflict_note：缺少内容"),
        ("title: 协助宣传}", "title: 甲, actions: [dance]}", "actions[1]：不认识“dance”"),
        ("title: 协助宣传}", "title: 甲}\n  - {key: B, serial: 1, title: 乙}", "序号 1 用了2次"),
        ("title: 协助宣传}", "title: 甲, bases: [{document: x}]}", "items[1].bases[1].document"),
        (
            "title: 协助宣传}",
            "title: 甲, bases: [{document: paper, check: mismatch}]}",
            "bases[1].check_note：缺少内容",
        ),
        ("document: paper", "document: paper\ncategories: [甲]", "不在本清单的 categories 之内"),
    ],
)
def test_a_bad_entry_is_told_with_file_place_and_reason(
    write: Write, old: str, new: str, told: str
) -> None:
    found = problems(write("lists/assist.yaml", LIST.replace(old, new, 1)))
    assert "lists/assist.yaml" in found
    assert told in found


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "内容为空"),
        ("- 甲\n", "不是由“键: 值”组成"),
        ("key: [1, 2\n", "没有闭合"),
        ("key: a: b\n", "第1行：YAML 格式不对：冒号的位置不对"),
        ("key:\n\t- 甲\n", "第2行：YAML 格式不对：有不能开头的字符（多半是制表符"),
        ("a: 1\n---\nb: 2\n", "一个文件只能有一份内容"),
        ("a: \x07\n", "控制字符"),
        ("a: &x 1\nb: *x\n", "第2行：不接受别名（*x）"),
        ("a: " + "[" * 3000 + "]" * 3000, "嵌套超过"),
        ("? [a]\n: 1\n", "不认识的键"),
    ],
)
def test_a_file_that_is_no_table_is_told(write: Write, text: str, told: str) -> None:
    assert told in problems(write("lists/assist.yaml", text))


def test_a_small_file_cannot_unfold_into_a_huge_one(write: Write) -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    assert "不接受别名" in problems(write("rules.yaml", "\n".join(rows)))


def test_a_file_over_the_limit_is_not_read(write: Write) -> None:
    assert "超过 5 MB" in problems(write("rules.yaml", "#" * (MOST_BYTES + 1)))


def test_another_encoding_is_told(write: Write, tmp_path: Path) -> None:
    write("rules.yaml", "")
    (tmp_path / "rules.yaml").write_bytes("rules: [甲]".encode("gb18030"))
    assert "rules.yaml：不是 UTF-8 编码" in problems(tmp_path)


def test_a_file_marked_as_utf_8_reads(write: Write) -> None:
    assert read_pack(write("pack.yaml", f"\ufeff{HEAD}")).code == "town"


def test_a_folder_in_the_place_of_a_file_is_told(write: Write, tmp_path: Path) -> None:
    write("pack.yaml", HEAD)
    (tmp_path / "rules.yaml").mkdir()
    assert "rules.yaml：文件打不开" in problems(tmp_path)


def test_a_file_under_an_unknown_name_is_not_passed_over(write: Write) -> None:
    assert "rule.yaml：不认识的文件" in problems(write("rule.yaml", "rules: []"))


def test_a_folder_without_a_pack_says_what_is_missing(tmp_path: Path) -> None:
    assert "没有 pack.yaml，也没有 lists.yaml" in problems(tmp_path)


@pytest.mark.parametrize(
    "day", ["2017-13-01", "2017/10/24", "二〇一七年", "2017-02-30", "20171024", "12:30:45"]
)
def test_a_day_that_is_none_is_told(write: Write, day: str) -> None:
    text = HEAD.replace("level: city}", f"level: city, issued_on: {day}}}")
    assert "documents[1].issued_on" in problems(write("pack.yaml", text))


@pytest.mark.parametrize("day", ["2017-10-24", "2017-10", "2017", '"2017"'])
def test_a_day_may_be_as_vague_as_its_source(write: Write, day: str) -> None:
    text = HEAD.replace("level: city}", f"level: city, issued_on: {day}}}")
    assert read_pack(write("pack.yaml", text)).documents[0].issued_on == day.strip('"')


def test_signs_must_be_as_many_as_they_say(write: Write) -> None:
    text = "signs: [{key: S, document: paper, allowed: [党组织], count: 3}]"
    assert "标牌数写3块，实际列出1块" in problems(write("signs.yaml", text))


def test_every_problem_of_every_file_is_told_at_once(write: Write) -> None:
    write("rules.yaml", "rules: [{key: R}]")
    write("facts.yaml", "groups: 0")
    found = problems(write("lists/assist.yaml", LIST.replace("kind: assist", "kind: x")))
    assert [line.split()[0] for line in found.splitlines()] == [
        "facts.yaml",
        "lists/assist.yaml",
        *["rules.yaml"] * 4,
    ]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet="abT1甲:-[]{}#&*!|>'\"%@, \n\t\x00\u2028", max_size=60))
def test_no_file_breaks_the_reader(write: Write, text: str) -> None:
    folder = write("rules.yaml", text)
    with suppress(Invalid):
        assert read_pack(folder).code == "town"
