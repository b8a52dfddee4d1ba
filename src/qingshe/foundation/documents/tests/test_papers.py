from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from threading import Thread

import pytest
from docx import Document
from pypdf import PdfReader
from pytest_django.fixtures import Settings

from qingshe.foundation.documents import faces, papers, shelf
from qingshe.kernel.errors import Invalid

RARE = "堃喆昇珺囍㛃"
FIELDS_OF_ANNEX_5 = (
    "长治市部门工作进社区准入审批表",
    "申请准入社区",
    "申请准入依据",
    "申请准入时间",
    "临时性",
    "阶段性",
    "长期",
    "县（市、区）社区建设领导机构意见",
    "长治市社区建设领导小组办公室意见",
    "盖章：",
    "备注：",
    "本表连同申请书一式三份。",
)


def read(content: bytes) -> PdfReader:
    return PdfReader(BytesIO(content))


def text_of(content: bytes) -> str:
    """What stands in a PDF, without the breaks of lines."""
    return squeezed("".join(page.extract_text() for page in read(content).pages))


def squeezed(text: str) -> str:
    return "".join(text.split())


def words_of(content: bytes) -> str:
    """What stands in a Word file, tables included."""
    body = Document(BytesIO(content)).element.body
    return squeezed("".join(node.text or "" for node in body.iter() if node.tag.endswith("}t")))


def values(paper: str, **changed: object) -> dict[str, object]:
    return shelf.sample(paper) | changed


def plain(value: object) -> Iterator[str]:
    """The texts of a sample that stand on the paper as they are."""
    if isinstance(value, dict):
        for key, part in value.items():
            if key not in {"address", "kind", "from", "until"} and not key.endswith(
                ("_on", "date")
            ):
                yield from plain(part)
    elif isinstance(value, list):
        for part in value:
            yield from plain(part)
    elif isinstance(value, str):
        yield from value.split("\n")


@pytest.fixture
def city(tmp_path: Path, settings: Settings) -> Path:
    """A folder in which a city keeps its own templates."""
    settings.DOCUMENT_TEMPLATES = tmp_path
    return tmp_path


def put_word(city: Path, paragraph: str) -> None:
    """The city's own Word template of the public notice, of one paragraph."""
    document = Document()
    document.add_paragraph(paragraph)
    document.save(str(city / "notice.docx"))


@pytest.mark.parametrize("paper", shelf.PAPERS)
def test_a_pdf_says_all_that_was_given(paper: str) -> None:
    text = text_of(papers.pdf(paper, values(paper)))
    unsaid = {"valid_from", "valid_until"}
    given = {key: part for key, part in values(paper).items() if key not in unsaid}
    assert [part for part in plain(given) if squeezed(part) not in text] == []


@pytest.mark.parametrize("paper", shelf.PAPERS)
def test_a_word_file_says_all_that_was_given(paper: str) -> None:
    text = words_of(papers.word(paper, values(paper)))
    unsaid = {"valid_from", "valid_until"}
    given = {key: part for key, part in values(paper).items() if key not in unsaid}
    assert [part for part in plain(given) if squeezed(part) not in text] == []


@pytest.mark.parametrize("make", [papers.pdf, papers.word])
def test_the_approval_form_has_the_fields_of_annex_5(make: papers.Maker) -> None:
    content = make("approval", values("approval"))
    text = text_of(content) if make is papers.pdf else words_of(content)
    assert [field for field in FIELDS_OF_ANNEX_5 if squeezed(field) not in text] == []


def test_the_approval_form_comes_three_times_each_counted_from_one() -> None:
    pages = [squeezed(page.extract_text()) for page in read(approval()).pages]
    assert len(pages) == 6  # a form and the application behind it
    assert [page[-3:] for page in pages] == ["—1—", "—2—"] * 3
    assert all(
        f"一式三份，第{copy}份" in page for copy, page in zip("一二三", pages[::2], strict=True)
    )


def approval(**changed: object) -> bytes:
    return papers.pdf("approval", values("approval", **changed))


def test_the_chosen_period_alone_is_ticked_and_dated() -> None:
    text = text_of(approval(copies=1))
    assert text.count("√") == 1
    assert "√阶段性从2026年4月到2026年12月" in text
    assert "临时性从年月到年月" in text


def test_a_date_not_known_yet_leaves_room_for_a_hand() -> None:
    assert "年月日" in text_of(approval(copies=1))
    assert "2026年3月18日" in text_of(approval(copies=1))


def test_every_face_is_inside_the_file() -> None:
    for page in read(approval(copies=1)).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]  # untyped PDF
            descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & descriptor.keys()


def test_rare_characters_of_names_are_set() -> None:
    assert RARE in text_of(approval(applicant=f"联系人{RARE}", copies=1))


@pytest.mark.parametrize(("strange", "named"), [("\ue815", "U+E815"), ("\U000323af", "U+323AF")])
def test_a_name_that_cannot_be_set_is_told_and_never_a_box(strange: str, named: str) -> None:
    with pytest.raises(Invalid, match="打印不出来") as refused:
        approval(applicant=f"王{strange}")
    assert named in refused.value.problems[0]


