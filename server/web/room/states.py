"""The live room by socket: computed while somebody who may see it watches, at most once a second, sent when it differs.

The day is counted beside everything else, every few seconds and only after something happened; the same weekdays
before it once a day.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from server import runtime, settings
from server.hub.entries import iso
from server.hub.hub import Hub
from server.hub.room import Room
from server.web.room import room as pages
from server.web.room.room import Told
from server.web.seats import Seat, Seats

KEY = "room"
SOONEST_MS, SPARED, AGAIN_MS = 900, 50, 60_000
"""A count after which something happened lasts fifty times as long as it took; one after which only time passed, a
minute: late on a full day, too, counting takes a fiftieth of a processor."""
FRESH_MS = 3000
"""How old what was said may be to tell it to somebody who has just come; the next is a second away."""
Value = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """What was counted last, at which entry, when, and how long it took; what was said, and when it was still so."""

    told: Told
    seq: int
    at: int
    took: int
    said: Value | None = None
    said_at: int = 0


class RoomStates:
    def __init__(self, hub: Hub, seats: Seats) -> None:
        self.hub, self.seats = hub, seats
        self._kept: dict[tuple[str, str | None], Kept] = {}

    def names(self, seat: Seat) -> list[str]:
        """The room a socket joins besides its view's: guides watch the same view and are not shown this."""
        return [_name(seat.hall, seat.view[1])] if _sees(seat) else []

    def first(self, room: Room, seat: Seat, now: int) -> Iterator[tuple[str, str | None, Value]]:
        """What was said a moment ago; where that is older, everybody is told with the next look, changed or not."""
        place = (seat.hall, seat.view[1])
        kept = self._kept.get(place)
        if kept is None or not _sees(seat):
            return
        if kept.said and now - kept.said_at <= FRESH_MS:
            yield KEY, iso(now), kept.said
        else:
            self._kept[place] = replace(kept, said=None)

    def moved(self) -> Iterator[tuple[str, str, int, Value]]:
        """(room name, key, instant, value) of what changed. Holds the floor still only to look at it."""
        wanted = dict.fromkeys((s.hall, s.view[1]) for s in list(self.seats.by_sid.values()) if _sees(s))
        with self.hub.store.lock:
            self._kept = {place: kept for place, kept in self._kept.items() if place in wanted}
        for hall, department in wanted:
            if hall in self.hub.rooms:
                yield from self._moved(self.hub.room(hall), department)

    def _moved(self, room: Room, department: str | None) -> Iterator[tuple[str, str, int, Value]]:
        place, kept = (room.id, department), self._counted(room, department)
        with self.hub.reading():
            now = room.clock.now(room.floor.at)
            value = pages.shown(self.hub, room, department, kept.told)
            # Looked up again: somebody may have come while the day was counted.
            last = self._kept.get(place)
            self._kept[place] = replace(kept, said=value, said_at=now)
        if last is None or last.said is None or _lasting(last.said) != _lasting(value):
            yield _name(room.id, department), KEY, now, value

    def _counted(self, room: Room, department: str | None) -> Kept:
        """The day as counted a moment ago, or anew."""
        with self.hub.reading():
            asked, seq = pages.question(room, department), room.floor.seq
        kept = self._kept.get((room.id, department))
        same = kept and (kept.told.asked.today, kept.told.asked.services) == (asked.today, asked.services)
        if kept and same and 0 <= asked.now - kept.at < _lasts(kept, seq):
            return kept
        before = kept.told.before if kept and same else None
        begun = time.monotonic()
        told = runtime.offload(settings.async_mode(), pages.counted, self.hub.store, asked, before)
        # The first one read the days before as well, which no other will.
        took = round((time.monotonic() - begun) * 1000) if before else 0
        return Kept(told, seq, asked.now, took)


def _lasts(kept: Kept, seq: int) -> int:
    return AGAIN_MS if kept.seq == seq else max(SOONEST_MS, SPARED * kept.took)


def _sees(seat: Seat) -> bool:
    return seat.view[0] == "manage" and seat.who is not None and seat.who.role in pages.READERS


def _name(hall: str, department: str | None) -> str:
    return f"{hall}|{KEY}|{department or ''}"


def _lasting(value: Value) -> Value:
    """Without the moment: what is said again only because time passed would be said each second."""
    return {k: v for k, v in value.items() if k != "at"}
