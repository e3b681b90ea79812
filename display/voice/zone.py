"""One zone's voice put together: announcer, live board and what the hub asks of it, each in its thread."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path

from display.voice.announcer import Announcer
from display.voice.calls import Calls
from display.voice.making import Voice
from display.voice.speakers import Speakers
from server.agent.presence import Order, Presence
from server.client import HubClient, HubRefusal, ViewCopy
from server.protocol import Json

LAST_WORDS_SECONDS = 5.0

log = logging.getLogger(__name__)


class Zone:
    """One zone's announcer, its board and its device at the hub. `zone` None: the whole hall as one."""

    def __init__(
        self, hub: HubClient, presence: Presence, device: str, zone: str | None, speakers: Speakers, voice: Voice,
        home: Path, foresee: Callable[[ViewCopy, Json | None], None],
    ) -> None:  # fmt: skip
        """`foresee` is told of the board too: what is called next can be made before it is needed."""
        name = zone or "all"
        self._hub, self._zone, self._calls, self._foresee = hub, zone, Calls(), foresee
        beating = presence.add(device, "voice", drives=str(speakers), zone=zone, order=self._obey)
        self._announcer = Announcer(
            hub, voice, speakers, self._calls, beating, home=home, zone=zone, stop=hub.stop, now=presence.now
        )
        self._work = threading.Thread(target=self._announcer.run, name=f"announce-{name}", daemon=True)

    def start(self) -> None:
        self._board = self._hub.follow(
            "board", zone=self._zone, on_change=self._changed, on_link=self._linked
        )
        self._work.start()

    def finish(self, until: float) -> None:
        """Wait for the sentence being said, until that moment; then cut it and give its job back."""
        self._work.join(max(0.0, until - time.monotonic()))
        if self._work.is_alive():
            self._announcer.cut()
            self._work.join(LAST_WORDS_SECONDS)
        self._board.close()

    def _obey(self, order: Order) -> str:
        if order.do in ("test", "identify"):
            self._announcer.test()
            return ""
        return f"a voice takes no {order.do}: change its file and start it again"

    def _changed(self, copy: ViewCopy, update: Json | None) -> None:
        self._calls.changed(copy, update)
        self._foresee(copy, update)

    def _linked(self, connected: bool, refused: HubRefusal | None) -> None:
        self._calls.linked(connected)
        log.info("board of zone %s: %s", self._zone or "all", refused or ("live" if connected else "cut off"))
