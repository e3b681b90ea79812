"""One reader looked at in a thread of its own, for ever: its trouble is its device's state, never more."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Protocol

from kiosk.reader import wedge
from kiosk.reader.bridge import Bridge, Take
from kiosk.reader.sam import SamReader
from kiosk.reader.table import Said
from server.agent.keys import Keys, KeysError, open_keys
from server.agent.pipe import PipeError
from server.agent.presence import Order
from server.client import pauses

log = logging.getLogger("paihao.reader")

PASSING = ("mute", "garbled")
"""Troubles that a card pulled away makes for a moment: told when they come twice."""
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 5.0
LINE_SECONDS = 1.0
"""Half a line is forgotten after so long without a key."""

Turn = Callable[[], None]
"""Looks once. Raises PipeError or KeysError."""


class Beating(Protocol):
    """What is needed of `server.agent.presence.Beating`."""

    def tell(self, state: str, detail: str = "") -> None: ...


class Watching:
    """A reader's thread; `pause` seconds between two looks while all is well."""

    def __init__(self, name: str, turn: Turn, pause: float) -> None:
        self._name, self._turn, self._pause = name, turn, pause
        self._pauses = pauses(FIRST_PAUSE, LONGEST_PAUSE)
        self._before = ""
        self.trouble = ""

    def run(self, beating: Beating, stop: threading.Event) -> None:
        while not stop.is_set():
            stop.wait(self.once(beating))

    def once(self, beating: Beating) -> float:
        """One look; the seconds until the next."""
        try:
            self._turn()
        except (PipeError, KeysError) as error:
            reason = error.reason
            log.debug("%s: %s", self._name, error)
        except Exception:
            log.exception("%s could not be looked at; going on", self._name)
            reason = "unknown"
        else:
            reason = ""
        if reason not in PASSING or reason == self._before:
            self.trouble = reason
            beating.tell("fault" if reason else "ok", reason)
        self._before = reason
        if reason:
            return next(self._pauses)
        self._pauses = pauses(FIRST_PAUSE, LONGEST_PAUSE)
        return self._pause

    def obey(self, order: Order) -> str:
        """A test answers how it is: it is looked at all the time."""
        return self.trouble if order.do == "test" else f"a reader does not {order.do}"


def looking(module: SamReader, take: Take) -> Turn:
    """At a SAM_V module for a card."""

    def turn() -> None:
        if said := module.look():
            take(said)

    return turn


class Typing:
    """At a device that types, which is this program's alone while it is plugged in."""

    def __init__(self, where: str, take: Take) -> None:
        self._where, self._take = where, take
        self._keys: Keys | None = None
        self._line = wedge.Line()

    def turn(self) -> None:
        if self._keys is None:
            self._keys, self._line = open_keys(self._where), wedge.Line()
            return
        try:
            presses = self._keys.read(LINE_SECONDS)
        except KeysError:
            self._keys.close()
            self._keys = None
            raise
        if not presses:
            self._line.pause()
        for line in wedge.lines(self._line, presses):
            self._take(wedge.meaning(line) or Said("scan", trouble="unreadable"))


class Bridging:
    """At the bridge for vendors' programs: that it stands."""

    def __init__(self, port: int, secret: str, take: Take) -> None:
        self._how = (port, secret, take)
        self._thread: threading.Thread | None = None

    def turn(self) -> None:
        if self._thread is None or not self._thread.is_alive():
            try:
                self._thread = Bridge(*self._how).start()
            except OSError as error:
                raise PipeError("taken", str(error.strerror or error)) from error
