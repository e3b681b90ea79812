"""A live copy of one hub view: the pure rules of snapshots and updates, whatever order they arrive in.

Stdlib only. No socket, no clock, no thread: `server.live` feeds it and decides when to ask for a new
snapshot. The copy at `seq` always equals the hub's view at that seq; it never mixes two moments.
"""

from __future__ import annotations

from collections.abc import Callable

from server.protocol import Json

LISTS = ("tickets", "windows", "queues")
EARLY_MAX = 100
"""Updates kept while one before them is missing; beyond that a new snapshot is cheaper."""


class ViewCopy:
    """One view's entries by id. Not for several threads: one feeds it, and its readers read there.

    `tell(update)` is called at each change, while the copy is what that change made of it: None after a snapshot. A
    message may bring several, or none.
    """

    def __init__(self, tell: Callable[[Json | None], None] = lambda update: None) -> None:
        self._tell = tell
        self.seq = -1
        self.at: str | None = None
        self.hall: str | None = None
        self.tickets: dict[str, Json] = {}
        self.windows: dict[str, Json] = {}
        self.queues: dict[str, Json] = {}
        self.fresh = False
        self._early: list[Json] = []
        self._overflown = False

    @property
    def waiting(self) -> bool:
        """True while something before what has arrived is missing: wait briefly, then ask `sync`."""
        return not self.fresh or self._overflown or bool(self._early)

    def rejoin(self) -> None:
        """A new connection begins. What is shown stays, but only its snapshot says what is true now.

        The hub may have been restored from an older copy, so that snapshot counts even with a lower seq.
        """
        self.fresh = False
        self._early.clear()
        self._overflown = False

    def snapshot(self, message: Json) -> None:
        """Replace everything, then apply the updates that were waiting for it.

        A snapshot older than the copy was overtaken on its way (each message has its own thread) and is
        ignored; an equal one is taken, because names and signs may have changed without an event.
        """
        if self.fresh and message["seq"] < self.seq:
            return
        self.seq, self.at, self.hall = message["seq"], message.get("at"), message.get("hall", self.hall)
        for name in LISTS:
            setattr(self, name, {entry["id"]: entry for entry in message.get(name, ())})
        self.fresh, self._overflown = True, False
        self._tell(None)
        self._catch_up()

    def update(self, message: Json) -> None:
        """Take one update; applied are those that follow on from the copy now: none, this one, or several."""
        if self.fresh and message["seq"] <= self.seq:
            return
        if len(self._early) >= EARLY_MAX:
            self._early.clear()
            self._overflown = True
        self._early.append(message)
        self._catch_up()

    def _catch_up(self) -> None:
        """Apply what follows on from the copy; keep what still has a gap before it."""
        while self.fresh:
            self._early = [m for m in self._early if m["seq"] > self.seq]
            ready = [m for m in self._early if m["prev"] <= self.seq]
            if not ready:
                break
            self._apply(min(ready, key=lambda m: m["seq"]))

    def _apply(self, message: Json) -> None:
        """Replace by id; told is the update with only the events that are news to this copy."""
        for name in LISTS:
            mine: dict[str, Json] = getattr(self, name)
            for entry in message.get(name, ()):
                if entry.get("gone"):
                    mine.pop(entry["id"], None)
                else:
                    mine[entry["id"]] = entry
        news = [e for e in message.get("events", ()) if e["seq"] > self.seq]
        self.seq, self.at = message["seq"], message.get("at", self.at)
        self._tell({**message, "events": news})
