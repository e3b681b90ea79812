"""What everybody in the hall is told at once: lunch has begun, those who wait for a service are looked after.

A notice is said once in each zone concerned, whichever process makes its job first, and stands on the walls a while.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from server.domain import hours
from server.domain.events import Entry
from server.domain.ticket import MINUTE
from server.hub import speaking
from server.hub.entries import iso
from server.hub.room import Room
from server.journal.jobs import Job
from server.journal.store import Store

BEGINS = 5
"""Minutes of lunch in which its beginning is still worth saying."""
SHOWN = 10 * MINUTE


def lunch(room: Room, now: int) -> list[Job]:
    """The jobs that say that lunch has begun; none at any other time, and none in a hall that is always open."""
    moment = hours.local(room.hall, now)
    day, minute = moment.date(), hours.minute(moment)
    pause = None if room.lax or not room.floor.day else hours.lunch(room.hall, day)
    if not pause or not pause[0] <= minute < pause[0] + BEGINS:
        return []
    zones = {w.zone for w in room.hall.windows if not w.works_lunch}
    payload = {"notice": "lunch", "resumes_at": hours.said(pause[1])}
    return [
        _job(room, f"{day.isoformat()}-lunch", zone, payload, room.floor.seq, now) for zone in sorted(zones)
    ]


def tell_lunch(store: Store, room: Room, now: int) -> bool:
    """Whether this process has just made the jobs, or found them made, for the first time today."""
    day = hours.local(room.hall, now).date()
    if room.lunch_told == day or not (made := lunch(room, now)):
        return False
    with store.writing() as conn:
        for job in made:
            speaking.owe(conn, job, once=True)
    room.lunch_told = day
    return True


def owe(conn: sqlite3.Connection, room: Room, entry: Entry) -> None:
    """What was decided for all who wait for a service is said where its windows are."""
    d, hall = entry.data, room.hall
    zones = {hall.window[w].zone for s in (d["service"], d["to"]) if s in hall.able for w in hall.able[s]}
    payload = {"notice": d["do"], **_names(room, d["service"], d["to"])}
    for zone in sorted(zones) if d["tickets"] else ():
        speaking.owe(conn, _job(room, str(entry.seq), zone, payload, entry.seq, entry.at))


def shown(room: Room, now: int) -> dict[str, Any]:
    """What stands on the walls now, the newest first."""
    lately = [n for n in reversed(room.floor.notices) if now - n.at < SHOWN]
    return {
        "notices": [
            {"seq": n.seq, "at": iso(n.at), "do": n.do, **_names(room, n.service, n.to)} for n in lately
        ]
    }


def _names(room: Room, service: str, to: str | None) -> dict[str, Any]:
    """Names as calls may say them."""
    names: dict[str, Any] = {"service": service, "to": to}
    for key, id in (("service", service), ("to", to)):
        known = room.hall.said_of(id) if id in room.hall.service else ("", "")
        names |= {f"{key}_name": known[0], f"{key}_name_en": known[1]}
    return names


def _job(room: Room, what: str, zone: str, payload: dict[str, Any], seq: int, now: int) -> Job:
    how = speaking.manner(room.hall, zone, now)
    return Job(
        f"n-{room.id}-{what}-{zone}", room.id, "speech", zone, None, None, None, seq, now, payload | how
    )
