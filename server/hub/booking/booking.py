"""Reservations as the hub knows them: the rows a decision needs, and whose they are.

Name and phone stand in `private` under the reservation's code, the ID number nowhere: only hashes by which the
same person is known again, for as long as the hall's limits look back.
"""

from __future__ import annotations

import re
import secrets
import sqlite3
from collections.abc import Mapping
from typing import Any

from server.domain import hours, identity
from server.domain.events import Command
from server.domain.profile import Hall
from server.domain.ticket import MINUTE
from server.hub.gathered import Gathered
from server.hub.room import Room
from server.journal import bookings, private
from server.journal import identity as people
from server.journal.bookings import Row

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without what people mistake for one another: I and 1, O and 0."""
LENGTH = 8
PURPOSE = "booking"
Who = Mapping[str, Any]
"""`id_number`, `phone`, `name`, each may be missing."""


def gather(g: Gathered, room: Room, c: Command, conn: sqlite3.Connection, now: int) -> None:
    """Add what the verb needs to know of reservations. Raises HallError(invalid_id)."""
    if c.verb == "take" and c.args.get("reservation"):
        _arriving(g, room, c, conn)
    elif c.verb == "book":
        _new(g, room, c, conn, now)
    elif c.verb in ("rebook", "cancel_booking"):
        _held(g, room, c, conn, now)
    elif c.verb == "bring_in":
        _from_file(g, room, c, conn, now)
    elif c.verb == "close_day" and room.floor.day and not room.floor.rehearsal:
        g.facts["unused"] = bookings.unused(conn, room.id, room.floor.day)


def found(conn: sqlite3.Connection, code: str) -> Row | None:
    """The reservation of a code as people type it, with its hall's name; None when there is none on this hub."""
    typed = re.sub(r"\s", "", code).upper()
    row = bookings.found(conn, typed) or bookings.found(conn, typed.replace("-", ""))
    if row is None:
        return None
    name = conn.execute(
        "select json_extract(raw, '$.hall.name') from profile where hall = :hall order by version desc limit 1",
        {"hall": row["hall"]},
    ).fetchone()
    return {**row, "hall_name": name[0] if name else row["hall"]}


def marks(hall: Hall, who: Who, now: int) -> list[str]:
    """By what the person is known again, the surest first. Raises HallError(invalid_id)."""
    kept = []
    if who.get("id_number"):
        kept.append(identity.read(who["id_number"], hours.local(hall, now).date()).number)
    if who.get("phone"):
        kept.append(re.sub(r"^(\+|00)86|[ \-]", "", who["phone"]))
    return kept


def of_person(conn: sqlite3.Connection, room: Room, mark: str, now: int) -> list[Row]:
    """All that is still known of a person's reservations in this hall."""
    return of_hash(conn, room, people.found(conn, room.id, PURPOSE, mark), now)


def of_hash(conn: sqlite3.Connection, room: Room, hash: str | None, now: int) -> list[Row]:
    """The same for whom a keyed hash knows again."""
    return bookings.of_codes(conn, people.refs_of(conn, room.id, PURPOSE, hash, now))


def until(hall: Hall, start: int) -> int:
    """How long (ms) it is remembered whose a reservation is: its day, and as far as the blacklist looks back."""
    rules = hall.reservations
    days = rules.blacklist_within_days + rules.blacklist_days if rules.blacklist_after else 0
    return hours.day_end(hall, hours.business_day(hall, start).isoformat()) + days * private.DAY


def _arriving(g: Gathered, room: Room, c: Command, conn: sqlite3.Connection) -> None:
    row = g.facts["booking"] = found(conn, c.args["reservation"])
    if row is None or row["hall"] != room.id or c.args.get("phone"):
        return
    phone = private.value(conn, row["code"], "phone")
    if phone:
        ticket = next(p for p in g.private if p[1] == "track")
        g.private.append((ticket[0], "phone", phone, ticket[3]))


def _new(g: Gathered, room: Room, c: Command, conn: sqlite3.Connection, now: int) -> None:
    hall, start = room.hall, c.args["start"]
    known = marks(hall, c.args, now)
    code = g.facts["code"] = _fresh(conn)
    g.facts["identified"] = bool(c.args.get("id_number"))
    g.facts["mine"] = of_person(conn, room, known[0], now) if known else None
    g.facts["booked"] = _booked(conn, room, c.args["service"], start)
    _remember(g, hall, code, c.args, known, start)


def _fresh(conn: sqlite3.Connection) -> str:
    """A code that nobody has."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        if bookings.found(conn, code) is None:
            return code


def _booked(conn: sqlite3.Connection, room: Room, service: str, start: int, without: str = "") -> int:
    day = hours.business_day(room.hall, start).isoformat()
    end = start + room.hall.reservations.slot_minutes * MINUTE
    return bookings.booked(conn, room.id, service, day, (start, end), without)


def _remember(g: Gathered, hall: Hall, code: str, who: Who, known: list[str], start: int) -> None:
    over = until(hall, start)
    g.private += [(code, kind, who[kind], over) for kind in ("name", "phone") if who.get(kind)]
    g.people += [(PURPOSE, mark, code, over) for mark in known]


def _held(g: Gathered, room: Room, c: Command, conn: sqlite3.Connection, now: int) -> None:
    row = g.facts["reservation"] = found(conn, c.args["code"])
    if c.verb == "cancel_booking" or row is None or row["hall"] != room.id:
        return
    service, start = c.args.get("service") or row["service"], c.args.get("start") or row["start"]
    others = people.others(conn, row["code"], now)
    before = room.hall.service.get(row["service"])
    g.facts |= {
        "booked": _booked(conn, room, service, start, row["code"]),
        "mine": [r for r in bookings.of_codes(conn, others) if r["code"] != row["code"]],
        "identified": before is not None and before.real_name,
    }
    over = until(room.hall, start)
    private.prolong(conn, row["code"], over)
    people.prolong(conn, row["code"], over)


def _from_file(g: Gathered, room: Room, c: Command, conn: sqlite3.Connection, now: int) -> None:
    """Rows of a file. One without a code gets one that the same row gets again, and so is known again."""
    g.facts |= {"rows": [], "booked": {}}
    for given in c.args["rows"]:
        service, start = given["service"], given["start"]
        marked = marks(room.hall, given, now)
        code = given.get("code") or _same_again(conn, room, f"{marked[0]} {service} {start}", start, now)
        known = bookings.found(conn, code)
        if known is None and not given.get("code"):
            mine = of_person(conn, room, marked[0], now)
            known = next((r for r in mine if (r["service"], r["start"]) == (service, start)), None)
        row = {k: given.get(k) for k in ("line", "service", "start", "source")}
        g.facts["rows"].append({**row, "code": code, "hall": room.id, "known": known})
        if (service, start) not in g.facts["booked"]:
            g.facts["booked"][(service, start)] = _booked(conn, room, service, start)
        if known is None:
            _remember(g, room.hall, code, given, marked, start)


def _same_again(conn: sqlite3.Connection, room: Room, row: str, start: int, now: int) -> str:
    """A code out of a row's keyed hash: nobody can work it out, and the same row has the same one."""
    number = int(people.made(conn, room.id, PURPOSE, row, now, until(room.hall, start))[:12], 16)
    return "".join(ALPHABET[number >> 5 * n & 31] for n in range(LENGTH))
