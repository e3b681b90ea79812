"""Delivers messages to webhooks, beside everything else: one task a webhook, so that a slow one delays nobody.

Every wait is on a socket that `runtime.patch` made green; nothing is sent while the journal's lock is held.
"""

from __future__ import annotations

import http.client
import logging
import socket
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from urllib.parse import urlsplit

from server import runtime
from server.hub.hub import Hub
from server.hub.webhooks import due_again, signature
from server.journal import webhooks
from server.journal.store import Busy, Full
from server.journal.webhooks import Delivery, Webhook
from server.protocol import VERSION

log = logging.getLogger("paihao.webhooks")
LOOK_SECONDS = 0.5
TIMEOUT_SECONDS = 10.0
MOST_SECONDS = 60.0
"""How long one message may take in all: a server that answers a letter every nine seconds is cut off."""
LEASE_SECONDS = 120
REST_SECONDS = 5.0
"""Between a message that was not taken and the next one to the same address."""


class Underway:
    """One message on its way; `cut` ends it from outside."""

    def __init__(self) -> None:
        self.since = time.monotonic()
        self.connection: http.client.HTTPConnection | None = None

    def cut(self) -> None:
        if self.connection is not None and self.connection.sock is not None:
            with suppress(OSError):
                self.connection.sock.shutdown(socket.SHUT_RDWR)


class Postman:
    """`start_task` runs a function beside the others (green, or in a thread of its own)."""

    def __init__(self, hub: Hub, start_task: Callable[..., object]) -> None:
        self.hub, self.start_task = hub, start_task
        self._out: dict[str, Underway] = {}
        self._rests: dict[str, float] = {}

    def run(self) -> None:
        """Until the hub closes."""
        while not self._over():
            runtime.sleep(LOOK_SECONDS)
            try:
                if not self._over():
                    self.look()
            except (Busy, Full) as trouble:
                log.warning("messages wait: %r", trouble)
            except Exception:
                if self._over():
                    return  # The store was closed while this looked.
                log.exception("looking for messages failed; going on")

    def _over(self) -> bool:
        """Asked anew each time: the hub closes while this sleeps and works."""
        return self.hub.closing

    def look(self) -> None:
        """Set out for every webhook that something is due for, and call back whoever has been out too long."""
        now = time.monotonic()
        for out in list(self._out.values()):
            if now - out.since > MOST_SECONDS:
                out.cut()
        for hook in self._waiting(now):
            self._out[hook.id] = Underway()
            self.start_task(self._deliver, hook)

    def _waiting(self, now: float) -> list[Webhook]:
        conn = self.hub.store.conn
        with self.hub.store.lock:
            return [
                h for h in webhooks.every(conn)
                if h.id not in self._out and now >= self._rests.get(h.id, 0) and h.hall in self.hub.rooms
                and webhooks.due(conn, h.id, self._now(h.hall), 1)
            ]  # fmt: skip

    def _now(self, hall: str) -> int:
        room = self.hub.room(hall)
        return room.clock.now(room.floor.at)

    def _deliver(self, hook: Webhook) -> None:
        """Send what is due to one webhook, in order, until one is not taken or nothing is left."""
        try:
            while not self.hub.closing and (message := self._leased(hook)):
                if not self._send(message, hook):
                    self._rests[hook.id] = time.monotonic() + REST_SECONDS
                    break
        except (Busy, Full) as trouble:
            log.warning("messages to %s wait: %r", hook.id, trouble)
        except Exception:
            log.exception("delivering to %s failed; going on", hook.id)
        finally:
            self._out.pop(hook.id, None)

    def _leased(self, hook: Webhook) -> Delivery | None:
        """The next that is due, for this process alone for a while."""
        now = self._now(hook.hall)
        with self.hub.store.writing() as conn:
            found = webhooks.due(conn, hook.id, now, 1)
            for d in found:
                webhooks.lease(conn, d.id, now + LEASE_SECONDS * 1000)
        return found[0] if found else None

    def _send(self, d: Delivery, hook: Webhook) -> bool:
        """Whether it was taken."""
        out = self._out[hook.id] = Underway()
        try:
            reason = post(d, self._now(hook.hall) // 1000, out)
        except (OSError, http.client.HTTPException, ValueError) as problem:
            reason = f"{type(problem).__name__}: {problem}"[:200]
        now = self._now(hook.hall)
        with self.hub.store.writing() as conn:
            if reason is None:
                webhooks.done(conn, d.id, now)
            else:
                webhooks.failed(conn, d.id, reason, due_again(d.attempts + 1, now), now)
        if reason is not None:
            log.warning("message %s (%s) to webhook %s was not taken: %s", d.id, d.event, d.webhook, reason)
        return reason is None


def post(d: Delivery, seconds: int, out: Underway) -> str | None:
    """Send one message: None when it was taken, else why not. Follows no redirect. Raises OSError, HTTPException."""
    parts = urlsplit(d.url)
    out.connection = connection = _connection(parts.scheme, parts.hostname or "", parts.port)
    headers = {
        "Content-Type": "application/json", "User-Agent": f"Paihao/{VERSION}", "Paihao-Delivery": d.id,
        "Paihao-Event": d.event, "Paihao-Attempt": str(d.attempts + 1),
        "Paihao-Signature": signature(d.secret, seconds, d.body),
    }  # fmt: skip
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("POST", path, d.body.encode(), headers)
        status = connection.getresponse().status
    finally:
        connection.close()
    return None if 200 <= status < 300 else f"HTTP {status}"


def _connection(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    if scheme == "https":
        return http.client.HTTPSConnection(host, port, timeout=TIMEOUT_SECONDS, context=_trusted())
    return http.client.HTTPConnection(host, port, timeout=TIMEOUT_SECONDS)


@cache
def _trusted() -> ssl.SSLContext:
    """The certificates this computer trusts; reading them takes a while."""
    return ssl.create_default_context()
