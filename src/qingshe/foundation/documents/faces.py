"""The faces that papers are set in: those the product carries and those a city adds.

A character that no face has would come out as a box, and a name with a box in it is nobody's name;
so every text is compared with the faces before anything is set.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from django.conf import settings

from qingshe.foundation import heavy
from qingshe.foundation.environment import BadSetting
from qingshe.kernel.errors import Invalid

SHIPPED = Path(__file__).parent / "fonts"
KINDS = {".ttf", ".otf", ".ttc", ".otc"}


def folders() -> list[Path]:
    """Where faces lie, the city's own first: it may hold a licence for 仿宋_GB2312 and 小标宋."""
    own: Path | None = settings.DOCUMENT_FONTS
    return [own, SHIPPED] if own else [SHIPPED]


def check(texts: Iterable[str]) -> None:
    """Every character can be set; Invalid names those that cannot, each with its code."""
    known = covered()
    strange = sorted({char for text in texts for char in text if ord(char) not in known})
    strange = [char for char in strange if not char.isspace()]
    if strange:
        raise Invalid(
            "有的字打印不出来，请核对原件，或请系统管理员把含这些字的字体放入字体文件夹"
            "（QINGSHE_FONTS）；急用时可以下载 Word 文件，在装有这些字的电脑上打印。",
            [_describe(char) for char in strange],
        )


def check_elsewhere(texts: Iterable[str]) -> None:
    """No character of a private area: another computer shows a box; Invalid names each.

    What only our own faces lack may pass: the machine that opens a Word file has its own.
    """
    found = {char for text in texts for char in text if unicodedata.category(char) == "Co"}
    if found:
        raise Invalid(
            "有自造字，换一台电脑打开就成了方框。请改用国家标准字（GB 18030）里的写法后再生成。",
            [_describe(char) for char in sorted(found)],
        )


@cache
def covered() -> frozenset[int]:
    """The code points that at least one face has. Read once: new faces need a restart."""
    return frozenset(point for file in files() for point in _points(file))


def are_there() -> bool:
    """Whether the product's own faces have been laid into the package."""
    return any(file.suffix in KINDS for file in SHIPPED.glob("*"))


def files() -> list[Path]:
    """All font files, the city's first; BadSetting when ours are missing."""
    if not are_there():
        raise BadSetting("缺少文书字体：从源码安装时先运行 python3 tools/setup.py。")
    found = (file for folder in folders() for file in sorted(folder.glob("**/*")))
    return [file for file in found if file.suffix.lower() in KINDS]


def _points(file: Path) -> Iterator[int]:
    library = heavy.part("fontTools.ttLib")
    try:
        if file.suffix.lower() in {".ttc", ".otc"}:
            with library.TTCollection(file, lazy=True) as collection:
                for font in collection.fonts:
                    yield from font.getBestCmap()
        else:
            with library.TTFont(file, lazy=True) as font:
                yield from font.getBestCmap()
    except (OSError, library.TTLibError) as error:
        raise BadSetting(f"字体文件读不出来：{file}（{error}）。") from error


def _describe(char: str) -> str:
    code = f"U+{ord(char):04X}"
    if unicodedata.category(char) == "Co":
        return f"{code}：自造字，别的电脑认不出"
    return f"“{char}”（{code}）：现有字体里没有"
