"""Text drawn as pixels for boards that show pictures. Pillow and a Chinese font are loaded when first needed.

Hard edges only: an LED is lit or dark, and a grey rim would glow.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from display.led.talk import CardError, Lit

if TYPE_CHECKING:
    from PIL import ImageFont

FOLDERS = (
    "/usr/share/fonts/opentype/noto", "/usr/share/fonts/noto-cjk", "/usr/share/fonts/google-noto-cjk",
    "/usr/share/fonts/google-noto-sans-cjk-fonts", "/usr/local/share/fonts", "C:/Windows/Fonts",
)  # fmt: skip
NAMES = (
    "NotoSansCJK-Bold.ttc", "NotoSansCJKsc-Bold.otf", "NotoSansCJK-Regular.ttc", "NotoSansCJKsc-Regular.otf",
    "SourceHanSansSC-Bold.otf", "SourceHanSansSC-Regular.otf", "simhei.ttf", "msyhbd.ttc",
)  # fmt: skip
COLOURS = {
    "red": (255, 0, 0), "green": (0, 255, 0), "yellow": (255, 255, 0), "blue": (0, 0, 255), "cyan": (0, 255, 255),
    "magenta": (255, 0, 255), "white": (255, 255, 255),
}  # fmt: skip
SMALLEST = 8
FULL = "\u56fd\u52a1"
"""Two Hanzi that fill their square: 国 and 务."""


class Picture(NamedTuple):
    size: tuple[int, int]
    rgb: bytes


def font_file(folders: Sequence[str] = FOLDERS) -> Path:
    """The first Chinese sans-serif. Raises CardError with the package to install."""
    paths = (Path(folder) / name for name in NAMES for folder in folders)
    if found := next((path for path in paths if path.is_file()), None):
        return found
    raise CardError("unfit", "no Chinese font to draw with: install the Debian package fonts-noto-cjk", True)


@lru_cache(maxsize=64)
def font(file: Path, size: int) -> ImageFont.FreeTypeFont:
    """The face at a size, simplified Chinese where the file has several."""
    from PIL import ImageFont

    for index in range(10 if file.suffix == ".ttc" else 1):
        try:
            face = ImageFont.truetype(str(file), size, index=index)
        except OSError:
            break
        if (face.getname()[0] or "").endswith("SC") or file.suffix != ".ttc":
            return face
    return ImageFont.truetype(str(file), size)


class Painter:
    """Draws strips in one font, each text as large as its place allows."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file or font_file()

    def paint(self, lit: Lit) -> Picture:
        """The strip's pixels, row by row, three bytes each."""
        from PIL import Image, ImageDraw

        mask = Image.new("1", (lit.width, lit.height), 0)
        pen = ImageDraw.Draw(mask)
        pen.fontmode = "1"
        step = lit.height / max(1, len(lit.lines))
        for n, line in enumerate(lit.lines):
            face = self._largest(line, lit.width, step)
            top, ink = _ink(face)
            x, y = (lit.width - face.getlength(line)) / 2, step * n + (step - ink) / 2 - top
            pen.text((round(x), round(y)), line, fill=1, font=face)
        picture = Image.new("RGB", mask.size, (0, 0, 0))
        picture.paste(COLOURS.get(lit.colour, COLOURS["red"]), mask=mask)
        return Picture(picture.size, picture.tobytes())

    def _largest(self, line: str, width: int, height: float) -> ImageFont.FreeTypeFont:
        """The largest face whose line stays inside; below eight dots nothing can be read, and it is cut instead."""
        size = max(SMALLEST, round(height * 1.2))
        while size > SMALLEST:
            face = font(self._file, size)
            if face.getlength(line) <= width and _ink(face)[1] <= height:
                break
            size -= 1
        return font(self._file, size)


def _ink(face: ImageFont.FreeTypeFont) -> tuple[float, float]:
    """Where a full Hanzi begins below the pen, and how high it is: the same for every line, so that none jumps."""
    _, top, _, bottom = face.getbbox(FULL)
    return top, bottom - top
