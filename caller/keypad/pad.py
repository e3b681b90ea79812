"""One USB numeric pad and its window: keys are grabbed, sequences understood, words told on the window's screen."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping

from caller.desk.desk import Desk, Hear
from caller.desk.places import Places
from caller.keypad.config import Pad as Row
from caller.keypad.operator import Operator
from caller.keypad.screen import on_screen
from caller.keypad.sequences import Meant, Typing
from server.agent.keys import Keys, KeysError, open_keys
from server.agent.presence import Beating
from server.client import HubClient, pauses

log = logging.getLogger("paihao.keypad")

LISTEN_SECONDS = 0.25
WORDS = ("typing", "pin", "unknown", "forgotten")
"""What a sequence can be before it is an act."""


class Pad:
    """`clock` answers seconds that only grow; the same key within `again` of them is the same press."""

    def __init__(
        self, row: Row, agent: HubClient, places: Places, stop: threading.Event, clock: Callable[[], float],
        again: float,
    ) -> None:  # fmt: skip
        self.row, self._places, self._stop, self._clock = row, places, stop, clock
        self.device: Beating | None = None
        self.taken = 0
        """Keys that were pressed so far."""
        self.desk = Desk(agent, row.window, Hear(said=self._word))
        self._operator = Operator(self.desk, places, self._word, again, clock, signs_in=row.sign_in)
        self._typing = Typing()
        self._thread = threading.Thread(target=self.run, name=f"pad-{row.window}", daemon=True)

    def start(self) -> None:
        self.desk.start()
        self._thread.start()

    def close(self) -> None:
        """After `stop` was set: the pad is let go of."""
        self._thread.join(2.0)
        self.desk.close()

    def run(self) -> None:
        """Until told to stop; a pad that was unplugged is looked for until it is back."""
        pausing = pauses()
        while not self._stop.is_set():
            try:
                with open_keys(self.row.keys) as keys:
                    self._trouble("")
                    pausing = pauses()
                    self._listen(keys)
            except KeysError as error:
                self._trouble(error.reason)
                log.debug("%s", error)
                self._stop.wait(next(pausing))
            except Exception:
                log.exception("the pad of %s failed", self.row.window)
                self._stop.wait(next(pausing))

    def _listen(self, keys: Keys) -> None:
        while not self._stop.is_set():
            for press in keys.read(LISTEN_SECONDS):
                if press.down:
                    if meant := self._typing.press(press.key, self._clock()):
                        self.take(meant)
                    self.taken += 1

    def take(self, meant: Meant) -> None:
        """A sequence, whole or so far."""
        if meant.name not in WORDS:
            self._operator.press(meant.name, **meant.args)
        elif meant.name == "typing":
            self._preview(meant.args.get("typed", ""))
        else:
            self._word(meant.name, meant.args)

    def _preview(self, typed: str) -> None:
        """Where a code leads is said before Enter: a transfer cannot be taken back."""
        target = self._places.typed(typed[1:]) if typed.startswith("*") else None
        self._word("typing", {"typed": typed} | (target or {}))

    def _trouble(self, reason: str) -> None:
        if self.device:
            self.device.tell("fault" if reason else "ok", reason)

    def identify(self) -> None:
        self._word("identify", {})

    def _word(self, code: str, facts: Mapping[str, str]) -> None:
        if word := on_screen(code, facts):
            self.desk.tell(word[0], **word[1])