def test_a_word_paper_holds_no_character_that_another_computer_cannot_show() -> None:
    with pytest.raises(Invalid, match="自造字") as refused:
        papers.word("approval", values("approval", applicant="王\ue815"))
    assert "U+E815" in refused.value.problems[0]


def test_a_word_paper_may_hold_what_only_our_own_faces_lack() -> None:
    assert "\U000323af" in words_of(
        papers.word("approval", values("approval", applicant="王\U000323af"))
    )


def test_characters_nobody_sees_do_not_stop_a_paper() -> None:
    assert "长治市民政局" in text_of(approval(applicant="长治市\u200b民政局\x00", copies=1))


def test_text_of_people_is_text_and_never_a_command() -> None:
    hostile = "#panic() $x$ *甲* {{ 7*7 }} {% for %} <w:t> & \\"
    assert squeezed(hostile) in text_of(approval(applicant=hostile, copies=1))
    assert squeezed(hostile) in words_of(
        papers.word("approval", values("approval", applicant=hostile))
    )


def test_a_long_text_lengthens_the_form_and_loses_nothing() -> None:
    powers = "".join(f"第{n}项权限；" for n in range(300))
    content = approval(powers=powers, letter=[], copies=1)
    assert len(read(content).pages) > 1
    assert "第299项权限；" in text_of(content)


def test_the_same_values_give_the_same_file() -> None:
    assert approval() == approval()


def test_without_an_address_there_is_no_qr() -> None:
    with_qr, without = approval(), approval(address="")
    assert len(without) < len(with_qr)
    assert "rId" not in words_of(papers.word("approval", values("approval", address="")))


def test_a_missing_value_is_a_mistake_of_the_caller() -> None:
    given = values("notice")
    del given["contact"], given["place"]
    for make in (papers.pdf, papers.word):
        with pytest.raises(KeyError, match="notice: contact, place"):
            make("notice", given)


def test_a_city_puts_its_own_template_in_place_of_ours(city: Path) -> None:
    (city / "notice.typ").write_text(
        '#let values = json(bytes(sys.inputs.values))\n#set text(font: "Noto Serif CJK SC")\n'
        "本市格式：#values.contact",
        encoding="utf-8",
    )
    assert text_of(papers.pdf("notice", values("notice"))) == "本市格式：申珺"
    assert "不予准入" in text_of(papers.pdf("rejection", values("rejection")))


def test_a_changed_template_is_used_at_once(city: Path) -> None:
    for words in ("甲", "乙"):
        (city / "notice.typ").write_text(words, encoding="utf-8")
        assert text_of(papers.pdf("notice", values("notice"))) == words


def test_a_broken_template_is_told_with_its_line(city: Path) -> None:
    (city / "notice.typ").write_text("一\n\n#nothing\n", encoding="utf-8")
    with pytest.raises(Invalid, match=r"文书模板 notice\.typ 第 3 行") as told:
        papers.pdf("notice", values("notice"))
    assert told.value.problems == ("unknown variable: nothing",)


def test_a_template_reads_no_file_outside_its_folder(city: Path) -> None:
    (city / "notice.typ").write_text('#read("/../../etc/hostname")', encoding="utf-8")
    with pytest.raises(Invalid, match="第 1 行"):
        papers.pdf("notice", values("notice"))


def test_a_broken_word_template_is_told_with_the_words_beside(city: Path) -> None:
    put_word(city, "联系人：{{ contact }")
    with pytest.raises(Invalid, match=r"notice\.docx 在“联系人："):
        papers.word("notice", values("notice"))


def test_a_mark_for_a_value_that_does_not_exist_is_told(city: Path) -> None:
    put_word(city, "{{ kontact }}")
    with pytest.raises(Invalid, match=r"notice\.docx") as told:
        papers.word("notice", values("notice"))
    assert "kontact" in told.value.problems[0]


def test_a_word_template_reaches_nothing_but_its_values(city: Path) -> None:
    put_word(city, "{{ contact.__class__.__mro__ }}")
    with pytest.raises(Invalid, match=r"notice\.docx"):
        papers.word("notice", values("notice"))


def test_a_template_that_is_no_word_file_is_told(city: Path) -> None:
    (city / "notice.docx").write_text("不是 Word", encoding="utf-8")
    with pytest.raises(Invalid, match="不是 Word 文件"):
        papers.word("notice", values("notice"))


def test_papers_asked_for_at_once_all_come() -> None:
    made: list[bytes] = []
    asked = [Thread(target=lambda: made.append(approval())) for _ in range(4)]
    for thread in asked:
        thread.start()
    for thread in asked:
        thread.join()
    assert len(made) == 4


def test_the_faces_cover_the_characters_of_gb_2312() -> None:
    both = [bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF)]
    faces.check(pair.decode("gb2312", "ignore") for pair in both)
