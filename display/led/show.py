"""The agent's heart: follows the hub's view and keeps what each strip should show; carries out the hub's orders.

The live view's thread brings news, Presence's thread brings orders; the lines' threads take what is wanted.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from display.led import scene
from display.led.arrange import Sign
from display.led.face import Wanted
from display.led.scene import Say, Seen
from server.agent.presence import Order
from server.client import HubClient, HubRefusal, HubUnreachable, ViewCopy
from server.protocol import Json

log = logging.getLogger("paihao.led")

OVERLAY_SECONDS = 10.0
"""How long a strip shows its name or a test text."""


class Show:
    """`now` is the hub's time in seconds; `cut` how many seconds without a link a number may still stand."""

    def __init__(
        self,
        signs: Sequence[Sign],
        now: Callable[[], float],
        cut: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.signs = list(signs)
        self._now, self._cut, self._clock = now, cut, clock
        self._lock = threading.Lock()
        self._seen = Seen()
        self._windows: dict[str, Json] = {}
        self._tickets: dict[str, Json] = {}
        self._seq = -1
        self._hours: Json | None = None
        self._places: dict[str, dict[str, Any]] = {}
        self._zone: tzinfo = UTC
        self._heard_at: float | None = None
        self._since: dict[str, tuple[int, float]] = {}
        self.stale = threading.Event()
        """The hall's profile may have changed: `learn` is wanted."""

    def changed(self, copy: ViewCopy, update: Json | None) -> None:
        """News of the view; from Live's thread."""
        with self._lock:
            if update is None:
                self._seen.snapshot(copy.seq)
                self.stale.set()
            self._windows, self._tickets, self._seq = dict(copy.windows), dict(copy.tickets), copy.seq
            self._heard_at = None
            self._paint()
            self._seen.upto(copy.seq)

    def state(self, key: str, value: Any, at: str) -> None:
        if key == "hours":
            with self._lock:
                self._hours = value
                self._paint()

    def linked(self, connected: bool, refused: HubRefusal | None) -> None:
        """The link came or went; what stands stays for `cut` seconds."""
        log.info("the hub's view: %s", refused or ("live" if connected else "cut off"))
        with self._lock:
            self._heard_at = None if connected else self._heard_at or self._clock()

    def learn(self, hall: Json) -> None:
        """The hall's profile: departments, lunch, time zone."""
        with self._lock:
            self._places = scene.places(hall)
            self._zone = ZoneInfo(hall.get("timezone") or "UTC")
            self._paint()

    def local(self) -> datetime:
        """The hall's time by the hub's clock: a small computer's own may be hours off."""
        return datetime.fromtimestamp(self._now(), self._zone)

    def look(self) -> None:
        """Has the link been cut for too long? Asked now and then."""
        with self._lock:
            if self._heard_at is not None:
                self._paint()

    @property
    def _cut_off(self) -> bool:
        return self._heard_at is not None and self._clock() - self._heard_at >= self._cut

    def _paint(self) -> None:
        """What every strip should show, of this moment. Under the lock."""
        said = {sign.strip.window: self._say(sign.strip.window) for sign in self.signs}
        for window, say in said.items():
            if say and say.call is not None and self._seen.is_news(window, say, self._now()):
                self._since[window] = (say.call, self._clock())
        for sign in self.signs:
            self._note(sign)
            if say := said[sign.strip.window]:
                self._want(sign, say)

    def _note(self, sign: Sign) -> None:
        """A strip whose window is not there is a fault that only a person can mend."""
        window, note = sign.strip.window, ""
        if self._places and window not in self._places:
            note = f"the hall has no window {window}"
        elif self._seq >= 0 and window not in self._windows:
            note = f"the window {window} is not in the zone that is followed"
        if note != sign.spot.note:
            sign.spot.note = note
            sign.spot.told.tell("fault" if note else "ok", note)

    def _say(self, window: str) -> Say | None:
        entry = self._windows.get(window)
        ticket = self._tickets.get(entry["ticket"]) if entry and entry.get("ticket") else None
        say = scene.say(entry, ticket, self._hours, self._places.get(window, {}))
        return scene.cut(say) if say and self._cut_off else say

    def _want(self, sign: Sign, say: Say) -> None:
        call, since = self._since.get(sign.strip.window, (None, None))
        new = call is not None and call == say.call and say.state == "call"
        spoken = " ".join(say.text(sign.texts, "speak")) if new and sign.board.speak else ""
        wanted = Wanted(say.text(sign.texts), self._seq, since if new else None, say.call, spoken)
        if not sign.spot.want(wanted):
            sign.line.wake()

    def order(self, sign: Sign, order: Order) -> str:
        """What the hub asks of a strip; "" when it is begun."""
        if order.do == "reload":
            sign.station.renew = True
        elif order.do == "identify":
            sign.spot.overlay = ((sign.id,), self._clock() + OVERLAY_SECONDS)
        elif order.do == "test":
            sign.spot.overlay = (tuple(sign.texts["test"].split("\n")), self._clock() + OVERLAY_SECONDS)
        else:
            return f"a strip cannot {order.do}: its window stands in the agent's file"
        sign.line.wake()
        return ""


def learning(show: Show, client: HubClient, stop: threading.Event, seconds: float = 2.0) -> None:
    """Keeps the profile fresh and looks after the link, until told to stop."""
    while not stop.wait(seconds):
        show.look()
        if not show.stale.is_set():
            continue
        show.stale.clear()
        try:
            show.learn(client.get(client.path, patience=0))
        except (HubUnreachable, HubRefusal) as error:
            log.warning("the hall's profile could not be read: %s", error)
            show.stale.set()
