"""One keypad of a line and the window it stands at: presses go to the operator, the desk's news to its digits.

It shows the number at the window (000 for nobody) and how many wait, after each press and each change; it beeps when
the window is rung and when a press was refused; its rater is lit when a visit has ended.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from caller.desk.desk import Desk, Hear, Seen
from caller.desk.places import Places
from caller.keypad import frames
from caller.keypad.config import Keypad as Row
from caller.keypad.frames import Frame, Key, Value
from caller.keypad.operator import Operator
from caller.keypad.ratings import Ratings
from caller.keypad.screen import on_screen
from server.agent.presence import Beating
from server.client import HubClient
from server.protocol import Json

log = logging.getLogger("paihao.keypad")

TROUBLE = (
    "refused", "offline", "busy", "nobody", "finished_nobody", "no_ticket", "no_target", "unknown_code", "nobody_held",
    "nothing_to_undo",
)  # fmt: skip
"""Words after which a keypad beeps: it has no letters to say them with."""
RATE_SECONDS = 600.0
"""For so long a rating that comes is one of the visit the rater was lit for."""
SELF_STARTED_SECONDS = 3.0


class Keypad:
    """`send` puts a frame of a kind on the line; `clock` answers seconds that only grow."""

    def __init__(
        self, row: Row, agent: HubClient, places: Places, ratings: Ratings, send: Callable[[int, str, bytes], None],
        clock: Callable[[], float], again: float,
    ) -> None:  # fmt: skip
        self.row, self._send, self._clock, self._ratings = row, send, clock, ratings
        self.desk = Desk(agent, row.window, Hear(self._changed, self._happened, self._said))
        self._operator = Operator(
            self.desk, places, self._word, again, clock, target=row.transfer.target
        )  # fmt: skip
        self._shown: tuple[str, int] | None = None
        self._showing = threading.Lock()
        self._rung = False
        self._rates: tuple[str, float] | None = None
        self._lit_itself = float("-inf")
        self._heard = clock()
        self.devices: list[Beating] = []

    def start(self) -> None:
        self.desk.start()

    def close(self) -> None:
        self.desk.close()

    def take(self, frame: Frame) -> None:
        """A good frame of this address."""
        self._heard, said = self._clock(), frames.meant(frame)
        log.info(
            "address %d, window %s: %s", self.row.address, self.row.window, said or "a key without meaning"
        )
        if isinstance(said, Value):
            self._rated(said.value)
        elif isinstance(said, Key):
            if said.name == "rate":
                self._lit_itself = self._clock()
            self._operator.press(said.name, **({"code": said.digits} if said.name == "transfer" else {}))
            self.show(anew=True)

    def show(self, *, anew: bool = False) -> None:
        """Put number and count on the keypad, where they changed; `anew`: whatever it shows. Desk, view and line call
        it, each in its thread: whoever has seen less must not be the last to send."""
        with self._showing:
            seen = self.desk.seen
            shown = (seen.ticket["number"] if seen.ticket else "", seen.waiting)
            if seen.window is None or (shown == self._shown and not anew):
                return
            self._shown = shown
            self._send(self.row.address, "number", frames.ticket(self.row.address, shown[0]))
            self._send(self.row.address, "waiting", frames.waiting(self.row.address, shown[1]))

    def line(self, reason: str) -> None:
        """The line's trouble is every keypad's; when it is back nobody knows what they show."""
        for device in self.devices:
            device.tell("fault" if reason else "ok", reason)
        if not reason:
            self.show(anew=True)

    def look(self, quiet_minutes: int) -> None:
        """A keypad that says nothing while its window is open may have been unplugged: the line has no poll to tell."""
        seen = self.desk.seen
        quiet = quiet_minutes and self._clock() - self._heard > quiet_minutes * 60
        doubtful = bool(quiet and seen.window and seen.window["state"] == "open")
        for device in self.devices:
            if device.said[0] != "fault":
                device.tell(
                    "warning" if doubtful else "ok", f"not heard for {quiet_minutes} min" if doubtful else ""
                )

    def beep(self) -> None:
        self._send(self.row.address, "beep", frames.beep(self.row.address))

    def identify(self) -> None:
        """Show the window's own number, and beep."""
        digits = "".join(c for c in self.row.window if c.isdecimal())
        self._send(self.row.address, "identify", frames.ticket(self.row.address, digits))
        self.beep()
        self._shown = None

    # -- what the desk tells ------------------------------------------------------------------------

    def _changed(self, seen: Seen) -> None:
        self.show()
        if seen.ring and not self._rung:
            self.beep()
        self._rung = seen.ring

    def _happened(self, events: list[Json]) -> None:
        """A visit that ended here may be rated now, whoever ended it, at the page or at the keypad."""
        for event in events:
            if (
                event["kind"] == "ticket.completed"
                and event.get("window") == self.row.window
                and self.row.rater
            ):
                self._rates = (event["ticket"], self._clock())
                if self._clock() - self._lit_itself > SELF_STARTED_SECONDS:
                    self._send(self.row.address, "rating", frames.start_rating(self.row.address))

    def _said(self, code: str, facts: Json) -> None:
        self._word(code, facts)
        self.show(anew=True)

    def _word(self, code: str, facts: Json) -> None:
        if code in TROUBLE:
            self.beep()
        if word := on_screen(code, facts):
            self.desk.tell(word[0], **word[1])

    def _rated(self, value: int) -> None:
        """An answer that comes late still counts for the visit it was asked about, as long as the hub takes it."""
        level = self.row.level(value)
        if not self.row.rater or not level:
            log.info("address %d: the rater's value %d counts for nothing", self.row.address, value)
            return
        asked, self._rates = self._rates, None
        fresh = asked is not None and self._clock() - asked[1] < RATE_SECONDS
        self._ratings.put(self.desk, level, asked[0] if asked and fresh else None)
