"""Finds the Chinese font a bulletin is printed with. A hub's computer without one is told which package to install."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fontTools.ttLib import TTCollection

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
    )
)
REGULAR = (
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKsc-Regular.otf",
    "SourceHanSansSC-Regular.otf",
    "wqy-microhei.ttc",
)
BOLD = ("NotoSansCJK-Bold.ttc", "NotoSansCJKsc-Bold.otf", "SourceHanSansSC-Bold.otf", "wqy-microhei.ttc")


class NoFont(Exception):
    """No Chinese font on this machine; the message says what to install."""


@dataclass(frozen=True, slots=True)
class Font:
    """A file and the place of the simplified Chinese face in it."""

    path: Path
    index: int


def find(folders: Sequence[Path] | None = None) -> tuple[Font, Font]:
    """A regular and a bold font. Raises NoFont."""
    folders = FOLDERS if folders is None else folders
    regular = _first(folders, REGULAR)
    if regular is None:
        raise NoFont(
            "There is no Chinese font to print with: install the Debian package fonts-noto-cjk "
            "(apt-get install fonts-noto-cjk)."
        )
    return _face(regular), _face(_first(folders, BOLD) or regular)


def _first(folders: Sequence[Path], names: Sequence[str]) -> Path | None:
    paths = (folder / name for folder in folders for name in names)
    return next((path for path in paths if path.is_file()), None)


def _face(path: Path) -> Font:
    """The simplified face of a collection; its place in the file differs between releases."""
    if path.suffix != ".ttc":
        return Font(path, 0)
    with TTCollection(str(path), lazy=True) as faces:
        names = [face["name"].getDebugName(1) or "" for face in faces.fonts]
    return Font(path, next((n for n, name in enumerate(names) if name.endswith(" SC")), 0))
