"""How the printer is, told at once when it changes; and the hub's orders to it.

Looks every few seconds from a thread of its own. The beats themselves are `server.agent.presence`'s.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from kiosk.making import Making
from kiosk.printer.commands import Status
from kiosk.printer.device import Label, Printer, PrinterError
from kiosk.reach import Reach
from kiosk.template import TemplateError
from server.agent.presence import Order

log = logging.getLogger("paihao.kiosk")

LOOK_SECONDS = 2.5


class Telling(Protocol):
    """What is needed of `server.agent.presence.Beating`."""

    def tell(self, state: str, detail: str = "") -> None: ...


class Health:
    """Looks after one printer until `stop` is set."""

    def __init__(self, beating: Telling, printer: Printer, stop: threading.Event, reach: Reach) -> None:
        self._beating, self._printer, self._stop, self._reach = beating, printer, stop, reach
        self._look_now = threading.Event()
        self._said = ""

    def run(self) -> None:
        """Until `stop` is set, whatever happens."""
        while not self._stop.is_set():
            try:
                self.look()
            except Exception:
                log.exception("the printer could not be looked at; going on")
                self._beating.tell("fault", "unknown")
            self._look_now.wait(LOOK_SECONDS)
            self._look_now.clear()

    def changed(self) -> None:
        """Something happened to the printer: look now, not later."""
        self._look_now.set()

    def look(self) -> None:
        """Ask the printer and say how it is; what only helps to mend it stays in the log."""
        status = self._printer.status()
        self._reach.look()
        if status.detail != self._said:
            self._said = status.detail
            if status.detail:
                log.warning("%s", status.detail)
        self._beating.tell(*words(status, lost=self._reach.lost))


def words(status: Status, lost: bool = False) -> tuple[str, str]:
    """A printer's status as a beat's state and detail. `lost`: its slips go without their QR code."""
    if status.reason:
        return "fault", status.reason
    if status.low:
        return "warning", "paper_low"
    if lost:
        return "warning", "no_code"
    return "ok", "" if status.known else "not_asked"


class Orders:
    """What the hub may ask of a printer: a test slip (also to identify it), and its template read again."""

    def __init__(self, printer: Printer, making: Making, after: Callable[[], None] = lambda: None) -> None:
        self._printer, self._making, self.after = printer, making, after

    def obey(self, order: Order) -> str:
        """ "" or why not. A test slip is printed beside the beats, which must not wait for it."""
        if order.do == "reload":
            try:
                self._making.reread()
            except TemplateError as error:
                return str(error)
            return ""
        if order.do not in ("test", "identify"):
            return f"a printer cannot {order.do}"
        if reason := self._printer.status().reason:
            return f"the printer: {reason}"
        threading.Thread(target=self._print, name="test slip", daemon=True).start()
        return ""

    def _print(self) -> None:
        try:
            self._printer.print(
                self._making.trial(datetime.now().astimezone()), Label("test", "TEST", copy=False)
            )
        except PrinterError as error:
            log.warning("the test slip was not printed: %s", error)
        else:
            log.info("a test slip was printed")
        finally:
            self.after()
