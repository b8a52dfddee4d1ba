from datetime import UTC, datetime
from io import BytesIO

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from qingshe.foundation.documents.official import Block, Heading, Paragraph, Table, official

MOMENT = datetime(2026, 11, 1, tzinfo=UTC)
BLOCKS: tuple[Block, ...] = (
    Heading("一、依法履行职责事项"),
    Paragraph("社区组织对下列事项负责。\x00"),
    Heading("（一）党的建设", 2),
    Table(("序号", "事项"), (("1", "组织居民议事\u200b"), ("2", "公开居务")), widths=(1, 5)),
)


def made(*blocks: Block) -> WordDocument:
    content = official("社区工作事项清单", "（2026年版）", blocks, made_at=MOMENT)
    return Document(BytesIO(content))


def face(document: WordDocument, style: str) -> tuple[str, object]:
    """The Chinese font of a style and its size."""
    properties = document.styles[style].element.rPr
    return properties.rFonts.get(qn("w:eastAsia")), document.styles[style].font.size


def test_what_was_put_in_stands_there_in_its_order() -> None:
    texts = [paragraph.text for paragraph in made(*BLOCKS).paragraphs if paragraph.text]
    assert texts == [
        "社区工作事项清单",
        "（2026年版）",
        "一、依法履行职责事项",
        "社区组织对下列事项负责。",
        "（一）党的建设",
    ]


def test_a_table_has_its_head_on_every_page_and_its_cells() -> None:
    (table,) = made(*BLOCKS).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["序号", "事项"],
        ["1", "组织居民议事"],
        ["2", "公开居务"],
    ]
    assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
    assert table.rows[1].cells[1].width == pytest.approx(Mm(130), abs=Mm(0.1))


def test_the_page_has_the_margins_of_the_standard() -> None:
    section = made().sections[0]
    found = (
        section.top_margin,
        section.bottom_margin,
        section.left_margin,
        section.right_margin,
    )
    assert found == pytest.approx([Mm(37), Mm(35), Mm(28), Mm(26)], abs=Mm(0.1))


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [
        ("Title", "方正小标宋简体", 22),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体_GB2312", 16),
        ("Heading 3", "仿宋_GB2312", 16),
        ("Body Text", "仿宋_GB2312", 16),
    ],
)
def test_title_headings_and_body_have_the_fonts_of_the_standard(
    style: str, font: str, size: int
) -> None:
    assert face(made(), style) == (font, Pt(size))


def test_a_machine_without_a_font_is_told_which_to_take() -> None:
    parts = {str(part.partname): part.blob for part in made().part.package.iter_parts()}
    names = parts["/word/fontTable.xml"].decode()
    assert 'w:name="仿宋_GB2312"><w:altName w:val="仿宋"/>' in names


def test_pages_are_numbered_right_and_left_in_turn() -> None:
    section = made().sections[0]
    for footer in (section.footer, section.even_page_footer):
        field = footer.paragraphs[0]._p.find(qn("w:fldSimple"))
        assert field is not None
        assert field.get(qn("w:instr")) == "PAGE"


def test_the_same_blocks_give_the_same_document() -> None:
    first, second = (official("甲", "", BLOCKS, made_at=MOMENT) for _ in range(2))
    assert Document(BytesIO(first)).element.xml == Document(BytesIO(second)).element.xml
    properties = Document(BytesIO(first)).core_properties
    assert (properties.title, properties.author, properties.created) == ("甲", "", MOMENT)


def test_a_row_with_too_few_cells_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="shorter"):
        made(Table(("甲", "乙"), (("一",),)))
