"""Whether the address in a slip's QR code answers, so that no citizen scans a code that leads nowhere.

Asked beside the work, never in a slip's way: a slip takes what was last known. Asked from this machine; where phones
reach more than the kiosk does, the file says follow = "always".
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

import requests

log = logging.getLogger("paihao.kiosk")

WELL_SECONDS, ILL_SECONDS = 300.0, 60.0
"""How long an answer is believed: one that came, and one that did not."""
ASK_SECONDS = 4.0


class Reach:
    """`ask` says whether an address answers; `start` runs it beside the work; `changed` hears of a new answer."""

    def __init__(
        self,
        ask: Callable[[str], bool] | None = None,
        start: Callable[[Callable[[], None]], None] | None = None,
        changed: Callable[[], None] = lambda: None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ask, self._start, self.changed, self._monotonic = (
            ask or answers,
            start or beside,
            changed,
            monotonic,
        )
        self._base = ""
        self._well: bool | None = None
        self._asked_at = 0.0
        self._asking = threading.Lock()

    def expect(self, base: str) -> None:
        """The public address of the hall, to be asked before the first slip wants to know."""
        base = base.rstrip("/")
        if base != self._base:
            self._base, self._well = base, None
        self.look()

    def follows(self, link: str) -> bool:
        """Whether the hub behind a track address answered lately. Not known yet is no; it is being asked then."""
        self.expect(link.rpartition("/track/")[0])
        return bool(self._base) and self._well is True

    @property
    def lost(self) -> bool:
        """Slips go without their code because the address does not answer."""
        return self._well is False

    def look(self) -> None:
        """Ask again if the last answer is too old; returns at once."""
        age = self._monotonic() - self._asked_at
        old = self._well is None or age > (WELL_SECONDS if self._well else ILL_SECONDS)
        if self._base and old and self._asking.acquire(blocking=False):
            self._start(self._find_out)

    def _find_out(self) -> None:
        base, before = self._base, self._well
        try:
            found = self._ask(base)
        finally:
            self._asked_at = self._monotonic()
            self._asking.release()
        if base != self._base:
            return
        self._well = found
        if found != before:
            log.log(logging.INFO if found else logging.WARNING, "the address of the QR codes, %s, %s", base,
                    "answers" if found else "does not answer: slips go without one")  # fmt: skip
            self.changed()


def answers(base: str) -> bool:
    """Whether a hub says it is well at this address. Through a proxy of the environment too, as a phone might go."""
    try:
        with requests.get(f"{base}/healthz", timeout=ASK_SECONDS, stream=True) as answer:
            return answer.ok
    except requests.RequestException:
        return False


def beside(work: Callable[[], None]) -> None:
    threading.Thread(target=work, name="reach", daemon=True).start()
