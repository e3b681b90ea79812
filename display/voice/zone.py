"""One zone's voice put together: announcer, engine, live board and heartbeats, each in its thread."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from pathlib import Path

from display.voice.announcer import Announcer
from display.voice.calls import Calls
from display.voice.engine import Engine
from display.voice.speakers import Speaker
from server.client import HubClient, HubRefusal, HubUnreachable

BEAT_SECONDS = 10.0
LAST_WORDS_SECONDS = 5.0

log = logging.getLogger(__name__)


class Health:
    """How one zone's voice is, told to the hub every 10 s and at each change."""

    def __init__(self, hub: HubClient, device: str) -> None:
        self._hub, self._device = hub, device
        self._state, self._detail = "ok", ""
        self._changed = threading.Event()

    def tell(self, state: str, detail: str) -> None:
        """From any thread, at once: never waits for the hub."""
        if (state, detail) != (self._state, self._detail):
            log.log(
                logging.INFO if state == "ok" else logging.WARNING, "%s: %s %s", self._device, state, detail
            )
            self._state, self._detail = state, detail
            self._changed.set()

    def run(self, stop: threading.Event) -> None:
        while not stop.is_set():
            self._changed.clear()
            with contextlib.suppress(HubUnreachable, HubRefusal):
                self._hub.beat(self._device, "voice", self._state, self._detail or None)
            self._changed.wait(BEAT_SECONDS)

    def wake(self) -> None:
        """Let `run` see that it is to stop."""
        self._changed.set()


class Zone:
    """One zone's announcer with what belongs to it: engine, board, health and their threads."""

    def __init__(self, hub: HubClient, zone: str | None, speaker: Speaker, home: Path) -> None:
        name = zone or "all"
        self._hub, self._zone = hub, zone
        self._engine = Engine(home / "sentences")
        self._calls = Calls()
        self._health = Health(hub, f"voice-{name}")
        self._announcer = Announcer(
            hub, self._engine, speaker, self._calls, self._health.tell,
            file=home / f"now-{name}.wav", zone=zone, stop=hub.stop,
        )  # fmt: skip
        self._work = threading.Thread(target=self._announcer.run, name=f"announce-{name}", daemon=True)
        self._beats = threading.Thread(
            target=self._health.run, args=(hub.stop,), name=f"beat-{name}", daemon=True
        )

    def start(self) -> None:
        self._board = self._hub.follow(
            "board", zone=self._zone, on_change=self._calls.changed, on_link=self._linked
        )
        self._work.start()
        self._beats.start()

    def finish(self, until: float) -> None:
        """Wait for the sentence being said, until that moment; then cut it and give its job back."""
        self._health.wake()
        self._work.join(max(0.0, until - time.monotonic()))
        if self._work.is_alive():
            self._announcer.cut()
            self._work.join(LAST_WORDS_SECONDS)
        self._board.close()
        self._engine.close()

    def _linked(self, connected: bool, refused: HubRefusal | None) -> None:
        self._calls.linked(connected)
        log.info("board of zone %s: %s", self._zone or "all", refused or ("live" if connected else "cut off"))
