"""Whose a ticket is: what an ID number tells, and the person's other tickets today. The number itself is never kept.

A ticket is known by the number shown at its taking, or by the reservation it came from.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from server.domain import hours
from server.domain.events import Command
from server.domain.identity import read
from server.hub.booking import booking
from server.hub.devices import readings
from server.hub.gathered import Gathered
from server.hub.room import Room
from server.journal import bookings, identity
from server.profiles.public import reservable


def gather(g: Gathered, room: Room, c: Command, conn: sqlite3.Connection, now: int) -> None:
    """Add what the verb needs to know of the person. Raises HallError(invalid_id, reading_gone)."""
    if c.verb == "take":
        if c.args.get("id_number") or c.args.get("reading"):
            _shown(g, room, c, conn, now)
        if c.args.get("reservation") and g.facts["booking"]:
            g.facts["same_person"] = _others(conn, [g.facts["booking"]["code"]], now)
    elif c.verb == "requeue":
        ticket = room.floor.tickets.get(str(c.ticket))
        names = [ref for ref in (ticket.id, ticket.reservation) if ref] if ticket else []
        g.facts["same_person"] = _others(conn, names, now)


def _shown(g: Gathered, room: Room, c: Command, conn: sqlite3.Connection, now: int) -> None:
    """Its hash lives until the business day ends, and the day's key with it: tomorrow nobody can tell who came.

    Where a name is asked for and can be reserved with, it is laid beside those of reservations too, for as long.
    """
    age, marks = _number(room, c, conn, now) if c.args.get("id_number") else _card(g, room, c, conn, now)
    day = hours.business_day(room.hall, now).isoformat()
    purposes = [readings.tickets(day)]
    if reservable(room.hall) and any(s.real_name for s in room.hall.services):
        purposes.append(booking.PURPOSE)
    known = [ref for p in purposes for ref in identity.refs_of(conn, room.id, p, marks.get(p), now)]
    g.facts["person"] = {"age": age, "tickets": _tickets(conn, known)}
    over = hours.day_end(room.hall, day)
    g.marks += [(p, marks[p], g.facts["ticket"], over) for p in purposes if p in marks]


def _number(room: Room, c: Command, conn: sqlite3.Connection, now: int) -> tuple[int, dict[str, str]]:
    today = hours.local(room.hall, now).date()
    who = read(c.args["id_number"], today)
    return who.age(today), readings.marks(conn, room.hall, who.number, now)


def _card(
    g: Gathered, room: Room, c: Command, conn: sqlite3.Connection, now: int
) -> tuple[int, dict[str, str]]:
    """A card that lay on the kiosk's reader; the ticket uses its reading up. Raises HallError(reading_gone)."""
    device = c.device if c.channel == "kiosk" else None
    g.spent = readings.known(conn, room, c.args["reading"], device, now)
    readings.mark(g.spent, readings.tickets(hours.business_day(room.hall, now).isoformat()))
    return g.spent.age or 0, g.spent.marks


def _others(conn: sqlite3.Connection, refs: Sequence[str], now: int) -> list[str]:
    return _tickets(
        conn, [other for ref in refs for other in identity.others(conn, ref, now) if other not in refs]
    )


def _tickets(conn: sqlite3.Connection, refs: Sequence[str]) -> list[str]:
    """These, and the tickets that those of them that are reservations became."""
    became = [row["ticket"] for row in bookings.of_codes(conn, refs) if row["ticket"]] if refs else []
    return list(dict.fromkeys([*refs, *became]))
