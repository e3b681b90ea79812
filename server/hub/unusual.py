"""Alarms about what is unusual today of a person's work: counted from the day's legs, some seconds apart."""

from __future__ import annotations

from server.domain import unusual as judging
from server.domain.floor import Alarm
from server.hub.room import Room
from server.journal import legs, unusual

LOOK_MS = 10_000


def alarms(room: Room, now: int) -> tuple[Alarm, ...]:
    """What was found last, or what is so now when that is a while ago and something has happened since."""
    day, at, seq, known = room.unusual
    same = day == room.floor.day
    if room.floor.day is None or (same and (seq == room.floor.seq or 0 <= now - at < LOOK_MS)):
        return known if same else ()
    limits, number = room.hall.exceptions, legs.number(room.floor.day)
    counts = unusual.counted(room.store.conn, room.id, (number, number), limits)
    found = tuple(judging.alarms(limits, {person: days[number] for person, days in counts.items()}))
    room.unusual = (room.floor.day, now, room.floor.seq, found)
    return found
