"""Who watches: the sockets of this process, what each sees and how often it has spoken lately."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field

from server.hub.room import ViewKey
from server.journal.access import Credential

FLOOD_MESSAGES = 100
FLOOD_SECONDS = 10.0
SYNC_SECONDS = 0.5


@dataclass(slots=True)
class Seat:
    """One socket: its hall and view, and the credential it came with."""

    sid: str
    hall: str
    view: ViewKey
    who: Credential | None
    since: float = field(default_factory=time.monotonic)
    spoken: int = 0
    synced: float = 0.0

    @property
    def room(self) -> str:
        return room_of(self.hall, self.view)

    def flooding(self) -> bool:
        """Counts a message; whether there were too many lately."""
        now = time.monotonic()
        if now - self.since > FLOOD_SECONDS:
            self.since, self.spoken = now, 0
        self.spoken += 1
        return self.spoken > FLOOD_MESSAGES

    def may_sync(self) -> bool:
        now = time.monotonic()
        if now - self.synced < SYNC_SECONDS:
            return False
        self.synced = now
        return True


def room_of(hall: str, view: ViewKey) -> str:
    return f"{hall}|{view[0]}|{view[1] or ''}"


class Seats:
    """Sockets by sid, and how many watch each view; a view nobody watches is let go."""

    def __init__(self) -> None:
        self.by_sid: dict[str, Seat] = {}
        self.watching: Counter[tuple[str, ViewKey]] = Counter()

    def add(self, seat: Seat) -> None:
        self.by_sid[seat.sid] = seat
        self.watching[(seat.hall, seat.view)] += 1

    def remove(self, sid: str) -> Seat | None:
        seat = self.by_sid.pop(sid, None)
        if seat is None:
            return None
        key = (seat.hall, seat.view)
        self.watching[key] -= 1
        if not self.watching[key]:
            del self.watching[key]
        return seat

    def watched(self, hall: str, kind: str) -> list[ViewKey]:
        return [view for h, view in self.watching if h == hall and view[0] == kind]
