"""What a virtual card shows: its strips, kept as strips.json and a picture in a folder.

A folder may hold several cards of one process, each by its name; what one writes leaves the others' strips alone.
"""

from __future__ import annotations

import io
import json
import os
import threading
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from display.led.picture import Painter, Picture
from display.led.talk import CardError, Lit

SCALE = 4
_writing = threading.Lock()


@dataclass
class Strip:
    """One area as it stands; `picture` are its pixels when the card was sent pixels and not text."""

    area: int
    lines: list[str] = field(default_factory=list)
    colour: str = "red"
    flashing: bool = False
    spoken: str = ""
    x: int = 0
    y: int = 0
    width: int = 128
    height: int = 32
    picture: Picture | None = None


class Screen:
    """The strips of one card. `keep` writes them to the folder, if there is one: after the card has answered."""

    def __init__(self, folder: Path | None, name: str = "") -> None:
        self.strips: dict[int, Strip] = {}
        self.brightness: int | None = None
        self._at: dict[int, str] = {}
        self._folder, self._name = folder, name
        self._changed = True
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
        self.keep()

    def change(self, gone: Sequence[int] | None, strips: Iterable[Strip]) -> None:
        """Some areas away, all when `gone` is None; then these up."""
        for area in list(self.strips) if gone is None else gone:
            self.strips.pop(area, None)
        for strip in strips:
            self.strips[strip.area] = strip
            self._at[strip.area] = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        self._changed = True

    def take(self) -> None:
        """All away."""
        self.change(None, ())

    def shine(self, percent: int) -> None:
        self.brightness = percent
        self._changed = True

    def id(self, area: int) -> str:
        return "-".join(
            str(part) for part in (self._name, area if area or not self._name else "") if part != ""
        )

    def keep(self) -> None:
        """strips.json and the picture, when they changed: whoever looks sees the old or the new, never half of one."""
        if self._folder is None or not self._changed:
            return
        self._changed = False
        with _writing:
            mine = [self._entry(strip) for _, strip in sorted(self.strips.items())]
            others = [entry for entry in self._known() if entry.get("card") != self._name]
            text = json.dumps({"strips": others + mine}, ensure_ascii=False, indent=1)
            self._replace("strips.json", text.encode())
            if lit := self._drawn():
                self._replace(f"lit-{self._name}.png" if self._name else "lit.png", lit)

    def _entry(self, strip: Strip) -> dict[str, Any]:
        facts = asdict(strip) | {"id": self.id(strip.area), "card": self._name, "at": self._at[strip.area]}
        facts["picture"] = strip.picture is not None
        return facts | ({} if self.brightness is None else {"brightness": self.brightness})

    def _known(self) -> list[dict[str, Any]]:
        assert self._folder
        try:
            found = json.loads((self._folder / "strips.json").read_text("utf-8"))["strips"]
        except (OSError, ValueError, KeyError, TypeError):
            return []
        return [entry for entry in found if isinstance(entry, dict)]

    def _drawn(self) -> bytes | None:
        """The board as a PNG, four dots a light; None on a machine without a Chinese font."""
        from PIL import Image

        strips = self.strips.values()
        wide = max((strip.x + strip.width for strip in strips), default=64)
        high = max((strip.y + strip.height for strip in strips), default=16)
        board = Image.new("RGB", (wide, high), (12, 12, 12))
        try:
            for strip in strips:
                size, rgb = strip.picture or _painted(strip)
                board.paste(Image.frombytes("RGB", size, rgb), (strip.x, strip.y))
        except CardError:
            return None
        out = io.BytesIO()
        board.resize((wide * SCALE, high * SCALE), Image.Resampling.NEAREST).save(out, "png")
        return out.getvalue()

    def _replace(self, name: str, content: bytes) -> None:
        assert self._folder
        part = self._folder / f".{name}.part"
        part.write_bytes(content)
        os.replace(part, self._folder / name)


def _painted(strip: Strip) -> Picture:
    place = Lit(strip.area, tuple(strip.lines), 0, 0, strip.width, strip.height, strip.colour)
    return Painter().paint(place)
