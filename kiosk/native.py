"""A slip in the printer's own letters: a hundredth of a raster's bytes, for slow lines and slow printers.

Text goes as GB18030 after FS &, sizes by GS !, the QR code is the printer's own. A block with a character that
this printer may lack is drawn, so that no name ever comes out as a blank. Pure but for the font that draws those.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

import segno

from kiosk import drawing, slip
from kiosk.fonts import Face
from kiosk.printer import commands
from kiosk.wrap import wrap

CELL = 12
"""Dots across of a Latin letter; a Chinese one is two wide and as high as two."""
LETTERS = ("gb2312", "gbk", "gb18030")
"""What a printer's font holds: every one sold here has the first, most the second; ask its maker for the third."""
PLAIN = str.maketrans({"–": "-", "—": "-", "−": "-", "’": "'", "‘": "'", "\u00a0": " "})
"""Typographic signs that are missing in GB2312 or as wide there as a Chinese character."""
HUGE = 6
"""The least height of the number in letters: capitals of about 100 dots."""
CAPITAL = 17
"""About how many of a letter's 24 dots a capital fills."""
MIDDLE, LEFT = b"\x1ba\x01", b"\x1ba\x00"
BOLD, LIGHT = b"\x1bE\x01", b"\x1bE\x00"
REVERSE, UPRIGHT = b"\x1dB\x01", b"\x1dB\x00"
ONCE = (1, 1)

Size = tuple[int, int]
"""How many times as wide and as high as the printer's plain letters."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Paper `width` dots across in a printer with these letters; `code` False: its QR codes are drawn."""

    width: int
    face: Face
    letters: str = "gb2312"
    code: bool = True

    @property
    def columns(self) -> int:
        return self.width // CELL

    def written(self, blocks: Sequence[slip.Block]) -> bytes:
        """The whole slip, from waking the printer to the cut."""
        column = max((_columns(t.text) for t in _labels(blocks)), default=0) + 2
        body = b"".join(self._block(block, column) for block in blocks)
        return commands.INIT + commands.CHINESE + body + commands.LATIN + commands.CUT

    def _block(self, block: slip.Block, column: int) -> bytes:
        if isinstance(block, slip.Logo) or any(not self._has(text) for text in _texts(block)):
            return self._drawn(block)
        match block:
            case slip.Text():
                return self._text(block)
            case slip.Number():
                return self._number(block)
            case slip.Badge():
                lines = wrap(block.text, self.columns - 4, lambda text: 2 * _columns(text))
                return MIDDLE + REVERSE + b"".join(_line(f" {line} ", (2, 2)) for line in lines) + UPRIGHT
            case slip.Row():
                return self._row(block, column)
            case slip.Rule():
                return LEFT + _line("-" * self.columns)
            case slip.Code():
                return self._code(block)

    def _has(self, text: str) -> bool:
        """Whether the printer's font surely holds every character."""
        return all(held(character, self.letters) for character in text.translate(PLAIN))

    def _drawn(self, block: slip.Block) -> bytes:
        return LEFT + commands.raster(drawing.draw([block], self.width, self.face, edge=0))

    def _text(self, text: slip.Text) -> bytes:
        side = LEFT if text.align == "left" else MIDDLE
        return side + b"".join(
            _bold(text, _line(line, _size(text))) for line in self._lines(text, self.columns)
        )

    def _number(self, number: slip.Number) -> bytes:
        high = max(HUGE, min(8, -(-number.height // CAPITAL)))
        wide = max(1, min(high, self.columns // max(1, _columns(number.text))))
        return MIDDLE + BOLD + _line(number.text, (wide, high)) + LIGHT

    def _row(self, row: slip.Row, column: int) -> bytes:
        """Label and value on one line, the rest of either below it."""
        labels = [line for text in row.label for line in self._lines(text, column)]
        values = [(text, line) for text in row.lines for line in self._lines(text, self.columns - column)]
        out = LEFT
        for label, value in zip_longest(labels, values):
            out += _said((label or "").ljust(column - _wider(label or "")))
            out += _bold(value[0], _line(value[1], _size(value[0]))) if value else b"\n"
        return out

    def _code(self, code: slip.Code) -> bytes:
        if not self.code:
            return self._drawn(code)
        below = b"".join(self._text(slip.Text(t.text, t.size, t.bold)) for t in code.caption)
        return MIDDLE + commands.code(code.url, _dot(code.url, self.width)) + below

    def _lines(self, text: slip.Text, columns: int) -> list[str]:
        wide = _size(text)[0]
        return wrap(text.text.translate(PLAIN), columns, lambda part: wide * _columns(part))


def held(character: str, letters: str) -> bool:
    """Whether a font of this kind has it. GB2312's own dash and dot are named otherwise by Python than by printers."""
    if character.isascii():
        return character.isprintable()
    try:
        data = character.encode("gb18030")
    except UnicodeEncodeError:
        return False
    if letters == "gb18030":
        return True
    try:
        data.decode(letters)
    except UnicodeDecodeError:
        return False
    return True


def _labels(blocks: Sequence[slip.Block]) -> Iterator[slip.Text]:
    return (text for block in blocks if isinstance(block, slip.Row) for text in block.label)


def _texts(block: slip.Block) -> list[str]:
    match block:
        case slip.Text() | slip.Number() | slip.Badge():
            return [block.text]
        case slip.Row():
            return [text.text for text in (*block.label, *block.lines)]
        case slip.Code():
            return [text.text for text in block.caption]
        case _:
            return []


def _columns(text: str) -> int:
    return sum(1 if character.isascii() else 2 for character in text)


def _wider(text: str) -> int:
    """By how many columns a text is wider than its number of characters."""
    return _columns(text) - len(text)


def _size(text: slip.Text) -> Size:
    """Emphasis is height first: twice as wide leaves too little room for a hall's name on 58 mm."""
    return (2, 2) if text.size >= slip.PLACE else (1, 2) if text.size >= slip.VALUE else ONCE


def _said(text: str, size: Size = ONCE) -> bytes:
    return b"\x1d!" + bytes([(size[0] - 1) << 4 | (size[1] - 1)]) + text.encode("gb18030")


def _line(text: str, size: Size = ONCE) -> bytes:
    return _said(text, size) + b"\n"


def _bold(text: slip.Text, data: bytes) -> bytes:
    return BOLD + data + LIGHT if text.bold else data


def _dot(url: str, width: int) -> int:
    """Dots a module of the printer's own QR code: as the drawn one, with its quiet zone."""
    modules = int(segno.make(url, error="m", micro=False).symbol_size(border=4)[0])
    return max(2, min(5, width // modules))
