"""The master of one serial line: hears its keypads, acknowledges them, and sends what waits for each.

One thread owns the pipe. A keypad speaks when a key is pressed; there is no poll in the published protocol, so a
single keypad that was unplugged is only silent, while a line that is gone is known at once.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable

from caller.keypad import frames
from caller.keypad.frames import Frame
from server.agent.pipe import Pipe, PipeError
from server.client import pauses

log = logging.getLogger("paihao.keypad")

LISTEN_SECONDS = 0.1
GAP_SECONDS = 0.02
"""Silence before the master speaks by itself: two who talk at once spoil each other's frames."""
ECHO_SECONDS = 0.3
"""Some adapters hear what they send; a keypad that sends again does so later."""
MOST = 256


class Bus:
    """`heard` is told each good frame of a keypad, `line` the line's trouble, "" for none. Both must be quick."""

    def __init__(
        self, pipe: Pipe, heard: Callable[[Frame], None], line: Callable[[str], None], stop: threading.Event,
        clock: Callable[[], float],
    ) -> None:  # fmt: skip
        self._pipe, self._heard, self._line, self._stop, self._clock = pipe, heard, line, stop, clock
        self._reader = frames.Reader()
        self._lock = threading.Lock()
        self._waiting: dict[tuple[int, str], bytes] = {}
        self._sent: deque[tuple[float, bytes]] = deque(maxlen=8)
        self._trouble: str | None = None

    def send(self, address: int, kind: str, frame: bytes) -> None:
        """From any thread, never waits: of what waits for an address only the latest of a kind is sent."""
        with self._lock:
            self._waiting[(address, kind)] = frame

    def start(self) -> threading.Thread:
        thread = threading.Thread(target=self.run, name="keypads", daemon=True)
        thread.start()
        return thread

    def run(self) -> None:
        """Until told to stop, opening the line again for ever."""
        pausing = pauses()
        while not self._stop.is_set():
            try:
                self.turn()
                pausing = pauses()
            except PipeError as error:
                self._tell(error.reason)
                self._stop.wait(next(pausing))
            except Exception:
                log.exception("a frame of the line could not be taken")
                self._stop.wait(next(pausing))
        self._pipe.close()

    def turn(self) -> None:
        """Hear what comes, or send one frame when nobody speaks. Raises PipeError."""
        data = self._pipe.read(MOST, GAP_SECONDS if self._waiting else LISTEN_SECONDS)
        self._tell("")
        for frame in self._reader.feed(data):
            self._take(frame)
        if not data and (frame_out := self._next()):
            self._write(frame_out)

    def _take(self, frame: Frame) -> None:
        if self._own(frames.built(*frame)):
            return
        try:
            self._heard(frame)
        finally:
            self._write(frames.acknowledged(frame))

    def _own(self, frame: bytes) -> bool:
        """Whether it is what was sent a moment ago, heard by the adapter itself."""
        now = self._clock()
        for at, sent in self._sent:
            if sent == frame and now - at < ECHO_SECONDS:
                self._sent.remove((at, sent))
                return True
        return False

    def _write(self, frame: bytes) -> None:
        self._sent.append((self._clock(), frame))
        self._pipe.write(frame)

    def _next(self) -> bytes | None:
        with self._lock:
            key = next(iter(self._waiting), None)
            return self._waiting.pop(key) if key else None

    def _tell(self, trouble: str) -> None:
        if trouble != self._trouble:
            self._trouble = trouble
            self._line(trouble)
