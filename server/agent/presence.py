"""An agent's devices at the hub: they register by beating, tell what changed at once, and are given orders.

One thread for all devices of an agent. A hub that is away costs nothing: the next beat says what is so then.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

from server.client import HubRefusal, HubUnreachable
from server.protocol import Json, instant

log = logging.getLogger("paihao.agent")

BEAT_SECONDS = 10.0
LONGEST_WORDS = 200
REMEMBERED = 50
"""Orders carried out that are known when they come again."""


class Order(NamedTuple):
    """What the hub asks a device to do: `do` is reload, identify, test or zone."""

    id: str
    do: str
    args: Json


class Hub(Protocol):
    """What is needed of `server.client.HubClient`."""

    def beat(self, device: str, kind: str, state: str, detail: str | None = None, **more: Any) -> Json: ...


Obey = Callable[[Order], str]
"""Carries an order out; answers "" or, in words, why not. Runs in Presence's thread, so it must be quick."""


class Beating:
    """One device. `tell` and `shown` may be called from any thread and never wait for the hub."""

    def __init__(
        self, name: str, kind: str, facts: Json, order: Obey | None, wake: Callable[[], None]
    ) -> None:
        self.name, self.kind, self.facts, self.order = name, kind, facts, order
        self._wake = wake
        self._said = ("ok", "")
        self._seq: int | None = None
        self.did: list[Json] = []
        self.obeyed: dict[str, Json] = {}
        self.told: object = None
        self.told_at = float("-inf")
        self.heard = True

    def tell(self, state: str, detail: str = "") -> None:
        """`state` is ok, warning or fault; `detail` a code or words for staff, never anything personal."""
        if self._said != (state, detail):
            level = logging.INFO if state == "ok" else logging.WARNING
            log.log(level, "%s %s: %s %s", self.kind, self.name, state, detail)
            self._said = (state, detail)
            self._wake()

    def shown(self, seq: int) -> None:
        """The last seq this device showed or said; travels with the next beat."""
        self._seq = seq

    @property
    def said(self) -> tuple[str, str]:
        return self._said

    def words(self) -> Json:
        """What the next beat says beside the state."""
        more = {k: v for k, v in self.facts.items() if v}
        if self._seq is not None:
            more["shown"] = self._seq
        if self.did:
            more["did"] = list(self.did)
        return more


class Presence:
    """The devices of one agent; `start` begins their beats, `stop` ends them. `sure`: `now` is the hub's time."""

    def __init__(
        self, hub: Hub, stop: threading.Event, monotonic: Callable[[], float] = time.monotonic
    ) -> None:  # fmt: skip
        self._hub, self._stop, self._monotonic = hub, stop, monotonic
        self._changed = threading.Event()
        self._devices: list[Beating] = []
        self._hub_ahead = 0.0
        self.sure = False

    def add(
        self, device: str, kind: str, *, drives: str = "", zone: str | None = None, window: str | None = None,
        order: Obey | None = None,
    ) -> Beating:  # fmt: skip
        """Another device, known to the hub from its first beat on. `drives` says what it is, for staff."""
        facts = {"drives": drives[:LONGEST_WORDS], "zone": zone, "window": window}
        beating = Beating(device, kind, facts, order, self._changed.set)
        self._devices.append(beating)
        self._changed.set()
        return beating

    def start(self) -> threading.Thread:
        thread = threading.Thread(target=self.run, name="presence", daemon=True)
        thread.start()
        return thread

    def run(self) -> None:
        """Until `stop` is set, whatever happens."""
        while not self._stop.is_set():
            self._changed.clear()
            self.turn()
            self._changed.wait(BEAT_SECONDS / 4)

    def wake(self) -> None:
        """Beat what is new now, and see that it is time to stop."""
        self._changed.set()

    def turn(self) -> None:
        """A beat of each device that has something new to say or has been silent for ten seconds."""
        for device in list(self._devices):
            due = self._monotonic() - device.told_at >= BEAT_SECONDS
            if due or device.said != device.told or device.did:
                self._try(device)

    def now(self) -> float:
        """The hub's time in seconds since 1970: a small computer's own clock may be hours off."""
        return time.time() + self._hub_ahead

    def _try(self, device: Beating) -> None:
        """What goes wrong is said once, and asked again at the next round: the hub may be away for hours."""
        device.told, heard, device.heard = None, device.heard, False
        try:
            self._beat(device)
        except (HubUnreachable, HubRefusal) as error:
            if heard:
                log.warning("%s's state did not reach the hub: %s", device.name, error)
        except Exception:
            if heard:
                log.exception("%s's state did not reach the hub", device.name)
        else:
            device.heard = True

    def _beat(self, device: Beating) -> None:
        said, words = device.said, device.words()
        detail = said[1][:LONGEST_WORDS] or None
        answer = self._hub.beat(device.name, device.kind, said[0], detail, **words)
        self._hub_ahead, self.sure = instant(answer["at"]) / 1000 - time.time(), True
        device.told, device.told_at = said, self._monotonic()
        device.did = device.did[len(words.get("did", ())) :]
        for order in answer.get("orders", ()):
            self._obey(device, Order(order["id"], order["do"], order.get("args") or {}))

    def _obey(self, device: Beating, order: Order) -> None:
        """Done once, and said with the next beat; an order whose answer was lost comes again and is only answered."""
        if known := device.obeyed.get(order.id):
            device.did.append(known)
            self._changed.set()
            return
        log.info("%s is asked to %s", device.name, order.do)
        try:
            trouble = device.order(order) if device.order else f"{device.kind} takes no orders"
        except Exception as error:
            log.exception("%s could not %s", device.name, order.do)
            trouble = f"{type(error).__name__}: {error}"
        answer = {"id": order.id, "error": trouble[:LONGEST_WORDS]} if trouble else {"id": order.id}
        device.obeyed[order.id] = answer
        while len(device.obeyed) > REMEMBERED:
            del device.obeyed[next(iter(device.obeyed))]
        device.did.append(answer)
        self._changed.set()
