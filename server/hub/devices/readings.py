"""A card on a kiosk's reader: who that is, for the next few presses at that kiosk.

The number is hashed as it comes in, under the keys that takings and reservations use, and is written nowhere. What is
kept is told to the kiosk's page as a handle with the masked name and what the age proves, and is erased with the
ticket it was for, when the page lets go of it, or in time.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from server.domain import evidence, hours, identity
from server.domain.errors import HallError
from server.domain.profile import Hall
from server.hub.booking import booking
from server.hub.room import Room
from server.journal import identity as people
from server.journal import readings
from server.journal.readings import Reading
from server.profiles.public import reservable

SECONDS = 150
"""A reading counts so long. Housekeeping every half minute erases it, so within three minutes it is gone."""
NOTHING: dict[str, Any] = {
    "reading": None, "kind": None, "name": None, "classes": [], "age_band": "", "text": None, "trouble": None,
}  # fmt: skip


def read_in(conn: sqlite3.Connection, room: Room, kiosk: str, said: dict[str, Any], now: int) -> Reading:
    """Keep what a reader said (`kind`, `id_number` and `name`, or `text`). Raises HallError(invalid_id)."""
    found = Reading(room.id, kiosk, said["kind"], text=said.get("text") or "")
    if said.get("id_number"):
        today = hours.local(room.hall, now).date()
        who = identity.read(said["id_number"], today)
        found = Reading(
            room.id, kiosk, said["kind"], name=masked(said.get("name") or ""), age=who.age(today),
            marks=marks(conn, room.hall, who.number, now),
        )  # fmt: skip
    readings.keep(conn, found, now + SECONDS * 1000)
    return found


def masked(name: str) -> str:
    """The first character and a star: enough for its owner to know it again."""
    plain = name.strip()
    return f"{plain[0]}*" if plain else ""


def marks(conn: sqlite3.Connection, hall: Hall, number: str, now: int) -> dict[str, str]:
    """The keyed hashes of a number that may be asked for while its day lasts, by purpose."""
    day = hours.business_day(hall, now).isoformat()
    purposes = [tickets(day), *([booking.PURPOSE] if reservable(hall) else [])]
    over = hours.day_end(hall, day)
    return {purpose: people.made(conn, hall.id, purpose, number, now, over) for purpose in purposes}


def tickets(day: str) -> str:
    """The purpose of knowing whose tickets of a day are."""
    return f"ticket {day}"


def known(conn: sqlite3.Connection, room: Room, handle: str, device: str | None, now: int) -> Reading:
    """The card behind a handle; a kiosk, named by its device, has its own only. Raises HallError(reading_gone)."""
    found = readings.by_handle(conn, room.id, handle, now)
    if found is None or not found.marks or device not in (None, found.kiosk):
        raise HallError("reading_gone", "This card was read too long ago or elsewhere; lay it on again.")
    return found


def mark(reading: Reading, purpose: str) -> str:
    """Raises HallError(reading_gone): the day has turned since, or nothing could be asked with it then."""
    if purpose not in reading.marks:
        raise HallError("reading_gone", "This card was read too long ago; lay it on again.")
    return reading.marks[purpose]


def shown(hall: Hall, reading: Reading | None) -> dict[str, Any]:
    """What the kiosk's page is told."""
    if reading is None:
        return NOTHING
    return NOTHING | {
        "reading": reading.handle, "kind": reading.kind, "name": reading.name or None,
        "classes": evidence.proven(hall, reading.age), "age_band": evidence.age_band(hall, reading.age),
        "text": reading.text or None,
    }  # fmt: skip
