"""PDF by Typst: no system library, no network, about 20 ms a paper."""

import json
import re
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from threading import Lock

from typst import Compiler, Fonts, TypstError

from qingshe.foundation.documents import codes, faces
from qingshe.kernel.errors import Invalid

PLACE = re.compile(r"error: .*\n\s*┌─ (?P<file>\S+?):(?P<line>\d+):\d+")
_one_at_a_time = Lock()  # a compiler answers one thread


def typeset(template: Path, values: Mapping[str, object]) -> bytes:
    """The template set with the values, as PDF; Invalid says where a template is broken."""
    faces.check([template.read_text(encoding="utf-8")])
    drawn = {**values, "qr": _drawn(str(values.get("address", "")))}
    given = {"values": json.dumps(drawn, ensure_ascii=False)}
    try:
        with _one_at_a_time:
            made = _compiler(template.parent).compile(input=template, sys_inputs=given, timestamp=0)
    except TypstError as error:
        raise _broken(template, error) from error
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made


def _drawn(address: str) -> str:
    """The address as QR in SVG, without a border; empty for an empty address."""
    if not address:
        return ""
    stream = BytesIO()
    codes.qr(address).save(stream, kind="svg", border=0)
    return stream.getvalue().decode()


@cache
def _compiler(root: Path) -> Compiler:
    """Kept, because reading the faces takes longer than a paper; sees no file outside `root`."""
    return Compiler(root=root, font_paths=_faces(), ignore_system_fonts=True)


@cache
def _faces() -> Fonts:
    return Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in faces.folders()],
    )


def _broken(template: Path, error: TypstError) -> Invalid:
    found = PLACE.search(error.diagnostic)
    where = f"{Path(found['file']).name} 第 {found['line']} 行" if found else template.name
    return Invalid(
        f"文书模板 {where}排不出来，请系统管理员改正；把该文件移出模板文件夹，就恢复原来的样子。",
        [error.message, *error.hints],
    )
