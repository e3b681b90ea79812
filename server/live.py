"""A live view over Socket.IO: one thread that connects, applies, notices silence and comes back, for ever.

python-socketio hands each message to a thread of its own, so handlers only put it into the inbox; the
one thread here keeps order, timers and callbacks. The rules of the copy itself are in `server.view`.
"""

from __future__ import annotations

import logging
import queue
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import socketio

from server.protocol import NAMESPACE, PULSE_SECONDS, Json
from server.view import ViewCopy

SILENCE = 3 * PULSE_SECONDS
CONNECT_SECONDS = 5
REFUSED_PAUSE = 20.0
"""A refusal seldom heals by itself; asking slowly still lets a repaired token or hub be found."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Watch:
    """Who is told. All are called in Live's own thread, one at a time, and must be quick.

    `change(copy, update)`: the copy is what this change made of it; update is None after a snapshot.
    `state(key, value, at)`: latest wins.
    `link(connected, refused)`: at each change; refused is `{code, detail}` when the hub said no.
    """

    change: Callable[[ViewCopy, Json | None], None] | None = None
    state: Callable[[str, Any, str], None] | None = None
    link: Callable[[bool, Json | None], None] | None = None


class Live:
    """Follow one view until `close()`. `copy` is only read inside the callbacks."""

    def __init__(self, base: str, auth: Json, watch: Watch, *, ca: str | None = None) -> None:
        self.copy = ViewCopy(self._changed)
        self._base, self._auth, self._watch, self._ca = base, auth, watch, ca
        self._inbox: queue.SimpleQueue[tuple[int, str, tuple[Any, ...]]] = queue.SimpleQueue()
        self._closed = threading.Event()
        self._round = 0
        self._linked: tuple[bool, Json | None] | None = None
        self._heard = 0.0
        self._ask_at: float | None = None
        self._thread = threading.Thread(target=self._run, name=f"live-{auth['view']}", daemon=True)
        self._thread.start()

    def close(self, seconds: float = 2.0) -> None:
        """End it; waits at most `seconds` for the thread."""
        self._closed.set()
        self._inbox.put((self._round, "close", ()))
        if self._thread is not threading.current_thread():
            self._thread.join(seconds)

    def _run(self) -> None:
        calm = 0
        while not self._closed.is_set():
            self._round += 1
            self.copy.rejoin()
            sio, refused = self._connect()
            if sio is not None:
                calm = 0
                self._listen(sio)
                hang_up(sio)
            if self._closed.is_set():
                break
            self._link(False, refused)
            pause = REFUSED_PAUSE if refused else min(0.5 * 2**calm, 5.0)
            calm = min(calm + 1, 8)
            self._closed.wait(pause * random.uniform(0.5, 1.5))

    def _connect(self) -> tuple[socketio.Client | None, Json | None]:
        """A connected client, or None and the hub's refusal if it gave one."""
        options: Json = {"http_no_proxy": ["*"]} | ({"sslopt": {"ca_certs": self._ca}} if self._ca else {})
        sio = socketio.Client(
            reconnection=False, handle_sigint=False, request_timeout=CONNECT_SECONDS,
            websocket_extra_options=options,
        )  # fmt: skip
        number, said = self._round, []
        for name in ("snapshot", "update", "state", "pulse", "disconnect"):
            sio.on(name, self._handler(number, name), namespace=NAMESPACE)
        sio.on("connect_error", lambda data=None: said.append(data), namespace=NAMESPACE)
        try:
            sio.connect(
                self._base, auth=self._auth, transports=["websocket"], namespaces=[NAMESPACE],
                wait_timeout=CONNECT_SECONDS,
            )  # fmt: skip
        except (socketio.exceptions.ConnectionError, ValueError) as error:
            log.debug("no live link: %s", error)
            hang_up(sio)
            return None, refusal_in(said)
        self._heard = time.monotonic()
        return sio, None

    def _handler(self, number: int, name: str) -> Callable[..., None]:
        return lambda *payload: self._inbox.put((number, name, payload))

    def _listen(self, sio: socketio.Client) -> None:
        """Take messages of this connection until it is cut, silent or closed."""
        while not self._closed.is_set():
            try:
                number, name, payload = self._inbox.get(timeout=self._patience())
            except queue.Empty:
                number, name, payload = self._round, "tick", ()
            if number != self._round:
                continue
            if name == "disconnect" or time.monotonic() - self._heard > SILENCE:
                return
            if name != "tick":
                self._heard = time.monotonic()
                self._take(name, payload)
            self._ask_if_due(sio)

    def _patience(self) -> float:
        """Seconds until the next timer: silence, or asking for a snapshot."""
        due = self._heard + SILENCE
        if self._ask_at is not None:
            due = min(due, self._ask_at)
        return max(0.0, due - time.monotonic()) + 0.01

    def _take(self, name: str, payload: tuple[Any, ...]) -> None:
        """One message. A callback's fault is logged here and never ends the link."""
        with self._surviving(name):
            if name == "snapshot":
                self.copy.snapshot(payload[0])
            elif name == "update":
                self.copy.update(payload[0])
            elif name == "state" and self._watch.state:
                self._watch.state(payload[0]["key"], payload[0]["value"], payload[0]["at"])

    def _changed(self, update: Json | None) -> None:
        """The copy has changed. A callback that fails on one change is told the next: a message may bring several."""
        if update is None:
            self._link(True, None)
        if self._watch.change:
            with self._surviving("change"):
                self._watch.change(self.copy, update)

    @contextmanager
    def _surviving(self, name: str) -> Iterator[None]:
        try:
            yield
        except Exception:
            log.exception("a %s of the %s view could not be taken", name, self._auth["view"])

    def _ask_if_due(self, sio: socketio.Client) -> None:
        """Ask `sync` when a gap has lasted: mostly the missing update is only in another thread."""
        now = time.monotonic()
        if not self.copy.waiting:
            self._ask_at = None
        elif self._ask_at is None:
            self._ask_at = now + (random.uniform(0.2, 0.8) if self.copy.fresh else 3.0)
        elif now >= self._ask_at:
            self._ask_at = now + random.uniform(2.0, 4.0)
            try:
                sio.emit("sync", namespace=NAMESPACE)
            except socketio.exceptions.SocketIOError:
                log.debug("sync could not be sent; the cut will be noticed")

    def _link(self, connected: bool, refused: Json | None) -> None:
        if (connected, refused) == self._linked:
            return
        self._linked = (connected, refused)
        if self._watch.link:
            with self._surviving("change of the link"):
                self._watch.link(connected, refused)


def refusal_in(said: list[Any]) -> Json | None:
    """`{code, detail}` of a refused connection; None when the hub was only not there."""
    for data in said:
        inner = data.get("data", data) if isinstance(data, dict) else None
        if isinstance(inner, dict) and inner.get("code"):
            return {"code": inner["code"], "detail": inner.get("detail") or data.get("message", "")}
    return None


def hang_up(sio: socketio.Client) -> None:
    """Leave a connection without waiting for it: a silent peer would hold the closing hand-shake."""
    threading.Thread(target=sio.disconnect, daemon=True).start()
