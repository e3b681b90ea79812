"""Which calls still stand: the facts of a zone's board an announcer needs. Pure but for its lock.

Fed by the live view's thread, asked by the announcer's. Without news from the hub a call stands: a lost
link must never silence a hall.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

from server.client import ViewCopy
from server.protocol import Json

REMEMBERED = 200
ENDED = {"serving": "started", "held": "held", "no_show": "passed", "waiting": "undone"}


class Calls:
    """The board's tickets and the calls undone lately; `playing` is told at once when its call is undone."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seq = -1
        self._linked = False
        self._tickets: Mapping[str, Json] = {}
        self._undone: dict[str, int] = {}
        self._playing: tuple[Json, threading.Event] | None = None

    def changed(self, copy: ViewCopy, update: Json | None) -> None:
        """Take the view after a snapshot or an update."""
        with self._lock:
            self._seq, self._tickets, self._linked = copy.seq, dict(copy.tickets), True
            for event in (update or {}).get("events", ()):
                if event["kind"] == "ticket.undone" and event.get("ticket"):
                    self._undone.pop(event["ticket"], None)
                    self._undone[event["ticket"]] = event["seq"]
            while len(self._undone) > REMEMBERED:
                del self._undone[next(iter(self._undone))]
            if self._playing and self._over(self._playing[0]) == "undone":
                self._playing[1].set()

    def linked(self, connected: bool) -> None:
        with self._lock:
            self._linked = connected

    def over(self, job: Json) -> str | None:
        """Why this job's call must not be said any more, as the hub would say it; None while it stands."""
        with self._lock:
            return self._over(job)

    def playing(self, job: Json | None, abort: threading.Event) -> None:
        """From now on this job is being said, and `abort` is set when its call is undone; None: none is."""
        with self._lock:
            self._playing = (job, abort) if job else None
            if job and self._over(job) == "undone":
                abort.set()

    def _over(self, job: Json) -> str | None:
        if job["ticket"] is None:
            return None  # a notice to everybody: the hub itself lets it go when it is late
        if self._undone.get(job["ticket"], -1) > job["seq"]:
            return "undone"
        if not self._linked or self._seq < job["seq"]:
            return None
        return standing(job, self._tickets.get(job["ticket"]))


def standing(job: Json, ticket: Mapping[str, Any] | None) -> str | None:
    """A board that has seen the call shows its ticket as called, and at its window, while it stands."""
    if ticket is None:
        return "completed"
    if ticket["status"] != "called":
        return ENDED.get(ticket["status"], "completed")
    if ticket["window"] != job["payload"]["window"]:
        return "moved"
    return "recalled" if ticket.get("recalls", 0) > job["payload"].get("recall", 0) else None
