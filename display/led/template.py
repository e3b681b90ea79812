"""The driver of a display that is described instead of programmed. Pure.

`shape.py` reads and checks the description, `building.py` makes its frames, `answering.py` understands its answers; how
to write one stands in README.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from display.led.answering import heard
from display.led.building import Facts, build
from display.led.letters import fit
from display.led.shape import Shape
from display.led.talk import Ask, Lit, Talk


@dataclass
class Template:
    """A display that is described by a shape, at one address."""

    shape: Shape
    address: int = 1
    settings: Mapping[str, Any] = field(default_factory=dict)
    encoding: str = ""
    seconds: float = 0.0

    whole = False
    cell = 0

    def __post_init__(self) -> None:
        self.encoding = self.encoding or self.shape.encoding
        self.flashes = "flash" in self.shape.frames
        self.answers = bool(self.shape.answers)
        self.blanks = "blank" in self.shape.frames or self.encoding != "digits"
        self.pace = self.shape.pace

    def greet(self, now: datetime) -> Talk | None:
        if "clock" not in self.shape.frames:
            return None
        names = ("year", "month", "day", "hour", "minute", "second")
        values = (now.year % 100, *now.timetuple()[1:6])
        return self._say("clock", {**dict(zip(names, values, strict=True)), "weekday": now.isoweekday()})

    def show(self, board: Sequence[Lit], at: int) -> Talk:
        lit = board[at]
        blank = not lit.text.strip()
        name = "flash" if lit.flashing and self.flashes else "blank" if blank else "show"
        return self._say(name if name in self.shape.frames else "show", self._facts(lit))

    def _facts(self, lit: Lit) -> dict[str, Any]:
        lines = tuple(fit(line, self.encoding).text for line in lit.lines)
        digits = "".join(sign for sign in "".join(lines) if sign in "0123456789")
        facts = {"area": lit.area, "x": lit.x, "y": lit.y, "width": lit.width, "height": lit.height}
        return facts | {
            "colour": lit.colour,
            "lines": lines,
            "digits": int(digits or "0"),
            "count": len(lines),
        }

    def ping(self) -> Talk | None:
        return self._say("ping", {}) if "ping" in self.shape.frames else None

    def bright(self, percent: int) -> Talk | None:
        if "bright" not in self.shape.frames:
            return None
        return self._say("bright", {"percent": percent})

    def hung_up(self) -> None:
        """Nothing is agreed on a connection."""

    def _say(self, name: str, facts: Facts) -> Talk:
        own = {"address": self.address, "lines": (), "area": 0, "digits": 0}
        whole = own | dict(self.shape.settings) | dict(self.settings) | dict(facts)
        data = build(self.shape.frames[name], whole, self.encoding)
        hear = partial(heard, self.shape.answers, whole) if self.answers else None
        said: str = yield Ask(data, hear, self.seconds or self.shape.seconds)
        return said
