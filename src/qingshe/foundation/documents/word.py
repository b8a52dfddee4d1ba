"""Word files that look like papers of an office.

Source: 党政机关公文格式 GB/T 9704-2012: paper and margins 5.1-5.2, fonts and lines 5.2.2-5.2.3,
title 7.3.1, levels of headings 7.3.3, page numbers 7.5.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.section import _Footer
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import _Cell

from qingshe.foundation.documents.official import Block, Heading, Table
from qingshe.kernel.text import clean

NO_2, NO_3, NO_4, SMALL_4 = Pt(22), Pt(16), Pt(14), Pt(12)  # sizes 二号 三号 四号 小四
LINE = Pt(28.95)  # 22 lines on 225 mm
NO_SPACE = Pt(0)
LATIN = "Times New Roman"
TITLE, SONG, HEI = "方正小标宋简体", "宋体", "黑体"
KAI, FANG = "楷体_GB2312", "仿宋_GB2312"
# A machine without the face of the standard takes the one beside it.
INSTEAD = {TITLE: "宋体", KAI: "楷体", FANG: "仿宋", SONG: "SimSun", HEI: "SimHei"}


def official(title: str, subtitle: str, blocks: Iterable[Block], *, made_at: datetime) -> bytes:
    """As `official.official`, which is what others call."""
    document = Document()
    _set_up_page(document)
    _set_up_styles(document)
    _name_fonts(document)
    _number_pages(document)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = clean(title), "", ""
    properties.created = properties.modified = made_at
    document.add_paragraph(clean(title), style="Title")
    if subtitle:
        document.add_paragraph(clean(subtitle), style="Subtitle")
    for block in blocks:
        _add(document, block)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _add(document: WordDocument, block: Block) -> None:
    if isinstance(block, Table):
        _add_table(document, block)
    elif isinstance(block, Heading):
        document.add_paragraph(clean(block.text), style=f"Heading {block.level}")
    else:
        document.add_paragraph(clean(block.text), style="Body Text")


def _add_table(document: WordDocument, block: Table) -> None:
    table = document.add_table(rows=0, cols=len(block.head), style="Table Grid")
    table.autofit = False
    widths = _widths(document, block)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    head = table.add_row()
    head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    _fill(head.cells, block.head, widths, bold=True)
    for row in block.rows:
        line = table.add_row()
        line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        _fill(line.cells, row, widths, bold=False)
    document.add_paragraph(style="Body Text")


def _widths(document: WordDocument, block: Table) -> list[Length]:
    section = document.sections[0]
    line = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    parts = block.widths or [1] * len(block.head)
    return [Length(line * part // sum(parts)) for part in parts]


def _fill(
    cells: Sequence[_Cell], texts: Sequence[str], widths: Sequence[Length], *, bold: bool
) -> None:
    for cell, text, width in zip(cells, texts, widths, strict=True):
        cell.width = width
        paragraph = cell.paragraphs[0]
        paragraph.style = "No Spacing"
        paragraph.add_run(clean(text)).bold = bold
        if bold:
            paragraph.alignment = ALIGN.CENTER


def _set_up_page(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(35 - 7 - 5)  # a line of 5 mm, 7 mm below the text


def _set_up_styles(document: WordDocument) -> None:
    _set_style(document, "Title", TITLE, NO_2, align=ALIGN.CENTER, after=LINE)
    _set_style(document, "Subtitle", KAI, NO_3, align=ALIGN.CENTER, after=LINE)
    for number, font in enumerate((HEI, KAI, FANG), start=1):
        _set_style(document, f"Heading {number}", font, NO_3, indent=NO_3 * 2)
    _set_style(document, "Body Text", FANG, NO_3, indent=NO_3 * 2, align=ALIGN.JUSTIFY)
    _set_style(document, "No Spacing", FANG, SMALL_4, line=Pt(18))
    _set_style(document, "Footer", SONG, NO_4, line=NO_4)


def _set_style(
    document: WordDocument,
    name: str,
    font: str,
    size: Length,
    *,
    align: ALIGN | None = None,
    indent: int = 0,
    after: Length = NO_SPACE,
    line: Length = LINE,
) -> None:
    style = document.styles[name]
    if not isinstance(style, ParagraphStyle):
        raise TypeError(f"{name} is no style of paragraphs")
    _set_font(style, font, size)
    layout = style.paragraph_format
    layout.alignment, layout.first_line_indent = align, Length(indent)
    layout.space_before, layout.space_after = NO_SPACE, after
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, line


def _set_font(style: ParagraphStyle, font: str, size: Length) -> None:
    """Chinese in `font`, letters and digits in the Latin face; nothing of the template is left."""
    properties = style.element.get_or_add_rPr()
    for child in list(properties):
        properties.remove(child)
    faces = properties.get_or_add_rFonts()
    for kind in ("ascii", "hAnsi", "cs"):
        faces.set(qn(f"w:{kind}"), LATIN)
    faces.set(qn("w:eastAsia"), font)
    style.font.size, style.font.bold, style.font.italic = size, False, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    for border in style.element.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)


def _name_fonts(document: WordDocument) -> None:
    """The table of fonts, each with the one to take in its place."""
    fonts = "".join(
        f'<w:font w:name="{font}"><w:altName w:val="{instead}"/><w:charset w:val="86"/></w:font>'
        for font, instead in INSTEAD.items()
    )
    xml = f'<w:fonts xmlns:w="{qn("w:fonts")[1:].partition("}")[0]}">{fonts}</w:fonts>'
    relations = document.part.rels
    old = next(key for key, one in relations.items() if one.reltype == RELATIONSHIP_TYPE.FONT_TABLE)
    del relations[old]
    part = Part(
        PackURI("/word/fontTable.xml"),
        CONTENT_TYPE.WML_FONT_TABLE,
        xml.encode(),
        document.part.package,
    )
    document.part.relate_to(part, RELATIONSHIP_TYPE.FONT_TABLE)


def _number_pages(document: WordDocument) -> None:
    """— 1 — at the outer edge, one character in: right on odd pages, left on even ones."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    _write_number(section.footer, ALIGN.RIGHT)
    _write_number(section.even_page_footer, ALIGN.LEFT)


def _write_number(footer: _Footer, align: ALIGN) -> None:
    paragraph = footer.paragraphs[0]
    paragraph.alignment = align
    layout = paragraph.paragraph_format
    layout.left_indent = layout.right_indent = NO_4
    paragraph.add_run("— ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
    paragraph.add_run(" —")
