"""Finds the Chinese font slips are drawn with. A kiosk without one says which package to install."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PIL import ImageFont

FOLDERS = tuple(
    Path(folder)
    for folder in (
        "/usr/share/fonts/opentype/noto",
        "/usr/share/fonts/noto-cjk",
        "/usr/share/fonts/google-noto-cjk",
        "/usr/share/fonts/google-noto-sans-cjk-fonts",
        "/usr/local/share/fonts",
        "/usr/share/fonts/truetype/wqy",
        str(Path.home() / ".local/share/fonts"),
        "C:/Windows/Fonts",
    )
)
REGULAR = (
    "NotoSansCJK-Regular.ttc", "NotoSansCJKsc-Regular.otf", "SourceHanSansSC-Regular.otf", "wqy-microhei.ttc",
    "msyh.ttc", "msyh.ttf", "simhei.ttf", "simsun.ttc",
)  # fmt: skip
"""The first there is; the last four are those of Windows."""
BOLD = (
    "NotoSansCJK-Bold.ttc", "NotoSansCJKsc-Bold.otf", "SourceHanSansSC-Bold.otf", "msyhbd.ttc", "msyhbd.ttf",
    "simhei.ttf",
)  # fmt: skip


class FontError(Exception):
    """No Chinese font on this machine: permanent until somebody installs one."""


@dataclass(frozen=True)
class Face:
    """A regular and a bold font file; `font` gives them at a size in dots."""

    regular: Path
    bold: Path
    _made: dict[tuple[int, bool], ImageFont.FreeTypeFont] = field(default_factory=dict, compare=False)

    def font(self, size: int, bold: bool = False) -> ImageFont.FreeTypeFont:
        if (size, bold) not in self._made:
            self._made[size, bold] = _simplified(self.bold if bold else self.regular, size)
        return self._made[size, bold]


def find(folders: Sequence[Path] | None = None) -> Face:
    """The first Chinese sans-serif in `folders`, FOLDERS when not given. Raises FontError in words."""
    folders = FOLDERS if folders is None else folders
    regular = _first(folders, REGULAR)
    if regular is None:
        raise FontError(
            "no Chinese font to draw slips with: install the Debian package fonts-noto-cjk "
            "(apt-get install fonts-noto-cjk); "
            f"looked for {', '.join(REGULAR)} in {', '.join(map(str, folders))}"
        )
    return Face(regular, _first(folders, BOLD) or regular)


def named(regular: str, bold: str = "") -> Face:
    """A font somebody chose. Raises FontError if it cannot be read or has no Chinese."""
    made = Face(Path(regular), Path(bold or regular))
    for heavy in (False, True):
        file = made.bold if heavy else made.regular
        try:
            font = made.font(24, heavy)
        except OSError as error:
            raise FontError(f"the font {file} cannot be read: {error}") from error
        # A font draws what it lacks as one and the same box.
        if font.getmask("\u53f7").getbbox() is None or bytes(font.getmask("\u53f7")) == bytes(
            font.getmask("\uffff")
        ):
            raise FontError(f"the font {file} has no Chinese characters")
    return made


def _first(folders: Sequence[Path], names: Sequence[str]) -> Path | None:
    paths = (folder / name for folder in folders for name in names)
    return next((path for path in paths if path.is_file()), None)


def _simplified(path: Path, size: int) -> ImageFont.FreeTypeFont:
    """The simplified Chinese face of a collection; its place in the file differs between releases."""
    index = 0
    while True:
        try:
            font = ImageFont.truetype(str(path), size, index=index)
        except OSError:
            return ImageFont.truetype(str(path), size)
        if (font.getname()[0] or "").endswith("SC") or path.suffix != ".ttc":
            return font
        index += 1
