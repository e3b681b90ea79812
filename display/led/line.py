"""One line and the thread that speaks on it: a TCP connection, or a bus on which several cards take turns.

A slow card delays nobody but those on its own bus, and those only by one try at a time.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from display.led.station import AWAKE, Station, Task
from display.led.talk import CardError
from display.led.wire import drive
from server.agent.pipe import Pipe

log = logging.getLogger("paihao.led")

LONGEST_SLEEP = 30.0
AFTER_BUG = 5.0


class Line:
    """`turn` is one try or the seconds until something is due; `run` makes turns until told to stop."""

    def __init__(
        self,
        pipe: Pipe,
        stations: list[Station],
        stop: threading.Event,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.pipe, self.stations = pipe, stations
        self._stop, self._clock = stop, clock
        self._wake = threading.Event()
        self._next = 0

    def start(self) -> threading.Thread:
        thread = threading.Thread(target=self.run, name=f"led {self.pipe.url}", daemon=True)
        thread.start()
        return thread

    def wake(self) -> None:
        """Something is to be shown, or it is time to stop."""
        self._wake.set()

    def run(self) -> None:
        while not self._stop.is_set():
            self._wake.clear()
            try:
                pause = self.turn()
            except Exception:
                log.exception("%s: a fault of our own; trying again", self.pipe.url)
                pause = AFTER_BUG
            if pause > 0:
                self._wake.wait(min(pause, LONGEST_SLEEP))
        self.pipe.close()

    def turn(self) -> float:
        """Say the next thing that is due, to the card whose turn it is; 0, or the seconds until one is due."""
        now, later = self._clock(), float("inf")
        count = len(self.stations)
        for n in (*range(self._next, count), *range(self._next)):
            station = self.stations[n]
            task = station.due(now)
            if isinstance(task, Task):
                self._next = (n + 1) % count
                self._try(station, task)
                return 0.0
            later = min(later, task)
        return max(0.001, later - now)

    def _try(self, station: Station, task: Task) -> None:
        try:
            drive(self.pipe, task.talk)
        except CardError as error:
            station.failed(task, error, self._clock())
            if error.reason not in AWAKE and error.reason != "unfit":
                self._hang_up(error.reason)
        else:
            station.done(task, self._clock())

    def _hang_up(self, reason: str) -> None:
        """A TCP card that has gone silent may be half gone: only a new connection tells. A bus is left as it is."""
        broken = reason in ("unplugged", "offline")
        if broken or not self.pipe.url.startswith("serial:"):
            self.pipe.close()
            for station in self.stations:
                station.lost_line() if broken else station.card.hung_up()
