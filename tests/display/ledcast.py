"""What LED tests share: a line whose clock is the test's, a card on it made of software, and who is told."""

from __future__ import annotations

import threading
from datetime import datetime
from pathlib import Path
from typing import Any

from display.led import kinds
from display.led.face import Wanted
from display.led.file import Board
from display.led.line import Line
from display.led.spot import Spot
from display.led.station import Station
from display.led.talk import Lit
from display.led.virtual.rig import Rig, simulated
from display.led.virtual.screen import Screen
from server.agent.pipe import PipeError

NOON = datetime(2026, 11, 23, 12, 0, 0)


class Told:
    """A device's beats, kept."""

    def __init__(self) -> None:
        self.said: list[tuple[str, str]] = []
        self.seqs: list[int] = []

    def tell(self, state: str, detail: str = "") -> None:
        if self.said[-1:] != [(state, detail)]:
            self.said.append((state, detail))

    def shown(self, seq: int) -> None:
        self.seqs.append(seq)

    @property
    def state(self) -> str:
        return self.said[-1][0] if self.said else ""

    @property
    def detail(self) -> str:
        return self.said[-1][1] if self.said else ""


class Wire:
    """A pipe to rigs in this process, without a clock: what a slow card says comes at once, silence is at once too."""

    def __init__(self, *rigs: Rig, url: str = "tcp://card") -> None:
        self.url, self.rigs = url, rigs
        self.written: list[bytes] = []
        self._answers = b""
        self._open = False

    def write(self, data: bytes) -> None:
        if not all(rig.plugged() for rig in self.rigs):
            self._open = False
            raise PipeError("offline", "nobody there")
        if not self._open:
            for rig in self.rigs:
                rig.card.begin()
        self._open = True
        self.written.append(data)
        for rig in self.rigs:
            self._answers += b"".join(answer.data for answer in rig.hear(data))

    def read(self, most: int, seconds: float) -> bytes:
        data, self._answers = self._answers[:most], self._answers[most:]
        return data

    def close(self) -> None:
        self._open = False


class Bench:
    """One line with boards on it; `at` is the time. `turns` lets the line do all that is due now."""

    def __init__(self, wire: Wire, *stations: Station) -> None:
        self.now = 1000.0
        self.wire = wire
        self.line = Line(wire, list(stations), threading.Event(), clock=lambda: self.now)

    def turns(self, after: float = 0.0) -> float:
        """The pause the line wants after all that was due; many turns mean something never settles."""
        self.now += after
        for _ in range(60):
            if pause := self.line.turn():
                return pause
        raise AssertionError("something is due for ever")

    def later(self, seconds: float, step: float = 0.05) -> None:
        """Time goes by, looked at every `step`."""
        for _ in range(round(seconds / step)):
            self.turns(step)


def rig(card: str = "onbon5", address: int | None = None, folder: Path | None = None) -> Rig:
    return Rig(simulated(card, Screen(folder), address), folder)


def board(
    card: str = "onbon5", address: int | None = None, strips: int = 1, seconds: float = 0.001, **more: Any
) -> Station:
    """A station with strips side by side, told to nobody but its `spots[n].told`."""
    kind = Board(card=card, seconds=seconds, **more)
    spots = [Spot(f"s{n}", Lit(n, (), 64 * n, 0, 64, 32), Told()) for n in range(strips)]
    return Station(kinds.make(kind, address, "x"), spots, local=lambda: NOON, flash=kind.flash)


def want(text: str, seq: int, since: float | None = None, spoken: str = "") -> Wanted:
    return Wanted(tuple(text.split("\n")), seq, since, seq, spoken)
