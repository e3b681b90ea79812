"""Tells the hub how the printer is: every ten seconds, and at once when it changes."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Protocol

from kiosk.printer.commands import Status
from kiosk.printer.device import Printer
from server.client import HubRefusal, HubUnreachable
from server.protocol import Json, instant

log = logging.getLogger("paihao.kiosk")

BEAT_SECONDS = 10.0
LOOK_SECONDS = 2.5


class Hub(Protocol):
    """What is needed of `server.client.HubClient`."""

    def beat(self, device: str, kind: str, state: str, detail: str | None = None) -> Json: ...


class Health:
    """Looks after one printer in a thread of its own; also knows the hub's time, which the beats bring."""

    def __init__(
        self, hub: Hub, printer: Printer, device: str, stop: threading.Event,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self._hub, self._printer, self._device = hub, printer, device
        self._stop, self._monotonic = stop, monotonic
        self._look_now = threading.Event()
        self._told: tuple[str, str | None] | None = None
        self._told_at = 0.0
        self._hub_ahead = 0.0
        self._well = True

    def run(self) -> None:
        """Until `stop` is set, whatever happens."""
        while not self._stop.is_set():
            try:
                self.look()
            except Exception:
                log.exception("the printer could not be looked at; going on")
            self._look_now.wait(LOOK_SECONDS)
            self._look_now.clear()

    def changed(self) -> None:
        """Something happened to the printer: look now, not later."""
        self._look_now.set()

    def now(self) -> float:
        """The hub's time in seconds since 1970: a kiosk box's own clock may be hours off."""
        return time.time() + self._hub_ahead

    def look(self) -> None:
        """Ask the printer, and beat if its state is new or the last beat is ten seconds old."""
        said = words(self._printer.status())
        due = self._monotonic() - self._told_at >= BEAT_SECONDS
        if said == self._told and not due:
            return
        try:
            answer = self._hub.beat(self._device, "printer", said[0], said[1])
        except (HubUnreachable, HubRefusal) as error:
            if self._well:
                log.warning("the printer's state did not reach the hub: %s", error)
            self._told, self._well = None, False
            return
        self._hub_ahead = instant(answer["at"]) / 1000 - time.time()
        if said != self._told:
            log.info("printer %s: %s %s", self._device, said[0], said[1] or "")
        self._told, self._told_at, self._well = said, self._monotonic(), True


def words(status: Status) -> tuple[str, str | None]:
    """A printer's status as a beat's state and detail."""
    if status.reason:
        return "fault", status.reason
    if status.low:
        return "warning", "paper_low"
    return "ok", None if status.known else "not_asked"
