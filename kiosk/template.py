"""The layout of a slip as a file that a hall can edit: which blocks, in which order, how large, and its own lines.

Reads and checks; every error says the file, the block and what to do. What a block says is decided in slip.py.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DEFAULT = Path(__file__).with_name("slip.toml")

SIZES = (20, 64)
"""Dots: below, an old person cannot read it; above, a window's name no longer fits on 58 mm."""
NUMBER_HEIGHTS = (96, 200)
LOGO_HEIGHTS = (24, 240)
LONGEST_TEXT = 200
MOST_BLOCKS = 60

_SIZED = ("size",)
BLOCKS: dict[str, tuple[str, ...]] = {
    "hall": _SIZED, "number": ("height",), "copy": (), "services": _SIZED, "notes": _SIZED, "windows": _SIZED,
    "reservation": _SIZED, "cases": _SIZED, "ahead": _SIZED, "wait": _SIZED, "time": _SIZED, "bring": _SIZED,
    "code": (), "warnings": _SIZED, "advice": _SIZED, "interleaved": _SIZED, "rule": (),
    "text": ("zh", "en", "size", "bold", "align"), "logo": ("file", "height"),
}  # fmt: skip
"""What can be shown, and the keys each may have beside `show`."""
NEEDED = {
    "number": "it is what the slip is for",
    "copy": "a second print could not be told from the first",
    "warnings": "a number of a rehearsal would look like a real one",
}
OFTEN = ("rule", "text", "logo")
TYPES: dict[str, type] = {
    "zh": str, "en": str, "align": str, "file": str, "bold": bool, "size": int, "height": int,
}  # fmt: skip


TYPE_WORDS = {str: "text in quotes", bool: "true or false", int: "a whole number of dots"}


class TemplateError(ValueError):
    """The template cannot be used; the text says where and why."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One block of a template. `size` and `height` are dots, 0 where the file leaves them to us."""

    show: str
    size: int = 0
    height: int = 0
    zh: str = ""
    en: str = ""
    bold: bool = False
    align: str = "center"
    file: str = ""


Template = tuple[Piece, ...]


@cache
def default() -> Template:
    """The template that comes with Paihao."""
    return read(DEFAULT)


def read(path: Path) -> Template:
    """The template in this file. Raises TemplateError."""
    try:
        given = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise TemplateError(f"{path} cannot be read: {why}") from error
    except tomllib.TOMLDecodeError as error:
        raise TemplateError(f"{path} is not TOML: {error}") from error
    blocks = given.get("block")
    if set(given) != {"block"} or not isinstance(blocks, list) or not blocks:
        raise TemplateError(f"{path}: a template is a list of [[block]] and nothing else")
    if len(blocks) > MOST_BLOCKS:
        raise TemplateError(f"{path}: {len(blocks)} blocks are more than the {MOST_BLOCKS} a slip may have")
    pieces = tuple(_piece(f"{path}, block {at}", block, path) for at, block in enumerate(blocks, 1))
    _whole(path, [piece.show for piece in pieces])
    return pieces


def _whole(path: Path, shown: list[str]) -> None:
    for name, why in NEEDED.items():
        if name not in shown:
            raise TemplateError(f'{path}: a block show = "{name}" is needed: {why}')
    for name in set(shown) - set(OFTEN):
        if shown.count(name) > 1:
            raise TemplateError(
                f'{path}: show = "{name}" stands there {shown.count(name)} times; once is enough'
            )


def _piece(place: str, block: Any, path: Path) -> Piece:
    show = block.get("show") if isinstance(block, dict) else None
    if show not in BLOCKS:
        raise TemplateError(f"{place}: show is {_meant(show, BLOCKS)}")
    place, keys = f"{place} ({show})", {k: v for k, v in block.items() if k != "show"}
    for key, value in keys.items():
        _check(place, show, key, value)
    if show == "text" and not keys.get("zh"):
        raise TemplateError(f"{place}: zh is the line's text in Chinese, and is needed")
    if show == "logo":
        keys["file"] = str(_picture(place, path.parent / keys.get("file", "")))
    return Piece(show, **keys)


def _check(place: str, show: str, key: str, value: Any) -> None:
    if key not in BLOCKS[show]:
        takes = f"it takes {', '.join(BLOCKS[show])}" if BLOCKS[show] else "it takes nothing more"
        raise TemplateError(f"{place}: there is no key {key!r} here; {takes}")
    if type(value) is not TYPES[key]:
        raise TemplateError(f"{place}: {key} is {TYPE_WORDS[TYPES[key]]}, not {value!r}")
    if isinstance(value, int) and key in ("size", "height"):
        low, high = SIZES if key == "size" else LOGO_HEIGHTS if show == "logo" else NUMBER_HEIGHTS
        if not low <= value <= high:
            raise TemplateError(f"{place}: {key} is {low} to {high} dots, not {value}")
    if key == "align" and value not in ("left", "center"):
        raise TemplateError(f"{place}: align is left or center, not {value!r}")
    if isinstance(value, str) and key in ("zh", "en") and len(value) > LONGEST_TEXT:
        raise TemplateError(f"{place}: {key} has {len(value)} characters, more than {LONGEST_TEXT}")


def _picture(place: str, file: Path) -> Path:
    """The logo's file, opened once so that a broken picture is found now and not in front of a citizen."""
    from PIL import Image

    try:
        with Image.open(file) as picture:
            picture.load()
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise TemplateError(f"{place}: {file} is no picture that can be read: {error}") from error
    return file


def _meant(given: Any, known: Mapping[str, object]) -> str:
    near = difflib.get_close_matches(str(given), known, 1)
    hint = f"did you mean {near[0]}?" if near else f"it is one of {', '.join(sorted(known))}"
    return f"missing; {hint}" if given is None else f"{given!r}; {hint}"
