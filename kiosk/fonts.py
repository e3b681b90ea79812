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
        str(Path.home() / ".local/share/fonts"),
    )
)
REGULAR = ("NotoSansCJK-Regular.ttc", "NotoSansCJKsc-Regular.otf", "SourceHanSansSC-Regular.otf")
BOLD = ("NotoSansCJK-Bold.ttc", "NotoSansCJKsc-Bold.otf", "SourceHanSansSC-Bold.otf")


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
