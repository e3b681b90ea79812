"""The virtual printer's paper: ESC/POS bytes become the slips a printer would have cut, as pictures and as text.

Native letters are drawn as a printer's are: one 24-dot font, enlarged by whole numbers. What bytes mean is read in
reading.py, how letters look is in letters.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import segno
from PIL import Image

from kiosk.printer.letters import Style, columns, line_of
from kiosk.printer.reading import (
    CUT,
    Asked,
    Letters,
    Raster,
    Reader,
    RubbishError,
    Simple,
    Symbol,
)  # fmt: skip

__all__ = ["Paper", "RubbishError", "Slip", "slips"]

WIDTH = 576
TALLEST = 20_000
"""Lines between two cuts (2.5 m): more is no slip."""


@dataclass(frozen=True, slots=True)
class Slip:
    """One cut: its 1-bit picture, the native lines and the contents of native codes on it."""

    picture: Image.Image
    texts: tuple[str, ...]
    codes: tuple[str, ...]


def slips(data: bytes, width: int = WIDTH) -> Iterator[Image.Image]:
    """One picture per cut; what stands below the last cut stays in the printer, as in a real one.

    Raises RubbishError, also for a command that ends early.
    """
    paper = Paper(width)
    for event in paper.feed(data):
        if isinstance(event, Slip):
            yield event.picture
    if paper.waiting:
        raise RubbishError(f"the last command ends early: {paper.waiting} bytes of it")


@dataclass
class Paper:
    """A printer's paper `width` dots across, from the bytes that come in, in whatever pieces they come."""

    width: int = WIDTH
    _reader: Reader = field(default_factory=Reader)

    def __post_init__(self) -> None:
        self._reset()
        self._clear()

    @property
    def waiting(self) -> int:
        return self._reader.waiting

    @property
    def begun(self) -> bool:
        """Whether something stands below the last cut."""
        return bool(self._bands or self._line or self.waiting)

    def feed(self, data: bytes) -> Iterator[Slip | Asked]:
        """Slips as they are cut, and questions in their place among them. Raises RubbishError."""
        for command in self._reader.feed(data):
            match command:
                case Raster():
                    size = (command.across * 8, command.height)
                    self._add(Image.frombytes("1", size, command.bits, "raw", "1;I"))
                case Letters():
                    self._letters(command.data)
                case Symbol():
                    self._symbol(command)
                case Asked():
                    yield command
                case Simple(name=name) if name == CUT:
                    self._end_line()
                    if self._bands:
                        yield Slip(_joined(self._bands), tuple(self._texts), tuple(self._codes))
                    self._clear()
                case Simple():
                    self._simple(command.name, command.value)

    def drop(self) -> None:
        """Switched off in the middle of a slip: what was printed so far is torn off."""
        self._reader = Reader()
        self._reset()
        self._clear()

    def _reset(self) -> None:
        self._style, self._middle, self._chinese = Style(), False, False
        self._dot, self._correction, self._stored = 3, "l", b""

    def _clear(self) -> None:
        self._bands: list[Image.Image] = []
        self._line: list[tuple[str, Style]] = []
        self._texts: list[str] = []
        self._codes: list[str] = []

    def _add(self, band: Image.Image) -> None:
        if sum(part.height for part in self._bands) + band.height > TALLEST:
            raise RubbishError(f"{TALLEST} lines without a cut")
        self._bands.append(band)

    def _letters(self, data: bytes) -> None:
        if not self._chinese:
            raise RubbishError(f"letters outside FS &: {data[:16].hex(' ')}")
        try:
            self._line.append((data.decode("gb18030"), self._style))
        except UnicodeDecodeError as error:
            raise RubbishError(f"letters that are not GB18030: {data[:16].hex(' ')}") from error

    def _simple(self, name: bytes, value: bytes) -> None:
        match name:
            case b"\n":
                self._end_line(feed=True)
            case b"\x1b@":
                self._reset()
            case b"\x1ba":
                self._middle = value[0] in (1, 49)
            case b"\x1bE":
                self._style = self._style._replace(bold=bool(value[0] & 1))
            case b"\x1d!":
                self._style = self._style._replace(wide=(value[0] >> 4 & 7) + 1, high=(value[0] & 7) + 1)
            case b"\x1dB":
                self._style = self._style._replace(reverse=bool(value[0] & 1))
            case b"\x1c&" | b"\x1c.":
                self._chinese = name == b"\x1c&"

    def _end_line(self, feed: bool = False) -> None:
        """Print what stands in the line; a line too long goes on below, as a printer does it."""
        if not self._line and not feed:
            return
        text = "".join(part for part, _ in self._line).rstrip()
        self._texts += [text] if text else []
        for line in columns(self._line, self.width):
            self._add(line_of(line, self.width, self._middle))
        self._line = []

    def _symbol(self, symbol: Symbol) -> None:
        match symbol.function:
            case b"C":
                self._dot = symbol.data[0]
            case b"E":
                self._correction = {48: "l", 49: "m", 50: "q", 51: "h"}.get(symbol.data[0], "l")
            case b"P":
                self._stored = symbol.data[1:]
            case b"Q":
                self._print_code()

    def _print_code(self) -> None:
        try:
            text = self._stored.decode("utf-8")
            made = segno.make(text, error=self._correction, micro=False, boost_error=False)
        except ValueError as error:  # also UnicodeDecodeError and segno's own
            raise RubbishError(f"a QR code that cannot be made: {error}") from error
        rows = list(made.matrix_iter(border=4))
        dot = max(1, min(16, self._dot))
        if len(rows) * dot > self.width:
            raise RubbishError(f"a QR code of {len(rows) * dot} dots on paper of {self.width}")
        plain = Image.new("1", (len(rows), len(rows)))
        plain.putdata([0 if dark else 1 for row in rows for dark in row])
        code = plain.resize((len(rows) * dot,) * 2, Image.Resampling.NEAREST)
        band = Image.new("1", (self.width, code.height), 1)
        band.paste(code, ((self.width - code.width) // 2 if self._middle else 0, 0))
        self._codes.append(text)
        self._add(band)


def _joined(bands: list[Image.Image]) -> Image.Image:
    page = Image.new("1", (max(band.width for band in bands), sum(band.height for band in bands)), 1)
    y = 0
    for band in bands:
        page.paste(band, (0, y))
        y += band.height
    return page
