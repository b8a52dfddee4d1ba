"""Lays the faces of papers into the package; tools/setup.py calls it once they are loaded.

    .venv/bin/python tools/fonts.py LOADED

LOADED is a folder with the unpacked package of requirements-fonts.txt. That package also holds a
face that may not be passed on: only the two named here, which may (SIL OFL 1.1), are taken.
"""

import shutil
import sys
from pathlib import Path

from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[1]
FONTS = ROOT / "src" / "qingshe" / "foundation" / "documents" / "fonts"
WENKAI = ROOT / "node_modules" / "@fontsource" / "lxgw-wenkai"
NOTO = ("NotoSerifCJKsc-Regular.otf", "NotoSansCJKsc-Regular.otf")


def main(loaded: Path) -> None:
    FONTS.mkdir(exist_ok=True)
    for name in NOTO:
        shutil.copyfile(loaded / "mplfonts" / "fonts" / name, FONTS / name)
    shutil.copyfile(WENKAI / "LICENSE", FONTS / "LICENSE-LXGWWenKai.txt")
    font = TTFont(WENKAI / "files" / "lxgw-wenkai-latin-300-normal.woff")
    font.flavor = None  # as the typesetter reads it
    font.save(FONTS / "LXGWWenKai-Light.ttf", reorderTables=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
