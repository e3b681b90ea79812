"""The driver of an Onbon font card: a strip's text as marked GB2312, its voice, its brightness. Pure.

Doubtful: the line break (`\\n` stands among the escapes written with a backslash, so backslash and n are sent),
and whether a 5K1 knows brightness.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from display.led import onbon, onbon5
from display.led.letters import fit
from display.led.onbon5 import Area, Voice
from display.led.talk import Ask, CardError, Lit, Talk

MOST_TEXT = 1024
"""Bytes of one area; 512 on a 5K."""
MOST_AREAS = 8
"""Five on a 6K."""
CENTRE = 0b1010
"""Text alignment, both ways; the older document calls this byte reserved."""
COLOURS = {"red": "1", "green": "2", "yellow": "3", "blue": "4", "cyan": "5", "magenta": "6", "white": "7"}
FONTS = {16: ("O000", "E000"), 24: ("O001", "E001"), 32: ("O002", "E002")}
"""Chinese and Latin font files by height, as the cards come. One area may not mix heights."""
SPEAKING = "[g1][n1][h1]"
"""Before a spoken text: as Chinese, digits one by one, letters by name."""


@dataclass
class Onbon5:
    """A font card at one screen address. `font` is the height of its glyphs, 0 to say nothing of fonts."""

    address: int = onbon5.BROADCAST
    encoding: str = "gb2312"
    font: int = 16
    check: int = onbon5.CRC
    forget: int = 0
    volume: int = 5
    seconds: float = 1.0

    whole = False
    flashes = False
    pace = 1.0
    """«Refreshed not faster than once a second», says the document."""
    answers = True
    blanks = True

    @property
    def cell(self) -> int:
        return self.font // 2

    def greet(self, now: datetime) -> Talk:
        yield self._ask(onbon5.delete_all())
        said: str = yield self._ask(onbon5.clock(now))
        return said

    def show(self, board: Sequence[Lit], at: int) -> Talk:
        said: str = yield self._ask(onbon5.update([self.area(board[at])]))
        return said

    def ping(self) -> Talk:
        said: str = yield self._ask(onbon5.ping())
        return said

    def bright(self, percent: int) -> Talk:
        said: str = yield self._ask(onbon5.brightness(round(percent * 15 / 100)))
        return said

    def hung_up(self) -> None:
        """Nothing is agreed on a connection."""

    def area(self, lit: Lit) -> Area:
        """Raises CardError for a text that no area holds."""
        data = self.marked(lit)
        if len(data) > MOST_TEXT:
            raise CardError(
                "unfit", f"the text is {len(data)} bytes, an area holds {MOST_TEXT}", certain=True
            )
        voice = None
        if lit.spoken:
            voice = Voice(SPEAKING.encode() + fit(lit.spoken, self.encoding).data, volume=self.volume)
        return Area(
            data, lit.area, lit.x, lit.y, lit.width, lit.height, align=CENTRE, voice=voice,
            mode=onbon5.FORGET if self.forget else onbon5.LOOP, forget=self.forget,
        )  # fmt: skip

    def marked(self, lit: Lit) -> bytes:
        r"""The text with font and colour before it; a backslash of its own would begin a mark."""
        marks = "".join(f"\\F{name}" for name in FONTS.get(self.font, ()))
        marks += f"\\C{COLOURS[lit.colour]}" if lit.colour in COLOURS else ""
        lines = (fit(line.replace("\\", "/"), self.encoding).data for line in lit.lines)
        return marks.encode() + b"\\n".join(lines)

    def _ask(self, data: bytes) -> Ask:
        hear = partial(onbon5.heard, address=self.address)
        return Ask(onbon.wrap(onbon5.packet(data, self.address, self.check)), hear, self.seconds)
