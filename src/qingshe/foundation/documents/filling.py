"""Word files by docxtpl: a template is itself a Word file, with marks where the values go."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

from docx.opc.exceptions import PackageNotFoundError
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from qingshe.foundation.documents import codes
from qingshe.kernel.errors import Invalid
from qingshe.kernel.numerals import to_chinese

QR_WIDTH = Mm(18)


def fill(template: Path, values: Mapping[str, object]) -> bytes:
    """The template with the values in their places; Invalid says near what it is broken."""
    document = _opened(template)
    given = {**values, "qr": _qr(document, str(values.get("address", "")))}
    try:
        document.render(given, _environment(), autoescape=True)
    except TemplateError as error:
        raise _broken(template, error) from error
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def day(text: str) -> str:
    """2026-03-09 as 2026年3月9日; room for a hand when empty."""
    if not text:
        return "　　　年　　月　　日"
    year, month, day = map(int, text.split("-"))
    return f"{year}年{month}月{day}日"


def month(text: str) -> str:
    """2026-03 or a day of it as 2026年3月; room for a hand when empty."""
    if not text:
        return "　　年　月"
    year, month = map(int, text.split("-")[:2])
    return f"{year}年{month}月"


def tick(chosen: bool) -> str:
    return "☑" if chosen else "☐"


def _environment() -> SandboxedEnvironment:
    """Sandboxed: a template comes from a city's folder and reaches nothing but its values."""
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    environment.filters |= {"day": day, "month": month, "tick": tick, "ordinal": to_chinese}
    return environment


def _opened(template: Path) -> DocxTemplate:
    document = DocxTemplate(template)
    try:
        document.init_docx()
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError) as error:
        raise Invalid(
            f"文书模板 {template.name} 不是 Word 文件（.docx），请系统管理员更换。"
        ) from error
    return document


def _qr(document: DocxTemplate, address: str) -> InlineImage | str:
    if not address:
        return ""
    stream = BytesIO()
    codes.qr(address).save(stream, kind="png", scale=6, border=0)
    return InlineImage(document, stream, width=QR_WIDTH)


def _broken(template: Path, error: TemplateError) -> Invalid:
    near = "".join(getattr(error, "docx_context", ())).strip()
    where = f"在“{near}”附近" if near else "里"
    return Invalid(
        f"文书模板 {template.name} {where}有错，请系统管理员改正；"
        "把该文件移出模板文件夹，就恢复原来的样子。",
        [str(error)],
    )
