"""Alarms about what is unusual today of a person's work: counted from the day's legs, some seconds apart.

What was found last counts only as long as the floor shows the same: another process may have counted since.
"""

from __future__ import annotations

from server.domain.counting import unusual as judging
from server.domain.floor import Alarm
from server.hub.room import Room
from server.journal import legs, unusual

LOOK_MS = 10_000


def alarms(room: Room, now: int) -> tuple[Alarm, ...]:
    """What was found last, or what is so now when that is a while ago and something has happened since."""
    day, at, seq, known = room.unusual
    same = day == room.floor.day
    fresh = 0 <= now - at < LOOK_MS and _shown(room) == {a.key for a in known}
    if room.floor.day is None or (same and (seq == room.floor.seq or fresh)):
        return known if same else ()
    limits, number = room.hall.exceptions, legs.number(room.floor.day)
    counts = unusual.counted(room.store.conn, room.id, (number, number), limits)
    found = tuple(judging.alarms(limits, {person: days[number] for person, days in counts.items()}))
    room.unusual = (room.floor.day, now, room.floor.seq, found)
    return found


def _shown(room: Room) -> set[str]:
    return {a.key for a in room.floor.alarms.values() if a.kind == "exception"}
