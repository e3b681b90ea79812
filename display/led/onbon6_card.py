"""The driver of an Onbon card of the sixth generation: a strip drawn as pixels, or as text for a 6Q3's own font. Pure.

Doubtful: pixels of one- and two-colour screens. The maker's code shows RGB only; bits, and «1 is off», are taken over
from the font cards' document.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from display.led import onbon, onbon6
from display.led.letters import fit
from display.led.picture import Painter
from display.led.talk import Ask, CardError, Lit, Talk

PIXELS = ("rgb", "mono", "double")


@dataclass
class Onbon6:
    """A card of the sixth generation. `painter` draws the text; None sends it as text to the card's own font."""

    painter: Painter | None = None
    pixels: str = "rgb"
    address: int = onbon6.BROADCAST
    device: int = onbon6.ANY_CARD
    forget: int = 0
    volume: int = 5
    seconds: float = 2.0
    encoding: str = "utf-8"

    whole = False
    answers = True
    blanks = True
    cell = 0
    pace = 0.3

    @property
    def flashes(self) -> bool:
        """Two pages in turn, text and dark; a font area has none."""
        return self.painter is not None

    def greet(self, now: datetime) -> Talk:
        said: str = yield self._ask(onbon6.delete_all())
        return said

    def show(self, board: Sequence[Lit], at: int) -> Talk:
        lit = board[at]
        place = onbon6.Place(lit.area, lit.x, lit.y, lit.width, lit.height, self.forget)
        voice = onbon6.Voice(fit(lit.spoken, "gb2312").data, volume=self.volume) if lit.spoken else None
        if self.painter is None:
            # As on the font cards, a backslash begins a mark; which marks these cards know is not published.
            text = fit(lit.text.replace("\\", "/"), self.encoding).data
            said: str = yield self._ask(onbon6.show_fonts([onbon6.font_area(place, text, voice)]))
            return said
        picture = self.painter.paint(lit)
        pages = [pack(self.pixels, *picture)]
        if lit.flashing:
            pages.append(pack(self.pixels, picture.size, bytes(len(picture.rgb))))
        said = yield self._ask(onbon6.show_images([onbon6.image_area(place, pages, voice)]))
        return said

    def ping(self) -> None:
        """No harmless question is published for these cards; showing again is the question."""
        return None

    def bright(self, percent: int) -> None:
        return None

    def hung_up(self) -> None:
        """Nothing is agreed on a connection."""

    def _ask(self, data: bytes) -> Ask:
        return Ask(onbon.wrap(onbon6.packet(data, self.address, self.device)), onbon6.heard, self.seconds)


def pack(kind: str, size: tuple[int, int], rgb: bytes) -> bytes:
    """Pixels as the card wants them: three bytes each, or bits of one colour, or of red rows and then green rows."""
    if kind == "rgb":
        return rgb
    planes = (rgb[0::3], rgb[1::3])
    if kind == "mono":
        return _bits(
            bytes(max(three) for three in zip(rgb[0::3], rgb[1::3], rgb[2::3], strict=True)), size[0]
        )
    if kind == "double":
        return b"".join(_bits(plane, size[0]) for plane in planes)
    raise CardError("unfit", f"pixels are one of {', '.join(PIXELS)}, not {kind!r}", certain=True)


def _bits(plane: bytes, width: int) -> bytes:
    """Eight pixels a byte, the leftmost highest; a row begins with a byte of its own; 1 is off."""
    out = bytearray()
    for start in range(0, len(plane), width):
        row = plane[start : start + width]
        for left in range(0, width, 8):
            eight = row[left : left + 8].ljust(8, b"\0")
            out.append(sum((value < 128) << (7 - n) for n, value in enumerate(eight)))
    return bytes(out)
