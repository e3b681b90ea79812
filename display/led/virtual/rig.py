"""A virtual card with its troubles: what comes in, what goes out and when, as state.json in its folder commands.

`echo '{"fail": "busy", "times": 2}' > FOLDER/state.json` breaks it for two frames, `{}` mends it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from display.led import shape
from display.led.virtual.described import Described
from display.led.virtual.huidu import Huidu
from display.led.virtual.onbon import FontCard, Sixth
from display.led.virtual.screen import Screen

FAILS = ("mute", "slow", "half_open", "garbage", "wrong_crc", "busy", "unplugged")
"""mute: it shows and says nothing. half_open: it takes bytes and does nothing. unplugged: the line goes, `after` so
many bytes."""
SLOW_SECONDS = 5.0
GARBAGE = bytes.fromhex("a5 5a 00 ff 2a 7e 13 37 c0 de")


class Simulated(Protocol):
    screen: Screen

    def begin(self) -> None:
        """A new connection: half a frame of the old one, and its session, are gone."""

    def frames(self, data: bytes) -> Iterator[bytes]: ...

    def obey(self, frame: bytes, fault: str) -> bytes | None: ...


class Unplugged(Exception):
    """The line is gone."""


class Answer(NamedTuple):
    data: bytes
    seconds: float = 0.0
    """How long the card takes to say it."""


def simulated(card: str, screen: Screen, address: int | None = None, beside: Path | None = None) -> Simulated:
    """The card of a kind as files name it. Raises ValueError in words."""
    kind, _, which = card.partition(":")
    if kind == "template":
        return Described(screen, shape.read(which, beside), address)
    kinds: dict[str, Callable[[Screen, int | None], Simulated]] = {
        "onbon5": FontCard,
        "onbon6": Sixth,
        "onbon6-font": Sixth,
        "huidu": Huidu,
    }
    if card not in kinds:
        raise ValueError(f"there is no virtual card {card!r}; known: {', '.join(kinds)}, template:NAME")
    return kinds[card](screen, address)


class Rig:
    """One card on one line. `fail` is the trouble it begins with; state.json outweighs it."""

    def __init__(self, card: Simulated, folder: Path | None, fail: str = "") -> None:
        if fail and fail not in FAILS:
            raise ValueError(f"a virtual card fails as one of {', '.join(FAILS)}, not {fail!r}")
        self.card, self._folder = card, folder
        self._state: dict[str, Any] = {"fail": fail} if fail else {}
        self._text = ""
        self._used = self._heard = 0
        self.cut = False

    def plugged(self) -> bool:
        """Whether a line can be had at all: looked at before a connection is taken."""
        return self._fail() != "unplugged" or self._heard < int(self._state.get("after", 0))

    def hear(self, data: bytes) -> list[Answer]:
        """What these bytes bring about. Raises Unplugged, in the middle of a frame if so commanded."""
        fail = self._fail()
        self._heard += len(data)
        if fail == "unplugged" and self._heard >= int(self._state.get("after", 0)):
            raise Unplugged
        if fail == "half_open":
            return []
        return [answer for frame in self.card.frames(data) for answer in self._one(frame)]

    def _one(self, frame: bytes) -> Iterator[Answer]:
        fail = self._fail()
        said = self.card.obey(frame, fail)
        self._count()
        if said is None or fail == "mute":
            return
        seconds = float(self._state.get("seconds", SLOW_SECONDS)) if fail == "slow" else 0.0
        yield Answer(GARBAGE if fail == "garbage" else said, seconds)

    def _fail(self) -> str:
        self._look()
        times = self._state.get("times")
        if times is not None and self._used >= int(times):
            return ""
        fail = str(self._state.get("fail") or "")
        return fail if fail in FAILS else ""

    def _count(self) -> None:
        self._used += 1

    def _look(self) -> None:
        """A new state.json begins its counts anew; one that is just being written is looked at the next time."""
        if self._folder is None:
            return
        try:
            text = (self._folder / "state.json").read_text("utf-8")
            state = json.loads(text)
        except (OSError, ValueError):
            return
        if text != self._text and isinstance(state, dict):
            self._text, self._state = text, state
            self._used = self._heard = 0

    def command(self, **state: Any) -> None:
        """As state.json would, from a test or a demonstration in the same process."""
        self._state, self._used, self._heard = state, 0, 0
