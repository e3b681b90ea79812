"""A simulated printer's own letters: a 24-dot font enlarged by whole numbers, Latin ones half as wide.

Only the virtual printer needs it; the slips that are drawn on purpose are in kiosk/drawing.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from PIL import Image, ImageDraw

from kiosk import fonts
from kiosk.printer.reading import RubbishError

CELL, HEIGHT = 12, 24
SPACING = 30
"""The least lines from one text to the next, as printers are set when they wake."""


class Style(NamedTuple):
    """How letters look: so many times as wide and as high, bold, white on black."""

    wide: int = 1
    high: int = 1
    bold: bool = False
    reverse: bool = False


Run = Sequence[tuple[str, Style]]


def columns(run: Run, width: int) -> Iterator[list[tuple[str, Style]]]:
    """The characters of a line one by one, in as many lines as the paper needs; an empty line is one too."""
    line: list[tuple[str, Style]] = []
    used = 0
    for text, style in run:
        for character in text:
            across = _across(character, style)
            if line and used + across > width:
                yield line
                line, used = [], 0
            line.append((character, style))
            used += across
    yield line


def line_of(line: Run, width: int, middle: bool) -> Image.Image:
    """The line as a band of the paper's width; large and small letters stand on one base line."""
    high = max((style.high * HEIGHT for _, style in line), default=HEIGHT)
    band = Image.new("1", (width, max(SPACING, high + 4)), 1)
    used = sum(_across(character, style) for character, style in line)
    x = max(0, (width - used) // 2) if middle else 0
    for character, style in line:
        letter = _letter(character, style)
        band.paste(letter, (x, high - letter.height))
        x += letter.width
    return band


def _across(character: str, style: Style) -> int:
    return (CELL if character.isascii() else 2 * CELL) * style.wide


@cache
def _face() -> fonts.Face:
    return fonts.find()


def _letter(character: str, style: Style) -> Image.Image:
    plain = _plain(character, style.bold)
    if style.reverse:
        plain = plain.point(lambda level: 255 - level)
    return plain.resize((plain.width * style.wide, plain.height * style.high), Image.Resampling.NEAREST)


@cache
def _plain(character: str, bold: bool) -> Image.Image:
    """One letter in its cell. A font's Latin letters are narrower than half a Chinese one or squeezed to it."""
    width = CELL if character.isascii() else 2 * CELL
    try:
        font = _face().font(22, bold)
    except fonts.FontError as missing:
        raise RubbishError(str(missing)) from missing
    across = max(width, int(font.getlength(character)) + 1)
    cell = Image.new("L", (across, HEIGHT), 255)
    ImageDraw.Draw(cell).text((across / 2, 20), character, fill=0, font=font, anchor="ms")
    cell = cell.resize((width, HEIGHT)) if across != width else cell
    return cell.point(lambda level: 255 if level > 128 else 0).convert("1")
