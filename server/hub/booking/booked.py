"""Reservations as the wire shows them, without a word about whose they are; and which slots are free."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from server.domain.booking import arrival, slots
from server.domain.events import Command
from server.hub.entries import iso
from server.hub.gathered import Gathered
from server.hub.room import Room
from server.journal import bookings, private


def shown(row: Mapping[str, Any]) -> dict[str, Any]:
    """A reservation without a word about whose it is."""
    return {
        "code": row["code"], "service": row["service"], "day": row["day"], "start": iso(row["start"]),
        "end": iso(row["end"]), "status": row["status"], "source": row["source"], "needs": row["needs"],
        "locale": row["locale"], "ticket": row["ticket"], "number": row["number"], "arrival": row["arrival"],
        "made_at": iso(row["made_at"]), "changed_at": iso(row["changed_at"]),
    }  # fmt: skip


def person(conn: sqlite3.Connection, code: str) -> dict[str, Any]:
    """For staff: the name as it was given, and the end of the phone number."""
    phone = private.value(conn, code, "phone")
    return {"name": private.value(conn, code, "name"), "phone": phone and f"…{phone[-4:]}"}


def answer(room: Room, c: Command, g: Gathered) -> dict[str, Any]:
    """What a verb on a reservation adds to its answer."""
    code = g.facts.get("code") or (g.facts.get("reservation") or g.facts.get("booking") or {}).get("code")
    row = bookings.found(room.store.conn, code) if code else None
    if c.verb == "bring_in":
        return {"brought_in": sum(r["known"] is None for r in g.facts["rows"])}
    if row is None:
        return {}
    out: dict[str, Any] = {"reservation": shown(row)}
    if c.verb == "take":
        out["arrival"] = row["arrival"]
        begins = arrival.counts_from(room.hall, row["start"])
        out["counts_from"] = iso(begins) if begins > row["changed_at"] else None
    return out


def free(
    conn: sqlite3.Connection, room: Room, service: str, day: str, now: int, lax: bool
) -> list[dict[str, Any]]:
    """The slots of a day that can be reserved still: {start, end, day, capacity, free}."""
    hall = room.hall
    what = hall.service[service]
    most = slots.capacity(hall, what)
    first, last = slots.bounds(hall, now)
    if not most or (day > last and not lax):
        return []
    cut = [s for s in slots.of_day(hall, what, day, lax) if lax or s.start >= first]
    if not cut:
        return []
    given = bookings.spans(conn, room.id, service, day)
    return [
        {
            "start": iso(s.start), "end": iso(s.end), "day": s.day, "capacity": most,
            "free": max(0, most - sum(n for start, end, n in given if start < s.end and end > s.start)),
        }
        for s in cut
    ]  # fmt: skip
